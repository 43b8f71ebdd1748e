"""Names from data are words on every chart: Plotly finds no tag, entity or formula in them."""

import gzip
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from loaders.__main__ import main
from pages.ui import formats
from tests.conftest import PROJECT
from tests.pages.conftest import Opened

MARK = "<i>&lt;</i> $x$ %{y}"  # slanted, a bracket, a formula, and a value of the chart
NAMES = (  # of the sample: teams, categories, a service, accounts, an owner, windows, a tier
    *("Frontline", "Integrations", "Single sign-on", "Performance", "Identity service"),
    *("Nordwind Logistik", "Eiger Outdoor", "Chiara Romano", "CHG-3", "Silver"),
)
RAW = ("<i>", "&lt;<", "$x$", "$ %{y}")
VIEWS = [
    ("weekly", {"week": "2026-W46"}),
    ("incidents", {"last": "26w"}),
    ("blockers", {"last": "26w"}),
    ("escalations", {"last": "26w"}),
    ("adherence", {"last": "26w"}),
    ("customers", {"last": "26w"}),
    ("flow", {"last": "26w"}),
    ("sla_risk", {}),
    ("case", {"case": "T-104820", "case_source": "support_events"}),
]


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with names that Plotly would read as markup."""
    folder = tmp_path_factory.mktemp("marked")
    exports = shutil.copytree(PROJECT / "sample_data" / "exports", folder / "exports")
    for path in exports.iterdir():
        is_packed = path.suffix == ".gz"
        text = (gzip.decompress if is_packed else bytes)(path.read_bytes()).decode()
        for name in NAMES if path.suffix != ".yaml" else ():
            text = text.replace(name, f"{name} {MARK}")
        path.write_bytes((gzip.compress if is_packed else bytes)(text.encode()))
    assert main(["load", str(exports), "--time-zone", "UTC", "--home", str(folder / "home")]) == 0
    return folder / "home"


def shown(part: Any) -> Iterator[str]:
    """Every text of a figure that Plotly may show; customdata only say where a click leads."""
    if isinstance(part, str):
        yield part
        return
    if isinstance(part, dict):
        part = [each for key, each in part.items() if key != "customdata"]
    for each in part if isinstance(part, list) else ():
        yield from shown(each)


@pytest.mark.parametrize("page, link", VIEWS, ids=[page for page, _ in VIEWS])
def test_no_chart_of_a_page_reads_a_name(
    opened: Opened, marked: Path, page: str, link: dict[str, str]
) -> None:
    """Team, category, service, account, owner, window, tier: each stands as it was written."""
    app = opened(marked, page, **link)

    specs = [json.loads(each.proto.spec) for each in app.get("plotly_chart")]
    texts = [text for spec in specs for text in shown(spec)]
    assert [text for text in texts if any(raw in text for raw in RAW)] == []
    assert any(formats.chart_escape("&lt;") in text for text in texts)
