"""Tables of cases seen more than once: what each export knew stays, the newest corrects it.

An export of a table of cases is a snapshot: each case as it was when its row was last changed.
A later snapshot corrects the columns that it carries and says nothing of the others, so a
partial export (a few columns, open cases only, the last 30 days) never erases anything. An end
that an earlier snapshot told stays when a later one saw the case open again: that is a reopen,
not a correction. Order: the row's own update time, then the landing.
"""

from collections.abc import Iterable, Sequence

import duckdb

from metrics.warehouse.contract import TABLES, LandedExport

# Columns of a case that another column of an export may stand for.
STAND_INS = {"account_id": ("account",), "severity": ("priority",), "priority": ("severity",)}
# Columns in which an empty cell says something: nobody holds the case. Elsewhere it says nothing.
EMPTIED = ("owner", "team")
EVENTS = "snapshot_events"  # their table, until they are settled
STARTS = ("created", "acknowledged", "replied")
ENDS = ("resolved", "closed", "cancelled", "merged")
_NO_STATE = (
    "'commented', 'customer_replied', 'updated', 'assigned', 'team_assigned', 'priority_changed',"
    " 'tier_changed', 'region_changed', 'escalated'"
)
# A status said of the instant of which a later snapshot says another, be it for want of a date.
# An end of which nobody knows the date yields to all that a later one says, and to any date.
_SAME_INSTANT = f"""
    insert into superseded_events
    with said as (
        select events.*, own.place, events.from_value = events.to_value as is_undated
        from snapshot_events as events
        join snapshots as own using (source, case_id, load_key, row_number)
        where events.to_value is not null
    )
    select distinct old.load_key, old.row_number, old.type
    from said as old join said as other using (source, case_id)
    where old.type = 'status_changed' and other.load_key <> old.load_key
        and case
            when old.is_undated then other.place > old.place or other.type in {ENDS}
            else other.place > old.place and other.type = 'status_changed'
                and other.event_at = old.event_at
        end
"""
_ORDER = "(coalesce(seen_at, timestamp '0001-01-01'), load_key, row_number)"


def settle(connection: duckdb.DuckDBPyConnection, exports: Sequence[LandedExport]) -> None:
    """Take the corrected ones out of the events of all snapshots, and fold the rows of a case in
    contract_cases into one. Table superseded_events keeps what was taken out, undated_reopens
    the cases whose end without a date a later snapshot took back."""
    _number(connection)
    _correct(connection, exports)
    if connection.sql("select 1 from snapshot_events limit 1").fetchall():
        _yield_to_logs(connection)
    connection.execute(
        "create temp table undated_reopens as select distinct source, case_id from snapshot_events"
        " join superseded_events using (load_key, row_number, type)"
        f" where from_value = to_value and to_value in {ENDS}"
    )
    connection.execute(
        "delete from snapshot_events using superseded_events as old"
        " where old.load_key = snapshot_events.load_key"
        " and old.row_number = snapshot_events.row_number and old.type = snapshot_events.type"
    )
    # A case that is as new as it came: it has taken back what it does, and no status changed.
    connection.execute("delete from snapshot_events where from_value = 'new' and to_value = 'new'")
    connection.execute("drop table snapshots")
    _fold_cases(connection, exports)


def _number(connection: duckdb.DuckDBPyConnection) -> None:
    """snapshots: the rows that tell of each case, in order."""
    connection.execute(
        "create temp table snapshots as select source, case_id, load_key, row_number, seen_at,"
        f" row_number() over (partition by source, case_id order by {_ORDER}) as place"
        " from contract_cases where (load_key, row_number) in"
        " (select (load_key, row_number) from snapshot_events)"
    )


def _correct(connection: duckdb.DuckDBPyConnection, exports: Sequence[LandedExport]) -> None:
    """superseded_events: what the next snapshot that could tell it takes back or tells anew.

    An end stays when that snapshot was changed after it and tells no end: a reopen.
    """
    types = (*STARTS, *ENDS)
    carried = [(type_, key) for type_ in types for key in _carrying(exports, (type_,))]
    connection.execute("create temp table carried (type event_type, load_key bigint)")
    if carried:
        connection.executemany("insert into carried values (?, ?)", carried)
    ends = ", ".join(f"'{one}'" for one in ENDS)
    connection.execute(
        f"""
        create temp table superseded_events as
        with followed as (
            select events.source, events.case_id, events.load_key, events.row_number,
                events.type, events.event_at, min(later.place) as place
            from snapshot_events as events
            join snapshots as own using (source, case_id, load_key, row_number)
            join carried on carried.type = events.type
            join snapshots as later
                on later.source = events.source and later.case_id = events.case_id
                and later.load_key = carried.load_key and later.place > own.place
            group by all
        ),
        ended as (
            select distinct load_key, row_number from snapshot_events
            where type in ({ends}) or to_value in ({ends})
        )
        select followed.load_key, followed.row_number, followed.type
        from followed join snapshots as later using (source, case_id, place)
        left join ended
            on ended.load_key = later.load_key and ended.row_number = later.row_number
        where followed.type not in ({ends}) or ended.load_key is not null
            or coalesce(later.seen_at, followed.event_at) <= followed.event_at
        """
    )
    connection.execute("drop table carried")
    connection.execute(_SAME_INSTANT)


def _yield_to_logs(connection: duckdb.DuckDBPyConnection) -> None:
    """Where a log of the same source tells a creation, an evidence or the states of a case, what
    its snapshots infer adds nothing: a date cut to the minute would even look like a reopen."""
    family = "case when type in ('created', 'acknowledged', 'replied') then type else 'closed' end"
    connection.execute(
        f"""
        insert into superseded_events
        with named as (
            select case_no, source, case_id from case_names
            where (source, case_id) in (select (source, case_id) from snapshots)
        ),
        logged as (
            select source, case_id, {family} as family, max(event_at) as last_at
            from contract_case_events
            join named using (case_no)
            where type not in ({_NO_STATE})
            group by all
        )
        select load_key, row_number, type
        from snapshot_events as events join logged using (source, case_id)
        where logged.family = {family}
            and (type in ('created', 'acknowledged', 'replied')
                or event_at < logged.last_at + interval '1' minute)
        """
    )


def _fold_cases(connection: duckdb.DuckDBPyConnection, exports: Sequence[LandedExport]) -> None:
    """One row a case: each column as the newest row says that carries it and has a word for it."""
    again = (
        "select source, case_id from contract_cases group by source, case_id having count(*) > 1"
    )
    if not connection.sql(again + " limit 1").fetchall():
        return
    named = [name for name in ("load_key", *TABLES["cases"]) if name not in ("case_id", "drill_at")]
    folded = ", ".join(f'{_newest(exports, name)} as "{name}"' for name in named)
    connection.execute(
        f"create temp table folded as select source, case_id, {folded}, min(marked_at) as drill_at"
        f" from contract_cases join ({again}) using (source, case_id)"
        f" left join ({_marked(exports)}) as marked using (source, case_id)"
        " group by source, case_id"
    )
    connection.execute(
        "delete from contract_cases where (source, case_id) in (select source, case_id from folded)"
    )
    connection.execute("insert into contract_cases by name from folded")
    connection.execute("drop table folded")


def _marked(exports: Sequence[LandedExport]) -> str:
    """When each case was first marked as the drill that it is: by its log, else by the update of
    the row that says so, where an older row that could say it did not; null if nobody knows."""
    keys = _listed(_carrying(exports, ("is_drill",))) or "null"
    return f"""
        select source, case_id, arg_min_null(
            coalesce(drill_at, case when place > first_place then seen_at end), place
        ) filter (where is_drill and (last_denied is null or place > last_denied)) as marked_at
        from (
            select *, {_ORDER} as place, min({_ORDER}) over same as first_place,
                max(case when not is_drill then {_ORDER} end) over same as last_denied
            from contract_cases
            where load_key in ({keys})
            window same as (partition by source, case_id)
        ) as said
        group by source, case_id"""


def _newest(exports: Sequence[LandedExport], name: str) -> str:
    newest = "arg_max_null" if name in EMPTIED else "arg_max"
    # Rows of one record share their place: the value itself breaks the tie, so that a build is
    # the same every time.
    value = f'{newest}("{name}", ({_ORDER}, "{name}"))'
    keys = _carrying(exports, (name, *STAND_INS.get(name, ())))
    if not keys or len(keys) == len(exports):
        return value
    return f"{value} filter (where load_key in ({_listed(keys)}))"


def _carrying(exports: Sequence[LandedExport], names: Iterable[str]) -> list[int]:
    """Keys of the loads in which a part carries one of `names`."""
    wanted = set(names)
    return [
        key
        for key, export in enumerate(exports, start=1)
        if any(wanted & part.carries for part in export.parts)
    ]


def _listed(keys: Iterable[int]) -> str:
    return ", ".join(map(str, keys))
