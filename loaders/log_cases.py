"""The cases of an event log as last seen: what the last row of each says, and where a cell of it
is empty, what the newest row before it said. It reads no events."""

from loaders.quoting import literal
from loaders.words import NO_TEXT, Words

# Each case's last row at or before the watermark, in the order of the log.
LAST = """landed join (
        select row_number as our_row_number, event_at as our_event_at
        from log_changes where is_last
    ) as last on landed.row_number = our_row_number"""
# What a case belongs to: an empty cell says nothing of it, as across exports (see snapshots.py).
LASTING = (
    "kind", "is_drill", "is_agent_created", "account_id", "alias_id", "subject", "priority",
    "category", "system", "data_domain", "stage", "dependency", "tier", "region", "parent_id",
)  # fmt: skip
FLAGGED = ("is_drill", "is_agent_created")
NOTHING = (NO_TEXT, "null::boolean")
_HELD = ("team", "owner")  # empty, nobody holds the case, unless only changes are written


def select(words: Words, is_numbered: bool) -> str:
    """SQL for the contract table `cases`, over the views `landed` and `log_changes`, which has
    the numbers of the rows (`seq`) where the order of the file is not theirs."""
    said = cells(words)
    lasting = (*LASTING, *(_HELD if words.mapping.changes_only else ()))
    filled = [name for name in lasting if said.get(name, NO_TEXT) not in NOTHING]
    last = {name: f"last_rows.{name}" for name in said}
    last |= {name: f"coalesce(last_rows.{name}, before.{name})" for name in filled}
    is_marked = marks_drills(words)
    joins = ["left join before on before.case_id = last_rows.case_id"] if filled else []
    joins += ["left join drilled on drilled.case_id = last_rows.case_id"] if is_marked else []
    return f"""
    with last_rows as (
        select {words.text("case_id")} as case_id, {named(said)},
            our_event_at as seen_at, our_row_number as row_number
        from {LAST}
    ){_before(words, {name: said[name] for name in filled}, is_numbered)}
    {_marks(words, is_numbered) if is_marked else ""}
    select last_rows.case_id, {named(finished(words, last))},
        {"drilled.drill_at" if is_marked else "null::timestamp as drill_at"},
        last_rows.seen_at, last_rows.row_number
    from last_rows {" ".join(joins)}
    """


def kind_or_default(words: Words, kind: str) -> str:
    """SQL for a kind, else the mapping's; in a column of kinds a ticket by default stays null, so
    that it takes back no kind that another export told."""
    if words.has("kind") and words.mapping.kind == "ticket":
        return kind
    return f"coalesce({kind}, {literal(words.mapping.kind)})"


def drill_or_default(words: Words, is_drill: str) -> str:
    """SQL for whether it is a drill; null where nothing says so, which counts as none."""
    return f"coalesce({is_drill}, true)" if words.mapping.drill else is_drill


def marks_drills(words: Words) -> bool:
    """Whether rows tell of single cases that they are drills, so that there is a first to do so."""
    return words.has("is_drill") and not words.mapping.drill


def drilled(marks: str) -> str:
    """SQL for a common table `drilled`: from when on nothing else is said than that a case is a
    drill. `marks` has case_id, is_drill (never null), marked_at and place, a row each."""
    return f"""drilled as (
        select marks.case_id, min(marks.marked_at) as drill_at
        from ({marks}) as marks
        left join (
            select case_id, max(place) as place from ({marks}) as denied
            where not is_drill group by case_id
        ) as denied on denied.case_id = marks.case_id
        where marks.is_drill and (denied.place is null or marks.place > denied.place)
        group by marks.case_id
    )"""


def cells(words: Words) -> dict[str, str]:
    """SQL for what one row says of its case, by column; null where it says nothing."""
    names = (*LASTING, *_HELD)
    account = words.text("account_id") if words.has("account_id") else words.text("account")
    own = {"kind": words.kind(), "account_id": account}
    own |= {n: words.flag(n) if words.has(n) else "null::boolean" for n in FLAGGED}
    return {name: words.text(name) for name in names} | own | {"priority": words.severity_column()}


def _before(words: Words, cells: dict[str, str], is_numbered: bool) -> str:
    """The newest words of earlier rows, looked for only where a last row has none: filled cells
    are found by case, a column at a time, before they get their place in the log."""
    if not cells:
        return ""
    case_id, seq = words.text("case_id"), "seq, " if is_numbered else ""
    said = " union all ".join(
        f"select {case_id} as case_id, row_number, '{name}' as name,"
        f" cast({cell} as varchar) as word from landed where {cell} is not null and {case_id} in"
        f" (select last_rows.case_id from last_rows where last_rows.{name} is null)"
        for name, cell in cells.items()
    )
    last = f"arg_max(word, (event_at, {seq}said.row_number, word))"
    newest = {name: f"{last} filter (where name = '{name}')" for name in cells}
    newest |= {name: f"cast({newest[name]} as boolean)" for name in FLAGGED if name in newest}
    return f""", said as ({said}), before as (
        select said.case_id, {named(newest)}
        from said join log_changes on log_changes.row_number = said.row_number
        group by said.case_id
    )"""


def _marks(words: Words, is_numbered: bool) -> str:
    """When each case was first marked as the drill that it is, by the rows of the log."""
    flag, seq = words.flag("is_drill"), "seq, " if is_numbered else ""
    marks = f"""select said.case_id, is_drill, event_at as marked_at,
            (event_at, {seq}said.row_number) as place
        from (
            select {words.text("case_id")} as case_id, row_number, {flag} as is_drill
            from landed where {flag} is not null
        ) as said join log_changes on log_changes.row_number = said.row_number"""
    return f", {drilled(marks)}"


def finished(words: Words, last: dict[str, str]) -> dict[str, str]:
    """SQL for a case as last seen, by column: in our words, and with the defaults of the mapping,
    which hold where no row says anything."""
    return last | {
        "kind": kind_or_default(words, last["kind"]),
        "is_drill": drill_or_default(words, last["is_drill"]),
        "severity": words.severity(last["priority"]),
    }


def named(cells: dict[str, str]) -> str:
    """A list of columns in SQL."""
    return ", ".join(f"{sql} as {name}" for name, sql in cells.items())
