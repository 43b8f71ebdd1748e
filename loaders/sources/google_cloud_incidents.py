"""Google Cloud's incidents.json: one record per incident of the public status page.

A case is created when the page posted it; `begin` to `end` is when customers were hurt, one
impact per product. Posts tell of the work without being its log, so events are inferred and no
acknowledgement is read from them. An incident posted after its end is resolved at its posting.
`end` is absent while an incident is open; `modified` is later than it and means nothing here.
"""

from loaders.flatten import fields, unnested
from loaders.mapping import Mapping
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source

PRIORITIES = {"high": "S1", "medium": "S2", "low": "S3"}
WEIGHTS = {"SERVICE_OUTAGE": 1.0, "SERVICE_DISRUPTION": 0.5, "SERVICE_INFORMATION": 0.0}
_NEEDED = {"begin", "created", "external_desc", "updates", "service_name"}
_CASE = {
    "id": "id",
    "begin": "begin",
    "created": "created",
    "end": "end",
    "description": "external_desc",
    "impact": "status_impact",
    "severity": "severity",
    "service": "service_name",
}
_TOLD = fields(_CASE, keep=("record",))
_POSTS = fields(
    {"when": "when"},
    keep=(*_CASE, "item_place"),
    rows=unnested("updates", _CASE, _TOLD),
    record="item",
)
# Posts keep their place; the creation comes first and the end last within one second.
_ROWS = f"""
    with posts as ({_POSTS}), told as (
        select id, created, "end", description, impact, severity, service, row_number, line,
            created as event_at, 'created' as activity, 'new' as status, '0' as seq
        from ({fields(_CASE)})
        union all
        select id, created, "end", description, impact, severity, service, row_number, line,
            "when", 'updated', null, cast(1000000 - item_place as varchar)
        from posts
        union all
        select id, created, "end", description, impact, severity, service, row_number, line,
            "end", 'resolved', 'resolved', '2000000'
        from ({fields(_CASE)}) where "end" is not null
    )
    select * exclude (event_at), left(split_part(description, chr(10), 1), 200) as subject,
        case when try_cast(event_at as timestamptz) < try_cast(created as timestamptz)
            then created else event_at end as event_at
    from told
"""
EVENTS = Mapping(
    table="events",
    columns={
        "case_id": "id",
        "event_at": "event_at",
        "seq": "seq",
        "activity": "activity",
        "status": "status",
        "severity": "severity",
        "subject": "subject",
        "category": "impact",
        "system": "service",
    },
    activities={"created": "created", "updated": "updated", "resolved": "resolved"},
    kind="incident",
    priorities=PRIORITIES,
    records=["updated", "resolved"],
    inferred=True,
)
_WEIGHT = " ".join(f"when '{word}' then '{weight}'" for word, weight in WEIGHTS.items())
_PRODUCTS = fields(
    {"product": "title"},
    keep=_CASE,
    rows=unnested("affected_products", _CASE, _TOLD),
    record="item",
)
_IMPACTS = f"""
    with hurt as (
        select id, begin, "end", impact, product, row_number, line from ({_PRODUCTS})
        union all
        select id, begin, "end", impact, service, row_number, line from ({fields(_CASE)})
        where row_number not in (select row_number from ({_PRODUCTS}))
    )
    select *, case impact {_WEIGHT} else '1.0' end as weight, impact as word from hurt
"""
IMPACTS = Mapping(
    table="impacts",
    columns={
        "case_id": "id",
        "system": "product",
        "started_at": "begin",
        "ended_at": "end",
        "impact": "word",
        "weight": "weight",
    },
)


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    if shape.form != "records" or not set(shape.columns) >= _NEEDED:
        return None
    return Recognition(1.0, f"the records have {', '.join(sorted(_NEEDED))}")


def _parts(shape: Shape) -> tuple[Part, ...]:
    return (Part(EVENTS, _ROWS), Part(IMPACTS, _IMPACTS))


SOURCE = Source(
    "google_cloud_incidents",
    "Google Cloud status incidents",
    _recognise,
    _parts,
    lambda shape, rows: "UTC",
)
