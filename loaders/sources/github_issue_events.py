"""GitHub's issue events of a repository (/issues/events): who did what to which issue, and when.

Events of pull requests are left out. The events of a single issue do not name it.
"""

from loaders import github_labels
from loaders.mapping import Mapping
from loaders.quoting import literal
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source
from metrics.errors import ExportError

_PATHS = {
    "id": "$.id",
    "event": "$.event",
    "event_at": "$.created_at",
    "login": "$.actor.login",
    "type": "$.actor.type",
    "assigner": "$.assigner.login",
    "assigner_type": "$.assigner.type",
    "assignee": "$.assignee.login",
    "label": "$.label.name",
    "reason": "$.state_reason",
    "number": "$.issue.number",
    "url": "$.issue.url",
    "created_at": "$.issue.created_at",
}
_COLUMNS: dict[str, str | list[str]] = {
    name: name
    for name in ("case_id", "event_at", "created_at", "seq", "activity", "status", "severity",
                 "team", "owner", "actor")
}  # fmt: skip
# Named activities; the others change what their columns say, or are shown by their name.
_IGNORED = ("subscribed", "unsubscribed", "mentioned", "labeled", "unlabeled", "assigned",
            "unassigned", "closed", "reopened")  # fmt: skip
_IS_PULL = "coalesce(json_type(record, '$.issue.pull_request'), 'NULL') <> 'NULL'"
_PULLS = (
    "select concat(format('{:,}', n), ' events of pull requests are left out.')"
    f" from (select count(*) as n from file_rows where {_IS_PULL}) where n > 0"
)


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    if not {"event", "created_at", "actor"} <= set(shape.columns):
        return None
    if not any("/issues/events/" in (row.get("url") or "") for row in rows):
        return None
    return Recognition(1.0, "the records have event, actor and the address of an issue's event")


def _parts(shape: Shape) -> tuple[Part, ...]:
    if "issue" not in shape.columns:
        raise ExportError(
            "these events name no issue, as GitHub's list for a single issue does not",
            next_step="Ask for the events of the repository (/repos/OWNER/NAME/issues/events)."
            " Nothing was landed.",
        )
    mapping = Mapping(
        table="events",
        columns=_COLUMNS,
        activities=dict.fromkeys(_IGNORED, "ignore"),
        statuses=github_labels.STATUSES,
        priorities=github_labels.PRIORITIES,
        bots=[f"{github_labels.APP}*"],
        records=["resolved"],
    )
    return (Part(mapping, _rows(), ("case_events",), (_PULLS,)),)


def _rows() -> str:
    """One row per event; the owner and the team are carried on, an emptied owner is nobody."""
    named = ", ".join(f"found[{place}] as {name}" for place, name in enumerate(_PATHS, start=1))
    listed = ", ".join(literal(path) for path in _PATHS.values())
    by_person = github_labels.actor("login", "type")
    by_assigner = github_labels.actor("assigner", "assigner_type")
    return f"""
    with told as (
        select {named}, row_number, line from (
            select json_extract_string(record, [{listed}]) as found, row_number, line
            from file_rows where not {_IS_PULL}
        )
    ),
    placed as (
        select *, last_value(if(event = 'assigned', assignee, null) ignore nulls) over in_order
                as last_assigned
        from told
        window in_order as (partition by url, number order by event_at, try_cast(id as hugeint))
    ),
    held as (
        select *, case when event = 'assigned' then assignee
                when event = 'unassigned' and assignee is not distinct from last_assigned then ''
            end as set_owner,
            if(event = 'labeled', {github_labels.team("label")}, null) as set_team
        from placed
    )
    select {github_labels.case_id("url", "number")} as case_id, event_at, created_at, id as seq,
        event as activity, case event when 'closed' then concat_ws('/', 'closed', reason)
            when 'reopened' then 'reopened' end as status,
        if(event = 'labeled', {github_labels.severity("label")}, null) as severity,
        last_value(set_team ignore nulls) over in_order as team,
        nullif(last_value(set_owner ignore nulls) over in_order, '') as owner,
        coalesce({by_assigner}, {by_person}) as actor, row_number, line
    from held
    window in_order as (partition by url, number order by event_at, try_cast(id as hugeint))
    """


SOURCE = Source("github_issue_events", "GitHub issue events", _recognise, _parts, family="github")
