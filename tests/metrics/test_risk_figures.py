"""What running promises say together: who is counted where, and until when clocks are run."""

from datetime import datetime, timedelta
from typing import Any

import pandas as pd
import pytest

from metrics.freshness import Freshness, State
from metrics.live import Clocks, clocks
from metrics.risk_figures import QUIET, RiskFigures

AT = datetime(2026, 11, 16, 9, 14)
HOUR = 3600


def row(case: str, **told: Any) -> dict[str, Any]:
    """A Gold promise of a day with half of it left, that Ana holds."""
    left = told.pop("left", 12 * HOUR)
    days = told.pop("quiet", 0)
    return {
        "case_key": case, "case_id": case, "tier": "Gold", "owner": "Ana", "state": "running",
        "left_seconds": left, "started_at": AT - timedelta(days=1),
        "updated_at": AT - timedelta(days=days), "band": "breached" if left < 0 else "on track",
    } | told  # fmt: skip


def figures(*rows: dict[str, Any]) -> RiskFigures:
    frame = pd.DataFrame(list(rows), columns=list(row("")))
    return RiskFigures(frame.sort_values("left_seconds"), AT, ["Platinum", "Gold"])


def names(rows: pd.DataFrame) -> list[str]:
    return list(rows["case_id"])


def test_due_is_what_can_still_be_kept() -> None:
    """The last second counts; a breached promise is not due any more; a paused one is."""
    found = figures(
        row("now", left=0),
        row("last", left=4 * HOUR, state="paused"),
        row("later", left=4 * HOUR + 1),
        row("late", left=-1),
    )

    assert names(found.due("4h")) == ["now", "last"]
    assert names(found.due("24h")) == ["now", "last", "later"]
    assert names(found.breached) == ["late"]


def test_what_can_be_kept_comes_before_what_cannot() -> None:
    """Least time first; then the breaches, the newest first."""
    found = figures(row("old", left=-900), row("new", left=-1), row("b", left=60), row("a", left=1))

    assert names(found.next("4h")) == ["a", "b", "new", "old"]


def test_nobody_is_missed_while_a_clock_rests() -> None:
    """Unowned and running: a paused promise waits for somebody else."""
    alone = {"owner": None}

    found = figures(row("mine"), row("rests", state="paused", **alone), row("alone", **alone))

    assert names(found.unowned) == ["alone"]


@pytest.mark.parametrize(
    ("days", "part"),
    [
        (0.9, None), (1, "1-5 days"), (5.9, "1-5 days"), (6, "6-10 days"), (10.9, "6-10 days"),
        (11, "11-30 days"), (30.9, "11-30 days"), (31, "over 30 days"),
    ],
)  # fmt: skip
def test_a_case_is_in_one_stretch_of_days(days: float, part: str | None) -> None:
    """Whole days count, and a case once however many promises it has."""
    found = figures(row("a", quiet=days), row("a", quiet=days, left=99))

    assert {name: len(found.quiet(name)) for name in QUIET if len(found.quiet(name))} == (
        {part: 1} if part else {}
    )


def test_bands_add_up_to_the_promises() -> None:
    """A tier that policy does not know is last, not lost."""
    found = figures(row("a"), row("b", tier="No tier"), row("c", tier="Platinum", left=-1))

    assert found.seen == ["Platinum", "Gold", "No tier"]
    assert found.bands["n"].sum() == 3
    assert len(found.square("Platinum", "breached")) == 1


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "Nothing falls due in the next 7 days of working time; none is breached and"),
        ([row("T", left=60, owner=None)], "1 Gold promise falls due in the next 4 hours of working"
         " time; T has nobody on it."),
        ([row("T", left=60, owner=None), row("U", left=60)], "one of them, T, has nobody on it."),
        ([row("T", owner=None), row("U", owner=None)], "nobody is on any of them."),
        ([row("T", owner=None), row("U", owner=None), row("V")], "2 of the cases have nobody on"),
        ([row("T", tier="No tier")], "1 promise without a tier falls due in the next 24 hours"),
        ([row("T", left=-1), row("U"), row("V")], "2 Gold promises fall due in the next 24 hours"
         " of working time; 1 is breached and still open."),
        ([row("T"), row("U", tier="Platinum")], "1 Platinum promise falls due"),
    ],
)  # fmt: skip
def test_the_sentence_says_what_is_nearest(rows: list[dict[str, Any]], said: str) -> None:
    """The nearest window first, in it the highest tier, then who is missing."""
    assert said in figures(*rows).sentence


def fresh(source: str, state: State) -> Freshness:
    return Freshness(source, state, "loads", None, timedelta(days=9), timedelta(days=1))


def test_clocks_run_to_now_while_what_runs_is_fresh() -> None:
    """A silent source without a running clock holds nothing back."""
    now = AT + timedelta(minutes=3, microseconds=5)

    found = clocks(AT, now, [fresh("desk", "fresh"), fresh("old", "silent")], ["desk"])

    assert (found.at, found.is_live) == (AT + timedelta(minutes=3), True)


@pytest.mark.parametrize("state", ["late", "silent", "unknown"])
def test_clocks_stand_where_a_source_went_quiet(state: State) -> None:
    """What runs there may be done by now; the source is named."""
    found = clocks(AT, AT + timedelta(days=9), [fresh("desk", state)], ["desk", "desk"])

    assert (found.at, found.is_live) == (AT, False)
    assert [each.source for each in found.behind] == ["desk"]


def test_clocks_never_run_back() -> None:
    """Data from a clock ahead of ours."""
    assert clocks(AT, AT - timedelta(hours=1), [fresh("desk", "fresh")], ["desk"]).at == AT


def test_clocks_of_nothing_stand_where_the_data_end() -> None:
    """Where no promise runs, a source that went quiet years ago is as quiet as before."""
    found = clocks(AT, AT + timedelta(days=3000), [fresh("desk", "silent")], [])

    assert (found.at, found.is_live, len(found.behind)) == (AT, False, 1)


def test_clocks_stand_where_no_calendar_knows_the_hours() -> None:
    """Old exports loaded day by day come as often as usual, and their calendars end before now."""
    told, until = [fresh("desk", "fresh")], AT + timedelta(days=370)

    assert clocks(AT, until - timedelta(seconds=1), told, ["desk"], until).is_live
    assert clocks(AT, until, told, ["desk"], until) == Clocks(AT, False)
