"""What was said of promises late, paused or far ahead and was not so, one test each; never
weakened."""

from datetime import datetime
from pathlib import Path

import pytest

from metrics.answers import WarehouseAnswers
from metrics.attention import attention
from metrics.errors import QuestionError
from metrics.reads import READS
from metrics.risk import running
from tests.soundness.test_ties_and_edges import CASE, POLICY, at, built, events, one
from tests.warehouses import build_rows

# S1 is resolved within an hour, S2 within a hundred: breached at 10:00:01, eased at 11:00.
LOWERED = events(
    (at("09:00"), "created", None, None),
    (at("09:10"), "acknowledged", None, None),
    (at("11:00"), "priority_changed", "S1", "S2"),
    (at("13:00"), "commented", None, None),
)
NOBODY = {"account_id": None, "owner": None}


def test_a_breach_is_never_late_by_less_than_nothing(tmp_path: Path) -> None:
    """Resolve of a lowered case was breached, by "-96 h": the hours that its new target has left.
    The risk page showed the same hours as time left of a breached promise."""
    case = NOBODY | {"severity": "S1"}

    with built(tmp_path, LOWERED, case=case) as warehouse, warehouse.cursor() as cursor:
        (said,) = attention(WarehouseAnswers(cursor), ()).to_dict("records")
        (live,) = running(cursor).to_dict("records")
        unfiltered = dict.fromkeys(
            ("team", "kind", "severity", "category", "source", "account", "region", "tier",
             "system", "promise")
        )  # fmt: skip
        asked = unfiltered | {"start": at("00:00"), "end": at("00:00", 3), "rows": 9}
        cursor.execute(READS["breaches"], asked)
        over = cursor.df()["over_seconds"].tolist()

    assert (said["what"], said["late by"], said["used"]) == ("Resolve is late, no owner", "0", 100)
    assert (live["band"], live["left_seconds"], live["used_share"]) == ("breached", 0, 1.0)
    assert over == [0]


def test_a_promise_that_rests_is_not_said_to_run(tmp_path: Path) -> None:
    """Among what needs a decision a case that waits for its client and has no owner stood as
    "Resolve runs, no owner"."""
    log = events(
        (at("09:00"), "created", None, None),
        (at("09:10"), "acknowledged", None, None),
        (at("09:20"), "status_changed", "open", "pending"),
    )

    with built(tmp_path, log, case=NOBODY) as warehouse, warehouse.cursor() as cursor:
        said = attention(WarehouseAnswers(cursor), ())["what"].tolist()

    assert said == ["Resolve is paused, no owner"]


def test_no_promise_is_lost_where_its_calendar_ends_before_another(tmp_path: Path) -> None:
    """Calendars are known as far ahead as their longest target needs: one of few hours further
    than the rest. Between the two ends the promises of the rest were left out without a word."""
    rare = "\n      rare: {zone: Etc/UTC, overrides: {2026-03-02: ['09:00-10:00'], "
    rare += "2028-01-03: ['09:00-17:00']}}\n"
    slow = "      - {promise: mitigate, within: 2 h, calendar: rare, objective: 90 %}\n"
    policy = POLICY | {
        "calendars.yaml": POLICY["calendars.yaml"].rstrip() + rare,
        "sla.yaml": POLICY["sla.yaml"] + slow,
    }
    log = events((at("09:00"), "created", None, None))

    with build_rows(tmp_path, [CASE], log, policy_yaml=policy) as warehouse:
        reach = one(warehouse, "select max(until_at) from dim_calendar_days")[0]
        with warehouse.cursor() as cursor:
            there = len(running(cursor))
            (known,) = cursor.execute(READS["hours_until"]).fetchone() or (None,)
            with pytest.raises(QuestionError, match="not known so far ahead"):
                running(cursor, datetime(2027, 12, 1))

    assert there > 0
    assert known is not None
    assert known < datetime(2027, 12, 1) < reach
