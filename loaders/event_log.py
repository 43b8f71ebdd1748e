"""An event log, one row per event, as contract tables: SQL over the view `landed`.

One window pass finds what each row changed against the case's row before it; a row gives one
event per change and one for its activity. A build stages that pass (see `log`); each select
also stands on its own. Rows of one second are in the order of the log's own numbers; without
any, in that of the file, from its end where it lists the newest first.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from loaders import event_kinds, log_cases
from loaders.check import Rule, broken, rejected
from loaders.direction import newest_first
from loaders.quoting import literal
from loaders.words import AS_OF, NO_TEXT, Words
from metrics.warehouse.contract import Log


def selects(words: Words) -> dict[str, str]:
    """Contract table -> SQL for one event log."""
    is_backwards = newest_first(words)
    order = is_backwards and f"if(({is_backwards}), -row_number, row_number)"
    staged = _log(words, order)
    events, rules = " union all ".join(staged.events), words.rules(("case_id", "event_at"))
    tables = {name: _alone(staged, sql) for name, sql in staged.selects.items()}
    return tables | {
        "case_events": _alone(staged, events),
        "rejected_rows": rejected(rules, words.text("case_id")) + _rejected_late(words),
    }


def log(words: Words) -> Log:
    """The log in stages: its rows, what each changed, and the events and cases that follow."""
    is_backwards = newest_first(words)
    backwards = partial(_log, words, "-row_number") if is_backwards else None
    return replace(_log(words), is_backwards=is_backwards, backwards=backwards)


def _log(words: Words, order: str = "") -> Log:
    """The log, its rows of one second in that order (SQL over `landed`), else in the file's."""
    carried = _carried(words, order)
    tables = {"cases": log_cases.select(words, "seq" in carried)}
    if words.has("vendor_met") or words.has("vendor_resolved_at"):
        tables["vendor_verdicts"] = _verdicts(words)
    return Log(
        case_ids=f"select distinct {words.text('case_id')} as case_id from landed",
        texts=tuple(_texts(words)),
        rows=_rows(words, carried),
        changes=_changes(words, carried),
        events=tuple(_event(words, kind, carried) for kind in event_kinds.kinds(words)),
        signs=tuple(event_kinds.signs(words)),
        selects=tables,
    )


def _alone(staged: Log, sql: str) -> str:
    return (
        f"with log_rows as ({staged.rows}), log_changes as ({staged.changes})"
        f" select * from ({sql}) as told"
    )


def _verdicts(words: Words) -> str:
    resolved, created = words.instant("vendor_resolved_at"), words.instant("created_at")
    return f"""
    select
        {words.text("case_id")} as case_id, {words.flag("vendor_met")} as vendor_met,
        {words.instant("vendor_decided_at")} as vendor_decided_at,
        {resolved} as vendor_resolved_at,
        cast(epoch({resolved}) - epoch({created}) as bigint) as vendor_resolution_seconds,
        try_cast({words.text("vendor_reopen_count")} as bigint) as vendor_reopen_count,
        our_row_number as row_number
    from {log_cases.LAST}
    """


def _rows(words: Words, carried: dict[str, str]) -> str:
    listed = ", ".join(f"{sql} as {name}" for name, sql in carried.items())
    return f"""
    select {listed} from landed where not {broken(_other_rules(words))} {_in_sequence(words)}
    """


def _other_rules(words: Words) -> list[Rule]:
    """The rules of a row but those on its time: what is missing or unreadable there is null."""
    header = words.mapping.headers("event_at")[0]
    return [rule for rule in words.rules(("case_id",)) if rule.column != header]


def _changes(words: Words, carried: dict[str, str]) -> str:
    """Rows without an instant, last in their case, go late: sooner, each date is read twice."""
    seq = "seq, row_number" if "seq" in carried else "row_number"
    return f"""
    select * from (
        select *, {", ".join(_befores(words, carried))}
        from log_rows window in_order as (partition by case_id order by event_at, {seq})
    ) where event_at is not null
    """


def _event(words: Words, kind: event_kinds.Kind, carried: dict[str, str]) -> str:
    told = ", ".join(f"{kind[name]} as {name}" for name in event_kinds.VALUES)
    return f"""
    select case_id, {told}, {"seq" if "seq" in carried else "row_number as seq"},
        {"actor" if "actor" in carried else f"{NO_TEXT} as actor"},
        {"level" if "level" in carried else "null::bigint as level"},
        {words.is_bot("actor")} as is_bot, row_number
    from log_changes where {kind["condition"]}
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
        'out_of_sequence', {literal(cure)}, {words.text("case_id")}, {words.instant("event_at")}
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


def _carried(words: Words, order: str) -> dict[str, str]:
    """What goes through the window: only columns that the export has, to keep it narrow."""
    columns = {
        "case_id": words.text("case_id"),
        "event_at": words.happened_at("event_at"),
        "created_at": words.instant("created_at") if words.has("created_at") else None,
        "seq": _seq(words) if words.has("seq") else order or None,
        "level": words.level() if words.has("level") else None,
        "row_number": "row_number",
    }
    return {name: sql for name, sql in (columns | _said(words)).items() if sql is not None}


def _said(words: Words) -> dict[str, str | None]:
    """The texts of a row under our names, in our words."""
    activity, severity = words.text("activity"), words.severity(words.severity_column())
    columns = {
        "activity_type": words.activity_type(activity) if words.has("activity") else None,
        "activity": event_kinds.said(words),
        "status": _status(words),
        "severity": severity if event_kinds.carries(words, "severity") else None,
    }
    for name in ("team", "owner", "actor", "tier", "region"):
        columns[name] = words.text(name) if words.has(name) else None
    for _, name in event_kinds.CHANGES:
        before = words.text(f"{name}_before") if words.has(f"{name}_before") else None
        columns[f"{name}_said"] = before and event_kinds.meaning(words, name)(before)
    return columns


def _status(words: Words) -> str | None:
    """Status after the row; without a status column, what the activity makes of it."""
    if words.has("status"):
        return words.status(words.text("status"))
    if event_kinds.carries(words, "status"):
        return words.status(words.activity_status(words.text("activity")))
    return None


def _texts(words: Words) -> list[str]:
    """Every text that the rows can say, column by column."""
    said = {name: sql for name, sql in _said(words).items() if sql and name != "activity_type"}
    found = [f"select distinct {sql} as text from landed" for sql in said.values()]
    return [*found, f"select {event_kinds.SILENT} as text"]


def _befores(words: Words, carried: Iterable[str]) -> list[str]:
    """The values before; an empty team or owner is nobody, what else is silent carries on.

    A log that says what was before is believed where no earlier row of the case does.
    """
    columns = [f"{sql} as {name}" for name, sql in _PLACES.items()]
    names = list(carried)
    for _, name in (*event_kinds.CHANGES, *event_kinds.CLIENT_CHANGES):
        if name in names:
            carries_on = words.mapping.changes_only or name not in ("team", "owner")
            silent = " ignore nulls" if carries_on else ""
            before = f"lag({name}{silent}) over in_order"
            if f"{name}_said" in names and silent:
                before = f"coalesce({before}, {name}_said)"
            elif f"{name}_said" in names:
                before = f"lag({name}, 1, {name}_said) over in_order"
            columns.append(f"{before} as {name}_before")
    return columns


# Where a row stands among those of its case; a twin comes in the same second as another.
_PLACES = {
    "is_first": "lag(event_at) over in_order is null",
    "is_last": "lead(event_at) over in_order is null",
    "is_twin": "coalesce(lag(event_at) over in_order = event_at, false)",
}


def _seq(words: Words) -> str:
    """The log's own number; letters in it carry no order and are left out."""
    if not words.has("seq"):
        return "row_number"
    digits = f"regexp_replace({words.text('seq')}, '[^0-9]', '', 'g')"
    return f"coalesce(try_cast({digits} as bigint), row_number)"
