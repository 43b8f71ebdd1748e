"""Any table of stretches in CSV: a case, from when until when, and its status meanwhile.

Each start is a change of status. The end of a case's last stretch is taken to be its end,
because no stretch follows it; an empty end means that the case is still in that status. Of
several files the one that tells the latest stretch of a case says whether it ended.
"""

from loaders.mapping import Mapping
from loaders.quoting import identifier
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source, columns_by
from loaders.sources.generic_events import WORDS as EVENT_WORDS
from loaders.sources.statuspage_incidents import STATES

WORDS = {
    "case_id": (*EVENT_WORDS["case_id"], "id", "key"),
    "start": ("start_at", "started_at", "start", "from", "start_time", "valid_from"),
    "end": ("end_at", "ended_at", "end", "until", "end_time", "valid_to"),
    "status": ("status", "state"),
    "severity": ("severity",),
    "priority": ("priority",),
    "team": EVENT_WORDS["team"],
    "owner": EVENT_WORDS["owner"],
    "subject": EVENT_WORDS["subject"],
    "system": EVENT_WORDS["system"],
}
_NEEDED = ("case_id", "start", "end", "status")


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    found = columns_by(shape.columns, WORDS)
    if shape.form != "table" or not set(found) >= set(_NEEDED):
        return None
    seen = ", ".join(f"{word} ({found[word]})" for word in _NEEDED)
    return Recognition(0.45, f"the header has the columns of a table of stretches: {seen}")


def _parts(shape: Shape) -> tuple[Part, ...]:
    found = columns_by(shape.columns, WORDS)
    case, start, end, status = (identifier(found[word]) for word in _NEEDED)
    last = f"({end} is null) desc, try_cast({end} as timestamptz) desc nulls last, row_number desc"
    rows = f"""
        select *, {start} as event_at, {status} as our_status, '0' as our_seq from file_rows
        union all
        select *, {end}, 'resolved', '1' from (
            select * from file_rows
            qualify row_number() over (partition by {case} order by {last}) = 1
        ) where {end} is not null
    """
    plain = {ours: theirs for ours, theirs in found.items() if ours not in _NEEDED}
    mapping = Mapping(
        table="events",
        columns={**plain, "case_id": found["case_id"], "event_at": "event_at",
                 "status": "our_status", "seq": "our_seq"},
        created_from="first_event",
        statuses=STATES | {"in progress": "open", "on hold": "hold", "update": "open",
                           "scheduled": "new", "completed": "resolved"},
        priorities={f"P{number}": f"S{number}" for number in range(1, 6)},
        records=["resolved"],
    )  # fmt: skip
    return (Part(mapping, rows, assumed="seq = 1"),)


SOURCE = Source("generic_segments", "Generic table of stretches", _recognise, _parts)
