"""Wrong numbers out of records that hold a whole history, one test each; never weakened."""

import json
from pathlib import Path

from loaders.manifest import exports
from metrics.warehouse.build import build
from metrics.warehouse.connection import open_warehouse
from tests.loaders.sources.built import land_texts
from tests.soundness.test_ties_and_edges import POLICY, at, one
from tests.warehouses import policy_folder


def test_first_severity_in_a_record_does_not_reach_back(tmp_path: Path) -> None:
    """All events of a JSON record lead back to one row; a priority set on Wednesday used to be
    taken for Monday's, since it stood "in the very row of the creation"."""
    histories = [
        {"id": str(day), "created": f"2026-03-0{day}T09:00:00.000+0000", "items": [item]}
        for day, item in (
            (4, {"field": "priority", "fromString": None, "toString": "Highest"}),
            (5, {"field": "assignee", "fromString": None, "toString": "Ann"}),
        )
    ]
    issue = {
        "key": "A-1",
        "fields": {"created": "2026-03-02T09:00:00.000+0000", "priority": {"name": "Highest"}},
        "changelog": {"total": 2, "histories": histories},
    }
    land_texts(tmp_path, {"search.json": json.dumps({"issues": [issue]})})

    build(tmp_path, policy_folder(tmp_path, POLICY), exports(tmp_path))

    with open_warehouse(tmp_path) as warehouse:
        query = "select breached_at from fct_promises where promise = 'resolve'"
        assert one(warehouse, query) == (at("09:00", 4),)
