"""Zendesk tickets: the JSON of the API and of the account export, or its table in a warehouse.

One record per ticket, as last seen; a page that repeats a ticket is settled by updated_at. A
ticket alone does not say when it was solved or first answered: its metric_set does, or the
files of zendesk_metrics and zendesk_audits, which land under the same name. Who opened it is its
submitter: an agent who opens one for a customer is another user than its requester.
"""

from loaders.flatten import fields
from loaders.mapping import Mapping
from loaders.quoting import literal
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source

FAMILY = "zendesk"
STATUSES = {
    "solved": "resolved",
    "on-hold": "hold",
    "deleted": "cancelled",
}
PRIORITIES = {"urgent": "S1", "high": "S2", "normal": "S3", "low": "S4"}
ANSWERS = ("good", "bad", "good_with_comment", "bad_with_comment")
UNSOLVED = (
    "select 'These tickets do not say when they were solved or first answered: their last update"
    " stands in for the solve. Load the ticket metrics, audits or metric events as well.'"
)
_NEEDED = ("id", "created_at", "status", "requester_id", "submitter_id")
_PLAIN = (
    "id", "created_at", "updated_at", "status", "priority", "type", "organization_id",
    "group_id", "assignee_id", "subject", "problem_id",
)  # fmt: skip
# Few tickets are rated: where neither word stands anywhere the record is not parsed, and where
# it stands elsewhere no further than to the rating.
_MAYBE_RATED = "select * from file_rows where contains(record, 'good') or contains(record, 'bad')"
_RATED = """
    select * replace (case when rating like '{{%' then rating end as rating), rating as word
    from ({}) where rating like '%good%' or rating like '%bad%'"""
_METRICS = {
    "solved_at": "$.metric_set.solved_at",
    "reopens": "$.metric_set.reopens",
    "reply_minutes": "$.metric_set.reply_time_in_minutes.calendar",
}
_COLUMNS = {
    "case_id": "id",
    "created_at": "created_at",
    "updated_at": "updated_at",
    "status": "status",
    "priority": "priority",
    "category": "type",
    "account_id": "organization_id",
    "team": "group_id",
    "owner": "assignee_id",
    "subject": "subject",
    "parent_id": "problem_id",
    "is_agent_created": "opened_by_agent",
}


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    if not set(_NEEDED) <= set(shape.columns):
        return None
    return Recognition(1.0, f"each ticket has {', '.join(_NEEDED)}, as Zendesk writes them")


def _parts(shape: Shape) -> tuple[Part, ...]:
    if shape.form == "table":
        rows = f"select *, {_opened_by_agent(shape)} as opened_by_agent from file_rows"
        return (Part(_mapping(shape, {}), rows, cautions=(UNSOLVED,)),)
    metrics = _metric_columns(shape)
    cautions = () if metrics else (UNSOLVED,)
    tickets = Part(_mapping(shape, metrics), _tickets(shape, bool(metrics)), cautions=cautions)
    return (tickets, *_surveys(shape))


def _mapping(shape: Shape, more: dict[str, str]) -> Mapping:
    known = {*shape.columns, "opened_by_agent"}
    named = {ours: theirs for ours, theirs in _COLUMNS.items() if theirs in known}
    has_metrics = bool(more)
    return Mapping.model_validate(
        {
            "table": "cases",
            "columns": named | more,
            "statuses": STATUSES,
            "priorities": PRIORITIES,
            "seconds_after": {"first_replied_at": "reply_seconds"} if has_metrics else {},
            "records": ["replied", "resolved"] if has_metrics else ["resolved"],
        }
    )


def _metric_columns(shape: Shape) -> dict[str, str]:
    if "metric_set" not in shape.columns:
        return {}
    return {
        "resolved_at": "solved_at",
        "vendor_resolved_at": "solved_at",
        "vendor_reopen_count": "reopens",
    }


def _tickets(shape: Shape, has_metrics: bool) -> str:
    """A ticket that was merged into another is closed and says so in its tags only."""
    named = {name: f"$.{name}" for name in (*_PLAIN, "tags", "requester_id", "submitter_id")}
    flat = fields(named | (_METRICS if has_metrics else {}))
    seconds = ", cast(try_cast(reply_minutes as bigint) * 60 as varchar) as reply_seconds"
    return (
        "select * exclude (status, tags), case when status in ('closed', 'solved')"
        """ and tags like '%"closed_by_merge"%' then 'merged' else status end as status"""
        f", {_opened_by_agent(shape)} as opened_by_agent"
        f"{seconds if has_metrics else ''} from ({flat})"
    )


def roles(shape: Shape) -> tuple[str, str]:
    """SQL lists of the ids of customers and of agents among the users that came with the file."""
    users = [one for one in shape.envelope.get("users") or [] if isinstance(one, dict)]
    told = [one for one in users if one.get("id") is not None and one.get("role")]
    customers = [literal(str(one["id"])) for one in told if one["role"] == "end-user"]
    agents = [literal(str(one["id"])) for one in told if one["role"] != "end-user"]
    return ", ".join(customers), ", ".join(agents)


def _opened_by_agent(shape: Shape) -> str:
    """SQL: yes or no by the submitter's role, or the requester's if that is an agent; where no
    users came along, by whether the two are one. Null where either is missing."""
    customers, agents = roles(shape)
    is_customer = f"when submitter_id in ({customers}) then 'no' " if customers else ""
    is_agent = f"when submitter_id in ({agents}) or requester_id in ({agents}) then 'yes' "
    return (
        f"case {is_customer}{is_agent if agents else ''}when submitter_id <> requester_id then"
        " 'yes' when submitter_id = requester_id then 'no' end"
    )


def _surveys(shape: Shape) -> tuple[Part, ...]:
    """What the customer answered. The rating in a ticket has no time: its last update stands in."""
    if "satisfaction_rating" not in shape.columns:
        return ()
    members = {"rated_at": "$.created_at", "score": "$.score", "comment": "$.comment"}
    tickets = {"id": "$.id", "updated_at": "$.updated_at", "rating": "$.satisfaction_rating"}
    rated = fields(
        members,
        ("id", "updated_at", "word"),
        _RATED.format(fields(tickets, rows=_MAYBE_RATED)),
        "rating",
    )
    rows = (
        "select * exclude (score), coalesce(rated_at, updated_at) as answered_at,"
        " case when answer like 'good%' then '1' else '0' end as score, '1' as highest"
        f" from (select *, coalesce(score, word) as answer from ({rated}))"
        f" where answer in ({', '.join(map(literal, ANSWERS))})"
    )
    columns = {
        "case_id": "id",
        "answered_at": "answered_at",
        "score": "score",
        "max_score": "highest",
        "comment": "comment",
    }
    return (Part(Mapping.model_validate({"table": "surveys", "columns": columns}), rows),)


def utc(shape: Shape, rows: list[Row]) -> str | None:
    """Zendesk's API writes UTC, and its copy in a warehouse does so without saying it."""
    return "UTC"


SOURCE = Source("zendesk_tickets", "Zendesk tickets", _recognise, _parts, utc, family=FAMILY)
