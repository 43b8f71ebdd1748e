"""Statuspage incidents.json and scheduled-maintenances.json: one record per incident.

An event is placed at the `display_at` of its update, which may be back-dated, but never before
the incident was posted. Posts tell of the work without being its log, so events are inferred and
no acknowledgement is read from them. Impact `maintenance` is a window, not an incident. The API
gives the 50 newest incidents and has no pages.
"""

from loaders.flatten import fields, unnested
from loaders.mapping import Mapping
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source

STATES = {
    "investigating": "open",
    "identified": "open",
    "monitoring": "open",
    "resolved": "resolved",
    "postmortem": "resolved",
}
PRIORITIES = {"critical": "S1", "major": "S2", "minor": "S3", "none": "S4"}
# How much of a service was gone: by the component's own status, else by the incident's impact.
# The first two are Statuspage's own weights for uptime.
WEIGHTS = {
    "major_outage": 1.0,
    "partial_outage": 0.3,
    "degraded_performance": 0.1,
    "operational": 0.0,
    "under_maintenance": 0.0,
    "critical": 1.0,
    "major": 0.5,
    "minor": 0.1,
    "none": 0.0,
}
CAP = 50
_NEEDED = {"incident_updates", "impact", "status", "created_at", "shortlink"}
_CASE = {
    "id": "id",
    "name": "name",
    "impact": "impact",
    "state": "status",
    "created_at": "created_at",
    "started_at": "started_at",
    "resolved_at": "resolved_at",
    "scheduled_for": "scheduled_for",
    "scheduled_until": "scheduled_until",
    "component": "components[0].name",
}
_TOLD = fields(_CASE, keep=("record",))
_UPDATES = fields(
    {"status": "status", "display_at": "display_at", "posted_at": "created_at"},
    keep=(*_CASE, "item", "item_place"),
    rows=unnested("incident_updates", _CASE, _TOLD),
    record="item",
)
_MAINTENANCE = "(impact = 'maintenance' or scheduled_for is not null)"
EVENTS = Mapping(
    table="events",
    columns={
        "case_id": "id",
        "event_at": "event_at",
        "created_at": "created_at",
        "seq": "seq",
        "activity": "activity",
        "status": "status",
        "severity": "impact",
        "subject": "name",
        "system": "component",
    },
    activities={
        "update": "updated",
        "mitigated": "mitigated",
        "postmortem": "postmortem_published",
    },
    kind="incident",
    statuses=STATES,
    priorities=PRIORITIES,
    records=["updated", "mitigated", "resolved", "postmortem"],
    inferred=True,
)
# Updates are newest first; the one that calls an incident monitored also says it was mitigated,
# and a post-mortem is an update of its own.
_EVENT_ROWS = f"""
    select id, name, impact, created_at, component, activity,
        case activity when 'update' then status end as status,
        cast(2 * (1000000 - item_place) + case activity when 'update' then 0 else 1 end as varchar)
            as seq,
        case when try_cast(coalesce(display_at, posted_at) as timestamptz)
                < try_cast(created_at as timestamptz)
            then created_at else coalesce(display_at, posted_at) end as event_at,
        row_number, line
    from ({_UPDATES})
    cross join (values ('update', null), ('mitigated', 'monitoring'), ('postmortem', 'postmortem'))
        as told (activity, told_by)
    where not {_MAINTENANCE} and (activity = 'update' or status = told_by)
"""
IMPACTS = Mapping(
    table="impacts",
    columns={
        "case_id": "id",
        "system": "component",
        "started_at": "hurt_from",
        "ended_at": "hurt_until",
        "impact": "word",
        "weight": "weight",
    },
)
_WEIGHT = " ".join(f"when '{word}' then {weight}" for word, weight in WEIGHTS.items())
_AFFECTED = fields(
    {"code": "code", "label": "name", "new_status": "new_status"},
    keep=("display_at",),
    rows=unnested("affected_components", ("display_at",), _UPDATES, "item", "affected"),
    record="affected",
)
_COMPONENTS = fields(
    {"code": "id", "label": "name"},
    keep=_CASE,
    rows=unnested("components", _CASE, _TOLD),
    record="item",
)
# A component that the updates call hurt is so from the first of them until it is well for good;
# one that is only listed, for as long as the incident.
_IMPACT_ROWS = f"""
    with changes as (
        select *, try_cast(display_at as timestamptz) as told_at,
            new_status <> 'operational' as is_hurt
        from ({_AFFECTED})
    ), marked as (
        select *, max(told_at) filter (is_hurt) over (partition by row_number, code) as hurt_last
        from changes
    ), hurt as (
        select row_number, code, any_value(label) as label,
            arg_min(display_at, told_at) filter (is_hurt) as hurt_from,
            arg_min(display_at, told_at) filter (not is_hurt and told_at > hurt_last) as hurt_until,
            max(case new_status {_WEIGHT} end) filter (is_hurt) as weight,
            arg_max(new_status, case new_status {_WEIGHT} end) filter (is_hurt) as word
        from marked group by row_number, code having count(*) filter (is_hurt) > 0
    ), named as (
        select row_number, code, coalesce(listed.label, hurt.label) as component, hurt_from,
            hurt_until, weight, word
        from ({_COMPONENTS}) as listed full join hurt using (row_number, code)
    )
    select cases.id, named.component, coalesce(hurt_from, started_at, created_at) as hurt_from,
        coalesce(hurt_until, resolved_at) as hurt_until,
        cast(coalesce(weight, case impact {_WEIGHT} end) as varchar) as weight,
        coalesce(word, impact) as word, cases.row_number, cases.line
    from named join ({fields(_CASE)}) as cases using (row_number) where not {_MAINTENANCE}
"""
MAINTENANCE = Mapping(
    table="maintenance",
    columns={
        "maintenance_id": "id",
        "system": "component",
        "started_at": "window_from",
        "ended_at": "window_until",
    },
)
_MAINTENANCE_ROWS = f"""
    select cases.id, coalesce(listed.label, cases.name) as component,
        coalesce(cases.scheduled_for, cases.started_at, cases.created_at) as window_from,
        coalesce(cases.resolved_at, cases.scheduled_until) as window_until,
        cases.row_number, cases.line
    from ({fields(_CASE)}) as cases left join ({_COMPONENTS}) as listed using (row_number)
    where cases.impact = 'maintenance' or cases.scheduled_for is not null
"""
_CAPPED = f"""
    select 'These are the {CAP} newest incidents: Statuspage gives no older ones. Load the file '
        || 'regularly; older incidents stay known from earlier loads.'
    from file_rows having count(*) = {CAP}
"""


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    if shape.form != "records" or not set(shape.columns) >= _NEEDED:
        return None
    return Recognition(1.0, f"the records have {', '.join(sorted(_NEEDED))}")


def _parts(shape: Shape) -> tuple[Part, ...]:
    return (
        Part(EVENTS, _EVENT_ROWS, cautions=(_CAPPED,)),
        Part(IMPACTS, _IMPACT_ROWS),
        Part(MAINTENANCE, _MAINTENANCE_ROWS),
    )


SOURCE = Source(
    "statuspage_incidents", "Statuspage incidents", _recognise, _parts, family="statuspage"
)
