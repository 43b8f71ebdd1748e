"""`python -m metrics headline`: the page's sentence, word for word, and the cases behind it."""

import json
from pathlib import Path

import pytest

from metrics.__main__ import main
from metrics.warehouse.connection import open_warehouse
from metrics.weekly import headline
from pages.ui.formats import md_escape
from tests.builders import marts
from tests.pages.conftest import Opened, one_case, opened

__all__ = ["one_case", "opened"]
Printed = pytest.CaptureFixture[str]


@pytest.mark.parametrize("week, tier", [("2026-W46", None), ("2026-W30", None), (None, "Gold")])
def test_the_page_and_the_command_say_the_same(
    opened: Opened, sample_home: Path, week: str | None, tier: str | None
) -> None:
    filters = {name: said for name, said in (("week", week), ("tier", tier)) if said}
    with open_warehouse(sample_home) as warehouse, warehouse.cursor() as cursor:
        found = headline(cursor, week, tier)

    app = opened(sample_home, "weekly", **filters)

    assert md_escape(found.text) in [each.value for each in app.subheader]


def test_the_cases_are_those_that_the_share_missed(sample_home: Path, capsys: Printed) -> None:
    """29 of 36 Gold acknowledgements were in time: the other 7 are listed, none of the 29."""
    code = main(["headline", "--week", "2026-W46", "--format", "json", "--home", str(sample_home)])

    said = json.loads(capsys.readouterr().out)
    assert code == 0
    assert said["headline"].startswith("Gold acknowledgements slipped to 80.6\u2009% (29 of 36)")
    assert said["where"] == {"tier": "Gold", "promise": "acknowledge"}
    assert [case["value"] for case in said["cases"]] == [0] * 7


def test_few_promises_are_not_judged(one_case: Path, capsys: Printed) -> None:
    """One case, four promises judged, two of them kept: counts, no percentage, and no signal."""
    main(["headline", "--home", str(one_case)])

    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "2 of 4 promises were kept: too few to say more.",
        "  made T-1",
    ]


@pytest.mark.parametrize(
    "words, said",
    [
        (["--week", "2026-W64"], 'Did you mean "2026-W4'),
        (["--tier", "Glod"], 'Did you mean "Gold"'),
    ],
)
def test_what_is_not_there_is_named(
    one_case: Path, capsys: Printed, words: list[str], said: str
) -> None:
    code = main(["headline", "--home", str(one_case), *words])

    assert code == 1
    assert said in capsys.readouterr().err


def test_nothing_loaded_has_no_headline() -> None:
    with marts(as_of=None) as connection, pytest.raises(Exception, match="no week has data yet"):  # type: ignore[arg-type]
        headline(connection)
