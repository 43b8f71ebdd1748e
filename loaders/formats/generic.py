"""The support desk's own event log in the containers that a home-made export comes in.

All but the container is the same, so each holds the whole history; a mapping file lies beside.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import replace

import pyarrow as pa
import pyarrow.parquet as pq

from loaders.formats import life, workbook
from loaders.formats.format import EVERYTHING, Files, Format
from loaders.sample_cases import Case
from loaders.sample_files import EVENT_COLUMNS, Row, event_rows
from loaders.sample_mappings import SUPPORT_EVENTS

Container = Callable[[list[Row]], bytes]
ASKED = replace(EVERYTHING, zone="asked for")


def csv(rows: list[Row]) -> bytes:
    """Commas, a line feed after each line."""
    return life.csv_bytes(EVENT_COLUMNS, rows)


def tsv(rows: list[Row]) -> bytes:
    """Tabs, and the line ends of Windows."""
    lines = ["\t".join(row) for row in (EVENT_COLUMNS, *rows)]
    return ("\r\n".join(lines) + "\r\n").encode()


def records(rows: list[Row]) -> list[dict[str, str | None]]:
    """One object per row; what is empty is null."""
    return [{k: v or None for k, v in zip(EVENT_COLUMNS, row, strict=True)} for row in rows]


def jsonl(rows: list[Row]) -> bytes:
    """One object a line."""
    return b"".join(life.json_bytes(record) + b"\n" for record in records(rows))


def json_array(rows: list[Row]) -> bytes:
    """One array of objects."""
    return life.json_bytes(records(rows))


def parquet(rows: list[Row]) -> bytes:
    """Instants as timestamps in UTC, the rest as text."""
    data: dict[str, pa.Array] = {
        name: pa.array([row[place] or None for row in rows], pa.string())
        for place, name in enumerate(EVENT_COLUMNS)
    }
    instants = [f"{row[1].replace(' ', 'T')}Z" for row in rows]
    data["Timestamp"] = pa.array(instants, pa.string()).cast(pa.timestamp("us", "UTC"))
    out = io.BytesIO()
    pq.write_table(pa.table(data), out)
    return out.getvalue()


def xlsx(rows: list[Row]) -> bytes:
    """One sheet; instants as the numbers that Excel shows as dates."""
    return workbook.xlsx(EVENT_COLUMNS, rows, dated={1})


def _format(ending: str, title: str, container: Container) -> Format:
    def files(cases: Sequence[Case]) -> Files:
        return {
            f"desk_log.{ending}": container(event_rows(cases)),
            "desk_log.mapping.yaml": SUPPORT_EVENTS.encode(),
        }

    return Format(f"generic_{ending}", title, ASKED, files, lambda case: case.case_id)


FORMATS = (
    _format("csv", "Any event log as CSV, with a mapping", csv),
    _format("tsv", "Any event log as TSV, with a mapping", tsv),
    _format("jsonl", "Any event log as JSON lines, with a mapping", jsonl),
    _format("json", "Any event log as a JSON array, with a mapping", json_array),
    _format("parquet", "Any event log as Parquet, with a mapping", parquet),
    _format("xlsx", "Any event log as an Excel workbook, with a mapping", xlsx),
)
