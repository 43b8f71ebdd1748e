"""XES event logs (process mining): one row per event, also as CSV with the XES names.

A step that is logged as started and completed at one instant is one event. The lifecycle
transition is the case's status where it says more than how the step went (a vendor's own
states); the first event of a case creates it.
"""

from loaders.mapping import Mapping
from loaders.quoting import identifier
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source, columns_by

_WORDS = {
    "case_id": ("case:concept:name", "case_id", "case:id", "case"),
    "event_at": ("time:timestamp",),
    "step": ("concept:name",),
    "transition": ("lifecycle:transition",),
    "actor": ("org:resource",),
    "team": ("org:group", "Assignment Group", "org:role"),
    "severity": ("priority", "severity", "impact", "case:priority", "case:impact"),
    "system": ("product", "service", "case:product"),
    "category": ("category", "case:category"),
    "seq": ("IncidentActivity_Number", "seq"),
}
STATES = {
    "In Progress": "open",
    "Assigned": "open",
    "Awaiting Assignment": "open",
    "Wait": "hold",
    "Wait - User": "pending",
    "Wait - Customer": "pending",
    "Wait - Vendor": "hold",
    "Wait - Implementation": "hold",
    "Resolved": "resolved",
    "Closed": "closed",
    "Cancelled": "cancelled",
}
# Steps that leave the case in a state, where the log has no vendor's states.
STEPS = {"Close": "closed", "Resolve": "resolved", "Reopen": "open", "Reopened": "open",
         "Canceled": "cancelled"}  # fmt: skip
PRIORITIES = {"Major": "S1", "Critical": "S1", "High": "S2", "Medium": "S3", "Low": "S4"}
# How a step went, by the standard's own words: nothing about the case.
STANDARD = ("schedule", "assign", "withdraw", "reassign", "start", "suspend", "resume", "complete",
            "pi_abort", "ate_abort", "autoskip", "manualskip", "unknown")  # fmt: skip
_SILENT = ", ".join(f"'{word}'" for word in STANDARD)
_STATES = ", ".join(f"'{word.lower()}'" for word in (*STEPS, "Closed", "Resolved", "Cancelled"))
_TWICE = """
    select count(*) || ' steps are logged as started and completed at one instant: counted once.'
    from ({rows}) where is_twice having count(*) > 0
"""


def _marked(found: dict[str, str]) -> str:
    """Every row, its status, and whether it only starts what completes at the same instant."""
    step, at, case = (identifier(found[word]) for word in ("step", "event_at", "case_id"))
    transition = identifier(found["transition"]) if "transition" in found else "'unknown'"
    return f"""
        select *, case when lower({transition}) not in ({_SILENT}) then {transition}
                when lower({step}) in ({_STATES}) then {step} end as our_status,
            lower({transition}) = 'start' and count(*) filter (lower({transition}) = 'complete')
                over (partition by {case}, {step}, {at}) > 0 as is_twice
        from file_rows
    """


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    found = columns_by(shape.columns, _WORDS)
    if shape.form != "table" or not {"case_id", "event_at", "step"} <= set(found):
        return None
    named = ", ".join(found[word] for word in ("case_id", "event_at", "step"))
    return Recognition(0.95, f"the names are those of an XES event log: {named}")


def _parts(shape: Shape) -> tuple[Part, ...]:
    found = columns_by(shape.columns, _WORDS)
    step = [found[word] for word in ("step", "transition") if word in found]
    plain = {ours: theirs for ours, theirs in found.items() if ours not in ("step", "transition")}
    mapping = Mapping(
        table="events",
        columns={**plain, "activity": step, "status": "our_status"},
        kind="incident",
        created_from="first_event",
        statuses=STATES | STEPS,
        priorities=PRIORITIES,
        records=["resolved"],
    )
    marked = _marked(found)
    rows = f"select * exclude (is_twice) from ({marked}) where not is_twice"
    return (Part(mapping, rows, cautions=(_TWICE.format(rows=marked),)),)


SOURCE = Source("xes", "XES event log", _recognise, _parts)
