"""A table of cases, one row per case, as contract tables: its columns become inferred events."""

from loaders import log_cases
from loaders.check import Rule, broken, rejected
from loaders.quoting import literal
from loaders.words import AS_OF, Words

# Our column -> the event it tells of, in the order they can happen within one second.
EVENTS = {
    "created_at": "created",
    "acknowledged_at": "acknowledged",
    "first_replied_at": "replied",
    "mitigated_at": "mitigated",
    "resolved_at": "resolved",
    "closed_at": "closed",
    "cancelled_at": "cancelled",
    "postmortem_at": "postmortem_published",
}
_MERGED = "if(status = 'merged', 'merged', 'cancelled')"  # a merge is a cancel with a name
# Our names are set apart from the export's headers, which may be the same words.
_NEWEST_WITH_ROW = """landed join (
        select case_id as our_case_id, created_at as our_created_at,
            updated_at as our_updated_at, row_number as our_row_number
        from newest
    ) on landed.row_number = our_row_number"""
# Solved, and no date says when: told as a change from the status to itself, after all dates.
_UNDATED = """(coalesce(status in ('resolved', 'closed'), false)
            and coalesce(updated_at, resolved_at, closed_at) is null)"""
# New without any date: told in the same way, for what it takes back of earlier exports, and for
# nothing else (see snapshots.py).
_UNTOUCHED = """(coalesce(status = 'new', false)
            and coalesce(updated_at, resolved_at, closed_at) is null)"""
# The order of a case's rows: what is dated before what is not, a number before none.
_EVER = "timestamp '0001-01-01'"
_PLACE = f"""coalesce(our_updated_at, {_EVER}), coalesce(our_seq, -1),
            our_row_number"""
# All rows of the cases that have several.
_ROWS = f"""landed join (
            select case_id as our_case_id, updated_at as our_updated_at, seq as our_seq,
                row_number as our_row_number
            from kept where created_at <= {AS_OF}
                and case_id in (select case_id from newest where rows_of_case > 1)
        ) on landed.row_number = our_row_number"""
_ENDS = tuple(name for name in EVENTS if name != "created_at")


def selects(words: Words) -> dict[str, str]:
    """Contract table -> SQL for one table of cases."""
    tables = {
        "cases": _cases(words),
        "case_events": _events(words),
        "rejected_rows": rejected(_rules(words), words.text("case_id")),
    }
    if words.has("vendor_met") or words.has("vendor_resolved_at"):
        tables["vendor_verdicts"] = _verdicts(words)
    return tables


def _rules(words: Words) -> list[Rule]:
    return [
        _blank(words),
        *words.rules(("case_id", "created_at")),
        *(_order(words, name) for name in _mapped(words)),
    ]


def _blank(words: Words) -> Rule:
    """Neither id nor date: the empty rows of a spreadsheet, or a line below the table."""
    header = words.mapping.headers("case_id")[0]
    missing = f"{words.text('created_at')} is null"
    condition = f"(case when {words.text('case_id')} is null then {missing} else false end)"
    cure = "A blank row or a footer is no case: nothing needs to be done."
    return Rule("no_case", header, "''", condition, cure)


def _mapped(words: Words) -> list[str]:
    return [name for name in _ENDS if words.has(name)]


def _order(words: Words, name: str) -> Rule:
    """An end before its start; both texts are shown."""
    (header, text), start = words.shown(name), words.mapping.headers("created_at")[0]
    between = literal(f" is before {start} ")
    both = f"concat({text}, {between}, {words.text('created_at')})"
    condition = words.is_before(name, "created_at")
    cure = f"Correct {header} or {start} in the export and load it again."
    begun = words.instant("created_at")
    return Rule("end_before_start", header, both, condition, cure, begun)


def _kept(words: Words) -> str:
    """The newest good row of each case, with its instants and status."""
    instants = ", ".join(f"{words.instant(name)} as {name}" for name in EVENTS)
    status = words.status(words.text("status"))
    seq = f"try_cast({words.text('seq')} as bigint)" if words.has("seq") else "null::bigint"
    return f"""kept as (
        select {words.text("case_id")} as case_id, {instants},
            {words.instant("updated_at")} as updated_at, {status} as status,
            {words.text("actor")} as actor, {words.is_bot(words.text("actor"))} as is_bot,
            {seq} as seq, row_number
        from landed where not {broken(_rules(words))}
    ), newest as (
        select *, count(*) over (partition by case_id) as rows_of_case
        from kept where created_at <= {AS_OF}
        qualify row_number() over (
            partition by case_id order by updated_at desc nulls last, seq desc nulls last,
                row_number desc
        ) = 1
    )"""


def _cases(words: Words) -> str:
    """The newest row of each case; where a cell of it that lasts is empty, and other rows of the
    case stand in the file, the newest word of those."""
    cells = log_cases.cells(words)
    filled = [name for name in log_cases.LASTING if cells[name] not in log_cases.NOTHING]
    words_of = {name: f"arg_max({cells[name]}, ({_PLACE}))" for name in filled}
    last = {name: f"last_rows.{name}" for name in cells}
    last |= {name: f"coalesce(last_rows.{name}, told.{name})" for name in filled}
    told, joined, drill_at = "", "", "null::timestamp"
    if filled:
        told = f""", told as (
        select our_case_id, {log_cases.named(words_of)} from {_ROWS} group by our_case_id
    )"""
        joined = "left join told using (our_case_id)"
    if log_cases.marks_drills(words):
        told += f", {log_cases.drilled(_marks(words))}"
        joined += " left join drilled on drilled.case_id = our_case_id"
        drill_at = f"nullif(drilled.drill_at, {_EVER})"
    return f"""
    with {_kept(words)}, last_rows as (
        select our_case_id, {log_cases.named(cells)}, our_updated_at as seen_at,
            our_row_number as row_number
        from {_NEWEST_WITH_ROW}
    ){told}
    select our_case_id as case_id, {log_cases.named(log_cases.finished(words, last))},
        {drill_at} as drill_at, last_rows.seen_at, last_rows.row_number
    from last_rows {joined}
    """


def _marks(words: Words) -> str:
    """Which row of a case says whether it is a drill, and when; of the first nobody knows since
    when that was so."""
    return f"""
            select case_id, is_drill, place,
                case when is_first then {_EVER} else coalesce(updated_at, {_EVER}) end as marked_at
            from (
                select our_case_id as case_id, {words.flag("is_drill")} as is_drill,
                    our_updated_at as updated_at, ({_PLACE}) as place,
                    row_number() over (partition by our_case_id order by {_PLACE}) = 1 as is_first
                from {_ROWS}
            ) where is_drill is not null"""


def _events(words: Words) -> str:
    """One event per filled date, and the status as last seen where the dates do not say it."""
    kinds = [*EVENTS, "snapshot"]
    names = ", ".join(f"({place})" for place in range(len(kinds)))
    at = " ".join(f"when {place} then {_told_at(name)}" for place, name in enumerate(EVENTS))
    types = " ".join(
        f"when {place} then {_MERGED if type_ == 'cancelled' else literal(type_)}"
        for place, type_ in enumerate(EVENTS.values())
    )
    resolved, closed, cancelled = (
        list(EVENTS).index(name) for name in ("resolved_at", "closed_at", "cancelled_at")
    )
    statuses = f"""case kind when {resolved} then 'resolved' when {closed} then 'closed'
            when {cancelled} then {_MERGED} when {len(EVENTS)} then status end"""
    return f"""
    with {_kept(words)},
    told as (
        select *, case kind {at} else {_snapshot_at()} end as event_at,
            case kind {types} else 'status_changed' end as type
        from newest cross join (values {names}) as kinds (kind)
    )
    select case_id, event_at, cast(kind as bigint) as seq, type,
        case when kind = {len(EVENTS)} and ({_UNDATED} or {_UNTOUCHED})
            then status end as from_value,
        {statuses} as to_value, actor, null::bigint as level,
        type = 'replied' as is_public, is_bot, true as inferred, row_number
    from told where event_at <= {AS_OF}
    """


def _told_at(name: str) -> str:
    """A close written before its resolve (ServiceNow's demo data) is taken to be at the resolve;
    that of a cancelled or merged case is when it was withdrawn, and solves nothing."""
    if name != "closed_at":
        return name
    withdrawn = "coalesce(status in ('cancelled', 'merged'), false)"
    latest = "greatest(closed_at, resolved_at)"
    return f"(case when closed_at is not null and not {withdrawn} then {latest} end)"


def _snapshot_at() -> str:
    """When the status as last seen began, as well as the row can say; null when dates say it.

    An open status beside an end date means reopened since. An unknown status is shown from
    creation, where it runs the clock and hides nothing.
    """
    return f"""case
        when {_UNTOUCHED} then created_at
        when {_UNDATED}
            then greatest(created_at, acknowledged_at, first_replied_at, mitigated_at)
        when status in ('new', 'open', 'pending', 'hold')
            then case when coalesce(resolved_at, closed_at) is not null or status <> 'new'
                then greatest(updated_at, resolved_at, closed_at, created_at) end
        when status in ('resolved', 'closed')
            then case when coalesce(resolved_at, closed_at) is null
                then greatest(updated_at, created_at) end
        when status in ('cancelled', 'merged')
            then case when cancelled_at is null
                then greatest(coalesce(closed_at, updated_at, created_at), created_at) end
        when status is not null then created_at
    end"""


def _verdicts(words: Words) -> str:
    resolved = words.instant("vendor_resolved_at")
    return f"""
    with {_kept(words)}
    select our_case_id as case_id, {words.flag("vendor_met")} as vendor_met,
        {words.instant("vendor_decided_at")} as vendor_decided_at,
        {resolved} as vendor_resolved_at,
        cast(epoch({resolved}) - epoch(our_created_at) as bigint) as vendor_resolution_seconds,
        try_cast({words.text("vendor_reopen_count")} as bigint) as vendor_reopen_count,
        our_row_number as row_number
    from {_NEWEST_WITH_ROW}
    """
