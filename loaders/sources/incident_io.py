"""incident.io incidents (API v2): one record per incident, as last seen.

Customers name their own timestamps, so these are matched by words in their names. Incidents of
mode test and tutorial are left out and counted. Duration metrics are the vendor's own figures.
"""

from loaders.flatten import fields, unnested
from loaders.mapping import Mapping
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source

# By the category of the status, which customers cannot rename.
STATES = {
    "triage": "new",
    "active": "open",
    "live": "open",
    "paused": "hold",
    "learning": "resolved",
    "post-incident": "resolved",
    "post_incident": "resolved",
    "closed": "closed",
    "declined": "cancelled",
    "canceled": "cancelled",
    "merged": "merged",
}
PRIORITIES = {
    "critical": "S1",
    "major": "S2",
    "minor": "S3",
    **{f"{word}{number}": f"S{number}" for word in ("SEV", "SEV-", "P") for number in range(1, 6)},
}
# Our date -> what its timestamp is called, the likeliest first.
TIMESTAMPS = {
    "acknowledged_at": ("accept", "acknowledg"),
    "mitigated_at": ("mitigated", "fixed"),
    "resolved_at": ("resolved", "fixed", "mitigated"),
    "closed_at": ("closed",),
    "impact_started_at": ("impact start", "started"),
}
RESOLUTION = "(resol|lasted|duration|time to fix|ttr)"  # a duration metric that is the vendor's TTR
LEFT_OUT = "('test', 'tutorial')"
_NEEDED = {"incident_status", "incident_timestamp_values", "mode", "created_at"}
_CASE = {
    "id": "id",
    "reference": "reference",
    "name": "name",
    "mode": "mode",
    "created_at": "created_at",
    "updated_at": "updated_at",
    "category": "incident_status.category",
    "severity": "severity.name",
    "type": "incident_type.name",
    "lead": "incident_role_assignments[0].assignee.name",
    "team": "team_ids[0]",
}
_STAMPS = fields(
    {"stamp": "incident_timestamp.name", "told_at": "value.value"},
    rows=unnested("incident_timestamp_values"),
    record="item",
)
_METRICS = fields(
    {"metric": "duration_metric.name", "seconds": "value_seconds", "state": "status"},
    rows=unnested("duration_metrics"),
    record="item",
)


def _first(names: tuple[str, ...]) -> str:
    """SQL for the timestamp called by the first of `names` that is filled."""
    found = (f"any_value(told_at) filter (lower(stamp) like '%{name}%')" for name in names)
    return f"coalesce({', '.join(found)})"


_STAMPED = ", ".join(f"{_first(names)} as {ours}" for ours, names in TIMESTAMPS.items())
_ROWS = f"""
    with stamps as (
        select row_number, {_STAMPED} from ({_STAMPS}) group by row_number
    ), metrics as (
        select row_number, any_value(seconds order by metric) as lasted_seconds
        from ({_METRICS}) where regexp_matches(lower(metric), '{RESOLUTION}') group by row_number
    )
    select cases.*, stamps.* exclude (row_number), lasted_seconds
    from ({fields(_CASE)}) as cases
    left join stamps using (row_number) left join metrics using (row_number)
    where mode is null or mode not in {LEFT_OUT}
"""
MAPPING = Mapping(
    table="cases",
    columns={
        "case_id": "reference",
        "created_at": "created_at",
        "acknowledged_at": "acknowledged_at",
        "mitigated_at": "mitigated_at",
        "resolved_at": "resolved_at",
        "closed_at": "closed_at",
        "updated_at": "updated_at",
        "status": "category",
        "severity": "severity",
        "subject": "name",
        "category": "type",
        "owner": "lead",
        "team": "team",
    },
    seconds_after={"vendor_resolved_at": "lasted_seconds"},
    kind="incident",
    statuses=STATES,
    priorities=PRIORITIES,
    records=["acknowledged", "mitigated", "resolved"],
)
IMPACTS = Mapping(
    table="impacts",
    columns={
        "case_id": "reference",
        "started_at": "impact_started_at",
        "ended_at": "impact_ended_at",
    },
)
_IMPACTS = f"""
    select reference, impact_started_at, coalesce(mitigated_at, resolved_at) as impact_ended_at,
        row_number, line
    from ({_ROWS}) where impact_started_at is not null
"""
_COUNTED = f"""
    select count(*) || ' incidents of mode test or tutorial are left out.' from file_rows
    where json_extract_string(record, '$.mode') in {LEFT_OUT} having count(*) > 0
"""


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    if shape.form != "records" or not set(shape.columns) >= _NEEDED:
        return None
    return Recognition(1.0, f"the records have {', '.join(sorted(_NEEDED))}")


def _more(shape: Shape) -> tuple[str, ...]:
    meta = shape.envelope.get("pagination_meta")
    if not isinstance(meta, dict) or not meta.get("after"):
        return ()
    told = "select 'incident.io says that there are more incidents than this page of '"
    return (f"{told} || count(*) || '.' from file_rows",)


def _parts(shape: Shape) -> tuple[Part, ...]:
    return (Part(MAPPING, _ROWS, cautions=(*_more(shape), _COUNTED)), Part(IMPACTS, _IMPACTS))


SOURCE = Source("incident_io", "incident.io incidents", _recognise, _parts)
