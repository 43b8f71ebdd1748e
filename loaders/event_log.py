"""An event log, one row per event, as contract tables: SQL over the view `landed`.

One window pass finds what each row changed against the case's row before it; a row gives one
event per change and one for its activity.
"""

from collections.abc import Iterable

from loaders import event_kinds
from loaders.check import broken, rejected
from loaders.quoting import literal
from loaders.words import AS_OF, NO_TEXT, Words


def selects(words: Words) -> dict[str, str]:
    """Contract table -> SQL for one event log."""
    tables = {
        "cases": _cases(words),
        "case_events": _events(words),
        "rejected_rows": rejected(words.rules(("case_id", "event_at"))) + _rejected_late(words),
    }
    if words.has("vendor_met") or words.has("vendor_resolved_at"):
        tables["vendor_verdicts"] = _verdicts(words)
    return tables


def _cases(words: Words) -> str:
    account = words.text("account_id") if words.has("account_id") else words.text("account")
    severity = words.severity_column()
    texts = ("alias_id", "subject", "category", "system", "data_domain", "stage", "dependency")
    later = ("team", "owner", "tier", "region", "parent_id")
    return f"""
    with {_last(words)}
    select
        our_case_id as case_id, {words.kind()} as kind, {account} as account_id,
        {_listed(words, texts)},
        {words.severity(severity)} as severity, {severity} as priority,
        {_listed(words, later)},
        {_is_drill(words)} as is_drill, our_event_at as seen_at,
        our_row_number as row_number
    from landed join last on landed.row_number = our_row_number
    """


def _verdicts(words: Words) -> str:
    resolved, created = words.instant("vendor_resolved_at"), words.instant("created_at")
    return f"""
    with {_last(words)}
    select
        our_case_id as case_id, {words.flag("vendor_met")} as vendor_met,
        {words.instant("vendor_decided_at")} as vendor_decided_at,
        {resolved} as vendor_resolved_at,
        cast(epoch({resolved}) - epoch({created}) as bigint) as vendor_resolution_seconds,
        try_cast({words.text("vendor_reopen_count")} as bigint) as vendor_reopen_count,
        our_row_number as row_number
    from landed join last on landed.row_number = our_row_number
    """


def _last(words: Words) -> str:
    """Each case's last row at or before the watermark, in the order of the log."""
    return f"""kept as (
        select {words.text("case_id")} as case_id, {words.instant("event_at")} as event_at,
            {_seq(words)} as seq, row_number
        from landed where not {broken(words.rules(("case_id", "event_at")))}
    ), last as (
        select case_id as our_case_id, max(event_at) as our_event_at,
            arg_max(row_number, (event_at, seq, row_number)) as our_row_number
        from kept where event_at <= {AS_OF} group by case_id
    )"""


def _events(words: Words) -> str:
    carried, kinds = _carried(words), event_kinds.kinds(words)
    listed = ", ".join(f"{sql} as {name}" for name, sql in carried.items())
    names = ", ".join(f"({place})" for place in range(len(kinds)))
    seq = "seq, row_number" if "seq" in carried else "row_number"
    told = ", ".join(f"{event_kinds.by_kind(kinds, name)} as {name}" for name in event_kinds.VALUES)
    return f"""
    with kept as (
        select {listed} from landed where not {broken(words.rules(("case_id", "event_at")))}
            {_in_sequence(words)}
    ), changes as (
        select *, {", ".join(_befores(words, carried))}
        from kept where event_at <= {AS_OF}
        window in_order as (partition by case_id order by event_at, {seq})
    )
    select case_id, {told}, {"seq" if "seq" in carried else "row_number as seq"},
        {"actor" if "actor" in carried else f"{NO_TEXT} as actor"},
        {"level" if "level" in carried else "null::bigint as level"},
        {words.is_bot("actor")} as is_bot, row_number
    from changes cross join (values {names}) as kinds (kind)
    where {event_kinds.by_kind(kinds, "condition")}
    """


def _in_sequence(words: Words) -> str:
    return f"and row_number not in ({_late(words)})" if words.mapping.seq_rules else ""


def _rejected_late(words: Words) -> str:
    if not words.mapping.seq_rules:
        return ""
    cure = (
        "A later update of the case carries an earlier time: one of the two is wrong in the "
        "source. The row is left out, so that no reopen is read into it."
    )
    return f"""
    union all
    select row_number, line, {literal(words.mapping.headers("seq")[0])}, {words.text("seq")},
        'out_of_sequence', {literal(cure)}
    from landed where row_number in ({_late(words)})"""


def _late(words: Words) -> str:
    """Rows that, by time, come after a row with a higher sequence of the same case."""
    in_time = f"{words.instant('event_at')} between {words.instant('created_at')} and {AS_OF}"
    return f"""
        select row_number from (
            select row_number, {_seq(words)} as seq, max({_seq(words)}) over (
                partition by {words.text("case_id")}
                order by {words.instant("event_at")}, {_seq(words)}, row_number
                rows unbounded preceding
            ) as highest
            from landed
            where not {broken(words.rules(("case_id", "event_at")))} and {in_time}
        ) where seq < highest"""


def _carried(words: Words) -> dict[str, str]:
    """What goes through the window: only columns that the export has, to keep it narrow."""
    activity = words.text("activity")
    columns = {
        "case_id": words.text("case_id"),
        "event_at": words.instant("event_at"),
        "created_at": words.instant("created_at") if words.has("created_at") else None,
        "seq": _seq(words) if words.has("seq") else None,
        "activity": activity if words.has("activity") else None,
        "activity_type": words.activity_type(activity) if words.has("activity") else None,
        "status": _status(words),
        "severity": words.severity_column() if event_kinds.carries(words, "severity") else None,
        "team": words.text("team") if words.has("team") else None,
        "owner": words.text("owner") if words.has("owner") else None,
        "actor": words.text("actor") if words.has("actor") else None,
        "level": _level(words) if words.has("level") else None,
        "row_number": "row_number",
    }
    for _, name in event_kinds.CHANGES:
        said = f"{name}_before"
        columns[f"{name}_said"] = words.text(said) if words.has(said) else None
    return {name: sql for name, sql in columns.items() if sql is not None}


def _status(words: Words) -> str | None:
    """Status after the row; without a status column, what the activity makes of it."""
    if words.has("status"):
        return words.text("status")
    if event_kinds.carries(words, "status"):
        return words.activity_status(words.text("activity"))
    return None


def _befores(words: Words, carried: Iterable[str]) -> list[str]:
    """The values before; a silent status or severity carries on, an empty owner is nobody.

    A log that says what was before is believed where no earlier row of the case does.
    """
    columns, names = ["lag(row_number) over in_order is null as is_first"], list(carried)
    for _, name in event_kinds.CHANGES:
        if name in names:
            carries_on = words.mapping.changes_only or name in ("status", "severity")
            silent = " ignore nulls" if carries_on else ""
            before = f"lag({name}{silent}) over in_order"
            if f"{name}_said" in names and silent:
                before = f"coalesce({before}, {name}_said)"
            elif f"{name}_said" in names:
                before = f"lag({name}, 1, {name}_said) over in_order"
            columns.append(f"{before} as {name}_before")
    return columns


def _seq(words: Words) -> str:
    """The log's own number; letters in it carry no order and are left out."""
    if not words.has("seq"):
        return "row_number"
    digits = f"regexp_replace({words.text('seq')}, '[^0-9]', '', 'g')"
    return f"coalesce(try_cast({digits} as bigint), row_number)"


def _level(words: Words) -> str:
    return f"try_cast({words.text('level')} as bigint)" if words.has("level") else "null::bigint"


def _is_drill(words: Words) -> str:
    default = "true" if words.mapping.drill else "false"
    return f"coalesce({words.flag('is_drill')}, {default})"


def _listed(words: Words, names: tuple[str, ...]) -> str:
    return ", ".join(f"{words.text(name)} as {name}" for name in names)
