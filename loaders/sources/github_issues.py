"""GitHub's issues (REST list): one row per issue as it is now; pull requests are left out.

The list tells when an issue was last closed and nothing of what came before: the events do.
"""

from loaders import github_labels
from loaders.mapping import Mapping
from loaders.quoting import literal
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source

_PATHS = {
    "number": "$.number",
    "url": "$.url",
    "title": "$.title",
    "state": "$.state",
    "reason": "$.state_reason",
    "assignee": "$.assignee.login",
    "first_assignee": "$.assignees[0].login",
    "type": "$.type.name",
    "created_at": "$.created_at",
    "updated_at": "$.updated_at",
    "closed_at": "$.closed_at",
}
_COLUMNS: dict[str, str | list[str]] = {
    name: name
    for name in ("case_id", "subject", "status", "severity", "team", "owner", "category", "kind",
                 "created_at", "updated_at", "resolved_at", "cancelled_at")
}  # fmt: skip
_IS_PULL = "coalesce(json_type(record, '$.pull_request'), 'NULL') <> 'NULL'"
_PULLS = (
    "select concat(format('{:,}', n), ' pull requests stand among the issues and are left out.')"
    f" from (select count(*) as n from file_rows where {_IS_PULL}) where n > 0"
)


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    if not {"number", "title", "state", "created_at"} <= set(shape.columns):
        return None
    if not any("/issues/" in (row.get("url") or row.get("html_url") or "") for row in rows):
        return None
    return Recognition(1.0, "the records have number, title, state and the address of an issue")


def _parts(shape: Shape) -> tuple[Part, ...]:
    mapping = Mapping(
        table="cases",
        columns=_COLUMNS,
        statuses=github_labels.STATUSES,
        priorities=github_labels.PRIORITIES,
        records=["resolved"],
    )
    return (Part(mapping, _rows(), cautions=(_PULLS,)),)


def _rows() -> str:
    named = ", ".join(f"found[{place}] as {name}" for place, name in enumerate(_PATHS, start=1))
    listed = ", ".join(literal(path) for path in _PATHS.values())
    severity, team, plain = (
        github_labels.first("labels", meaning("one"))
        for meaning in (github_labels.severity, github_labels.team, github_labels.plain)
    )
    is_given_up = "coalesce(reason in ('not_planned', 'duplicate'), false)"
    return f"""
    select {github_labels.case_id("url", "number")} as case_id, title as subject,
        concat_ws('/', state, reason) as status, {severity} as severity, {team} as team,
        coalesce(assignee, first_assignee) as owner, coalesce(type, {plain}) as category,
        if(list_contains(list_transform(labels, lambda one: lower(one)), 'incident'),
            'incident', 'ticket') as kind,
        created_at, updated_at, if({is_given_up}, null, closed_at) as resolved_at,
        if({is_given_up}, closed_at, null) as cancelled_at, row_number, line
    from (
        select {named}, labels, row_number, line from (
            select json_extract_string(record, [{listed}]) as found,
                json_extract_string(record, '$.labels[*].name') as labels, row_number, line
            from file_rows where not {_IS_PULL}
        )
    )"""


SOURCE = Source("github_issues", "GitHub issues", _recognise, _parts, family="github")
