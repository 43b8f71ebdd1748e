"""The planted stories, found as a reader finds them: loaded, built, and asked through metrics."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from loaders import sample
from loaders.sample_vendor import TIERS
from metrics.catalog import catalog
from metrics.query import Question, run
from metrics.statistics import NORMAL, SIGNAL, share_signals, signals
from metrics.warehouse.connection import open_warehouse

BEGIN, END = datetime(2025, 5, 18, 22), datetime(2026, 11, 15, 23)  # whole weeks in Berlin
LAST_13_WEEKS = datetime(2026, 8, 16, 22)
PROMISES = ("acknowledge", "first_response", "resolve")
EVERY_CELL = [(tier, promise) for tier in TIERS for promise in PROMISES]
SLIPPED = ("Gold", "acknowledge")


@pytest.fixture(scope="module")
def cursor(sample_home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """One cursor on the warehouse of the sample exports."""
    with open_warehouse(sample_home) as warehouse, warehouse.cursor() as opened:
        yield opened


@pytest.fixture(scope="module")
def told() -> dict[str, list[str]]:
    """Story -> ids of its cases."""
    return sample.told(sample.world())


def asked(cursor: duckdb.DuckDBPyConnection, metric: str, **question: Any) -> pd.DataFrame:
    whole: dict[str, Any] = {"metric": metric, "start": BEGIN, "end": END}
    return run(cursor, catalog().metric(metric), Question(**(whole | question)))


def rows(cursor: duckdb.DuckDBPyConnection, table: str, columns: str, ids: list[str]) -> list[Any]:
    sql = f"select {columns} from {table} where list_contains($ids, case_id) order by case_id"
    return cursor.execute(sql, {"ids": ids}).fetchall()


def weekly_shares(cursor: duckdb.DuckDBPyConnection, tier: str, promise: str) -> pd.DataFrame:
    where = (("tier", (tier,)), ("promise", (promise,)))
    return asked(cursor, "sla_adherence", period="week", where=where)


@pytest.mark.parametrize("tier, promise", EVERY_CELL)
def test_only_gold_acknowledgements_leave_their_range(
    cursor: duckdb.DuckDBPyConnection, tier: str, promise: str
) -> None:
    """In 2026-W46 one cell of the matrix is a signal; the eight others are normal variation."""
    weeks = weekly_shares(cursor, tier, promise)

    label = share_signals(weeks["hits"].tolist(), weeks["n"].tolist())[-1]

    assert weeks["period"].iloc[-1] == "2026-W46"
    assert label == (SIGNAL if (tier, promise) == SLIPPED else NORMAL)


def test_gold_acknowledgements_fall_below_everything_seen_before(
    cursor: duckdb.DuckDBPyConnection,
) -> None:
    """29 of 36, in a series that otherwise stays above 85 %."""
    weeks = weekly_shares(cursor, *SLIPPED)

    assert (weeks["hits"].iloc[-1], weeks["n"].iloc[-1]) == (29, 36)
    assert weeks["value"].iloc[:-1].min() > 0.85


@pytest.mark.parametrize("tier, promise", EVERY_CELL)
def test_adherence_is_that_of_a_real_desk(
    cursor: duckdb.DuckDBPyConnection, tier: str, promise: str
) -> None:
    """Over the eighteen months 93 to 98 % of each promise to each tier is kept."""
    where = (("tier", (tier,)), ("promise", (promise,)))

    kept = asked(cursor, "sla_adherence", where=where)

    assert 0.93 < kept["value"].iloc[0] < 0.98


@pytest.mark.parametrize("metric", ["cases_opened", "acknowledge_time", "resolution_time"])
def test_the_last_weeks_other_figures_are_calm(
    cursor: duckdb.DuckDBPyConnection, metric: str
) -> None:
    """What is not part of the story gives no alarm."""
    weeks = asked(cursor, metric, period="week")

    assert signals(weeks["value"].tolist())[-1] == NORMAL


def test_platinum_has_two_open_breaches(cursor: duckdb.DuckDBPyConnection) -> None:
    """One more than the week before, and that is normal."""
    weeks = asked(cursor, "open_breaches", period="week", where=(("tier", ("Platinum",)),))

    assert weeks["value"].tolist()[-2:] == [1, 2]
    assert signals(weeks["value"].tolist())[-1] == NORMAL


def test_single_sign_on_leads_the_hours_past_promise(cursor: duckdb.DuckDBPyConnection) -> None:
    """Over the last thirteen weeks, with a clear lead."""
    hours = asked(cursor, "breach_hours", start=LAST_13_WEEKS, by=("category",))

    first, second = hours.sort_values("value", ascending=False).head(2).to_dict("records")
    assert first["category"] == "Single sign-on"
    assert first["value"] > 1.25 * second["value"]


def test_one_incident_is_felt_by_twenty_six_accounts(cursor: duckdb.DuckDBPyConnection) -> None:
    """Linked to one parent that is itself a case, and visible in the week's arrivals."""
    felt = "select count(distinct account) from fct_cases where parent_id = 'MI-0024'"
    weeks = asked(cursor, "cases_opened", period="week").set_index("period")["value"]

    assert cursor.execute(felt).fetchall() == [(26,)]
    assert rows(cursor, "fct_cases", "kind", ["MI-0024"]) == [("incident",)]
    assert weeks.idxmax() == "2026-W38"


def test_three_reopens_give_four_cycles(
    cursor: duckdb.DuckDBPyConnection, told: dict[str, list[str]]
) -> None:
    """Each is a promise of its own; about one case in twenty comes back at all."""
    cycles = rows(cursor, "fct_cycles", "cycle", told["reopened three times"])
    rate = asked(cursor, "reopen_rate")["value"].iloc[0]

    assert sorted(cycles) == [(1,), (2,), (3,), (4,)]
    assert 0.03 < rate < 0.08


def test_the_holiday_stops_only_the_german_clock(
    cursor: duckdb.DuckDBPyConnection, told: dict[str, list[str]]
) -> None:
    """Both contract clocks say 65 minutes; the customers waited 88 and 15 hours."""
    columns = "contract_acknowledge_seconds // 60, customer_acknowledge_seconds // 3600"

    assert rows(cursor, "fct_cases", columns, told["holiday"]) == [(64, 88), (64, 15)]


def test_real_time_decides_over_a_change_of_the_clock(
    cursor: duckdb.DuckDBPyConnection, told: dict[str, list[str]]
) -> None:
    """In March 3 h 50 min passed, in October 4 h 10 min; the wall clocks said 4:50 and 3:10."""
    columns = "state, elapsed_seconds / 60"
    promises = "(select * from fct_promises where promise = 'resolve')"

    found = rows(cursor, promises, columns, told["clock change"])

    assert found == [("met", 230.0), ("breached", 250.0)]


def test_the_hour_that_exists_twice_is_two_hours(
    cursor: duckdb.DuckDBPyConnection, told: dict[str, list[str]]
) -> None:
    """Two cases, an hour apart."""
    first, second = rows(cursor, "fct_cases", "created_at", told["ambiguous hour"])

    assert 3000 < (second[0] - first[0]).total_seconds() < 4200


def test_a_new_tier_opens_a_new_segment(
    cursor: duckdb.DuckDBPyConnection, told: dict[str, list[str]]
) -> None:
    """The resolve clock runs under Silver terms, then on under Platinum terms."""
    ledger = (
        "(select fct_segments.*, fct_cases.case_id from fct_segments join fct_cases"
        " using (case_key) where promise = 'resolve' and is_running)"
    )

    tiers = {tier for (tier,) in rows(cursor, ledger, "tier", told["tier change"])}

    assert tiers == {"Silver", "Platinum"}


@pytest.mark.parametrize(
    "story, promise, state",
    [
        ("open breach", "resolve", "breached"),
        ("paused", "resolve", "paused"),
        ("at risk", "resolve", "at_risk"),
        ("never acknowledged", "acknowledge", "breached"),
        ("solved unacknowledged", "acknowledge", "not_applicable"),
    ],
)
def test_the_states_at_the_end_of_the_data(
    cursor: duckdb.DuckDBPyConnection,
    told: dict[str, list[str]],
    story: str,
    promise: str,
    state: str,
) -> None:
    """Each kind of promise that a lead looks for on a Sunday night is there."""
    promises = f"(select * from fct_promises where promise = '{promise}')"

    assert {found for (found,) in rows(cursor, promises, "state", told[story])} == {state}


def test_somebodys_case_is_nobodys(
    cursor: duckdb.DuckDBPyConnection, told: dict[str, list[str]]
) -> None:
    """Handed back to the queue: open, and without an owner."""
    found = rows(cursor, "fct_cases", "owner, is_open", told["no owner"])

    assert found == [(None, True)]


def test_broken_rows_are_in_view_and_doubles_count_once(
    cursor: duckdb.DuckDBPyConnection,
) -> None:
    """One impossible date, one line without a case, three lines that stand twice."""
    rules = cursor.execute("select rule from rejected_rows order by rule").fetchall()
    counted = "select rows_duplicate from loads where file_name = 'support_events.csv.gz'"

    assert rules == [("missing_id",), ("unreadable_date",)]
    assert cursor.execute(counted).fetchall() == [(3,)]


def test_both_versions_of_the_policy_are_at_work(cursor: duckdb.DuckDBPyConnection) -> None:
    """Terms changed on 1 October 2026; what started before keeps the old ones."""
    sql = "select policy_version, min(started_at) from fct_promises group by all order by 1"

    assert [start.isoformat()[:10] for _, start in cursor.execute(sql).fetchall()] == [
        "2025-05-15",
        "2026-10-01",
    ]


def test_the_second_desk_knows_its_accounts(cursor: duckdb.DuckDBPyConnection) -> None:
    """Its callers are account ids, so its cases have a tier."""
    sql = (
        "select count(*) from fct_cases where source = 'servicenow_event_log' and tier = 'No tier'"
    )

    assert cursor.execute(sql).fetchall() == [(0,)]
