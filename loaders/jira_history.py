"""The changelog of Jira's REST issues as event rows: SQL over the view `file_rows`.

One row for the creation with the values that held then, one for each change and comment, and
one for the state as last seen, which only a history that was cut off does not lead to by itself.
"""

from loaders.jira_words import CATEGORIES, OUTCOMES
from loaders.quoting import literal
from loaders.words import BREAK, translated

# Activities of the rows, and what they are.
ACTIVITIES = {
    "created": "created",
    "public reply": "replied",
    "customer reply": "customer_replied",
    "internal note": "commented",
    "comment": "commented",
    "changed": "ignore",
    "last seen": "ignore",
}
APP = "App: "  # before the name of an actor that is a program
_ISSUE = {
    "key": "$.key",
    "created": "$.fields.created",
    "ended": "$.fields.statuscategorychangedate",
    "resolved": "$.fields.resolutiondate",
    "updated": "$.fields.updated",
    "status": "$.fields.status.name",
    "category": "$.fields.status.statusCategory.key",
    "priority": "$.fields.priority.name",
    "owner": "$.fields.assignee.displayName",
    "resolution": "$.fields.resolution.name",
    "reporter": "$.fields.reporter.accountId",
    "reporter_name": "$.fields.reporter.displayName",
    "creator": "$.fields.creator.displayName",
    "creator_type": "$.fields.creator.accountType",
}
_HISTORY = {
    "id": "$.id",
    "told_at": "$.created",
    "actor": "$.author.displayName",
    "actor_type": "$.author.accountType",
}
_ITEM = {"field": "$.fieldId", "name": "$.field", "before": "$.fromString", "after": "$.toString"}
_COMMENT = {
    "id": "$.id",
    "told_at": "$.created",
    "actor": "$.author.displayName",
    "actor_type": "$.author.accountType",
    "account": "$.author.accountId",
    "is_public": "$.jsdPublic",
}
# What a change may set: column, the field's name in a changelog.
_FIELDS = {
    "status": "status",
    "priority": "priority",
    "owner": "assignee",
    "resolution": "resolution",
    "team": "team",  # a custom field, which goes by its name
}


def events(team: str) -> str:
    """One row per event: case_id, event_at, seq, activity, status, priority, owner, team, actor.

    `team` is the JSON path of the team in an issue.
    """
    return f"""
    with issue as ({_issues(_ISSUE | {"team": team})}),
    item as ({_items()}),
    change as ({_changes()}),
    first as ({_edges("before", "arg_min")}),
    latest as ({_edges("after", "arg_max")}),
    comment as ({_comments()}),
    told as (
        {_creations()} union all by name {_told_changes()}
        union all by name {_told_comments()} union all by name {_last_seen()}
    ),
    placed as (
        select *, row_number() over (
            partition by row_number
            order by place, try_cast(told_at as timestamptz), try_cast(id as bigint)
        ) as seq from told
    ),
    carried as (
        select *, {", ".join(f"{_carried(name)} as {name}_now" for name in _FIELDS)} from placed
        window in_order as (partition by row_number order by seq)
    ),
    category_of as (
        select status, any_value(category) as category from issue where category is not null
        group by status
    )
    select key as case_id, told_at as event_at, cast(seq as varchar) as seq, activity,
        {_status()} as status, nullif(priority_now, '') as priority,
        nullif(owner_now, '') as owner, nullif(team_now, '') as team,
        {_actor()} as actor, row_number, line
    from carried left join category_of on category_of.status = status_now
    """


def _read(paths: dict[str, str], record: str) -> str:
    """Columns out of one JSON text, which is parsed once."""
    listed = ", ".join(literal(path) for path in paths.values())
    return f"json_extract_string({record}, [{listed}]) as found"


def _named(paths: dict[str, str]) -> str:
    return ", ".join(f"found[{place}] as {name}" for place, name in enumerate(paths, start=1))


def _issues(paths: dict[str, str]) -> str:
    return f"""
        select {_named(paths)}, histories, comments, row_number, line from (
            select {_read(paths, "record")},
                json_extract(record, '$.changelog.histories[*]') as histories,
                json_extract(record, '$.fields.comment.comments[*]') as comments,
                row_number, line
            from file_rows)"""


def _items() -> str:
    """One row per changed field of a history."""
    return f"""
        select {_named(_ITEM)}, id, told_at, actor, actor_type, row_number from (
            select {_read(_ITEM, "item")}, id, told_at, actor, actor_type, row_number from (
                select {_named(_HISTORY)}, unnest(items) as item, row_number from (
                    select {_read(_HISTORY, "history")}, row_number,
                        json_extract(history, '$.items[*]') as items
                    from (select unnest(histories) as history, row_number from issue))))"""


def _is(field: str) -> str:
    return f"{literal(field)} in (field, lower(name))"


def _changes() -> str:
    """One row per history that changes a field of ours; '' is a field that was emptied."""
    set_to = ", ".join(
        f"max(coalesce(after, '')) filter ({_is(field)}) as {name}"
        for name, field in _FIELDS.items()
    )
    return f"""
        select row_number, id, told_at, any_value(actor) as actor,
            any_value(actor_type) as actor_type, {set_to}
        from item where {" or ".join(_is(field) for field in _FIELDS.values())}
        group by row_number, id, told_at"""


def _edges(side: str, edge: str) -> str:
    """What each field held before its first change, or after its last."""
    order = "(try_cast(told_at as timestamptz), try_cast(id as bigint))"
    held = ", ".join(
        f"{edge}(coalesce({side}, ''), {order}) filter ({_is(field)}) as {name}"
        for name, field in _FIELDS.items()
    )
    latest = "arg_max(told_at, try_cast(told_at as timestamptz)) as edge_at"
    return f"select row_number, {latest}, {held} from item group by row_number"


def _comments() -> str:
    return f"""
        select {_named(_COMMENT)}, row_number from (
            select {_read(_COMMENT, "comment")}, row_number
            from (select unnest(comments) as comment, row_number from issue))"""


def _creations() -> str:
    held = ", ".join(f"coalesce(first.{name}, issue.{name}, '') as {name}" for name in _FIELDS)
    return f"""
        select row_number, key, line, 0 as place, '0' as id, created as told_at,
            'created' as activity, coalesce(creator, reporter_name) as actor,
            creator_type as actor_type, {held}
        from issue left join first using (row_number)"""


def _told_changes() -> str:
    set_to = ", ".join(f"change.{name}" for name in _FIELDS)
    return f"""
        select row_number, key, line, 1 as place, id, told_at, 'changed' as activity,
            actor, actor_type, {set_to}
        from change join issue using (row_number)"""


def _told_comments() -> str:
    return """
        select row_number, key, line, 1 as place, id, told_at, case
            when is_public = 'false' then 'internal note' when is_public is null then 'comment'
            when account = reporter or actor = reporter_name then 'customer reply'
            else 'public reply' end as activity, actor, actor_type
        from comment join issue using (row_number)"""


def _last_seen() -> str:
    """The state now, where the known changes do not lead to it: the history was cut off."""
    ended = "coalesce(ended, issue.resolved, updated)"
    is_later = f"try_cast({ended} as timestamptz) > try_cast(edge_at as timestamptz)"
    now = ", ".join(f"coalesce(issue.{name}, '') as {name}" for name in _FIELDS)
    return f"""
        select row_number, key, line, 2 as place, '0' as id,
            if({is_later}, {ended}, edge_at) as told_at, 'last seen' as activity, {now}
        from issue join latest using (row_number)
        where latest.status is distinct from issue.status and latest.status is not null"""


def _carried(name: str) -> str:
    return f"last_value({name} ignore nulls) over in_order"


def _status() -> str:
    """Status and category, or the resolution that ended the case otherwise than resolving it."""
    category = "coalesce(category_of.category, status_now)"
    outcome = translated("resolution_now", OUTCOMES, "null")
    is_done = f"{translated(category, CATEGORIES, 'null')} = 'resolved'"
    return (
        f"if({is_done} and {outcome} is not null, resolution_now,"
        f" concat_ws({literal(BREAK)}, nullif(status_now, ''), {category}))"
    )


def _actor() -> str:
    return f"if(actor_type = 'app', concat({literal(APP)}, actor), actor)"
