"""SLA risk: its counts are those of the command line, and it says until when its clocks run."""

import csv
import io
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from metrics.__main__ import main
from metrics.warehouse.connection import open_warehouse
from pages.ui import answers
from tests.pages.conftest import POLICY, Opened, panels, words
from tests.warehouses import Row, build_rows

HOUR = 3600


def told(home: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    """What `python -m metrics risk` prints."""
    main(["risk", "--home", str(home)])
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


def tiles(app: AppTest) -> dict[str, int]:
    counts = [each for each in app.metric if each.label != "Expected breaches"]
    return {each.label: int(each.value.replace(",", "")) for each in counts}


@pytest.mark.parametrize(
    "link", [{}, {"tier": "Gold"}, {"promise": "resolve", "team": "Frontline"}]
)
def test_tiles_count_what_the_command_prints(
    opened: Opened, sample_home: Path, link: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """The rows of the command, filtered and counted by hand."""
    rows = [
        row
        for row in told(sample_home, capsys)
        if all(row[key] == value for key, value in link.items())
    ]

    app = opened(sample_home, "sla_risk", **link)

    kept = [int(row["left_seconds"]) for row in rows if row["band"] != "breached"]
    alone = [row for row in rows if not row["owner"] and row["state"] == "running"]
    assert rows
    assert tiles(app) == {
        "Breached, still open": len(rows) - len(kept),
        "Due within 4 h": sum(left <= 4 * HOUR for left in kept),
        "Due within 24 h": sum(left <= 24 * HOUR for left in kept),
        "Due within 7 d": sum(left <= 168 * HOUR for left in kept),
        "Unowned and running": len(alone),
    }


@pytest.mark.parametrize(("look", "ahead"), [("4h", "4 h"), ("24h", "24 h"), ("7d", "7 d")])
def test_expected_breaches_are_those_of_the_command(
    opened: Opened, sample_home: Path, look: str, ahead: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """`Due within 24 h of working time: 9, expected breaches 4.1.`"""
    main(["risk", "--home", str(sample_home)])
    said = capsys.readouterr().err

    app = opened(sample_home, "sla_risk", look=look)

    expected = next(each.value for each in app.metric if each.label == "Expected breaches")
    due = tiles(app)[f"Due within {ahead}"]
    assert f"Due within {ahead} of working time: {due}, expected breaches {expected}" in said


def test_the_backtest_is_one_click_away(opened: Opened, sample_home: Path) -> None:
    """What past chances were worth is said at the foot, and shown when it is asked for."""
    app = opened(sample_home, "sla_risk")
    before = len(app.dataframe)

    app.button(key="show_backtest").click().run()

    assert len(app.dataframe) == before + 1
    assert "The Brier score is" in words(app)
    assert app.dataframe[-1].value["promise"].iloc[0] == "All"


def test_kinds_without_a_chance_are_named(
    opened: Opened, sample_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where past chances were no better than a simpler way to tell, none is shown."""
    whole = answers.listed

    def worse(name: str, **of: object) -> pd.DataFrame:
        found = whole(name, **of)
        is_resolve = found["promise"] == "resolve" if name == "backtest" else []
        return found.assign(verdict=found["verdict"].mask(is_resolve, "no better"))

    monkeypatch.setattr(answers, "listed", worse)

    app = opened(sample_home, "sla_risk")

    assert "did not prove better: Resolve (no better)." in words(app).replace("\\", "")


def test_a_tile_lists_its_rows(opened: Opened, sample_home: Path) -> None:
    """The table holds as many promises as the tile says, and the link says which."""
    app = opened(sample_home, "sla_risk")
    count = tiles(app)["Unowned and running"]

    app.button(key="show_unowned").click().run()

    assert app.query_params["show"] == "unowned"
    assert len(app.dataframe[0].value) == count
    assert "Unowned and running" in words(app)


@pytest.mark.parametrize(
    ("show", "rows"), [("next", 17), ("breached", 5), ("Gold|breached", 1), ("over 30 days", 0)]
)
def test_a_link_lists_the_part_that_it_names(
    opened: Opened, sample_home: Path, show: str, rows: int
) -> None:
    app = opened(sample_home, "sla_risk", show=show)

    assert sum(len(frame.value) for frame in app.dataframe) == rows
    assert not app.warning


def test_what_no_part_is_called_is_named(opened: Opened, sample_home: Path) -> None:
    """The page shows what is next instead, and says so."""
    app = opened(sample_home, "sla_risk", show="breachd", look="9h")

    assert 'show "breachd"' in app.warning[0].value.replace("\\", "")
    assert 'look "9h"' in app.warning[0].value.replace("\\", "")
    assert "Next to act on" in words(app)


def test_old_data_stop_the_clocks_and_the_page_says_why(opened: Opened, sample_home: Path) -> None:
    """The sample ends on 15 November 2026; nobody knows what happened since."""
    said = words(opened(sample_home, "sla_risk")).replace("\\", "")

    assert "Not live: clocks stand at Mon 16 Nov 00:58 Europe/Berlin" in said
    assert "support events brought nothing for" in said


def test_years_old_data_in_which_nothing_runs_are_shown_as_they_ended(
    opened: Opened, tmp_path: Path
) -> None:
    """Calendars are known for a year past the data: the page does not ask for more."""
    events: list[Row] = [
        {"case_id": "T-1", "event_at": datetime(2017, 2, 1, hour), "type": kind, "row_number": hour}
        for hour, kind in ((9, "created"), (10, "resolved"))
    ]
    build_rows(tmp_path, [{"case_id": "T-1", "row_number": 1}], events, policy_yaml=POLICY).close()

    app = opened(tmp_path, "sla_risk")

    assert not panels(app)
    assert "Not live: clocks stand at" in words(app)
    assert "No promise is running here" in words(app)


def test_old_data_that_come_as_usual_stop_the_clocks_too(
    opened: Opened, sample_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exports of long ago, loaded on one day after the other, are fresh by their loads."""
    monkeypatch.setattr(answers, "now", lambda: datetime(2036, 1, 1))
    monkeypatch.setattr(answers, "freshness", lambda now: [])

    assert "the hours since are not known" in words(opened(sample_home, "sla_risk"))


def test_fresh_data_let_the_clocks_run_to_now(
    opened: Opened, sample_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Fifteen hours later more is due within 4 h of working time, and the page is live."""
    with open_warehouse(sample_home) as warehouse, warehouse.cursor() as cursor:
        now: Any = cursor.execute("select as_of from meta").fetchall()[0][0] + timedelta(hours=15)
    monkeypatch.setattr(answers, "now", lambda: now)

    app = opened(sample_home, "sla_risk")

    assert "Live: clocks run to Mon 16 Nov 15:58" in words(app).replace("\\", "")
    assert tiles(app)["Due within 4 h"] > 1


def test_a_case_knows_the_part_it_was_opened_from(opened: Opened, sample_home: Path) -> None:
    """The breadcrumb names the part; the next case is the next of its rows."""
    link = {"list": "risk", "via": "sla_risk", "show": "breached"}

    app = opened(sample_home, "case", **link, case_source="support_events", case="T-104912")

    assert "1 of 5" in words(app)
    assert any("Breached, still open" in each.proto.label for each in app.get("page_link"))


def test_a_fault_inside_the_live_part_is_said_in_words(
    opened: Opened, sample_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What runs again by itself does not pass the router: it stays calm on its own."""
    monkeypatch.setattr(answers, "clocks", lambda: 1 / 0)

    app = opened(sample_home, "sla_risk")

    assert not app.exception
    assert panels(app) == ["Something went wrong on this page"]
