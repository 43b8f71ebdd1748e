"""PagerDuty log entries: what happened to each incident, one record per entry.

The only file of PagerDuty that keeps acknowledgements of resolved incidents. Entries carry the
account's offset, not UTC. PagerDuty numbers no escalation levels: they are counted here. With
`is_overview=true` the API leaves out assignments and notifications, which is pointed out.
"""

from loaders.flatten import fields
from loaders.mapping import Mapping
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source
from loaders.sources.pagerduty_incidents import PRIORITIES, STATES, more

ACTIVITIES = {
    "trigger": "created",
    "acknowledge": "acknowledged",
    "escalate": "escalated",
    "notify": "ignore",  # a call to a phone is no event of the case
}
AUTOMATIC = "(automatic)"
_NEEDED = {"type", "created_at", "agent", "incident"}
_PATHS = {
    "id": "id",
    "type": "type",
    "created_at": "created_at",
    "agent_type": "agent.type",
    "agent": "agent.summary",
    "incident": "incident.id",
    "title": "incident.title",
    "summary": "incident.summary",
    "priority": "incident.priority.summary",
    "urgency": "incident.urgency",
    "service": "service.summary",
    "incident_service": "incident.service.summary",
    "team": "teams[0].summary",
    "assignee": "assignees[0].summary",
    "assigned_user": "user.summary",
}
# What an entry makes of the status; an acknowledgement that times out is none any more.
_STATUS = """case activity when 'trigger' then 'triggered' when 'acknowledge' then 'acknowledged'
        when 'unacknowledge' then 'triggered' when 'resolve' then 'resolved' end"""
_IN_ORDER = "partition by incident order by try_cast(created_at as timestamptz), row_number"
_ROWS = f"""
    with entries as (
        select *, regexp_replace(regexp_replace(type, '_reference$', ''), '_log_entry$', '')
            as activity
        from ({fields(_PATHS)})
    ), counted as (
        select *, count(*) filter (activity = 'trigger') over so_far as triggers,
            count(*) filter (activity = 'escalate') over so_far as escalations
        from entries window so_far as ({_IN_ORDER})
    )
    select incident, created_at,
        case when activity = 'trigger' and triggers > 1 then 'triggered again' else activity
            end as activity,
        {_STATUS} as status, coalesce(title, summary) as title,
        coalesce(priority, urgency) as priority, coalesce(service, incident_service) as service,
        last_value(team ignore nulls) over ({_IN_ORDER}) as team,
        last_value(case when activity <> 'notify' then assignee end ignore nulls)
            over ({_IN_ORDER}) as owner,
        case when agent_type like 'user%' then agent when agent is not null then '{AUTOMATIC}' end
            as actor,
        case when activity = 'escalate' then cast(escalations + 1 as varchar) end as level,
        row_number, line
    from counted
"""
MAPPING = Mapping(
    table="events",
    columns={
        "case_id": "incident",
        "event_at": "created_at",
        "activity": "activity",
        "status": "status",
        "priority": "priority",
        "subject": "title",
        "system": "service",
        "team": "team",
        "owner": "owner",
        "actor": "actor",
        "level": "level",
    },
    kind="incident",
    activities=ACTIVITIES,
    statuses=STATES,
    priorities=PRIORITIES,
    bots=[AUTOMATIC],
    records=["acknowledged", "resolved"],
)
_OVERVIEW = """
    select 'No entry assigns or notifies anybody. An export with is_overview=true leaves such '
        || 'entries out: assignments and owners are then unknown.'
    from file_rows having count(*) > 1 and count(*) filter (
        json_extract_string(record, '$.type') similar to '(assign|notify)_log_entry.*') = 0
"""


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    if shape.form != "records" or not set(shape.columns) >= _NEEDED:
        return None
    if not any("_log_entry" in (row.get("type") or "") for row in rows):
        return None
    return Recognition(1.0, "the records are log entries of incidents (type ..._log_entry)")


def _parts(shape: Shape) -> tuple[Part, ...]:
    return (Part(MAPPING, _ROWS, cautions=(*more(shape, "log entries"), _OVERVIEW)),)


SOURCE = Source(
    "pagerduty_log_entries", "PagerDuty log entries", _recognise, _parts, family="pagerduty"
)
