"""The only place that connects to DuckDB: scratch work, building, and locked-down reading.

Readers get a read-only connection that sees nothing but its warehouse file and the landing
folder; every query takes a cursor of its own, since one connection shared by threads gives
wrong answers.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from metrics.errors import WarehouseError

# partitioned_execution rereads the event table many times over; type_pushdown turns a
# try_cast over read_csv into a hard cast that drops rows (both DuckDB 2.0.0).
DISABLED_OPTIMIZERS = "partitioned_execution,type_pushdown"
THREADS = 2
POINTER = "CURRENT"
# One opener at a time: instances are shared by path, and two at once would both try the locks.
_OPENING = threading.Lock()


@contextmanager
def scratch() -> Iterator[duckdb.DuckDBPyConnection]:
    """An in-memory connection for landing and for clock runs; gone when the block ends."""
    with _connect(":memory:", {}) as connection:
        yield connection


@contextmanager
def building(path: Path, workspace: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A writable connection to a new file at `path`, spilling to `workspace` if it must."""
    config = {"temp_directory": str(workspace), "memory_limit": "3GB"}
    with _connect(str(path), config) as connection:
        yield connection


def warehouse_folder(home: Path) -> Path:
    """Where the versions of the warehouse and their pointer lie."""
    return home / "warehouse"


def current(home: Path) -> str | None:
    """The name of the serving version, or None when there is no warehouse yet."""
    pointer = warehouse_folder(home) / POINTER
    try:
        name = pointer.read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    return name or None


class Warehouse:
    """One version of the warehouse, open for reading; `version` is its file name."""

    def __init__(self, home: Path, version: str) -> None:
        self.home, self.version = home, version
        path = warehouse_folder(home) / version
        try:
            with _OPENING:
                self._connection = _open(str(path), {}, read_only=True)
                _lock_down(self._connection, home / "landing")
        except duckdb.Error as error:
            raise WarehouseError(
                f"the warehouse cannot be opened ({error})",
                where=str(path),
                next_step="Rebuild it with: python -m loaders build",
            ) from error

    @contextmanager
    def cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor for one query; never share one between threads."""
        cursor = self._connection.cursor()
        try:
            yield cursor
        finally:
            cursor.close()

    def close(self) -> None:
        """Let go of the file; cursors of this warehouse end with it."""
        self._connection.close()

    def __enter__(self) -> "Warehouse":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_warehouse(home: Path, version: str | None = None) -> Warehouse:
    """The serving warehouse of `home` (or a named version), read-only and locked down.

    Raises `WarehouseError` when there is none yet or it cannot be opened.
    """
    name = version or current(home)
    if name is None:
        raise WarehouseError(
            "there is no warehouse yet",
            where=str(home),
            next_step="Load exports first: python -m loaders load sample_data/exports",
        )
    return Warehouse(Path(home), name)


@contextmanager
def _connect(path: str, config: dict[str, Any]) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = _open(path, config, read_only=False)
    connection.execute("set TimeZone = 'UTC'")
    try:
        yield connection
    finally:
        connection.close()


def _lock_down(connection: duckdb.DuckDBPyConnection, landing: Path) -> None:
    """Only the warehouse and the landing folder stay in reach. Instances are shared by path
    within a process, so a second opening finds the doors locked already."""
    locked = connection.sql("select current_setting('lock_configuration')").fetchall()[0][0]
    if not locked:
        folder = str(landing.resolve()).replace("'", "''")
        connection.execute(f"set allowed_directories = ['{folder}']")
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")


def _open(path: str, config: dict[str, Any], read_only: bool) -> duckdb.DuckDBPyConnection:
    settings: dict[str, Any] = {
        "threads": THREADS,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "python_enable_replacements": False,
        "disabled_optimizers": DISABLED_OPTIMIZERS,
    }
    return duckdb.connect(path, read_only=read_only, config=settings | config)
