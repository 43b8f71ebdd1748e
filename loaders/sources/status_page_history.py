"""Incident history read off a status page's feed, as JSON lines: one record per incident.

As github.com/mrshu/github-statuses publishes it. `impact` and `components` are partly guessed
there. Maintenance is a window, not an incident; `downtime_start` to `downtime_end` is when
customers were hurt, one impact per component.
"""

from loaders.flatten import fields, unnested
from loaders.mapping import Mapping
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source
from loaders.sources.statuspage_incidents import PRIORITIES, STATES, WEIGHTS

_NEEDED = {"started_at", "resolved_at", "downtime_start", "downtime_end", "updates", "impact"}
_CASE = {
    "id": "id",
    "title": "title",
    "impact": "impact",
    "started_at": "started_at",
    "resolved_at": "resolved_at",
    "downtime_start": "downtime_start",
    "downtime_end": "downtime_end",
    "component": "components[0]",
}
_TOLD = fields(_CASE, keep=("record",))
_POSTS = fields(
    {"told_at": "at", "status": "status"},
    keep=(*_CASE, "item_place"),
    rows=unnested("updates", _CASE, _TOLD),
    record="item",
)
_EVENT_ROWS = f"""
    select id, title, impact, started_at, component, told_at as event_at, activity,
        case when activity = 'update' and lower(status) <> 'update' then status end as status,
        cast(2 * item_place + case activity when 'update' then 0 else 1 end as varchar) as seq,
        row_number, line
    from ({_POSTS}) cross join (values ('update'), ('mitigated')) as told (activity)
    where impact is distinct from 'maintenance'
        and (activity = 'update' or lower(status) = 'monitoring')
"""
EVENTS = Mapping(
    table="events",
    columns={
        "case_id": "id",
        "event_at": "event_at",
        "created_at": "started_at",
        "seq": "seq",
        "activity": "activity",
        "status": "status",
        "severity": "impact",
        "subject": "title",
        "system": "component",
    },
    activities={"update": "updated", "mitigated": "mitigated"},
    kind="incident",
    statuses=STATES,
    priorities=PRIORITIES,
    records=["updated", "mitigated", "resolved"],
    inferred=True,
)
_WEIGHT = " ".join(f"when '{word}' then '{weight}'" for word, weight in WEIGHTS.items())
NO_COMPONENT = "(no component named)"
_COMPONENTS = f"""
    select id, impact, downtime_start, downtime_end, resolved_at,
        json_extract_string(item, '$') as component, row_number, line
    from ({unnested("components", _CASE, _TOLD)})
"""
_HURT = f"""
    select * from ({_COMPONENTS})
    union all
    select id, impact, downtime_start, downtime_end, resolved_at, '{NO_COMPONENT}', row_number, line
    from ({fields(_CASE)}) where component is null
"""
IMPACTS = Mapping(
    table="impacts",
    columns={
        "case_id": "id",
        "system": "component",
        "started_at": "downtime_start",
        "ended_at": "downtime_end",
        "impact": "word",
        "weight": "weight",
    },
)
MAINTENANCE = Mapping(
    table="maintenance",
    columns={
        "maintenance_id": "id",
        "system": "component",
        "started_at": "downtime_start",
        "ended_at": "resolved_at",
    },
)


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    if shape.form != "records" or not set(shape.columns) >= _NEEDED:
        return None
    return Recognition(1.0, f"the records have {', '.join(sorted(_NEEDED))}")


def _parts(shape: Shape) -> tuple[Part, ...]:
    return (
        Part(EVENTS, _EVENT_ROWS),
        Part(
            IMPACTS,
            f"select *, impact as word, case impact {_WEIGHT} end as weight from ({_HURT})"
            " where impact is distinct from 'maintenance'",
        ),
        Part(MAINTENANCE, f"select * from ({_HURT}) where impact = 'maintenance'"),
    )


SOURCE = Source("status_page_history", "Status page history (JSON lines)", _recognise, _parts)
