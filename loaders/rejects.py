"""Rows that the reading of a file sets aside, as rejects.parquet beside its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


@dataclass(frozen=True)
class Reject:
    """One row that could not be read: where it stands, what it says, which rule, what to do."""

    line: int
    column_name: str | None
    value: str
    rule: str
    cure: str


def write_rejects(rejected: Sequence[Reject], path: Path) -> None:
    """Write them in order."""
    table = {
        "line": pa.array([one.line for one in rejected], pa.int64()),
        "column_name": pa.array([one.column_name for one in rejected], pa.string()),
        "value": pa.array([one.value for one in rejected], pa.string()),
        "rule": pa.array([one.rule for one in rejected], pa.string()),
        "cure": pa.array([one.cure for one in rejected], pa.string()),
    }
    pq.write_table(pa.table(table), path)
