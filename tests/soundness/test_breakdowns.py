"""Figures of a closed week that went over to another tier, severity or team, one test each."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from metrics.catalog import catalog
from metrics.query import Question, rows_behind, run
from metrics.warehouse.build import build
from metrics.warehouse.connection import Warehouse, open_warehouse
from metrics.warehouse.late import late_arrivals
from tests.soundness.test_ties_and_edges import CASE, POLICY, Row, at, events
from tests.warehouses import ALL_EVIDENCE, landed, policy_folder

# Gold until 10 March. Opened, acknowledged, answered and resolved on 2 March as S2 of Desk,
# reopened on 4 March; S1 of Lab from 9 March on.
ACCOUNTS = (
    {"account_id": "a", "tier": "Gold"},
    {"account_id": "a", "tier": "Silver", "effective_from": at("00:00", 10)},
)
LOG = (
    (at("09:00"), "created", None, None),
    (at("09:00"), "team_assigned", None, "Desk"),
    (at("09:30"), "acknowledged", None, None),
    (at("10:00"), "replied", None, None),
    (at("12:00"), "resolved", None, None),
    (at("12:00", 4), "reopened", None, None),
    (at("08:00", 9), "priority_changed", "S2", "S1"),
    (at("08:00", 9), "team_assigned", "Desk", "Lab"),
)
THEN = {"tier": "Gold", "severity": "S2", "team": "Desk"}
OVER = ("cases_opened", "cases_reopened", "reopen_rate", "early_reopen_rate", "csat_score")
OVER += ("survey_response_rate", "inferred_acknowledgement_rate", "recurrence_rate", "downtime")
OVER += ("vendor_resolution_time", "vendor_sla_rate")


def home(tmp: Path, log: Any = LOG, as_of: datetime = at("12:00", 20), **more: Row) -> Warehouse:
    case = CASE | {"kind": "incident", "category": "Login", "system": "API", "team": "Desk"}
    told = events(*log)
    told += [row | {"case_id": "B"} for row in events((at("12:00", 3), "created", None, None))]
    tables = {"cases": [case, case | {"case_id": "B"}], "case_events": told, "accounts": ACCOUNTS}
    said = {"case_id": "A", "answered_at": at("10:00", 3), "score": 5, "max_score": 5}
    hurt = {"case_id": "A", "system": "API", "started_at": at("08:30"), "ended_at": at("11:00")}
    tables |= {"surveys": [said | more.get("survey", {})], "impacts": [hurt]}
    verdict = {"case_id": "A", "vendor_met": True, "vendor_decided_at": at("12:00")}
    took = {"vendor_resolved_at": at("12:00"), "vendor_resolution_seconds": 10800}
    tables |= {"vendor_verdicts": [verdict | took]}
    exports = [landed(tmp, tables, ALL_EVIDENCE, "made")]
    build(tmp, policy_folder(tmp, POLICY), exports, as_of)
    return open_warehouse(tmp)


def words(warehouse: Warehouse, metric: str, by: str, **asked: Any) -> list[Any]:
    """The parts of a figure of the week of 2 March that hold a row."""
    question = Question(metric=metric, by=(by,), start=at("00:00"), end=at("00:00", 9), **asked)
    with warehouse.cursor() as cursor:
        found = run(cursor, catalog().metric(metric), question)
    return list(found[found["n"] > 0][by])


@pytest.mark.parametrize("metric", OVER)
def test_a_closed_week_keeps_its_tier_severity_and_team(tmp_path: Path, metric: str) -> None:
    """All of these took what the case was by now: a client that became Silver on 10 March, and an
    incident raised and handed over on 9 March, moved the week of 2 March."""
    with home(tmp_path) as warehouse:
        found = {by: words(warehouse, metric, by) for by in THEN}

    assert found == {by: [word] for by, word in THEN.items()}


@pytest.mark.parametrize("metric", ["acknowledge_time", "first_response_time"])
def test_a_wait_is_told_of_by_what_the_case_was_when_it_was_over(
    tmp_path: Path, metric: str
) -> None:
    """By the team of now, Lab had acknowledged within half an hour what Desk had."""
    with home(tmp_path) as warehouse:
        found = {by: words(warehouse, metric, by, aggregation="median") for by in THEN}

    assert found == {by: [word] for by, word in THEN.items()}


def test_the_rows_behind_a_tier_are_those_that_were_counted(tmp_path: Path) -> None:
    """Asked for Gold the figure, its rows and the filter name the same cases: both were Gold."""
    asked = Question(metric="cases_opened", where=(("tier", ("Gold",)),))
    with home(tmp_path) as warehouse, warehouse.cursor() as cursor:
        metric = catalog().metric("cases_opened")
        behind = rows_behind(cursor, metric, asked)
        count = run(cursor, metric, asked)["value"].tolist()

    assert sorted(behind["case_id"]) == ["A", "B"]
    assert set(behind["tier"]) == {"Gold"}
    assert count == [2]


def test_an_answer_without_a_loaded_case_has_the_tier_that_its_account_had(tmp_path: Path) -> None:
    other = {"case_id": "gone", "account_id": "a"}
    with home(tmp_path, survey=other) as warehouse:
        assert words(warehouse, "csat_score", "tier") == ["Gold"]


def test_what_becomes_of_a_case_later_is_no_late_arrival(tmp_path: Path) -> None:
    """A tier that began on 10 March and a merge on 11 March were told as changes of the week of 2
    March, of which no figure had moved."""
    merged = (*LOG, (at("09:00", 11), "merged", None, None))
    with (
        home(tmp_path / "old", LOG[:6], at("12:00", 9)) as older,
        home(tmp_path / "new", merged) as newer,
    ):
        assert late_arrivals(older, newer).empty


STOCKS = ("open_cases", "open_age", "net_flow", "cumulative_flow")
WEEKS = {"period": "week", "start": at("00:00"), "end": at("00:00", 16)}


@pytest.mark.parametrize("metric", STOCKS)
def test_what_was_open_stays_what_it_was(tmp_path: Path, metric: str) -> None:
    """A case open all week as S2 of Desk and Gold took the week with it to S1, Lab and Silver,
    which it became on 9 and 10 March: by what it is now, Desk had never had it."""
    log = (*LOG[:4], *LOG[6:])  # neither resolved nor reopened
    with home(tmp_path, log) as warehouse:
        then = {by: words(warehouse, metric, by) for by in THEN}

    assert then == {by: [word] for by, word in THEN.items()}


def test_a_stock_goes_over_at_the_instant_of_the_change(tmp_path: Path) -> None:
    """Raised and handed over on Monday 9 March, Silver on Tuesday: each is open in one stock at a
    time, and in all of them together once."""
    log = (*LOG[:4], *LOG[6:])
    with home(tmp_path, log) as warehouse, warehouse.cursor() as cursor:
        spans = cursor.execute(
            "select tier, severity, team, from_at, until_at from fct_backlog"
            " where case_id = 'A' order by from_at"
        ).fetchall()

    assert spans == [
        ("Gold", "S2", "Desk", at("09:00"), at("08:00", 9)),
        ("Gold", "S1", "Lab", at("08:00", 9), at("00:00", 10)),
        ("Silver", "S1", "Lab", at("00:00", 10), None),
    ]


@pytest.mark.parametrize("by", THEN)
def test_a_stock_moves_by_its_net_flow(tmp_path: Path, by: str) -> None:
    """By team and severity, too, of which the second week took over what the first one had: two
    cases came to Desk in W10; in W11 one went to Lab, as Lab's net flow says."""
    with home(tmp_path, (*LOG[:4], *LOG[6:])) as warehouse, warehouse.cursor() as cursor:
        found = {
            name: run(cursor, catalog().metric(name), Question(metric=name, by=(by,), **WEEKS))
            for name in ("open_cases", "net_flow")
        }
    value = {name: frame.set_index(["period", by])["value"] for name, frame in found.items()}
    then, now = (value["open_cases"].xs(week) for week in ("2026-W10", "2026-W11"))

    assert then.sum() == now.sum() == 2
    assert dict(now - then) == dict(value["net_flow"].xs("2026-W11"))
    assert value["net_flow"].xs("2026-W11").abs().sum() > 0
