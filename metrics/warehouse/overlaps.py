"""Seconds that several files of a log tell: one order of their events, whichever came in first.

Files that number no rows have each an order of its own. Where those of one second differ, the file
that began first to tell of the case gives the order, and what only others tell goes in where they
told it: beside a row that they have in common, else before the next one, else last. They have a row
in common if both tell a move of it, or anything else that only one row of the second tells. Files
that began in the same second are taken by their content (the load id).
"""

from collections.abc import Iterable

import duckdb

# Of each event of a second: the first load that tells it, and whether all loads give it one place.
# Where one load tells them all and nobody contradicts it, its numbers do.
_DISPUTED = """
    with places as (
        select case_no, event_at, same_id, load_key,
            dense_rank() over (
                partition by load_key, case_no, event_at order by seq, row_number
            ) as place
        from tellings where load_key in (from unnumbered)
    ),
    agreed as (
        select case_no, event_at, min(load_key) as first_load, max(load_key) as last_load,
            min(place) < max(place) as is_moved
        from places group by case_no, event_at, same_id
    )
    select case_no, event_at from agreed group by case_no, event_at
    having min(first_load) < max(last_load)
        and (min(first_load) < max(first_load) or bool_or(is_moved))
"""
LAST = 1 << 62  # behind every line
_ORDERED = f"""
    with began as (
        select case_no, load_key, row_number() over (
            partition by case_no order by min(event_at), any_value(load_id)
        ) as rank
        from tellings join loads_in using (load_key)
        where load_key in (from unnumbered) and case_no in (select case_no from disputed)
        group by case_no, load_key
    ),
    lines as (
        select case_no, event_at, same_id, is_move, rank,
            min(rank) over (partition by case_no, event_at) as best,
            dense_rank() over (partition by case_no, event_at, rank order by seq, row_number)
                as line
        from tellings join disputed using (case_no, event_at) join began using (case_no, load_key)
    ),
    known as (
        select same_id, rank, best, is_move, min(line) as line, min(line) = max(line) as is_one
        from lines group by all
    ),
    common as (
        select other.same_id, other.rank, own.line as place, other.is_move
        from known as own join known as other using (same_id)
        where own.rank = own.best and (own.is_move or own.is_one and other.is_one)
    ),
    anchored as (
        select lines.*, coalesce(
            max(place) filter (common.is_move) over told_row, max(place) over told_row
        ) as place
        from lines left join common using (same_id, rank)
        window told_row as (partition by case_no, event_at, lines.rank, line)
    ),
    keyed as (
        select case_no, event_at, same_id, rank, line, case
            when rank = best then [line, 1, 0, 0]
            when place is not null then [place, 1, rank, line]
            else [coalesce(before, {LAST}), 0, rank, line]
        end as key
        from (
            select *, first_value(place ignore nulls) over (
                partition by case_no, event_at, rank order by line
                groups between 1 following and unbounded following
            ) as before
            from anchored
        )
    ),
    firsts as (
        select case_no, event_at, same_id, arg_min(key, (rank, line)) as key
        from keyed group by case_no, event_at, same_id
    )
    select same_id as id, case_no, event_at,
        dense_rank() over (partition by case_no, event_at order by key) as seq
    from firsts
"""


def settle(connection: duckdb.DuckDBPyConnection, unnumbered: Iterable[int]) -> None:
    """Give the events of `plain_events` that stay of such seconds new numbers. Reads `tellings`:
    every event as each load tells it, and the id of the one that stays (same_id)."""
    loads = sorted(unnumbered)
    if len(loads) < 2:
        return
    connection.execute(f"create temp table unnumbered as select unnest({loads}) as load_key")
    connection.execute(f"create temp table disputed as {_DISPUTED}")
    if connection.sql("select 1 from disputed limit 1").fetchall():
        connection.execute(f"create temp table settled as {_ORDERED}")
        connection.execute(
            "update plain_events set seq = settled.seq from settled where plain_events.rowid = id"
        )
        connection.execute("drop table settled")
        _name_creations(connection)
    connection.execute("drop table disputed")
    connection.execute("drop table unnumbered")


def _name_creations(connection: duckdb.DuckDBPyConnection) -> None:
    """Of cases created in such a second, the row of the creation by its new number."""
    connection.execute(
        "update stg_cases set created_row = named.created_row from ("
        " select case_no, event_at,"
        " arg_min((load_key, row_number, seq), (seq, load_key, row_number)) as created_row"
        " from plain_events join disputed using (case_no, event_at)"
        " where type = 'created' and plain_events.rowid in (select same_id from tellings)"
        " group by all"
        ") as named where case_key = case_no and created_at = event_at"
    )
