"""An export loaded by the command line and built: what tests of a source ask questions of."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from loaders.__main__ import main
from loaders.manifest import Manifest, manifests
from metrics.warehouse.connection import open_warehouse
from tests.conftest import PROJECT


@dataclass(frozen=True)
class Built:
    """A home into which exports were loaded."""

    home: Path

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """The rows that the warehouse answers."""
        with open_warehouse(self.home) as warehouse, warehouse.cursor() as cursor:
            return cursor.execute(query).fetchall()

    def events(self, case_id: str, *types: str) -> list[tuple[str, str, str | None]]:
        """(time of day, type, to_value) of a case's events in order, of some types or all."""
        found = self.ask(
            "select strftime(event_at, '%d %H:%M:%S'), case_events.type, to_value from case_events"
            f" join fct_cases using (case_key) where case_id = '{case_id}'"
            " order by event_at, seq, case_events.type"
        )
        return [row for row in found if not types or row[1] in types]

    def manifest(self) -> Manifest:
        """What the only load knows of its file."""
        ((_, manifest),) = manifests(self.home)
        return manifest


def loaded(home: Path, *paths: Path, options: Sequence[str] = ()) -> Built:
    """Load files by the command line into `home`; they must be read."""
    policy = PROJECT / "sample_data" / "policy"
    places = ("--home", str(home), "--policy", str(policy))
    assert main(["load", *map(str, paths), *options, *places]) == 0
    return Built(home)


def written(folder: Path, content: Any, name: str = "export.json") -> Path:
    """A file with that content: text as it is, anything else as JSON."""
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content))
    return path
