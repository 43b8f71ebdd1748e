"""The way down from a figure: the events of a case and the landed rows they came from."""

from pathlib import Path

import duckdb
import pandas as pd

from metrics.errors import WarehouseError
from metrics.warehouse.landing import rows_sql


def events(cursor: duckdb.DuckDBPyConnection, source: str, case_id: str) -> pd.DataFrame:
    """Events of one case in order: event_at (naive UTC), type, from_value, to_value, actor,
    level, is_public, is_bot, inferred, load_id, row_number, file_name."""
    return cursor.execute(
        """
        select
            e.event_at, e.seq, cast(e.type as varchar) as type, e.from_value, e.to_value,
            e.actor, e.level, e.is_public, e.is_bot, e.inferred, l.load_id, e.row_number,
            l.file_name
        from case_events as e
        join fct_cases as c on c.case_key = e.case_key
        join loads as l on l.load_key = e.load_key
        where c.source = $source and c.case_id = $case_id
        order by e.event_at, case when e.type = 'created' then 0 else 1 end, e.seq, e.row_number
        """,
        {"source": source, "case_id": case_id},
    ).df()


def raw_row(
    cursor: duckdb.DuckDBPyConnection, home: Path, load_id: str, row_number: int
) -> dict[str, str]:
    """The landed row as it was read, column by column, with `line` and `file_name`.

    Raises `WarehouseError` when the landing file is gone or has no such row.
    """
    try:
        found = cursor.execute(
            f"select l.file_name, r.* from ({_landed(cursor, home, load_id)}) as r, loads as l"
            " where r.row_number = $row_number and l.load_id = $load_id",
            {"row_number": row_number, "load_id": load_id},
        ).df()
    except duckdb.Error as error:
        raise _gone(load_id, row_number) from error
    if found.empty:
        raise _gone(load_id, row_number)
    return {str(name): str(value) for name, value in found.iloc[0].items() if value is not None}


def lines(
    cursor: duckdb.DuckDBPyConnection, home: Path, load_id: str, row_numbers: list[int]
) -> dict[int, int]:
    """Physical line in the file by row number; empty when the landing file is gone."""
    if not _path(home, load_id).exists():
        return {}
    found = cursor.execute(
        f"select row_number, line from ({_landed(cursor, home, load_id)})"
        " where list_contains($row_numbers, row_number)",
        {"row_numbers": row_numbers},
    )
    return dict(found.fetchall())


def _path(home: Path, load_id: str) -> Path:
    return home.resolve() / "landing" / load_id / "rows.parquet"


def _landed(cursor: duckdb.DuckDBPyConnection, home: Path, load_id: str) -> str:
    known = cursor.execute("select first_line from loads where load_id = ?", [load_id]).fetchall()
    return rows_sql(_path(home, load_id), known[0][0] if known else None)


def _gone(load_id: str, row_number: int) -> WarehouseError:
    return WarehouseError(
        f"row {row_number} of load {load_id} is not in the landing folder any more",
        next_step="Load the export again to see its rows.",
    )
