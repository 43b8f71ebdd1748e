"""The SLAs of Jira Service Management: cycles of a clock that never rests and starts anew."""

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from loaders.formats import life
from loaders.formats.jira_words import SITE, issue_id
from loaders.sample_cases import Case

ZONE = ZoneInfo("America/New_York")  # of whoever asks
Record = dict[str, Any]


def cycles(case: Case) -> list[tuple[int, int | None]]:
    """(start, stop) of each cycle; the last one of an open case has no stop."""
    starts = [case.created_at, *(event.at for event in life.reopened(case))]
    stops: list[int | None] = [event.at for event in life.entered(case, *life.ENDINGS)]
    return list(zip(starts, [*stops, None][: len(starts)], strict=True))


def is_met(case: Case) -> bool | None:
    """What the site says of the last cycle; nothing yet of one that runs and has time left."""
    start, stop = cycles(case)[-1]
    is_breached = (stop or life.ENDS) - start > life.vendor_goal(case)
    return None if stop is None and not is_breached else not is_breached


def resolution(case: Case) -> Record:
    """'Time to resolution' as it stands in a custom field and in the endpoint's values."""
    done = [_cycle(case, start, stop) | {"stopTime": _date(stop)}
            for start, stop in cycles(case) if stop is not None]  # fmt: skip
    found: Record = {
        "id": "2",
        "name": "Time to resolution",
        "_links": {"self": f"{SITE}/rest/servicedeskapi/request/{issue_id(case)}/sla/2"},
        "completedCycles": done,
    }
    start, stop = cycles(case)[-1]
    if stop is None:
        found["ongoingCycle"] = _cycle(case, start, None) | {
            "paused": False, "withinCalendarHours": True,
        }  # fmt: skip
    return found


def _cycle(case: Case, start: int, stop: int | None) -> Record:
    goal, elapsed = life.vendor_goal(case), (stop or life.ENDS) - start
    return {
        "startTime": _date(start),
        "breachTime": _date(start + goal),
        "breached": elapsed > goal,
        "goalDuration": _duration(goal),
        "elapsedTime": _duration(elapsed),
        "remainingTime": _duration(goal - elapsed),
    }


def _date(second: int) -> Record:
    local = life.at(second).astimezone(ZONE)
    return {
        "iso8601": f"{local:%Y-%m-%dT%H:%M:%S%z}",
        "jira": f"{local:%Y-%m-%dT%H:%M:%S}.000{local:%z}",
        "friendly": f"{local:%d/%b/%y %I:%M %p}",
        "epochMillis": second * 1000,
    }


def _duration(seconds: int) -> Record:
    minutes = abs(seconds) // 60
    return {
        "millis": seconds * 1000,
        "friendly": f"{'-' if seconds < 0 else ''}{minutes // 60}h {minutes % 60}m",
    }


def pages(cases: list[Case]) -> Iterator[bytes]:
    """The endpoint's answer for each request, one a line as a script collects them."""
    for case in cases:
        page = {"size": 1, "start": 0, "limit": 50, "isLastPage": True}
        yield life.json_bytes({**page, "values": [resolution(case)]}) + b"\n"
