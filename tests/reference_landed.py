"""Contract rows of landed exports as plain dicts, and the reference's world of a whole home."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

from loaders.manifest import exports
from metrics import policy as policies
from metrics.warehouse.connection import scratch
from metrics.warehouse.contract import TABLES, LandedExport
from metrics.warehouse.parts import open_file, open_part
from tests.reference import Row
from tests.reference_check import world
from tests.reference_metrics import World

Rows = dict[str, list[Row]]


def landed_world(home: Path, policy_dir: Path, as_of: datetime | None = None) -> World:
    """What the reference says of everything landed; case ids are written source:case_id."""
    found = [(export, contract_rows(export, as_of)) for export in exports(home)]
    accounts = [row for _, rows in found for row in rows["accounts"]]
    events = [e for _, rows in found for e in rows["case_events"] if e["event_at"]]
    until = as_of or max(e["event_at"] for e in events)
    policy = policies.load(policy_dir)
    worlds = [
        world(*named(export, rows), accounts, export.records, policy, until, verdicts(export, rows))
        for export, rows in found
        if rows["case_events"]
    ]
    surveys = [row for export, rows in found for row in renamed(export, rows["surveys"])]
    hurt, rest = told_of(found, "impacts", "case_id"), planned(found)
    bad = [row for export, rows in found for row in renamed(export, rows["rejected_rows"])]
    told = {"impacts": hurt, "maintenance": rest, "surveys": surveys, "set_aside": bad}
    return replace(merged(worlds), **told)


def told_of(found: list[tuple[LandedExport, Rows]], table: str, key: str) -> list[Row]:
    """The rows of a table as the newest load of each source, key and service tells them."""
    newest: dict[tuple[Any, ...], list[Row]] = {}
    for export, rows in found:
        told: dict[tuple[Any, ...], list[Row]] = {}
        for row in rows[table]:
            name = (export.source, row[key], row["system"])
            told.setdefault(name, []).append(row | {"source": export.source})
        newest |= told
    return [row for rows in newest.values() for row in rows]


def planned(found: list[tuple[LandedExport, Rows]]) -> list[Row]:
    """Windows of maintenance: by the last load that names their id, else as told of their start."""
    named: dict[tuple[Any, ...], dict[tuple[Any, ...], Row]] = {}
    nameless: list[tuple[LandedExport, Rows]] = []
    for export, rows in found:
        told: dict[tuple[Any, ...], dict[tuple[Any, ...], Row]] = {}
        for row in rows["maintenance"]:
            if row["maintenance_id"] is not None:
                versions = told.setdefault((export.source, row["maintenance_id"]), {})
                versions[row["system"], row["started_at"]] = row | {"source": export.source}
        named |= told
        left = [row for row in rows["maintenance"] if row["maintenance_id"] is None]
        nameless.append((export, {"maintenance": left}))
    known = [row for versions in named.values() for row in versions.values()]
    return known + told_of(nameless, "maintenance", "started_at")


def merged(worlds: list[World]) -> World:
    """Several sources as one world."""
    told = list(chain.from_iterable(one.stories for one in worlds))
    promises: dict[str, Any] = {}
    said: dict[str, Row] = {}
    for one in worlds:
        promises |= one.promises
        said |= one.verdicts
    return replace(worlds[0], stories=told, promises=promises, verdicts=said)


def named(export: LandedExport, rows: Rows) -> tuple[list[Row], list[Row]]:
    return renamed(export, rows["cases"]), renamed(export, rows["case_events"])


def verdicts(export: LandedExport, rows: Rows) -> list[Row]:
    return renamed(export, rows["vendor_verdicts"])


def renamed(export: LandedExport, rows: Iterable[Row]) -> list[Row]:
    return [
        row | {"case_id": row["case_id"] and f"{export.source}:{row['case_id']}"} for row in rows
    ]


def contract_rows(export: LandedExport, as_of: datetime | None) -> Rows:
    """The rows that the export's own selects give, table by table."""
    with scratch() as connection:
        connection.execute("set variable as_of = $as_of::timestamp", {"as_of": as_of})
        open_file(connection, export.rows_path, export.first_line)
        found: Rows = {table: [] for table in TABLES}
        for part in export.parts:
            open_part(connection, part.rows)
            for table, select in part.selects.items():
                columns = ", ".join(f'"{name}"' for name in TABLES[table])
                rows = connection.execute(f"select {columns} from ({select}) as filled").fetchall()
                found[table] += [dict(zip(TABLES[table], row, strict=True)) for row in rows]
    return found
