"""Small tables from Python rows, typed column by column, and answers as frames."""

from collections.abc import Sequence
from typing import Any

import duckdb
import pandas as pd
import pyarrow as pa

TEXT, TIME = pa.string(), pa.timestamp("us")


def table(
    connection: duckdb.DuckDBPyConnection,
    what: str,
    columns: dict[str, pa.DataType],
    rows: Sequence[tuple[Any, ...]],
) -> None:
    """Create `what` ("table x" or "temp table x") from rows, typed by `columns`."""
    transposed: list[Sequence[Any]] = list(zip(*rows, strict=True)) or [()] * len(columns)
    arrays = [
        pa.array(values, type=kind)
        for values, kind in zip(transposed, columns.values(), strict=True)
    ]
    connection.register("incoming", pa.table(dict(zip(columns, arrays, strict=True))))
    connection.execute(f"create {what} as from incoming")
    connection.unregister("incoming")


def frame(answered: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    """The answer of a cursor; words (ENUM columns) come as text, not as categories."""
    found = answered.df()
    kinds = found.dtypes.items()
    words = [name for name, kind in kinds if isinstance(kind, pd.CategoricalDtype)]
    return found.astype(dict.fromkeys(words, "str")) if words else found
