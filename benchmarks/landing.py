"""Landing against DuckDB's own reader, on the same file in the same run."""

import shutil
from pathlib import Path
from typing import Any

from benchmarks.child import ready
from loaders.load import land
from loaders.lock import locked
from loaders.meaning import Options
from metrics.warehouse.connection import building


def plain(file: str, target: str) -> dict[str, Any]:
    """Rows of `create table as select * from read_json` (or read_csv), in a closed file."""
    path = Path(target)
    path.unlink(missing_ok=True)
    reader = "read_csv" if file.endswith(".csv") else "read_json"
    ready()
    with building(path, path.with_suffix(".spill")) as connection:
        connection.execute(f"create table landed as select * from {reader}('{file}')")
        rows = connection.sql("select count(*) from landed").fetchall()[0][0]
    return {"rows": rows}


def ours(file: str, home: str) -> dict[str, Any]:
    """Land the file into an empty home: read whole, recognised, dated, every row judged."""
    shutil.rmtree(home, ignore_errors=True)
    ready()
    with locked(Path(home)):
        landed = land(Path(file), Path(home), Options(time_zone="UTC"))
    return {"rows": landed.manifest.rows, "set_aside": sum(landed.set_aside.values())}
