"""Events that a log tells twice, found by walking through it; what moves the state, by its rows."""

from collections.abc import Iterable
from typing import Any

Row = dict[str, Any]
IDENTITY = ("case_id", "event_at", "type", "from_value", "to_value", "actor", "level")
IDENTITY += ("is_public", "is_bot")
MOVES = {"status_changed", "priority_changed", "team_assigned", "tier_changed", "region_changed"}
MOVES |= {"resolved", "reopened", "closed", "cancelled", "merged"}


def once(events: Iterable[Row]) -> list[Row]:
    """The events in file order without exact repeats (their place in the file aside); what is
    not said of an event is what it means: public, and by a person. A move of the state is a repeat
    only of the row of moves before it in its second: there and back is two moves, and back again
    a third. A file that comes back to a second from another one tells that second anew."""
    kept: list[Row] = []
    known: set[tuple[Any, ...]] = set()
    rows: list[Any] = []  # of moves of the second, as far as they were told
    last: dict[Any, int] = {}  # on which of them each event was told last
    visits: dict[Any, int] = {}
    by_case: dict[Any, list[Row]] = {}
    for event in sorted(events, key=_row):
        by_case.setdefault(event["case_id"], []).append(event)
    for log in by_case.values():
        second = None
        for event in log:
            if event["event_at"] != second:
                second, rows, last, visits = event["event_at"], [], {}, {}
            name, number = _name(event), 0
            if event["type"] in MOVES:
                if _row(event) not in rows:
                    rows.append(_row(event))
                number = rows.index(_row(event))
            if name not in last or number - last[name] > 1:
                visits[name] = visits.get(name, 0) + 1
            last[name] = number
            if (name, visits[name]) not in known:
                known.add((name, visits[name]))
                kept.append(event)
    return sorted(kept, key=_row)


def _row(event: Row) -> tuple[int, int]:
    return event["seq"] or 0, event.get("row_number") or 0


def _name(event: Row) -> tuple[Any, ...]:
    whole = {"is_public": True, "is_bot": False} | {k: v for k, v in event.items() if v is not None}
    return tuple(whole.get(each) for each in IDENTITY)
