"""Exports landed and built under a small policy, and what the warehouse then says."""

from pathlib import Path
from typing import Any

from loaders.load import Landed, land
from loaders.manifest import exports
from loaders.meaning import Options
from metrics.warehouse.build import build
from metrics.warehouse.connection import open_warehouse
from tests.loaders.exports import write
from tests.warehouses import policy_folder

# Round the clock: first response in 1 h, resolve in 8 h, waiting for the customer left out.
POLICY = {
    "reporting.yaml": "zone: UTC\ntiers: [Gold]\nseverities: [S1, S2, S3, S4]\n",
    "calendars.yaml": "versions:\n- calendars: {always: {zone: Etc/UTC, always_open: true}}\n",
    "sla.yaml": """versions:
- targets:
  - {promise: first_response, within: 1 h, calendar: always, objective: 90 %}
  - {promise: resolve, within: 8 h, calendar: always, objective: 90 %, pause_on: [pending]}
""",
}


def land_all(home: Path, *paths: Path, **options: Any) -> list[Landed]:
    """Those files landed in order, with the same options."""
    home.mkdir(parents=True, exist_ok=True)
    return [land(path, home, Options(**options)) for path in paths]


def land_texts(home: Path, texts: dict[str, str], **options: Any) -> list[Landed]:
    """Files of those names and contents, landed in order."""
    paths = [write(home / "in", text, name) for name, text in texts.items()]
    return land_all(home, *paths, **options)


def asked(home: Path, *queries: str) -> list[list[tuple[Any, ...]]]:
    """What a warehouse built from everything landed in `home` answers to each query."""
    build(home, policy_folder(home, POLICY), exports(home))
    with open_warehouse(home) as warehouse, warehouse.cursor() as cursor:
        return [cursor.execute(query).fetchall() for query in queries]
