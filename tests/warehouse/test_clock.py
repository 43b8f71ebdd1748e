"""The clock: peers' vectors and a second-stepping reference through the SQL of the build."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from metrics.errors import QuestionError
from metrics.warehouse import clock

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Zones with whole, half and quarter hours, and one whose clocks move by half an hour.
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe")
# Days on which one of the zones changes its clocks, and a plain one.
DAYS = ("2026-03-29", "2026-10-25", "2026-03-08", "2026-11-01", "2026-04-05", "2026-06-10")


def test_all_vectors_of_peers_agree(shared: Path) -> None:
    """Every worked case of 18 peers' suites, through the production SQL."""
    lines = (shared / "vectors" / "clock.jsonl").read_text(encoding="utf-8").splitlines()

    answers = list(clock.run(lines))

    wrong = [
        (case["id"], answer)
        for case, answer in zip(map(json.loads, lines), answers, strict=True)
        if answer.get("seconds") != case.get("expected_seconds")
        or answer.get("due") != case.get("expected_due")
    ]
    assert len(answers) == 429
    assert wrong == []


def test_zero_target_falls_due_at_the_next_opening() -> None:
    """N = 0 outside hours: the next open instant, not the start (section 3)."""
    case = worked({"mon": [["09:00", "17:00"]]}, start="2026-06-13T10:00:00Z", seconds=0)

    assert answer(case) == {"id": "x", "due": "2026-06-15T09:00:00Z"}


def test_target_used_up_at_closing_falls_due_at_closing() -> None:
    """due is the least t with elapsed >= N: Friday's closing, not Monday's opening."""
    case = worked({"mon": [["09:00", "17:00"]]}, start="2026-06-15T09:00:00Z", seconds=8 * 3600)

    assert answer(case) == {"id": "x", "due": "2026-06-15T17:00:00Z"}


def test_open_ended_pause_has_no_due() -> None:
    """An open-ended pause: the clock stands still, so nothing can be promised."""
    case = worked({"mon": [["09:00", "17:00"]]}, start="2026-06-15T09:00:00Z", seconds=3600)
    case["pauses"] = [["2026-06-15T09:30:00Z", None]]

    assert answer(case) == {"id": "x", "due": None}


def test_calendar_that_never_opens_has_no_due() -> None:
    """Unreachable is null, never a guess."""
    assert answer(worked({}, start="2026-06-15T09:00:00Z", seconds=1)) == {"id": "x", "due": None}


def test_a_broken_line_is_named() -> None:
    """The message names the line and the keys it should have."""
    with pytest.raises(QuestionError, match=r"line 2.*kind"):
        list(clock.run(["", '{"id": "x"}']))


@st.composite
def worked_cases(draw: st.DrawFn) -> dict[str, object]:
    opening, closing = st.integers(0, 24 * 60 - 1), st.integers(1, 24 * 60)
    weekly = {}
    for day in WEEK:
        ranges = draw(st.lists(st.tuples(opening, closing), max_size=2))
        weekly[day] = [[clock_time(a), clock_time(b)] for a, b in ranges if a % 1440 != b % 1440]
    start = datetime.fromisoformat(draw(st.sampled_from(DAYS))) + timedelta(
        seconds=draw(st.integers(-86_400, 86_400))
    )
    pauses = [
        [stamp(start + timedelta(seconds=a)), stamp(start + timedelta(seconds=a + b))]
        for a, b in draw(
            st.lists(st.tuples(st.integers(0, 90_000), st.integers(0, 20_000)), max_size=3)
        )
    ]
    case = worked(weekly, stamp(start), seconds=draw(st.integers(0, 40_000)))
    case["calendar"] |= {  # type: ignore[operator]
        "timezone": draw(st.sampled_from(ZONES)),
        "holidays": draw(st.lists(st.sampled_from(DAYS), max_size=1)),
    }
    return case | {"pauses": pauses, "length": draw(st.integers(0, 100_000))}


@settings(max_examples=12, deadline=None, phases=(Phase.explicit, Phase.generate))
@given(st.lists(worked_cases(), min_size=1, max_size=2))
def test_clock_agrees_with_stepping_second_by_second(cases: list[dict[str, object]]) -> None:
    """Elapsed counts the open, unpaused seconds; due is the first instant with N of them."""
    lines, expected = [], []
    for case in cases:
        start, length, target = _start(case), int(case["length"]), int(case["seconds"])  # type: ignore[call-overload]
        open_seconds = [is_running(case, start + timedelta(seconds=s)) for s in range(100_000)]
        end = {"kind": "elapsed", "end": stamp(start + timedelta(seconds=length))}
        lines += [json.dumps(case | end), json.dumps(case | {"kind": "due"})]
        expected += [sum(open_seconds[:length]), stepped_due(open_seconds, start, target)]

    answers = list(clock.run(lines))

    for answer_, value, case in zip(answers[0::2], expected[0::2], cases, strict=True):
        assert answer_["seconds"] == value, case
    for answer_, value, case in zip(answers[1::2], expected[1::2], cases, strict=True):
        if value is not None:  # the steps end after two days; later dues are the vectors' business
            assert answer_["due"] == value, case


def stepped_due(open_seconds: list[bool], start: datetime, target: int) -> str | None:
    passed = 0
    for second, is_open in enumerate(open_seconds):
        passed += is_open
        if target == 0 and is_open:
            return stamp(start + timedelta(seconds=second))
        if target and passed == target:
            return stamp(start + timedelta(seconds=second + 1))
    return None


def is_running(case: dict[str, object], at: datetime) -> bool:
    """Open by the wall clock of the zone at this very second, and in no pause."""
    calendar: dict[str, object] = case["calendar"]  # type: ignore[assignment]
    if any(_at(a) <= at < _at(b) for a, b in case["pauses"]):  # type: ignore[attr-defined]
        return False
    local = at.replace(tzinfo=UTC).astimezone(_zone(str(calendar["timezone"])))
    today = local.date().isoformat()
    if today in calendar["holidays"]:  # type: ignore[operator]
        return False
    weekly: dict[str, list[list[str]]] = calendar["weekly"]  # type: ignore[assignment]
    second = local.hour * 3600 + local.minute * 60 + local.second
    ranges = [(_secs(a), _secs(b)) for a, b in weekly.get(WEEK[local.weekday()], [])]
    before = [(_secs(a), _secs(b)) for a, b in weekly.get(WEEK[local.weekday() - 1], [])]
    return any(a <= second < b if a < b else second >= a for a, b in ranges) or any(
        second < b for a, b in before if a > b
    )


_zones: dict[str, ZoneInfo] = {}


def _zone(name: str) -> ZoneInfo:
    return _zones.setdefault(name, ZoneInfo(name))


def worked(weekly: dict[str, list[list[str]]], start: str, seconds: int) -> dict[str, object]:
    calendar = {"timezone": "UTC", "weekly": weekly, "holidays": []}
    case: dict[str, object] = {"id": "x", "kind": "due", "calendar": calendar}
    return case | {"start": start, "pauses": [], "seconds": seconds}


def answer(case: dict[str, object]) -> dict[str, object]:
    return next(clock.run([json.dumps(case)]))


def clock_time(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def stamp(at: datetime) -> str:
    return at.isoformat() + "Z"


def _start(case: dict[str, object]) -> datetime:
    return _at(str(case["start"]))


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text.rstrip("Z"))


def _secs(text: str) -> int:
    hours, minutes = text.split(":")
    return int(hours) * 3600 + int(minutes) * 60
