"""What loading is measured against: DuckDB reads the same files into tables, and nothing else."""

from pathlib import Path
from typing import Any

from benchmarks.child import ready
from metrics.warehouse.connection import building


def load(export: str, target: str) -> dict[str, Any]:
    """Rows of `create table as select * from read_csv` of both files, in a closed file."""
    path = Path(target)
    path.unlink(missing_ok=True)
    ready()
    with building(path, path.with_suffix(".spill")) as connection:
        for name in ("accounts", "events"):
            file = Path(export) / f"{name}.csv"
            connection.execute(f"create table {name} as select * from read_csv('{file}')")
        rows = connection.sql("select count(*) from events").fetchall()[0][0]
    return {"rows": rows}
