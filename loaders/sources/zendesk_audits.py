"""Zendesk ticket audits: one record per update of a ticket, with the events that it held.

Create events give the first values, Change events the later ones, Comment events the replies.
Whether a comment is the customer's is known from the users that came along with the page, else
from the requester that the audits name, else from who began the ticket; where nothing of that
is there, a public comment counts as no reply.
"""

from loaders.mapping import Mapping
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source
from loaders.sources.zendesk_tickets import FAMILY, PRIORITIES, STATUSES, roles, utc

_NEEDED = ("ticket_id", "created_at", "author_id", "events")
_SYSTEM = "-1"  # Zendesk's own id for its triggers and automations
_AUDIT = (
    '{"id": "VARCHAR", "ticket_id": "VARCHAR", "created_at": "VARCHAR", "author_id": "VARCHAR",'
    ' "events": [{"type": "VARCHAR", "field_name": "VARCHAR", "value": "VARCHAR",'
    ' "previous_value": "VARCHAR", "public": "VARCHAR", "author_id": "VARCHAR"}]}'
)
_FIELDS = {
    "status": "status",
    "priority": "priority",
    "team": "group_id",
    "owner": "assignee_id",
    "requester": "requester_id",
    "tags": "tags",
}
# Zendesk closes a ticket that was merged into another and says so in its tags only.
_IS_MERGED = (
    "tags like '%closed_by_merge%' and coalesce(tags_before, '') not like '%closed_by_merge%'"
)
_ACTIVITIES = ("created", "replied", "customer_replied", "ignore")


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    if not set(_NEEDED) <= set(shape.columns):
        return None
    return Recognition(1.0, f"each record has {', '.join(_NEEDED)}, as Zendesk's audits do")


def _parts(shape: Shape) -> tuple[Part, ...]:
    columns = {
        "case_id": "ticket_id",
        "event_at": "created_at",
        "seq": "id",
        "activity": "activity",
        "actor": "author_id",
        "status": "status",
        "status_before": "status_before",
        "priority": "priority",
        "severity_before": "priority_before",
        "team": "team",
        "team_before": "team_before",
        "owner": "owner",
        "owner_before": "owner_before",
    }
    meant = Mapping.model_validate(
        {
            "table": "events",
            "columns": columns,
            "statuses": STATUSES,
            "priorities": PRIORITIES,
            "activities": {one: one for one in _ACTIVITIES},
            "changes_only": True,
            "bots": [_SYSTEM],
            "records": ["replied", "resolved"],
        }
    )
    return (Part(meant, _rows(shape), ("case_events",)),)


def _rows(shape: Shape) -> str:
    """One row per audit: what it set, what stood there before, and what kind of update it was."""
    values = ", ".join(
        f"list_filter(changes, lambda e: e.field_name = '{theirs}')[-1].value as {ours},"
        f" list_filter(changes, lambda e: e.field_name = '{theirs}')[1].previous_value"
        f" as {ours}_before"
        for ours, theirs in _FIELDS.items()
    )
    return f"""
    with audits as (
        select from_json(record, '{_AUDIT}') as audit, row_number, line from file_rows
    ), sorted_out as (
        select audit.id, audit.ticket_id, audit.created_at, audit.author_id,
            list_filter(audit.events, lambda e: e.type in ('Create', 'Change')) as changes,
            list_filter(audit.events, lambda e: e.type in ('Comment', 'VoiceComment'))[1] as said,
            len(list_filter(audit.events, lambda e: e.type = 'Create')) > 0 as is_first,
            row_number, line
        from audits
    ), told as (
        select * exclude (changes, said), {values}, len(changes) > 0 as has_changes,
            said is not null as has_comment, said.public = 'true' as is_public,
            coalesce(said.author_id, author_id) as speaker
        from sorted_out
    ), known as (
        select * replace (case when {_IS_MERGED} then 'merged' else status end as status),
            coalesce(
                last_value(requester ignore nulls) over so_far,
                first_value(case when is_first then speaker end ignore nulls) over so_far
            ) as asker
        from told
        window so_far as (partition by ticket_id order by created_at, try_cast(id as bigint))
    )
    select id, ticket_id, created_at, author_id, status, status_before, priority, priority_before,
        team, team_before, owner, owner_before, row_number, line, case
            when is_first then 'created'
            when has_comment and is_public and {_is_customer(shape)} then 'customer_replied'
            when has_comment and is_public and not {_is_customer(shape)} then 'replied'
            when has_comment and is_public then 'Comment'
            when has_comment then 'Internal note'
            when has_changes then 'Update'
            else 'ignore'
        end as activity
    from known"""


def _is_customer(shape: Shape) -> str:
    """SQL: whether the speaker is a customer; null when nothing in the file says it."""
    by_requester = "speaker = asker"
    customers, agents = roles(shape)
    if not customers and not agents:
        return f"({by_requester})"
    listed = f"when speaker in ({customers}) then true " if customers else ""
    listed += f"when speaker in ({agents}) then false " if agents else ""
    return f"(case {listed}else {by_requester} end)"


SOURCE = Source("zendesk_audits", "Zendesk ticket audits", _recognise, _parts, utc, family=FAMILY)
