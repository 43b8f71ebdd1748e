"""Opsgenie alerts: one record per alert, with how long it took to acknowledge and to close.

The API does not say whether `ackTime` and `closeTime` count milliseconds or seconds. An alert is
not closed after its last update, so one alert whose closeTime read as seconds ends later than
that shows that the file counts milliseconds. `count` says how often an alert was repeated:
it is one case all the same.
"""

from loaders.flatten import fields
from loaders.mapping import Mapping
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source

PRIORITIES = {f"P{number}": f"S{number}" for number in range(1, 6)}
STATES = {"acknowledged": "open", "closed": "resolved"}
_NEEDED = {"tinyId", "createdAt", "acknowledged", "status"}
_SLACK_SECONDS = 60  # the update may be written a moment after the close
_PATHS = {
    "id": "id",
    "tinyId": "tinyId",
    "message": "message",
    "createdAt": "createdAt",
    "updatedAt": "updatedAt",
    "stated": "status",
    "acknowledged": "acknowledged",
    "priority": "priority",
    "owner": "owner",
    "origin": "source",
    "entity": "entity",
    "responder": "responders[0].name",
    "acknowledgedBy": "report.acknowledgedBy",
    "ackTime": "report.ackTime",
    "closeTime": "report.closeTime",
}
_ROWS = f"""
    with alerts as ({fields(_PATHS)}), spans as (
        select greatest(try_cast(ackTime as double), try_cast(closeTime as double)) as longest,
            epoch(try_cast(updatedAt as timestamptz)) - epoch(try_cast(createdAt as timestamptz))
                + {_SLACK_SECONDS} as possible
        from alerts
    ), units as (
        select case when count(*) filter (longest > possible) > 0 then 1000 else 1 end as per_second
        from spans
    )
    select id, message, createdAt, updatedAt, priority, owner, coalesce(entity, origin) as entity,
        responder, acknowledgedBy,
        case when stated = 'open' and acknowledged = 'true' then 'acknowledged' else stated end
            as status,
        cast(try_cast(ackTime as double) / per_second as varchar) as acknowledge_seconds,
        case when stated <> 'open' then cast(try_cast(closeTime as double) / per_second as varchar)
            end as close_seconds,
        row_number, line
    from alerts cross join units
"""
MAPPING = Mapping(
    table="cases",
    columns={
        "case_id": "id",
        "created_at": "createdAt",
        "updated_at": "updatedAt",
        "status": "status",
        "priority": "priority",
        "subject": "message",
        "system": "entity",
        "team": "responder",
        "owner": "owner",
        "actor": "acknowledgedBy",
    },
    seconds_after={
        "acknowledged_at": "acknowledge_seconds",
        "resolved_at": "close_seconds",
        "vendor_resolved_at": "close_seconds",
    },
    kind="incident",
    statuses=STATES,
    priorities=PRIORITIES,
    records=["acknowledged", "resolved"],
)


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    if shape.form != "records" or not set(shape.columns) >= _NEEDED:
        return None
    return Recognition(1.0, f"the records have {', '.join(sorted(_NEEDED))}")


def _parts(shape: Shape) -> tuple[Part, ...]:
    return (Part(MAPPING, _ROWS, cautions=more(shape, "alerts")),)


def more(shape: Shape, what: str) -> tuple[str, ...]:
    """The caution that the API's page is not the last one."""
    paging = shape.envelope.get("paging")
    if not isinstance(paging, dict) or not paging.get("next"):
        return ()
    told = f"select 'Opsgenie says that there are more {what} than this page of ' || count(*)"
    return (f"{told} || '.' from file_rows",)


SOURCE = Source("opsgenie_alerts", "Opsgenie alerts", _recognise, _parts)
