"""Jira's REST JSON: issues of /search and /search/jql, with their changelog where it was asked for.

Descriptions and other rich texts are left alone. Without a changelog the dates of the issue
stand in for its history.
"""

from typing import Any

from loaders import jira_history, jira_slas
from loaders.jira_words import CATEGORIES, FINER_STATES, INCIDENTS, OUTCOMES, PRIORITIES, STATES
from loaders.mapping import Mapping
from loaders.quoting import literal
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source
from loaders.words import BREAK, translated

_PATHS = {
    "key": "$.key",
    "id": "$.id",
    "summary": "$.fields.summary",
    "priority": "$.fields.priority.name",
    "assignee": "$.fields.assignee.displayName",
    "issuetype": "$.fields.issuetype.name",
    "component": "$.fields.components[0].name",
    "project": "$.fields.project.key",
    "status_name": "$.fields.status.name",
    "category": "$.fields.status.statusCategory.key",
    "resolution": "$.fields.resolution.name",
    "created": "$.fields.created",
    "updated": "$.fields.updated",
    "resolutiondate": "$.fields.resolutiondate",
    "statuscategorychangedate": "$.fields.statuscategorychangedate",
    "parent": "$.fields.parent.key",
}
_COLUMNS: dict[str, str | list[str]] = {
    "case_id": "key", "alias_id": "id", "subject": "summary", "priority": "priority",
    "owner": "assignee", "category": "issuetype", "system": "system", "kind": "kind",
    "status": "status", "created_at": "created", "updated_at": "updated",
    "resolved_at": "resolved", "cancelled_at": "cancelled", "parent_id": "belongs_to",
    "account_id": "organization", "team": "team",
}  # fmt: skip


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    if shape.form != "records" or not {"key", "fields"} <= set(shape.columns):
        return None
    if not any('"created"' in (row.get("fields") or "") for row in rows):
        return None
    with_history = " with a changelog" if "changelog" in shape.columns else ""
    return Recognition(0.95, f"the records have key and fields{with_history}, as Jira's issues")


def parts(shape: Shape, replies: bool = False) -> tuple[Part, ...]:
    """The issues, their history and their SLAs; `replies` when comments tell who saw them."""
    records = ["replied", "resolved"] if replies else ["resolved"]
    meant = {
        "statuses": OUTCOMES | FINER_STATES,
        "status_categories": STATES | CATEGORIES,
        "priorities": PRIORITIES,
        "records": records,
    }
    has_log = "changelog" in shape.columns
    fills = ("cases",) if has_log else ("cases", "case_events")
    cases = Mapping.model_validate(meant | {"table": "cases", "columns": _COLUMNS})
    found = [Part(cases, _issues(shape), fills, _cautions(shape))]
    if has_log:
        log = meant | {"table": "events", "columns": _LOG, "activities": jira_history.ACTIVITIES}
        bots = {"bots": [f"{jira_history.APP}*", "Automation for Jira"]}
        found.append(
            Part(
                Mapping.model_validate(log | bots),
                jira_history.events(_team(shape)),
                ("case_events",),
            )
        )
    return (*found, jira_slas.part())


_LOG: dict[str, str | list[str]] = {
    "case_id": "case_id", "event_at": "event_at", "seq": "seq", "activity": "activity",
    "status": "status", "priority": "priority", "owner": "owner", "team": "team",
    "actor": "actor",
}  # fmt: skip


def _issues(shape: Shape) -> str:
    """One row per issue, in flat texts."""
    paths = _PATHS | {"organization": _organization(shape), "team": _team(shape)}
    named = ", ".join(f"found[{place}] as {name}" for place, name in enumerate(paths, start=1))
    listed = ", ".join(literal(path) for path in paths.values())
    outcome = f"if({_IS_DONE}, {translated('resolution', OUTCOMES, 'null')}, null)"
    ended = f"coalesce(resolutiondate, if({_IS_DONE}, statuscategorychangedate, null))"
    both = f"concat_ws({literal(BREAK)}, status_name, coalesce(category, status_name))"
    kind = translated("issuetype", dict.fromkeys(INCIDENTS, "incident"), "issuetype")
    return f"""
    select key, id, summary, priority, assignee, issuetype, created, updated, organization, team,
        coalesce(component, project) as system, {kind} as kind,
        if({outcome} is null, {both}, resolution) as status,
        if({outcome} is null, {ended}, null) as resolved,
        if({outcome} is not null, {ended}, null) as cancelled,
        coalesce(if({outcome} = 'merged', {_linked("Duplicate", "outward")}, null), parent,
            {_linked("Problem/Incident", "inward")}) as belongs_to,
        row_number, line
    from (
        select {named}, links, row_number, line from (
            select json_extract_string(record, [{listed}]) as found, row_number, line,
                json_extract(record, '$.fields.issuelinks[*]') as links
            from file_rows
        )
    )"""


_IS_DONE = "coalesce(category = 'done', false)"


def _linked(type_: str, side: str) -> str:
    """The first issue linked so."""
    key = f"'$.{side}Issue.key'"
    return (
        f"list_transform(list_filter(links, lambda one: json_extract_string(one, '$.type.name')"
        f" = {literal(type_)} and json_exists(one, {key})),"
        f" lambda one: json_extract_string(one, {key}))[1]"
    )


def _organization(shape: Shape) -> str:
    """Where the customer's organisation stands, if the file names its custom fields."""
    return f"$.fields.{_field(shape, 'organizations')}[0].name"


def _team(shape: Shape) -> str:
    """Where the team stands, likewise."""
    return f"$.fields.{_field(shape, 'team')}.name"


def _field(shape: Shape, name: str) -> str:
    """The custom field of that name; without names in the file, the name itself."""
    names: Any = shape.envelope.get("names")
    fields = names if isinstance(names, dict) else {}
    return next((field for field, one in fields.items() if str(one).casefold() == name), name)


def _cautions(shape: Shape) -> tuple[str, ...]:
    cut = "try_cast(json_extract_string(record, '$.changelog.total') as bigint)"
    held = "json_array_length(record, '$.changelog.histories')"
    told = (
        "select concat(format('{:,}', count(*)), ' issues carry a part of their history only"
        " (Jira cuts changelogs off), such as ', string_agg(key, ', ') filter (place <= 3),"
        " '. Fetch /issue/KEY/changelog for these.')"
        " from (select json_extract_string(record, '$.key') as key,"
        " row_number() over (order by row_number) as place"
        f" from file_rows where {cut} > {held}) having count(*) > 0"
    )
    if "changelog" not in shape.columns:
        told = (
            "select 'The issues carry no history (ask with expand=changelog): pauses, reopens and"
            " changes of hands are not known.'"
        )
    return (told, *_pages(shape))


def _pages(shape: Shape) -> tuple[str, ...]:
    """What the envelope says of other pages."""
    total, start = shape.envelope.get("total"), shape.envelope.get("startAt", 0)
    if shape.envelope.get("isLast") is False or shape.envelope.get("nextPageToken"):
        return ("select 'This is one page of a search, and more follow: load them all.'",)
    if not isinstance(total, int) or not isinstance(start, int):
        return ()
    return (
        f"select 'The search found {total:,} issues; this page holds ' || format('{{:,}}', n)"
        f" || '. Load the other pages too.' from (select count(*) as n from file_rows)"
        f" where n < {total}",
    )


SOURCE = Source("jira_rest", "Jira REST JSON", _recognise, parts, family="jira")
