"""Places events: what lies outside a case's life is set aside, what comes twice counts once."""

from collections.abc import Sequence
from datetime import datetime

import duckdb

from metrics.policy.reporting import Reporting
from metrics.warehouse import overlaps
from metrics.warehouse.contract import LandedExport
from metrics.warehouse.landing import rows_sql
from metrics.warehouse.stages import Stages

IDENTITY = (
    "case_no, event_at, type, from_value, to_value, actor,"
    " level, coalesce(is_public, true), coalesce(is_bot, false)"
)

_MOVES = (
    "'status_changed', 'priority_changed', 'team_assigned', 'tier_changed', 'region_changed',"
    " 'resolved', 'reopened', 'closed', 'cancelled', 'merged'"
)
# Changes of a word that stands until the next one of its own type.
_KEPT = "'priority_changed', 'team_assigned', 'assigned', 'tier_changed', 'region_changed'"
# Moves of a case in one second, as one load tells them: twice running they are a repeat, after
# another move a move back (pending, open, pending). `visit` tells the second from the first; where
# the load goes on with other seconds of the case and comes back, it tells the same anew.
_VISITS = f"""
    select *, dense_rank() over (partition by load_key, {IDENTITY}, block order by run) as visit
    from (
        select *, rowid as id, case when type in ({_MOVES}) then
            dense_rank() over (
                partition by load_key, case_no, event_at, type in ({_MOVES})
                order by seq, row_number
            ) - dense_rank() over (partition by load_key, {IDENTITY} order by seq, row_number)
        end as run,
        dense_rank() over (partition by load_key, case_no order by seq, row_number)
            - dense_rank() over (partition by load_key, case_no, event_at order by seq, row_number)
            as block
        from plain_events
        where case_no in (from crowded)
    )
"""
# Each event as it was told, whether it moves the case, and the id of the first of its like, which
# stays.
_TELLINGS = f"""
    select id, load_key, case_no, event_at, seq, row_number, run is not null as is_move,
        first_value(id) over (
            partition by {IDENTITY}, visit order by load_key, row_number
        ) as same_id
    from ({_VISITS})
"""
# The first row that a load holds of a case tells what stands, from nothing: no change where a load
# before it left the case so, or where another one says in that second from what it came.
_STANDING = f"""
    select id, load_key
    from (
        select rowid as id, load_key, type, from_value, value, lag(value) over told as value_before,
            lag(load_key) over told as load_before,
            min(changed_by) over same as changed_first, max(changed_by) over same as changed_last
        from (
            select *, rowid, case
                when type in ('resolved', 'closed', 'cancelled', 'merged') then type::varchar
                when type = 'reopened' then 'open'
                else to_value::varchar
            end as value,
            case when type in ({_KEPT}) then type::varchar else 'status' end as kind,
            case when from_value is not null then load_key end as changed_by
            from plain_events
            where case_no in (
                select case_no from plain_events
                group by case_no having min(load_key) < max(load_key)
            )
                and type in ({_MOVES}, 'assigned')
        )
        window told as (
            partition by case_no, kind order by event_at, seq, load_key, row_number
        ),
        same as (partition by case_no, kind, event_at, value)
    )
    where type in ('status_changed', {_KEPT})
        and from_value is null
        and (value = value_before and load_key <> load_before
            or changed_first <> load_key or changed_last <> load_key)
"""


def watermark(
    connection: duckdb.DuckDBPyConnection, as_of: datetime | None, reporting: Reporting
) -> None:
    """The one row that every model reads: as_of (null when there are no events) and the
    policy's limits, at_risk_share, recurrence_window_days and postmortem_days."""
    connection.execute(
        "create temp table watermark as select coalesce($as_of::timestamp, max(event_at)) as as_of,"
        " $share::double as at_risk_share, $days::integer as recurrence_window_days,"
        " $postmortem::integer as postmortem_days"
        " from contract_case_events",
        {
            "as_of": as_of,
            "share": reporting.at_risk_share,
            "days": reporting.recurrence_window_days,
            "postmortem": reporting.postmortem_days,
        },
    )


def set_aside_future(connection: duckdb.DuckDBPyConnection, stages: Stages) -> None:
    """Move events from after their file was landed out of the events."""
    connection.execute("create temp table set_aside_events as from plain_events limit 0")
    first = connection.sql("select min(latest_at) from loads_in").fetchall()[0][0]
    late = f"select 1 from contract_case_events where event_at > timestamp '{first}' limit 1"
    if first is None or not connection.sql(late).fetchall():
        return
    stages.unfold(
        "select distinct case_no from contract_case_events join loads_in using (load_key)"
        " where event_at > latest_at"
    )
    _set_aside(connection, "plain_events join loads_in using (load_key)", "event_at > latest_at")


def set_aside_unplaced(connection: duckdb.DuckDBPyConnection, stages: Stages) -> None:
    """Take out the events that found no case or lie before its creation, and those after the
    watermark, and close the books: event_balance says how many came and how many went."""
    brought = _count(connection, "contract_case_events")
    late = "event_at > (select as_of from watermark)"
    stages.unfold(
        f"select case_no from ({stages.first_events()}) left join stg_cases on case_key = case_no"
        " where created_at is null or event_at < created_at"
        f" union select case_no from contract_case_events where type = 'created' and {late}"
    )
    placed = "plain_events left join creations using (case_no)"
    unplaced = _set_aside(connection, placed, "created_at is null or event_at < created_at")
    placed_count = _count(connection, "plain_events")
    connection.execute(f"delete from plain_events where {late}")
    late_count = placed_count - _count(connection, "plain_events")
    connection.execute(
        f"create temp table event_balance as select {brought} as brought,"
        f" {unplaced} as unplaced, {late_count} as late"
    )


def count_repeats(connection: duckdb.DuckDBPyConnection, stages: Stages) -> None:
    """Keep exact repeats of an event once, what a later load says still stands not at all, and
    count them by load."""
    connection.execute("create temp table repeats (load_key bigint, rows_duplicate bigint)")
    connection.execute(f"create temp table crowded as {stages.crowded()}")
    stages.unfold("from crowded")
    connection.execute(f"create temp table tellings as {_TELLINGS}")
    connection.begin()  # in which the ids of rows stay
    overlaps.settle(connection, stages.unnumbered)
    _drop_repeats(connection, "select id, load_key from tellings where id <> same_id")
    connection.commit()
    _drop_repeats(connection, _STANDING)
    connection.execute(
        "create or replace temp table repeats as select load_key,"
        " cast(sum(rows_duplicate) as bigint) as rows_duplicate from repeats group by load_key"
    )
    connection.execute("drop table tellings")
    connection.execute("drop table crowded")


def _drop_repeats(connection: duckdb.DuckDBPyConnection, again: str) -> None:
    """Take these events (SQL for id and load_key) out of plain_events, and count them."""
    connection.execute(f"create temp table told_again as {again}")
    connection.execute("insert into repeats select load_key, count(*) from told_again group by 1")
    connection.execute("delete from plain_events where rowid in (select id from told_again)")
    connection.execute("drop table told_again")


def _set_aside(connection: duckdb.DuckDBPyConnection, placed: str, condition: str) -> int:
    """Move plain events that meet a condition to `set_aside_events`; how many."""
    connection.execute(
        f"create or replace temp table misplaced as select plain_events.rowid as id from {placed}"
        f" where {condition}"
    )
    misplaced = "plain_events where rowid in (select id from misplaced)"
    connection.execute(f"insert into set_aside_events from {misplaced}")
    connection.execute(f"delete from {misplaced}")
    return _count(connection, "misplaced")


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    return int(connection.sql(f"select count(*) from {table}").fetchall()[0][0])


def add_lines(connection: duckdb.DuckDBPyConnection, exports: Sequence[LandedExport]) -> None:
    """Give rows that the build set aside the line of their file, which only landing knows."""
    asked = {
        row[0]
        for row in connection.sql(
            "select distinct load_id from rejected_rows where line is null"
        ).fetchall()
    }
    for export in exports:
        if export.load_id in asked:
            rows = rows_sql(export.rows_path, export.first_line)
            connection.execute(
                f"update rejected_rows set line = landed.line from ({rows}) as landed"
                " where rejected_rows.load_id = $load_id and rejected_rows.line is null"
                " and landed.row_number = rejected_rows.row_number",
                {"load_id": export.load_id},
            )
