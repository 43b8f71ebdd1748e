"""Freshdesk tickets: the JSON list of the API (best with include=stats), or the CSV export.

Statuses and priorities are numbers in JSON, words in CSV; a status from 6 up is the account's
own and passes through. The stats keep the last reopening only, and there is no log of changes.
CSV is in the zone of the account, which the file does not name.
"""

from collections.abc import Iterable

from loaders.flatten import flat
from loaders.mapping import Mapping
from loaders.quoting import identifier
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source, columns_by

STATUSES = {
    "2": "open",
    "3": "pending",
    "4": "resolved",
    "5": "closed",
    "waiting on customer": "pending",
    "waiting on third party": "hold",
}
PRIORITIES = {
    **{"4": "S1", "3": "S2", "2": "S3", "1": "S4"},
    **{"urgent": "S1", "high": "S2", "medium": "S3", "low": "S4"},
}
_JSON = {
    "case_id": "id",
    "created_at": "created_at",
    "updated_at": "updated_at",
    "first_replied_at": "stats.first_responded_at",
    "resolved_at": "stats.resolved_at",
    "closed_at": "stats.closed_at",
    "status": "status",
    "priority": "priority",
    "category": "type",
    "account_id": "company_id",
    "team": "group_id",
    "owner": "responder_id",
    "subject": "subject",
}
_WORDS = {
    "case_id": ("Ticket ID",),
    "created_at": ("Created time",),
    "updated_at": ("Last update time", "Last updated time"),
    "first_replied_at": ("Initial response time",),
    "resolved_at": ("Resolved time",),
    "closed_at": ("Closed time",),
    "status": ("Status",),
    "priority": ("Priority",),
    "category": ("Type",),
    "account_id": ("Company name", "Company"),
    "team": ("Group",),
    "owner": ("Agent",),
    "subject": ("Subject",),
}
Sla = tuple[str | None, str, str, str | None]  # due, late, done, spent
# Promise -> the columns of Freshdesk's own word on it, as the JSON and as the CSV name them.
_JSON_SLAS: dict[str, Sla] = {
    "first_response": ("fr_due_by", "fr_escalated", "stats.first_responded_at", None),
    "resolve": ("due_by", "is_escalated", "stats.resolved_at", None),
}
_CSV_SLAS: dict[str, Sla] = {
    "first_response": (None, "First response status", "Initial response time",
                       "First response time (in hrs)"),
    "resolve": ("Due by Time", "Resolution status", "Resolved time", "Resolution time (in hrs)"),
}  # fmt: skip
_LATE = ("true", "sla violated", "violated")
_ON_TIME = ("false", "within sla")
DEFAULT_DAYS = 30  # what the list goes back when nobody asks for more


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    needed: Iterable[str] = ("id", "responder_id", "status", "created_at", "fr_due_by")
    if shape.form == "records" and set(needed) <= set(shape.columns):
        return Recognition(1.0, f"each ticket has {', '.join(needed)}, as Freshdesk writes them")
    found = columns_by(shape.columns, _WORDS)
    if shape.form != "table" or not {"case_id", "created_at", "status"} <= set(found):
        return None
    return Recognition(0.9, "the header has Freshdesk's Ticket ID, Created time and Status")


def _parts(shape: Shape) -> tuple[Part, ...]:
    is_json = shape.form == "records"
    known = _JSON if is_json else columns_by(shape.columns, _WORDS)
    columns = {ours: one for ours, one in known.items() if one.split(".")[0] in shape.columns}
    meant = Mapping.model_validate(
        {
            "table": "cases",
            "columns": columns,
            "statuses": STATUSES,
            "priorities": PRIORITIES,
            "records": ["replied", "resolved"] if "first_replied_at" in columns else ["resolved"],
        }
    )
    tickets = Part(meant, flat(shape, columns.values()), cautions=_cautions(shape))
    slas = (_JSON_SLAS if is_json else _CSV_SLAS).items()
    verdicts = [_verdict(shape, columns["case_id"], name, sla) for name, sla in slas]
    return (tickets, *(one for one in verdicts if one is not None))


def _verdict(shape: Shape, case_id: str, promise: str, sla: Sla) -> Part | None:
    """Freshdesk's own word on a promise; late falls when it was due, on time when it was done."""
    due, late, done, spent = sla
    known = [one for one in (due, late, done, spent) if one and one.split(".")[0] in shape.columns]
    if late not in known or done not in known:
        return None
    word = f"lower({identifier(late)})"
    due_sql = identifier(due) if due in known and due else "cast(null as varchar)"
    spent_sql = _seconds(identifier(spent)) if spent in known and spent else "null"
    rows = f"""
        select {identifier(case_id)} as ticket, '{promise}' as promise, {due_sql} as due,
            case when {word} in {_LATE} then 'false'
                when {word} in {_ON_TIME} and {identifier(done)} is not null then 'true' end as met,
            case when {word} in {_LATE} then coalesce({due_sql}, {identifier(done)})
                else {identifier(done)} end as decided,
            cast({spent_sql} as varchar) as spent, row_number, line
        from ({flat(shape, [case_id, *known])})"""
    columns = {"case_id": "ticket", "promise": "promise", "met": "met", "due_at": "due",
               "decided_at": "decided", "elapsed_seconds": "spent"}  # fmt: skip
    return Part(Mapping.model_validate({"table": "verdicts", "columns": columns}), rows)


def _seconds(text: str) -> str:
    """SQL: seconds of a duration written HH:MM:SS, of any number of hours."""
    parts = [f"try_cast(split_part({text}, ':', {place}) as bigint)" for place in (1, 2, 3)]
    return " + ".join(f"{part} * {unit}" for part, unit in zip(parts, (3600, 60, 1), strict=True))


def _cautions(shape: Shape) -> tuple[str, ...]:
    if shape.form == "table":
        return ()
    no_stats = (
        "select 'The tickets come without stats: when they were answered and solved is not in the"
        " file. Ask for include=stats.'"
    )
    created = "try_cast(json_extract_string(record, '$.created_at') as timestamp)"
    capped = (
        "select 'All ' || count(*) || ' tickets were created within 30 days: Freshdesk lists no"
        " older ones unless updated_since is asked for.' from file_rows"
        f" having max({created}) - min({created}) <= interval {DEFAULT_DAYS} day"
    )
    return (capped,) if "stats" in shape.columns else (no_stats, capped)


def _convention(shape: Shape, rows: list[Row]) -> str | None:
    return "UTC" if shape.form == "records" else None


SOURCE = Source("freshdesk", "Freshdesk tickets", _recognise, _parts, _convention)
