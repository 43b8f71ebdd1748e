"""ServiceNow task_sla: one row per SLA attached to a task, with ServiceNow's own verdict.

A raw export writes durations as dates counted from 1970-01-01 and UTC times; a display export
writes "3 Days 12 Hours" and the times of whoever exported it, so the loader asks.
"""

from loaders.mapping import Mapping
from loaders.quoting import identifier
from loaders.servicenow_fields import FAMILY, flat, raw_text
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source, columns_by

_WORDS = {
    "task": ("task.number", "task_number", "task", "task_value"),
    "sla": ("sla.name", "sla_name", "sla", "sla definition", "sla_value"),
    "stage": ("stage",),
    "breached": ("has_breached", "has breached"),
    "started": ("start_time", "start time"),
    "ended": ("end_time", "stop time", "end time"),
    "due": ("planned_end_time", "breach time", "planned end time"),
    "elapsed": ("business_duration", "business elapsed time", "duration", "actual elapsed time"),
}
_LENGTHS = {"day": 86400, "hour": 3600, "minute": 60, "second": 1}


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    found = columns_by(shape.columns, _WORDS)
    if not {"task", "stage", "breached", "started"} <= set(found):
        return None
    return Recognition(1.0, f"the columns {found['breached']} and {found['stage']} of task_sla")


def _parts(shape: Shape) -> tuple[Part, ...]:
    found = columns_by(shape.columns, _WORDS)
    meant = Mapping.model_validate(
        {
            "table": "verdicts",
            "columns": {
                "case_id": "task",
                "promise": "promise",
                "met": "met",
                "started_at": "started",
                "due_at": "due",
                "decided_at": "decided",
                "elapsed_seconds": "elapsed_seconds",
            },
        }
    )
    return (Part(meant, _rows(shape, found)),)


def _rows(shape: Shape, found: dict[str, str]) -> str:
    """A breach falls at the planned end; a cancelled or running SLA has no verdict yet."""
    columns = ", ".join(
        f"{identifier(found[name])} as {name}"
        if name in found
        else f"cast(null as varchar) as {name}"
        for name in _WORDS
    )
    return f"""
    with slas as (select {columns}, row_number, line from ({flat(shape, found.values())})),
    judged as (
        select *, case
                when lower(breached) in ('true', '1', 'yes') then 'false'
                when lower(stage) in ('achieved', 'completed') then 'true'
            end as met
        from slas
    )
    select task, sla, stage, met, started, due, case
            when sla ilike '%response%' or sla ilike '%respond%' then 'acknowledge'
            when sla ilike '%resol%' then 'resolve'
            else coalesce(sla, 'SLA')
        end as promise,
        case met when 'false' then coalesce(due, ended) when 'true' then ended end as decided,
        cast({duration_seconds("elapsed")} as varchar) as elapsed_seconds, row_number, line
    from judged"""


def duration_seconds(column: str) -> str:
    """SQL: seconds of a duration, as a date counted from 1970-01-01 or as "3 Days 12 Hours"."""
    numbers = {unit: f"regexp_extract({column}, '([0-9]+) {unit}', 1, 'i')" for unit in _LENGTHS}
    spoken = " + ".join(
        f"coalesce(try_cast({number} as bigint), 0) * {_LENGTHS[unit]}"
        for unit, number in numbers.items()
    )
    counted = f"cast(epoch(try_cast({column} as timestamp)) as bigint)"
    is_spoken = f"regexp_matches({column}, '[0-9] (day|hour|minute|second)', 'i')"
    return f"(case when {is_spoken} then {spoken} else {counted} end)"


def _convention(shape: Shape, rows: list[Row]) -> str | None:
    """UTC where durations are written as dates from 1970-01-01, as only the raw export does."""
    found = columns_by(shape.columns, _WORDS)
    if "elapsed" not in found:
        return None
    values = [raw_text(row.get(found["elapsed"])) for row in rows]
    filled = [value for value in values if value]
    return "UTC" if filled and all(value.startswith("19") for value in filled) else None


SOURCE = Source(
    "servicenow_task_sla", "ServiceNow task SLAs", _recognise, _parts, _convention, family=FAMILY
)
