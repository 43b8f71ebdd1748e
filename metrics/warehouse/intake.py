"""Fills the contract tables from landed exports."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

import duckdb

from metrics.errors import WarehouseError
from metrics.warehouse import accounts, parts, snapshots
from metrics.warehouse.contract import TABLES, LandedExport, LandedPart, Log
from metrics.warehouse.stages import TOLD, Stages

# An event a day or more after its file was landed is a typing error, not news; a day allows
# for a wrong zone. Without the rule one "2062" would move the watermark by decades.
FUTURE = timedelta(days=1)
_ONCE = ("row_number", "line", "column_name", "value", "rule")


def fill(
    connection: duckdb.DuckDBPyConnection, exports: Sequence[LandedExport], as_of: datetime | None
) -> Stages:
    """One insert per export and contract table, in the order of landing; event logs come in a
    second pass, when every text and case id has its number."""
    stages = Stages(connection)
    _create(connection)
    connection.execute("set variable as_of = $as_of::timestamp", {"as_of": as_of})
    for key, export in enumerate(exports, start=1):
        _note(connection, key, export)
        parts.open_file(connection, export.rows_path, export.first_line)
        for part in export.parts:
            _fill_part(connection, key, export, part)
            if part.log is not None:
                stages.learn(export.source, part.log)
        if export.rejects_path is not None:
            rejects = _quoted(str(export.rejects_path))
            connection.execute(
                f"insert into contract_rejected_rows by name select {key} as load_key,"
                f" '{_quoted(export.source)}' as source, * from read_parquet('{rejects}')"
            )
    stages.number((TOLD, snapshots.EVENTS))
    stages.take(TOLD)
    for key, export in enumerate(exports, start=1):
        _fill_logs(connection, key, export, stages)
    parts.close(connection)
    stages.publish()
    _one_name(connection, stages)
    snapshots.settle(connection, exports)
    stages.take(snapshots.EVENTS)
    accounts.match(connection)
    _records(connection, exports)
    return stages


def _one_name(connection: duckdb.DuckDBPyConnection, stages: Stages) -> None:
    """Call a case by one id in every table, where a file on it uses another (a sys_id)."""
    connection.execute(
        "create temp table aliases as select source, alias_id, min(case_id) as case_id"
        " from contract_cases where alias_id <> case_id group by source, alias_id"
    )
    if not connection.sql("select 1 from aliases limit 1").fetchall():
        return
    named = {f"contract_{name}": set(TABLES[name]) for name in TABLES if name != "case_events"}
    named |= {"case_names": {"case_id"}, snapshots.EVENTS: {"case_id"}}
    for table, columns in named.items():
        for column in {"case_id", "parent_id"} & columns:
            connection.execute(
                f"update {table} set {column} = aliases.case_id from aliases"
                f" where {table}.source = aliases.source and {table}.{column} = aliases.alias_id"
            )
    stages.rename()


def _create(connection: duckdb.DuckDBPyConnection) -> None:
    for table, columns in TABLES.items():
        typed = {"load_key": "bigint", "source": "varchar"} | columns
        if table == "case_events":
            typed["type"] = "event_type"
        listed = ", ".join(f'"{name}" {kind}' for name, kind in typed.items())
        names = (TOLD, snapshots.EVENTS) if table == "case_events" else (f"contract_{table}",)
        for name in names:
            connection.execute(f"create temp table {name} ({listed})")
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
    staged = _staged(export, part)
    for table, select in part.selects.items():
        if table in staged:
            continue
        if table == "rejected_rows" and len(export.parts) > 1:
            same = " and ".join(f"noted.{one} is not distinct from found.{one}" for one in _ONCE)
            noted = f"select 1 from contract_{table} as noted where load_key = {key} and {same}"
            select = f"select * from ({select}) as found where not exists ({noted})"
        target = f"contract_{table}"
        if table == "case_events":
            target = snapshots.EVENTS if part.is_snapshot else TOLD
        _insert(connection, key, export, table, select, target)


def _staged(export: LandedExport, part: LandedPart) -> set[str]:
    """The tables that wait for the event log of a part. What it sets aside does, too, unless
    other parts of the file may set aside the same."""
    if part.log is None:
        return set()
    alone = {"rejected_rows"} if len(export.parts) == 1 else set()
    return {"case_events", *part.log.selects, *alone}


def _fill_logs(
    connection: duckdb.DuckDBPyConnection, key: int, export: LandedExport, stages: Stages
) -> None:
    """Stage the event logs of an export and insert what follows from them; where every row is
    an event, none is set aside."""
    parts.open_file(connection, export.rows_path, export.first_line)
    for part in export.parts:
        if part.log is None:
            continue
        parts.open_part(connection, part.rows)
        with _explained(export, "case_events"):
            log = _in_order(connection, part.log)
            left_out = stages.stage(key, export.source, log, "case_events" in part.selects)
        selects = part.selects | log.selects
        for table in (_staged(export, part) & part.selects.keys()) - {"case_events"}:
            if table != "rejected_rows" or left_out:
                _insert(connection, key, export, table, selects[table], f"contract_{table}")


def _in_order(connection: duckdb.DuckDBPyConnection, log: Log) -> Log:
    """The log that is open as `landed`, read from its end if it lists the newest first."""
    if log.backwards and connection.sql(log.is_backwards).fetchall()[0][0]:
        return replace(log.backwards(), assumed=log.assumed, is_backwards=log.is_backwards)
    return log


def _insert(
    connection: duckdb.DuckDBPyConnection,
    key: int,
    export: LandedExport,
    table: str,
    select: str,
    target: str,
) -> None:
    columns = ", ".join(f'"{name}"' for name in TABLES[table])
    with _explained(export, table):
        connection.execute(
            f"insert into {target} by name select {key} as load_key,"
            f" '{_quoted(export.source)}' as source, {columns} from ({select}) as filled"
        )


@contextmanager
def _explained(export: LandedExport, table: str) -> Iterator[None]:
    try:
        yield
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
        " exists (from recorded where source = loads.source and evidence = 'postmortem')"
        " as has_postmortem,"
        " exists (from recorded where source = loads.source and evidence in ('replied', 'updated'))"
        " as has_updated,"
        " exists (from recorded where source = loads.source and evidence = 'mitigated')"
        " as has_mitigated,"
        " loads.source in (select source from loads_in where load_key in (select distinct"
        " load_key from contract_case_events where not coalesce(inferred, false))) as has_log,"
        " coalesce((select string_agg(distinct evidence, ', ' order by evidence) from recorded"
        " where source = loads.source), '') as records"
        " from (select distinct source from loads_in) as loads"
    )


def _quoted(text: str) -> str:
    return text.replace("'", "''")
