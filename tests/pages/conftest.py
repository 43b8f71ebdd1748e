"""Homes for the pages: nothing loaded, one case, a broken warehouse; and a way to open a page."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from loaders.__main__ import main
from metrics.warehouse.build import build
from metrics.warehouse.connection import current, warehouse_folder
from pages.ui.sites import SITES
from tests.conftest import PROJECT
from tests.loaders.exports import log_text, write
from tests.warehouses import ALL_EVIDENCE, build_rows, landed

POLICY = PROJECT / "sample_data" / "policy"
PAGES = tuple(site.slug for site in SITES)  # a new page is tested in every state from then on
CREATED = datetime(2026, 11, 10, 9, 0)
# Markdown would load the image, follow the link, colour the word and set the formula.
HOSTILE = "![x](http://evil.test/a.png) [link](http://evil.test) :red[loud] $a_1$ **bold** <b>"
Opened = Callable[..., AppTest]


@pytest.fixture(scope="session")
def one_case(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One Gold case: acknowledged late, replied, resolved, with a subject that means harm."""
    home = tmp_path_factory.mktemp("one_case")
    case = {
        "case_id": "T-1", "kind": "ticket", "account_id": "A1", "subject": HOSTILE,
        "severity": "S1", "category": "Login", "system": "SSO", "team": "Desk", "owner": "Ana",
        "row_number": 1,
    }  # fmt: skip
    account = {
        "account_id": "A1",
        "account": "Acme",
        "tier": "Gold",
        "region": "EU",
        "row_number": 1,
    }
    moments = [
        ("created", 9, 0, None),
        ("status_changed", 9, 0, "new"),
        ("acknowledged", 10, 30, None),
        ("replied", 10, 40, None),
        ("status_changed", 14, 30, "resolved"),
    ]
    events = [
        {
            "case_id": "T-1", "event_at": datetime(2026, 11, 10, hour, minute), "seq": seq,
            "type": kind, "to_value": value, "row_number": seq,
        }
        for seq, (kind, hour, minute, value) in enumerate(moments, start=1)
    ]  # fmt: skip
    build_rows(home, [case], events, [account], POLICY, datetime(2026, 11, 18, 12)).close()
    return home


@pytest.fixture(scope="session")
def no_promises(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One case without account, tier or severity, which no rule of policy fits."""
    home = tmp_path_factory.mktemp("no_promises")
    case = {"case_id": "T-1", "kind": "incident", "row_number": 1}
    created = {"case_id": "T-1", "event_at": CREATED, "seq": 1, "type": "created", "row_number": 2}
    build_rows(home, [case], [created], [], POLICY).close()
    return home


@pytest.fixture(scope="session")
def ten_sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten sources with a case each, every other one resolved, in accounts of their own."""
    home = tmp_path_factory.mktemp("ten_sources")
    exports = []
    for number in range(10):
        name = f"T-{number}"
        case = {
            "case_id": name, "kind": ("ticket", "incident", "blocker")[number % 3],
            "account_id": f"A{number}", "subject": f"Case {number}", "severity": "S2",
            "category": "Login", "system": "SSO", "team": f"Team {number}", "row_number": 1,
        }  # fmt: skip
        account = {"account_id": f"A{number}", "account": f"Client {number}", "tier": "Gold"}
        events = [
            {
                "case_id": name, "event_at": CREATED + timedelta(days=number, hours=hours),
                "seq": hours, "type": kind, "to_value": value, "row_number": hours + 2,
            }
            for hours, kind, value in (
                (0, "created", None), (1, "acknowledged", None), (9, "status_changed", "resolved"),
            )[: 3 - number % 2]
        ]  # fmt: skip
        tables = {"cases": [case], "case_events": events, "accounts": [account]}
        exports.append(landed(home, tables, ALL_EVIDENCE, f"source_{number}"))
    build(home, POLICY, exports)
    return home


@pytest.fixture
def broken(one_case: Path, tmp_path: Path) -> Path:
    """A home whose pointer names a file that is no database."""
    home = tmp_path / "broken"
    folder = warehouse_folder(home)
    folder.mkdir(parents=True)
    name = str(current(one_case))
    (folder / name).write_bytes(b"no database" * 1000)
    (folder / "CURRENT").write_text(name, encoding="utf-8")
    return home


@pytest.fixture
def loaded(tmp_path: Path) -> Path:
    """A home with one file, loaded from the command line."""
    home = tmp_path / "home"
    path = write(tmp_path, log_text())
    main(["load", str(path), "--time-zone", "UTC", "--home", str(home)])
    return home


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> Opened:
    """Open a page of a home as a link would: `opened(home, "case", case="T-1")`."""

    def open_page(home: Path, page: str, **link: str) -> AppTest:
        monkeypatch.setenv("TIERLINE_HOME", str(home))
        st.cache_data.clear()
        st.cache_resource.clear()
        app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60)
        app.switch_page(f"pages/{page}.py")
        for key, value in link.items():
            app.query_params[key] = value
        return app.run()

    return open_page


def panels(app: AppTest) -> list[str]:
    """Titles of the panels that stand in for a page that cannot be shown."""
    bad = ("This page cannot be shown", "Something went wrong on this page")
    return [each.value for each in app.subheader if each.value in bad]


def words(app: AppTest) -> str:
    """Every text of the page in one string."""
    kinds = ("title", "subheader", "markdown", "caption", "text", "code", "warning")
    found = [str(each.value) for kind in kinds for each in app.get(kind)]
    found += [f"{each.label} {each.value}" for each in app.metric]
    return "\n".join(found)
