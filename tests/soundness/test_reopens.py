"""What a reopen does to durations: wrong numbers that were found, one test each."""

from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from metrics.catalog import catalog
from metrics.comparison import kaplan_meier
from metrics.query import Question, run
from metrics.sides import Asked, lives
from metrics.warehouse.connection import Warehouse
from tests.soundness.test_ties_and_edges import POLICY, at
from tests.warehouses import build_rows

WEEK_9, WEEK_10 = "2026-W09", "2026-W10"


def log(case_id: str, *said: tuple[datetime, str]) -> list[dict[str, Any]]:
    """Events of one case in their order: instant and type."""
    return [
        {"case_id": case_id, "event_at": when, "type": type_, "actor": "Ann", "seq": place}
        for place, (when, type_) in enumerate(said)
    ]


def built(tmp: Path, *logs: list[dict[str, Any]]) -> Warehouse:
    cases = [{"case_id": each[0]["case_id"], "kind": "ticket", "severity": "S2"} for each in logs]
    return build_rows(tmp, cases, [event for each in logs for event in each], [], POLICY)


OLD = log(
    "R",
    (datetime(2026, 2, 23), "created"),
    (datetime(2026, 2, 27, 4), "resolved"),
    (at("10:00", 5), "reopened"),
    (at("11:00", 5), "resolved"),
)


def weeks(warehouse: Warehouse, metric: str) -> dict[str, tuple[float, int]]:
    """Median in hours and n of every week that has any."""
    asked = Question(metric=metric, period="week")
    with warehouse.cursor() as cursor:
        found = run(cursor, catalog().metric(metric), asked)
    return {row.period: (row.value, row.n) for row in found.itertuples() if row.n}


def lasting(case_id: str, day: int, hours: int) -> list[dict[str, Any]]:
    """A case that is resolved after so many hours."""
    created = at("00:00", day)
    return log(case_id, (created, "created"), (created + timedelta(hours=hours), "resolved"))


def test_a_reopened_case_was_not_at_risk_younger_than_it_was(tmp_path: Path) -> None:
    """R, 14 h old when week 10 began, was resolved in it at 48 h and reopened: its row stood in the
    risk set from age 0, so that at 5 h only a third of three had ended, and the median was 8 h."""
    reopened = log(
        "R",
        (datetime(2026, 3, 1, 10), "created"),
        (at("10:00", 3), "resolved"),
        (at("10:00", 5), "reopened"),
    )
    open_later = log("Z", (at("00:00", 10), "created"))

    with built(tmp_path, reopened, lasting("X", 6, 5), lasting("Y", 6, 8), open_later) as found:
        assert weeks(found, "resolution_time")[WEEK_10] == (5.0, 3)


def test_what_a_reopen_undid_in_the_week_stays_at_risk_until_then(tmp_path: Path) -> None:
    """R is 14 h old when the week begins, resolved at 20 h, reopened and resolved at 22 h. When X
    ends at 16 h two of three go on, when Y ends at 21 h one of two: a third, and n is 3, not 4."""
    reopened = log(
        "R",
        (datetime(2026, 3, 1, 10), "created"),
        (at("06:00", 2), "resolved"),
        (at("10:00", 5), "reopened"),
        (at("12:00", 5), "resolved"),
    )

    with built(tmp_path, reopened, lasting("X", 3, 16), lasting("Y", 3, 21)) as found:
        assert weeks(found, "resolution_time")[WEEK_10] == (21.0, 3)
        assert weeks(found, "last_resolution_time")[WEEK_10] == (21.0, 3)


def test_a_case_reopened_weeks_later_joins_at_the_age_it_had(tmp_path: Path) -> None:
    """Resolved after 100 h in week 9, reopened in week 10 and resolved an hour later: of week 10
    it is known from 100 h on, so that half of the four others go on at 30 h. It was at risk from
    18 h on, and the median 40 h."""
    others = (lasting(f"X{hours}", 3, hours) for hours in (20, 30, 40, 50))

    with built(tmp_path, OLD, *others) as found:
        by_week = weeks(found, "resolution_time")
        assert by_week[WEEK_9] == (100.0, 1)
        assert by_week[WEEK_10] == (30.0, 5)


def test_compared_periods_watch_a_reopened_case_from_the_age_it_had(tmp_path: Path) -> None:
    """`compare` resamples the same lives that the figure of the week is made of."""
    others = [lasting(f"X{hours}", 3, hours) for hours in (20, 30, 40, 50, 60)]
    asked = Question(metric="resolution_time", start=datetime(2026, 3, 2), end=datetime(2026, 3, 9))

    with built(tmp_path, OLD, *others) as found, found.cursor() as cursor:
        metric = catalog().metric("resolution_time")
        told = Asked(cursor, metric, asked, asked, 1.0, partial(run, cursor, metric))
        known = lives(told, asked, ())

    assert kaplan_meier(known, 0.5) == 40 * 3600
    assert sorted(known.entry)[-1] == 100 * 3600
