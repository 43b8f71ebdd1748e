"""Zendesk ticket metric events: when each SLA clock ran, stood still, was met or breached.

Each instance of a metric is one verdict of Zendesk's: the first reply is instance 1 of
reply_time, the later instances are the next replies. A breach that is marked deleted did not
happen. Fulfilled replies and solves are events too, marked inferred: they are all that is said.
"""

from loaders.flatten import fields
from loaders.mapping import Mapping
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source
from loaders.sources.zendesk_tickets import FAMILY, utc

_NEEDED = ("ticket_id", "metric", "instance_id", "type", "time")
_FLAT = fields(
    {name: f"$.{name}" for name in ("id", *_NEEDED, "deleted")}
    | {
        "target": "$.sla.target",
        "target_seconds": "$.sla.target_in_seconds",
        "in_hours": "$.sla.business_hours",
        "calendar": "$.status.calendar",
        "business": "$.status.business",
    }
)
_INSTANCES = f"""
    instances as (
        select ticket_id, metric, try_cast(instance_id as bigint) as instance,
            min(time) filter (type = 'activate') as started_at,
            max(time) filter (type = 'activate') as last_started_at,
            max(time) filter (type = 'fulfill') as fulfilled_at,
            min(time) filter (type = 'breach' and deleted is distinct from 'true') as breached_at,
            count(*) filter (type = 'pause') as pauses,
            arg_max(struct_pack(
                target := try_cast(target as bigint),
                seconds := try_cast(target_seconds as bigint),
                in_hours := in_hours = 'true'
            ), time) filter (type in ('apply_sla', 'apply_group_sla')) as sla,
            arg_max(try_cast(calendar as bigint), time) filter (type = 'update_status') as calendar,
            arg_max(try_cast(business as bigint), time) filter (type = 'update_status') as business,
            min(row_number) as row_number, min(line) as line
        from ({_FLAT}) group by all
    )"""
# Zendesk writes minutes, one client of its API says seconds: the time stamps decide. A span
# under two minutes is too short to tell.
_UNIT = """
    spans as (
        select calendar as said, epoch(try_cast(fulfilled_at as timestamp))
            - epoch(try_cast(started_at as timestamp)) as seconds
        from instances
        where metric = 'reply_time' and pauses = 0 and fulfilled_at is not null
        union all
        select sla.target, epoch(try_cast(breached_at as timestamp))
            - epoch(try_cast(started_at as timestamp))
        from instances
        where metric = 'reply_time' and pauses = 0 and not sla.in_hours
    ), unit as (
        select case when count(*) filter (abs(said - seconds) < abs(said * 60 - seconds)) * 2
            > count(*) then 1 else 60 end as seconds
        from spans where said is not null and seconds >= 120
    )"""
# Of several clocks on solving a ticket, the one nearest to what its customer sees is `resolve`.
_RANK = "list_position(['resolution_time', 'requester_wait_time', 'agent_work_time'], metric)"
_PROMISE = """case
        when metric = 'reply_time' and instance = 1 then 'first_response'
        when metric = 'reply_time' then 'next_response'
        when place = first_place then 'resolve'
        when metric in ('pausable_update_time', 'periodic_update_time') then 'update'
        else metric
    end"""
_VERDICTS = f"""
    with {_INSTANCES}, {_UNIT},
    ended as (
        select *, case when fulfilled_at >= last_started_at then fulfilled_at end as met_at,
            {_RANK} as place, min({_RANK}) over (partition by ticket_id) as first_place
        from instances
        where sla.target is not null or sla.seconds is not null or breached_at is not null
    )
    select ticket_id, {_PROMISE} as promise, metric, cast(instance as varchar) as cycle,
        case when breached_at is not null then 'false' when met_at is not null then 'true' end
            as met,
        started_at, coalesce(breached_at, met_at) as decided_at,
        cast(coalesce(sla.seconds, sla.target * unit.seconds) as varchar) as target_seconds,
        cast(case when sla.in_hours then business else calendar end * unit.seconds as varchar)
            as elapsed_seconds,
        row_number, line
    from ended cross join unit"""
_SECONDS = f"""
    with {_INSTANCES}, {_UNIT}
    select 'The targets and clocks of this file are counted in seconds, not in the minutes that'
        || ' Zendesk writes: its time stamps say so.'
    from unit where seconds = 1"""
# The agents' clock rests while a ticket is pending or on hold, the requester's only while it is
# pending; so the two together say which it is. The first start of a clock is no change.
_EVENTS = f"""
    with ticks as (
        select *, metric = 'agent_work_time' as is_work, metric = 'requester_wait_time' as is_wait,
            time = min(time) over (partition by ticket_id, metric) as is_first,
            bool_or(metric = 'agent_work_time') over (partition by ticket_id) as has_work
        from ({_FLAT})
    ), together as (
        select *, bool_or(is_wait and type = 'pause') over moment as is_waiting,
            bool_or(is_work and type = 'activate') over moment as is_working
        from ticks window moment as (partition by ticket_id, time)
    )
    select id, ticket_id, time, case
            when metric = 'reply_time' and type = 'fulfill' then 'replied'
            when metric = 'reply_time' and type = 'activate' and instance_id not in ('0', '1')
                then 'customer_replied'
            when {_RANK} is null then 'ignore'
            when type = 'fulfill' then 'resolved'
            when is_wait and type = 'pause' then 'waiting'
            when is_work and type = 'pause' and not is_waiting then 'held'
            when type = 'activate' and not is_first and (is_work or not has_work) then 'working'
            when type = 'activate' and not is_first and is_wait and not is_working then 'held'
            else 'ignore'
        end as activity, row_number, line
    from together"""
_ACTIVITIES = {
    "replied": "replied",
    "customer_replied": "customer_replied",
    "resolved": "resolved",
    "waiting": "status:pending",
    "held": "status:hold",
    "working": "status:open",
    "ignore": "ignore",
}


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    if not set(_NEEDED) <= set(shape.columns):
        return None
    return Recognition(1.0, f"each record has {', '.join(_NEEDED)}: Zendesk's SLA clock")


def _parts(shape: Shape) -> tuple[Part, ...]:
    events = Mapping.model_validate(
        {
            "table": "events",
            "columns": {
                "case_id": "ticket_id",
                "event_at": "time",
                "seq": "id",
                "activity": "activity",
            },
            "activities": _ACTIVITIES,
            "inferred": True,
            "records": ["replied", "resolved"],
        }
    )
    verdicts = Mapping.model_validate(
        {
            "table": "verdicts",
            "columns": {
                "case_id": "ticket_id",
                "promise": "promise",
                "cycle": "cycle",
                "met": "met",
                "started_at": "started_at",
                "decided_at": "decided_at",
                "target_seconds": "target_seconds",
                "elapsed_seconds": "elapsed_seconds",
            },
        }
    )
    return (
        Part(events, _EVENTS, ("case_events",)),
        Part(verdicts, _VERDICTS, cautions=(_SECONDS,)),
    )


SOURCE = Source(
    "zendesk_metric_events", "Zendesk metric events", _recognise, _parts, utc, family=FAMILY
)
