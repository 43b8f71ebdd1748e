"""Small warehouses for tests, built through the production path from contract rows."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from metrics.warehouse.build import build
from metrics.warehouse.connection import Warehouse, open_warehouse
from metrics.warehouse.contract import TABLES, LandedExport, LandedPart
from metrics.warehouse.parts import WHOLE

Row = dict[str, Any]
ALL_EVIDENCE = frozenset({"acknowledged", "replied", "resolved", "postmortem"})
UNTIL = {"cases": "seen_at", "case_events": "event_at"}


def build_rows(
    tmp: Path,
    cases: Iterable[Row],
    events: Iterable[Row],
    accounts: Iterable[Row] = (),
    policy_yaml: str | Mapping[str, str] | Path = "",
    as_of: datetime | None = None,
    verdicts: Iterable[Row] = (),
    records: frozenset[str] = ALL_EVIDENCE,
    source: str = "made",
) -> Warehouse:
    """A warehouse of these contract rows; columns left out are null (booleans false).

    `policy_yaml` is a policy folder, the text of one file, or texts by file name.
    """
    tables = {
        "cases": list(cases),
        "case_events": list(events),
        "accounts": list(accounts),
        "vendor_verdicts": list(verdicts),
    }
    build(tmp, policy_folder(tmp, policy_yaml), [landed(tmp, tables, records, source)], as_of)
    return open_warehouse(tmp)


def policy_folder(tmp: Path, policy_yaml: str | Mapping[str, str] | Path) -> Path:
    """The folder of the policy, written below `tmp` when it is given as text."""
    if isinstance(policy_yaml, Path):
        return policy_yaml
    texts = {"policy.yaml": policy_yaml} if isinstance(policy_yaml, str) else policy_yaml
    folder = tmp / "policy"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def landed(
    tmp: Path, tables: Mapping[str, Sequence[Row]], records: frozenset[str], source: str
) -> LandedExport:
    """Contract rows as one landed export: a wide parquet of text, and its selects."""
    rows = [row for name in TABLES for row in wide(name, tables.get(name, ()))]
    columns = ["table_name", *sorted({c for spec in TABLES.values() for c in spec})]
    digest = hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()
    folder = tmp / "landing" / digest[:16]
    folder.mkdir(parents=True, exist_ok=True)
    data = {c: pa.array([r.get(c) for r in rows], pa.string()) for c in columns}
    data |= {c: pa.array(range(1, len(rows) + 1), pa.int64()) for c in ("row_number", "line")}
    pq.write_table(pa.table(data), folder / "rows.parquet")
    return LandedExport(
        load_id=digest[:16],
        source=source,
        file_name=f"{source}.csv",
        sha256=digest,
        landed_at="2040-01-01T00:00:00",  # events after the landing would be set aside
        rows_path=folder / "rows.parquet",
        rejects_path=None,
        options={},
        parts=(LandedPart(WHOLE, {name: select_of(name) for name in TABLES}),),
        records=records,
    )


def wide(table: str, rows: Iterable[Row]) -> list[dict[str, str | None]]:
    unknown = {c for row in rows for c in row} - set(TABLES[table])
    assert not unknown, f"{table} has no column {sorted(unknown)}"
    return [{"table_name": table} | {c: text(v) for c, v in row.items()} for row in rows]


def text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, (date, datetime)):
        return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
    return str(value).lower()


def select_of(table: str) -> str:
    """The select of one contract table, reading nothing that is later than the watermark."""
    columns = ", ".join(select_column(c, kind) for c, kind in TABLES[table].items())
    sql = f"select {columns} from landed where table_name = '{table}'"
    if table in UNTIL:
        at = f"cast({UNTIL[table]} as timestamp)"
        cut = "getvariable('as_of')"
        sql += f" and ({cut} is null or {at} is null or {at} <= {cut})"
    return sql


def select_column(column: str, kind: str) -> str:
    value = f"cast({column} as {kind})"
    if kind == "boolean" and column != "is_public" and not column.startswith("vendor"):
        value = f"coalesce({value}, false)"
    return f"{value} as {column}"
