"""Jira and Jira Service Management "Export CSV": one row per issue, in five languages.

The export carries no history. Resolved is empty where a workflow sets no resolution: the change
to a done status category stands in. SLA cells are the time that was left, so they give verdicts
and no targets. Comments do not say whether the customer saw them, so no reply is read from them.
"""

import re
from collections.abc import Iterable

from loaders import jira_slas
from loaders.jira_words import (
    CATEGORIES,
    COMMENTS,
    CUSTOM,
    FINER_STATES,
    HEADERS,
    INCIDENTS,
    OUTCOMES,
    PRIORITIES,
    STATES,
    UNRESOLVED,
)
from loaders.mapping import Mapping
from loaders.quoting import identifier, literal
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source
from loaders.words import BREAK, translated
from metrics.errors import ExportError

_FOLDED = re.compile(r" \(\d+\)$")  # what the header reader adds to a repeated name
_OUT = "outward|salida|saliente|hacia fuera|ausgehend|sortant|saída"
_DUPLICATES = re.compile(rf"({_OUT}).*\(Duplicate\)$", re.IGNORECASE)
_CAUSE = re.compile(
    r"(inward|entrada|entrante|eingehend|entrant).*\(Problem/Incident\)$", re.IGNORECASE
)
_CAP = 1_000  # rows of an export from the screen of issues, unless an administrator raised it
_NO_STATUS = (
    "The export has no Status column: an issue without a resolution date counts as open. Export"
    " all fields to see waiting and cancelled issues."
)
_CAPPED = (
    f"The file holds exactly {_CAP:,} issues, where Jira cuts an export off: issues are likely"
    " missing. Export smaller pieces and load them all."
)
_EXPLICIT = ("id", "type", "status", "created", "resolution", "category", "project", "priority")


def _found(columns: Iterable[str]) -> dict[str, str]:
    """Our word -> the header of this export, custom fields included."""
    named = {name.casefold(): name for name in reversed(tuple(columns))}
    found = {}
    for word, spellings in HEADERS.items():
        custom = [f"{prefix} ({one})" for prefix in CUSTOM for one in spellings]
        known = [one.casefold() for one in (*spellings, *custom)]
        if header := next((named[one] for one in known if one in named), None):
            found[word] = header
    return found


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    found = _found(shape.columns)
    signs = [found[word] for word in _EXPLICIT if word in found]
    if shape.form != "table" or "key" not in found or "type" not in found or len(signs) < 2:
        return None
    sure = 1.0 if "id" in found or "resolution" in found else 0.8
    return Recognition(sure, f"the header has {', '.join([found['key'], *signs[:3]])}, as Jira's")


def _parts(shape: Shape) -> tuple[Part, ...]:
    found = _found(shape.columns)
    if "created" not in found:
        raise ExportError(
            "this Jira export has no column Created, so none of its issues can be placed in time",
            next_step="Export it again with Created, Updated, Resolved, Status and Status Category"
            " (Export CSV, all fields). Nothing was landed.",
        )
    if "status" in found and not {"resolved", "category_changed", "updated"} & set(found):
        raise ExportError(
            "this Jira export has statuses, but no column (Resolved, Status Category Changed,"
            " Updated) that says when issues were done, so every duration would be made up",
            next_step="Export it again with Resolved and Updated. Nothing was landed.",
        )
    rows = _rows(shape.columns, found)
    clocks = _clocks(shape.columns, found)
    cases = Part(_mapping(found), rows, ("cases", "case_events"), _cautions(found), clocks)
    slas = {name: goal for name in shape.columns if (goal := jira_slas.goal(name))}
    return (cases, jira_slas.cells(slas, found["key"], _is_done(found))) if slas else (cases,)


def _mapping(found: dict[str, str]) -> Mapping:
    same = {
        "case_id": "key", "alias_id": "id",
        "created_at": "created", "updated_at": "updated", "subject": "summary",
        "priority": "priority", "owner": "assignee", "category": "type", "team": "team",
        "account_id": "organization",
    }  # fmt: skip
    columns: dict[str, str | list[str]] = {
        ours: found[theirs] for ours, theirs in same.items() if theirs in found
    }
    made = {"status": "status", "resolved_at": "resolved"}
    columns |= {ours: found.get(theirs, theirs.title()) for ours, theirs in made.items()}
    columns |= {"cancelled_at": "Cancelled or merged", "kind": "Kind", "system": "System"}
    columns |= {"parent_id": "Belongs to"}
    return Mapping(
        table="cases",
        columns=columns,
        statuses=OUTCOMES | (FINER_STATES if "category" in found else STATES),
        status_categories=CATEGORIES,
        priorities=PRIORITIES,
        null_values=["Unassigned", *UNRESOLVED],
        records=["resolved"],
    )


def _rows(columns: tuple[str, ...], found: dict[str, str]) -> str:
    """One row per issue: the columns that matter, and what only Jira's words say."""
    kept = ("key", "id", "created", "updated", "summary", "priority", "assignee", "type", "team",
            "organization")  # fmt: skip
    plain = [identifier(found[word]) for word in kept if word in found]
    resolved = identifier(found.get("resolved", "Resolved"))
    made = {
        identifier(found.get("status", "Status")): _status(found),
        resolved: f"if({_outcome(found)} is null, {_ended(found)}, null)",
        '"Cancelled or merged"': f"if({_outcome(found)} is not null, {_ended(found)}, null)",
        '"Kind"': _kind(found),
        '"System"': _first([_column(found, "component"), _column(found, "project")]),
        '"Belongs to"': _parent(columns, found),
    }
    listed = ", ".join([*plain, *(f"{sql} as {name}" for name, sql in made.items())])
    return f"select {listed}, row_number, line from {_issues(found)}"


def _status(found: dict[str, str]) -> str:
    """Status and category; a resolution that says more (Duplicate) stands in for both."""
    both = f"concat_ws({literal(BREAK)}, {_column(found, 'status')}, {_column(found, 'category')})"
    return f"if({_outcome(found)} is null, nullif({both}, ''), {_column(found, 'resolution')})"


def _outcome(found: dict[str, str]) -> str:
    """cancelled or merged for work that ended so, else null."""
    told = translated(_column(found, "resolution"), OUTCOMES, "null")
    return f"if({_is_done(found)}, {told}, null)"


def _is_done(found: dict[str, str]) -> str:
    """Whether the issue is done, by its category, else by its status or date."""
    if "category" in found:
        category = translated(_column(found, "category"), CATEGORIES, "null")
        return f"coalesce({category} = 'resolved', false)"
    ended = translated(_column(found, "status"), STATES, "null")
    return (
        f"({_column(found, 'resolved')} is not null"
        f" or coalesce({ended} in ('resolved', 'closed', 'cancelled'), false))"
    )


def _ended(found: dict[str, str]) -> str:
    """When it was resolved, else when its status became a done one."""
    changed = f"if({_is_done(found)}, {_column(found, 'category_changed')}, null)"
    return f"coalesce({_column(found, 'resolved')}, {changed})"


def _kind(found: dict[str, str]) -> str:
    type_ = _column(found, "type")
    return translated(type_, dict.fromkeys(INCIDENTS, "incident"), type_)


def _parent(columns: tuple[str, ...], found: dict[str, str]) -> str:
    """What it duplicates, its parent, or the problem that it is caused by."""
    named = {name: _FOLDED.sub("", name) for name in columns}
    twins = [name for name, bare in named.items() if _DUPLICATES.search(bare)]
    causes = [name for name, bare in named.items() if _CAUSE.search(bare)]
    twin = f"if({_outcome(found)} = 'merged', {_first(map(identifier, twins))}, null)"
    parent = "parent_issue_key" if _joins(found) else _column(found, "parent_key")
    plain = [] if "parent_key" in found else [_column(found, "parent_id")]
    return _first([twin, parent, *plain, *map(identifier, causes)])


def _joins(found: dict[str, str]) -> bool:
    return "parent_key" not in found and {"parent_id", "id"} <= set(found)


def _issues(found: dict[str, str]) -> str:
    """The rows; where only the number of the parent is given, with the parent's key."""
    if not _joins(found):
        return "file_rows"
    key, number, parent = (identifier(found[word]) for word in ("key", "id", "parent_id"))
    return f"""(select file_rows.*, parent_issue_key from file_rows left join (
        select {number} as parent_number, any_value({key}) as parent_issue_key
        from file_rows where {number} is not null group by {number}
    ) on parent_number = file_rows.{parent})"""


def _cautions(found: dict[str, str]) -> tuple[str, ...]:
    key = _column(found, "key")
    undated = f"{_is_done(found)} and {_column(found, 'resolved')} is null"
    counted = f"select count(*) as n from file_rows where {key} is not null"
    resolved = found.get("resolved", "Resolved")
    silent = () if {"status", "category"} & set(found) else (f"select {literal(_NO_STATUS)}",)
    return (
        *silent,
        f"select {literal(_CAPPED)} from ({counted}) where n = {_CAP}",
        f"select concat(format('{{:,}}', n), {literal(f' done issues carry no {resolved} date')},"
        f" {literal(_stand_in(found))}) from ({counted} and {undated}) where n > 0",
    )


def _stand_in(found: dict[str, str]) -> str:
    if "category_changed" in found:
        return f": they count as done since {found['category_changed']}."
    if "updated" in found:
        return f": they count as done when they were last updated ({found['updated']})."
    return ": they count as done, and no period counts when."


def _clocks(columns: tuple[str, ...], found: dict[str, str]) -> str:
    """The first response, which some sites write in UTC, beside the times of the comments."""
    said = [name for name in columns if _FOLDED.sub("", name).casefold() in COMMENTS]
    if "first_response" not in found or not said:
        return ""
    cells = ", ".join(map(identifier, said))
    return (
        f"select row_number, {identifier(found['first_response'])} as instant,"
        f" split_part(unnest([{cells}]), ';', 1) as wall from file_rows"
    )


def _column(found: dict[str, str], word: str) -> str:
    return identifier(found[word]) if word in found else "null"


def _first(texts: Iterable[str]) -> str:
    listed = [text for text in texts if text != "null"]
    return f"coalesce({', '.join(listed)})" if listed else "null"


SOURCE = Source("jira_csv", "Jira CSV export", _recognise, _parts, family="jira")
