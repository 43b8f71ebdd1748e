"""Events that a log tells twice, found by walking through it; what moves the state, by its rows."""

from collections.abc import Iterable
from typing import Any

Row = dict[str, Any]
IDENTITY = ("case_id", "event_at", "type", "from_value", "to_value", "actor", "level")
IDENTITY += ("is_public", "is_bot")
MOVES = {"status_changed", "priority_changed", "team_assigned"}
MOVES |= {"resolved", "reopened", "closed", "cancelled", "merged"}


def once(events: Iterable[Row]) -> list[Row]:
    """The events in file order without exact repeats (their place in the file aside); what is
    not said of an event is what it means: public, and by a person. A move of the state is a repeat
    only of the row of moves before it in its second: there and back is two moves, and back again
    a third."""
    kept: list[Row] = []
    said: dict[tuple[Any, ...], int] = {}
    rows: dict[tuple[Any, ...], list[Any]] = {}
    for event in sorted(events, key=lambda e: (e["seq"] or 0, e.get("row_number") or 0)):
        whole = {"is_public": True, "is_bot": False} | {
            k: v for k, v in event.items() if v is not None
        }
        name, number = tuple(whole.get(each) for each in IDENTITY), 0
        if event["type"] in MOVES:
            told = rows.setdefault((event["case_id"], event["event_at"]), [])
            row = (event["seq"], event.get("row_number"))
            if row not in told:
                told.append(row)
            number = told.index(row)
        if name not in said or number - said[name] > 1:
            kept.append(event)
        said[name] = number
    return kept
