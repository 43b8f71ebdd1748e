"""Small exports as text, landed and read through their selects: what loader tests build on."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from loaders.load import Landed, land
from loaders.manifest import exports
from loaders.meaning import Options
from loaders.reading import Reading
from metrics.warehouse.connection import scratch
from metrics.warehouse.contract import TABLES, LandedExport
from metrics.warehouse.landing import rows_sql
from metrics.warehouse.parts import open_file, open_part

MAPPINGS = Path(__file__).parent / "mappings"
LOG_HEADER = "case_id,event_at,activity,status,priority,team,owner,actor"
LOG_ROWS = (
    "C1,2026-01-05 08:00:00,created,New,P1,Desk,,Ann",
    "C1,2026-01-05 08:05:00,assigned,Open,P1,Desk,Bob,Ann",
    "C1,2026-01-05 09:00:00,replied,Pending,P1,Desk,Bob,Bob",
    "C1,2026-01-05 10:00:00,solved,Resolved,P1,Desk,Bob,Bob",
)


def log_text(*rows: str, header: str = LOG_HEADER, newline: str = "\n") -> str:
    """An event log as CSV text; the four good rows unless others are given."""
    return newline.join((header, *(rows or LOG_ROWS))) + newline


def write(folder: Path, content: str | bytes, name: str = "log.csv") -> Path:
    """A file with that content, as UTF-8 if it is text."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def landed(
    folder: Path, content: str | bytes, name: str = "log.csv", **options: Any
) -> tuple[Landed, LandedExport]:
    """Land that content under `folder`/home; UTC unless another zone is given."""
    given = Options(**({"time_zone": "UTC"} | options))
    outcome = land(write(folder / "in", content, name), folder / "home", given)
    found = {export.load_id: export for export in exports(folder / "home")}
    return outcome, found[outcome.manifest.load_id]


def rows(
    export: LandedExport, table: str, order: str = "all", as_of: datetime | None = None
) -> list[dict[str, Any]]:
    """The rows that an export gives for one contract table."""
    with scratch() as connection:
        connection.execute("set variable as_of = $as_of::timestamp", {"as_of": as_of})
        columns = ", ".join(f'"{name}"' for name in TABLES[table])
        open_file(connection, export.rows_path, export.first_line)
        connection.execute(f"create temp table found as from ({_empty(table)})")
        for part in export.parts:
            open_part(connection, part.rows)
            if table in part.selects:
                connection.execute(
                    f"insert into found by name select {columns} from ({part.selects[table]})"
                )
        found = connection.execute(f"from found order by {order}")
        names = [column[0] for column in found.description or []]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _empty(table: str) -> str:
    typed = ", ".join(f'null::{kind} as "{name}"' for name, kind in TABLES[table].items())
    return f"select {typed} limit 0"


def parquet(path: Path | None, columns: str = "*") -> list[tuple[Any, ...]]:
    """The rows of a Parquet file in file order."""
    assert path is not None
    with scratch() as connection:
        return connection.execute(f"select {columns} from read_parquet('{path}')").fetchall()


def table(reading: Reading, columns: str = "*") -> list[tuple[Any, ...]]:
    """The landed rows of a file in file order, as every reader sees them."""
    with scratch() as connection:
        rows = rows_sql(reading.rows_path, reading.first_line)
        return connection.execute(f"select {columns} from ({rows})").fetchall()


def events(export: LandedExport, *types: str, as_of: datetime | None = None) -> list[Sequence[Any]]:
    """(event_at as text, type, to_value) of an export's events in order, of some types or all."""
    found = rows(export, "case_events", "event_at, row_number, seq, type", as_of)
    return [
        (f"{row['event_at']:%Y-%m-%d %H:%M:%S}", row["type"], row["to_value"])
        for row in found
        if not types or row["type"] in types
    ]
