"""Wrong numbers that the second implementation found, one test each; never weakened."""

from datetime import datetime
from pathlib import Path
from typing import Any

from metrics.catalog import catalog
from metrics.query import Question, run
from metrics.warehouse.connection import Warehouse
from tests.warehouses import build_rows

Row = dict[str, Any]
POLICY = {
    "reporting.yaml": "zone: Etc/UTC\ntiers: [Gold, Silver]\nseverities: [S1, S2]\n",
    "calendars.yaml": (
        "versions:\n  - calendars:\n      always: {zone: Etc/UTC, always_open: true}\n"
    ),
    "sla.yaml": """
versions:
  - targets:
      - {promise: acknowledge, severity: S1, within: 1 h, calendar: always, objective: 90 %}
      - {promise: acknowledge, within: 4 h, calendar: always, objective: 90 %}
      - {promise: resolve, tier: Gold, within: 2 h, calendar: always, objective: 90 %}
      - {promise: resolve, severity: S1, within: 1 h, calendar: always, objective: 90 %}
      - {promise: resolve, within: 100 h, calendar: always, objective: 90 %}
""",
}
CASE = {"case_id": "A", "kind": "ticket", "severity": "S2", "account_id": "a"}
LOG_ONLY = frozenset({"resolved"})


def at(clock: str, day: int = 2) -> datetime:
    """An instant of March 2026; the second is a Monday."""
    return datetime.fromisoformat(f"2026-03-{day:02} {clock}")


def events(*said: tuple[datetime, str, Any, Any]) -> list[Row]:
    """Events of case A in file order: instant, type, from, to."""
    names = ("event_at", "type", "from_value", "to_value")
    rows = [dict(zip(names, one, strict=True)) for one in said]
    return [{"case_id": "A", "seq": n, "actor": "Ann"} | row for n, row in enumerate(rows)]


def built(tmp: Path, log: list[Row], *accounts: Row, **more: Any) -> Warehouse:
    case = CASE | more.pop("case", {})
    return build_rows(tmp, [case], log, accounts, POLICY, **more)


def one(warehouse: Warehouse, query: str) -> tuple[Any, ...]:
    with warehouse.cursor() as cursor:
        (row,) = cursor.execute(query).fetchall()
    return tuple(row)


def value(warehouse: Warehouse, metric: str, aggregation: str, period: Any = "all") -> list[Any]:
    question = Question(metric=metric, aggregation=aggregation, period=period)
    with warehouse.cursor() as cursor:
        return run(cursor, catalog().metric(metric), question)[["value", "n"]].values.tolist()


def test_case_closed_in_the_second_of_its_creation_is_resolved(tmp_path: Path) -> None:
    """Minute-stamped logs: the state that lasted no second was dropped, and with it the first
    cycle; promises started at the reopen instead."""
    log = events(
        (at("09:00"), "created", None, None),
        (at("09:00"), "closed", None, None),
        (at("12:00", 3), "reopened", None, None),
    )

    with built(tmp_path, log) as warehouse:
        found = one(warehouse, "select first_resolved_at, reopen_count from fct_cases")
        starts = one(
            warehouse,
            "select min(fct_promises.started_at), count(*) from fct_cycles join"
            " fct_promises using (case_key, cycle) where promise = 'resolve'",
        )

    assert found == (at("09:00"), 1)
    assert starts == (at("09:00"), 2)


def test_way_there_and_back_in_one_second_is_no_repeat(tmp_path: Path) -> None:
    """open -> pending -> hold -> pending in one second: the second pending was taken for a
    repeat of the first, and the case stayed on hold."""
    log = events(
        (at("09:00"), "created", None, None),
        (at("10:00"), "status_changed", "new", "pending"),
        (at("10:00"), "status_changed", "pending", "hold"),
        (at("10:00"), "status_changed", "hold", "pending"),
    )

    with built(tmp_path, log) as warehouse:
        assert one(warehouse, "select status from fct_cases") == ("pending",)


def test_typed_resolve_by_a_person_is_a_status_change(tmp_path: Path) -> None:
    """`resolved` and `status_changed -> resolved` say the same, so both are signs of a person
    where the source records no acknowledgement."""
    log = events(
        (at("09:00"), "created", None, None),
        (at("09:30"), "resolved", None, None),
    )

    with built(tmp_path, log, records=LOG_ONLY) as warehouse:
        found = one(warehouse, "select acknowledged_at from fct_cases")

    assert found == (at("09:30"),)


def test_change_at_the_watermark_is_in_force(tmp_path: Path) -> None:
    """A pause and a tier that begin exactly at as_of: the promise showed the state before."""
    log = events(
        (at("09:00"), "created", None, None),
        (at("10:00"), "status_changed", "new", "pending"),
    )
    before = {"account_id": "a", "tier": "Silver"}
    now = {"account_id": "a", "tier": "Gold", "effective_from": at("10:00")}

    with built(tmp_path, log, before, now) as warehouse:
        query = "select state, tier, target_seconds from fct_promises where promise = 'resolve'"
        assert one(warehouse, query) == ("paused", "Gold", 7_200)


def test_change_after_the_acknowledgement_in_its_minute_does_not_judge_it(tmp_path: Path) -> None:
    """Assigned, then raised to S1, all at 12:00: the ack kept its 4 h, yet was judged by 1 h."""
    log = events(
        (at("09:00"), "created", None, None),
        (at("12:00"), "assigned", None, "Ann"),
        (at("12:00"), "priority_changed", "S2", "S1"),
    )

    with built(tmp_path, log, records=LOG_ONLY) as warehouse:
        query = "select state, target_seconds from fct_promises where promise = 'acknowledge'"
        assert one(warehouse, query) == ("met", 14_400)


def test_raise_at_the_resolve_in_its_row_judges_it(tmp_path: Path) -> None:
    """Raised to S1 and then resolved at 12:00: 3 h are over the 1 h in force at the stop."""
    log = events(
        (at("09:00"), "created", None, None),
        (at("12:00"), "priority_changed", "S2", "S1"),
        (at("12:00"), "resolved", None, None),
    )

    with built(tmp_path, log) as warehouse:
        query = "select state, breached_at from fct_promises where promise = 'resolve'"
        assert one(warehouse, query) == ("breached", at("12:00"))


def test_uncancelled_case_does_not_wait_through_its_closed_day(tmp_path: Path) -> None:
    """Cancelled on Monday, open again on Wednesday: Tuesday counts nobody as waiting."""
    log = events(
        (at("09:00"), "created", None, None),
        (at("10:00"), "cancelled", None, None),
        (at("10:00", 4), "status_changed", "cancelled", "open"),
    )

    with built(tmp_path, log) as warehouse:
        days = value(warehouse, "acknowledge_time", "survival_median", "day")

    assert [n for _, n in days] == [1, 0, 0]


def test_first_severity_given_later_does_not_reach_back(tmp_path: Path) -> None:
    """Triage on Wednesday gives a case of Monday its S1 (1 h): it breaches at that instant, and
    Monday's closed figures stay."""
    log = events(
        (at("09:00"), "created", None, None),
        (at("11:00"), "commented", None, None),
        (at("09:00", 4), "priority_changed", None, "S1"),
        (at("09:00", 5), "commented", None, None),
    )

    with built(tmp_path, log, case={"severity": None}) as warehouse:
        query = "select breached_at from fct_promises where promise = 'resolve'"
        assert one(warehouse, query) == (at("09:00", 4),)


def test_reopen_needs_a_resolve_of_open_work(tmp_path: Path) -> None:
    """Cancelled, then closed by the system, then open again: nothing was resolved before, so
    nothing was reopened; a later resolve used to count it back into a closed week."""
    log = events(
        (at("09:00"), "created", None, None),
        (at("10:00"), "cancelled", None, None),
        (at("11:00"), "closed", None, None),
        (at("12:00"), "status_changed", "closed", "open"),
        (at("12:00", 3), "resolved", None, None),
    )

    with built(tmp_path, log) as warehouse:
        query = "select reopen_count, first_reopened_at from fct_cases"
        assert one(warehouse, query) == (0, None)


def test_hours_past_a_lowered_promise_are_never_negative(tmp_path: Path) -> None:
    """Breached under S1 (1 h), lowered to S2 (100 h), resolved after 3 h: 0 h past, not -97."""
    log = events(
        (at("09:00"), "created", None, None),
        (at("10:30"), "priority_changed", "S1", "S2"),
        (at("12:00"), "resolved", None, None),
    )

    with built(tmp_path, log, case={"severity": "S1"}) as warehouse:
        question = Question(metric="breach_hours", where=(("promise", ("resolve",)),))
        with warehouse.cursor() as cursor:
            figures = run(cursor, catalog().metric("breach_hours"), question)

    assert figures[["value", "n"]].values.tolist() == [[0, 1]]


def test_tier_that_begins_in_the_second_of_the_resolve_is_in_force(tmp_path: Path) -> None:
    """Gold promises 2 h, from 10:00 on the tier is Silver (100 h): a resolve at 10:00:00 was held
    against Gold's target, an acknowledgement in that second against Silver's."""
    log = events((at("09:00"), "created", None, None), (at("10:00"), "resolved", None, None))
    gold = {"account_id": "a", "tier": "Gold"}
    silver = gold | {"tier": "Silver", "effective_from": at("10:00")}

    with built(tmp_path, log, gold, silver) as warehouse:
        found = one(
            warehouse,
            "select tier, target_seconds from fct_promises where promise = 'resolve'",
        )

    assert found == ("Silver", 360_000)
