"""Fills the contract tables from landed exports and sets aside what cannot be placed."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta

import duckdb

from metrics.errors import WarehouseError
from metrics.warehouse import accounts, parts, snapshots
from metrics.warehouse.contract import EVENT_TYPES, TABLES, LandedExport, LandedPart
from metrics.warehouse.landing import rows_sql

# An event a day or more after its file was landed is a typing error, not news; a day allows
# for a wrong zone. Without the rule one "2062" would move the watermark by decades.
FUTURE = timedelta(days=1)
IDENTITY = "case_key, event_at, type, from_value, to_value, actor, is_public, is_bot"


def fill(
    connection: duckdb.DuckDBPyConnection, exports: Sequence[LandedExport], as_of: datetime | None
) -> None:
    """One insert per export and contract table, in the order of landing."""
    _create(connection)
    connection.execute("set variable as_of = $as_of::timestamp", {"as_of": as_of})
    for key, export in enumerate(exports, start=1):
        _note(connection, key, export)
        parts.open_file(connection, export.rows_path, export.first_line)
        for part in export.parts:
            _fill_part(connection, key, export, part)
        if export.rejects_path is not None:
            rejects = _quoted(str(export.rejects_path))
            connection.execute(
                f"insert into contract_rejected_rows by name select {key} as load_key,"
                f" '{_quoted(export.source)}' as source, * from read_parquet('{rejects}')"
            )
    parts.close(connection)
    _one_name(connection)
    snapshots.settle(connection, exports)
    accounts.match(connection)
    _records(connection, exports)


def watermark(
    connection: duckdb.DuckDBPyConnection, as_of: datetime | None, at_risk_share: float
) -> None:
    """The one row (as_of, at_risk_share) that every model reads; null when there are no events."""
    connection.execute(
        "create temp table watermark as select coalesce($as_of::timestamp, max(event_at)) as as_of,"
        " $share::double as at_risk_share from contract_case_events",
        {"as_of": as_of, "share": at_risk_share},
    )


def set_aside_future(connection: duckdb.DuckDBPyConnection) -> None:
    """Move events from after their file was landed out of the events."""
    connection.execute("create temp table set_aside_events as from contract_case_events limit 0")
    late = (
        "select contract_case_events.rowid from contract_case_events join loads_in"
        " using (load_key) where event_at > latest_at"
    )
    if connection.sql(late + " limit 1").fetchall():
        where = f"where rowid in ({late})"
        connection.execute(f"insert into set_aside_events from contract_case_events {where}")
        connection.execute(f"delete from contract_case_events {where}")


def set_aside_unplaced(connection: duckdb.DuckDBPyConnection) -> None:
    """Note the events that found no case or lie before its creation, and close the books:
    event_balance says how many came, found no place, or lie after the watermark."""
    brought, kept = connection.sql(
        "select (select count(*) from contract_case_events), (select count(*) from case_events)"
    ).fetchall()[0]
    unplaced = late = 0
    if brought != kept:
        placed = "contract_case_events as events left join creations using (source, case_id)"
        outside = "created_at is null or event_at < created_at"
        connection.execute(
            f"insert into set_aside_events select events.* from {placed} where {outside}"
        )
        unplaced, late = connection.sql(
            f"select count(*) filter ({outside}), count(*) filter (not ({outside}) and event_at >"
            f" (select as_of from watermark)) from {placed}"
        ).fetchall()[0]
    connection.execute(
        f"create temp table event_balance as select {brought} as brought,"
        f" {unplaced} as unplaced, {late} as late"
    )
    connection.execute("drop table contract_case_events")


def count_repeats(connection: duckdb.DuckDBPyConnection) -> None:
    """Keep exact repeats of an event once, and count them by load."""
    connection.execute("create temp table repeats (load_key bigint, rows_duplicate bigint)")
    total, distinct = connection.sql(
        f"select (select count(*) from case_events), (select count(*) from"
        f" (select 1 from case_events group by hash({IDENTITY})))"
    ).fetchall()[0]
    if total == distinct:
        return
    connection.execute(
        "create temp table ranked as select rowid as id, load_key, row_number() over"
        f" (partition by {IDENTITY} order by load_key, row_number) as place from case_events"
    )
    connection.execute(
        "insert into repeats select load_key, count(*) from ranked where place > 1 group by 1"
    )
    connection.execute(
        "delete from case_events where rowid in (select id from ranked where place > 1)"
    )
    connection.execute("drop table ranked")


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


def _one_name(connection: duckdb.DuckDBPyConnection) -> None:
    """Call a case by one id in every table, where a file on it uses another (a sys_id)."""
    connection.execute(
        "create temp table aliases as select source, alias_id, min(case_id) as case_id"
        " from contract_cases where alias_id <> case_id group by source, alias_id"
    )
    if not connection.sql("select 1 from aliases limit 1").fetchall():
        return
    for table, columns in (*TABLES.items(), (snapshots.EVENTS, TABLES["case_events"])):
        for column in ("case_id", "parent_id"):
            if column in columns:
                connection.execute(
                    f"update contract_{table} set {column} = aliases.case_id from aliases"
                    f" where contract_{table}.source = aliases.source"
                    f" and contract_{table}.{column} = aliases.alias_id"
                )


def _create(connection: duckdb.DuckDBPyConnection) -> None:
    names = ", ".join(f"'{name}'" for name in EVENT_TYPES)
    connection.execute(f"create type event_type as enum ({names})")
    for table, columns in TABLES.items():
        typed = {"load_key": "bigint", "source": "varchar"} | columns
        if table == "case_events":
            typed["type"] = "event_type"
        listed = ", ".join(f'"{name}" {kind}' for name, kind in typed.items())
        connection.execute(f"create temp table contract_{table} ({listed})")
        if table == "case_events":
            connection.execute(f"create temp table contract_{snapshots.EVENTS} ({listed})")
    connection.execute(
        "create temp table loads_in (load_key bigint, load_id varchar, source varchar,"
        " file_name varchar, sha256 varchar, landed_at varchar, latest_at timestamp,"
        " rows_landed bigint, first_line bigint, options varchar)"
    )


def _note(connection: duckdb.DuckDBPyConnection, key: int, export: LandedExport) -> None:
    landed = datetime.fromisoformat(export.landed_at)
    if landed.tzinfo is not None:
        landed = (landed - (landed.utcoffset() or timedelta())).replace(tzinfo=None)
    connection.execute(
        "insert into loads_in select $key, $load_id, $source, $file_name, $sha256, $landed_at,"
        " $latest_at, (select count(*) from read_parquet($rows)), $first_line, $options",
        {
            "key": key,
            "load_id": export.load_id,
            "source": export.source,
            "file_name": export.file_name,
            "sha256": export.sha256,
            "landed_at": export.landed_at,
            "latest_at": landed + FUTURE,
            "rows": str(export.rows_path),
            "first_line": export.first_line,
            "options": json.dumps(export.options, sort_keys=True),
        },
    )


def _fill_part(
    connection: duckdb.DuckDBPyConnection, key: int, export: LandedExport, part: LandedPart
) -> None:
    """One insert per contract table; a row that several parts set aside is noted once."""
    parts.open_part(connection, part.rows)
    for table, select in part.selects.items():
        if table == "rejected_rows" and len(export.parts) > 1:
            columns = ", ".join(TABLES[table])
            noted = f"select {columns} from contract_{table} where load_key = {key}"
            select = f"select {columns} from ({select}) except {noted}"
        target = snapshots.EVENTS if part.is_snapshot and table == "case_events" else table
        _insert(connection, key, export, table, select, target)


def _insert(
    connection: duckdb.DuckDBPyConnection,
    key: int,
    export: LandedExport,
    table: str,
    select: str,
    target: str,
) -> None:
    columns = ", ".join(f'"{name}"' for name in TABLES[table])
    try:
        connection.execute(
            f"insert into contract_{target} by name select {key} as load_key,"
            f" '{_quoted(export.source)}' as source, {columns} from ({select}) as filled"
        )
    except duckdb.Error as error:
        raise WarehouseError(
            f"{export.file_name} cannot be read into {table}: {str(error).splitlines()[0]}",
            where=f"source {export.source}",
            next_step="The old warehouse goes on serving; correct the mapping and load again.",
        ) from error


def _records(connection: duckdb.DuckDBPyConnection, exports: Sequence[LandedExport]) -> None:
    """Which evidence each source carries; a log is a source whose events are not all inferred."""
    connection.execute("create temp table recorded (source varchar, evidence varchar)")
    rows = [(export.source, evidence) for export in exports for evidence in export.records]
    if rows:
        connection.executemany("insert into recorded values (?, ?)", rows)
    connection.execute(
        "create temp table source_records as select loads.source,"
        " exists (from recorded where source = loads.source and evidence = 'acknowledged')"
        " as has_acknowledged,"
        " exists (from recorded where source = loads.source and evidence = 'replied')"
        " as has_replied,"
        " exists (from contract_case_events as e where e.source = loads.source"
        " and not coalesce(e.inferred, false)) as has_log,"
        " coalesce((select string_agg(distinct evidence, ', ' order by evidence) from recorded"
        " where source = loads.source), '') as records"
        " from (select distinct source from loads_in) as loads"
    )


def _quoted(text: str) -> str:
    return text.replace("'", "''")
