"""Lands export files: all of a file or nothing, the same bytes once, safe against kill -9."""

import os
import shutil
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from loaders import source as sources
from loaders.dates import Dating, infer, require_zone
from loaders.disk import remove, sync, write_whole
from loaders.manifest import (
    NAME,
    WITHDRAWN,
    Manifest,
    is_withdrawn,
    load_id,
    manifests,
    superseded,
)
from loaders.mapping import DAYS
from loaders.meaning import Meaning, Options, meaning_of
from loaders.quoting import identifier, literal
from loaders.read import Reading, read
from loaders.source import Row
from loaders.zones import time_zone
from metrics.errors import ExportError
from metrics.warehouse.connection import scratch
from metrics.warehouse.landing import rows_sql

SAMPLE_ROWS = 200  # enough to tell a raw export from a display export
SUFFIXES = (".csv", ".tsv", ".csv.gz", ".tsv.gz")


@dataclass(frozen=True)
class Landed:
    """One file after landing; `set_aside` counts rows by rule."""

    manifest: Manifest
    is_new: bool
    set_aside: dict[str, int]


def files(paths: list[Path]) -> list[Path]:
    """The export files behind paths; of a folder, those that end like an export, by name.

    Raises `ExportError` when there are none.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(one for one in path.iterdir() if one.name.lower().endswith(SUFFIXES))
            if not inside:
                raise ExportError(
                    f"the folder holds no file that ends in {', '.join(SUFFIXES)}", where=str(path)
                )
            found += inside
        else:
            found.append(path)
    return found


def land(path: Path, home: Path, options: Options) -> Landed:
    """Land one file under `home`; the caller holds the lock.

    Raises `ExportError` or `Ask`, and then nothing of the file was landed.
    """
    landing = home / "landing"
    landing.mkdir(parents=True, exist_ok=True)
    _sweep(landing)
    draft = landing / f".{uuid.uuid4().hex}.tmp"
    workspace = draft / "work"
    workspace.mkdir(parents=True)
    try:
        reading = read(path, workspace, draft)
        shutil.rmtree(workspace)
        manifest, set_aside = _understood(path, reading, options)
        is_new = _publish(draft, landing, manifest, home)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Landed(manifest, is_new, set_aside)


def _understood(path: Path, reading: Reading, options: Options) -> tuple[Manifest, dict[str, int]]:
    with scratch() as connection:
        rows = rows_sql(reading.rows_path, reading.first_line)
        connection.execute(f"create view landed as {rows}")
        meaning = meaning_of(path, reading.columns, _sample(connection, reading.columns), options)
        dating = _dating(connection, path.name, meaning, options.date_order)
        manifest = _manifest(path, reading, options, meaning, dating)
        set_aside = _set_aside(connection, manifest, reading)
    return manifest, set_aside


def _dating(
    connection: duckdb.DuckDBPyConnection, where: str, meaning: Meaning, order: str | None
) -> Dating:
    mapping = meaning.mapping
    if meaning.zone is not None:
        time_zone(meaning.zone)
    columns = list(dict.fromkeys(mapping.headers(name)[0] for name in mapping.instants()))
    asked = order or meaning.order
    dating = infer(connection, "landed", columns, asked, mapping.null_values, where)
    instants = {mapping.headers(name)[0] for name in mapping.instants() if name not in DAYS}
    samples = {name: _any_value(connection, name) for name in instants}
    zoned = Dating({name: dating.columns[name] for name in columns if name in instants}, None, 0, 0)
    require_zone(zoned, meaning.zone, samples, where)
    return dating


def _manifest(
    path: Path, reading: Reading, options: Options, meaning: Meaning, dating: Dating
) -> Manifest:
    order = options.date_order or meaning.order
    given: dict[str, Any] = {
        "time_zone": meaning.zone,
        "date_order": order,
        "mapping": meaning.given,
    }
    return Manifest(
        load_id=load_id(reading.sha256, meaning.reader.name, meaning.name, given),
        source=meaning.name,
        reader=meaning.reader.name,
        why=meaning.why,
        file_name=path.name,
        sha256=reading.sha256,
        landed_at=datetime.now(UTC).isoformat(),
        encoding=reading.encoding,
        delimiter=reading.delimiter,
        columns=reading.columns,
        rows=reading.rows,
        rejects=reading.rejects,
        dating=dating.as_options(),
        first_line=reading.first_line,
        **given,
    )


def _set_aside(
    connection: duckdb.DuckDBPyConnection, manifest: Manifest, reading: Reading
) -> dict[str, int]:
    """Rows that break a rule, by rule.

    Raises `ExportError` when no row is left.
    """
    selects = sources.selects(manifest.words())
    query = f"select rule, count(*) from ({selects['rejected_rows']}) group by rule"
    if reading.rejects_path is not None:
        structural = literal(str(reading.rejects_path))
        query += f" union all select rule, count(*) from read_parquet({structural}) group by rule"
    counted: dict[str, int] = dict(connection.execute(query + " order by rule").fetchall())
    if sum(counted.values()) >= manifest.rows + manifest.rejects:
        first = connection.execute(f"{selects['rejected_rows']} order by line limit 1").fetchall()
        what = f'; line {first[0][1]}, column "{first[0][2]}": {first[0][3]}' if first else ""
        raise ExportError(
            f"no row can be used ({', '.join(counted)}{what})",
            where=manifest.file_name,
            next_step="Check the mapping and the columns of the export. Nothing was landed.",
        )
    return counted


def _publish(draft: Path, landing: Path, manifest: Manifest, home: Path) -> bool:
    """Rename the whole folder into place; False when the same load is there already.

    A load that was withdrawn, or superseded by other options, counts again when it is asked
    for again.
    """
    final = landing / manifest.load_id
    if final.exists():
        if manifest.load_id in superseded(manifests(home)) or is_withdrawn(final):
            write_whole(final / NAME, manifest.model_dump_json(indent=1))
            remove(final / WITHDRAWN)
            return True
        return False
    write_whole(draft / NAME, manifest.model_dump_json(indent=1))
    for piece in draft.iterdir():
        sync(piece)
    sync(draft)
    os.rename(draft, final)
    sync(landing)
    return True


def _sample(connection: duckdb.DuckDBPyConnection, columns: tuple[str, ...]) -> list[Row]:
    rows = connection.execute(
        f"select * exclude (row_number, line) from landed limit {SAMPLE_ROWS}"
    ).fetchall()
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _any_value(connection: duckdb.DuckDBPyConnection, column: str) -> str:
    name = identifier(column)
    found = connection.execute(
        f"select {name} from landed where {name} is not null limit 1"
    ).fetchall()
    return str(found[0][0]) if found else ""


def _sweep(landing: Path) -> None:
    """Remove what a killed load left behind."""
    for leftover in landing.glob(".*.tmp"):
        shutil.rmtree(leftover, ignore_errors=True)
