"""Records with a wrong type anywhere never stop a load: they are read as far as they go."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.loaders.sources.command_line import loaded, written

WRONG: list[Any] = [
    None, "text", 5, -1, 1e300, True, [], {}, [None], [5], ["x"], [[]], {"x": {"y": 1}},
    "2026-02-30T08:00:00Z", "9999-99-99", "\x00x",
]  # fmt: skip
ALERT = {
    "id": "A1", "tinyId": "1", "message": "m", "status": "closed", "acknowledged": True,
    "createdAt": "2026-01-05T08:00:00.123Z", "updatedAt": "2026-01-05T09:00:00Z",
    "report": {"ackTime": 5, "closeTime": 9}, "responders": [{"name": "x"}], "owner": "o",
}  # fmt: skip
INCIDENT = {
    "id": "I1", "tinyId": "1", "message": "m", "status": "closed", "ownerTeam": "t",
    "createdAt": "2026-01-05T08:00:00Z", "updatedAt": "2026-01-05T09:00:00Z",
    "impactedServices": ["x"],
}  # fmt: skip
EXAMPLES = {
    "pagerduty_incidents": "schemas/pagerduty_incidents.json",
    "pagerduty_log_entries": "schemas/pagerduty_log_entries.json",
    "pagerduty_analytics": "schemas/pagerduty_analytics_raw_incidents.json",
    "incident_io": "schemas/incident_io_v2_incident.json",
    "statuspage_incidents": "statuspage_cloudflare/incidents.json",
    "google_cloud_incidents": "google_cloud_status/incidents_to_2022-01.json",
    "status_page_history": "github_status/incidents.jsonl",
}


def places(record: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """Every member of a record, and every member of its objects and of the first in its lists."""
    for name, value in record.items():
        yield (name,)
        if isinstance(value, list) and value and isinstance(value[0], dict):
            yield from ((name, 0), *((name, 0, inner) for inner in value[0]))
        if isinstance(value, dict):
            yield from ((name, inner) for inner in value)


def mangled(record: dict[str, Any]) -> list[dict[str, Any]]:
    """The record as it is, then once for each place and wrong value."""
    found = [record]
    for place in places(record):
        for wrong in WRONG:
            broken = copy.deepcopy(record)
            inner = broken
            for step in place[:-1]:
                inner = inner[step]
            inner[place[-1]] = wrong
            found.append(broken)
    return found


def first_record(text: str) -> tuple[str | None, dict[str, Any]]:
    """The first record of an example, and the member of the envelope it stands in."""
    decoded, _ = json.JSONDecoder().raw_decode(text)
    if isinstance(decoded, list):
        return None, decoded[0]
    for key in ("incidents", "log_entries", "data"):
        if key in decoded:
            return key, decoded[key][0]
    return None, decoded


def check(tmp_path: Path, reader: str, key: str | None, record: dict[str, Any]) -> None:
    records = mangled(record)
    path = written(tmp_path, {key: records} if key else records)

    built = loaded(tmp_path / "home", path, options=("--time-zone", "UTC", "--source", reader))

    manifest = built.manifest()
    assert manifest.rows + manifest.rejects == len(records)
    assert built.ask("select count(*) > 0 from fct_cases") == [(True,)]


@pytest.mark.parametrize("reader", EXAMPLES)
def test_no_wrong_type_stops_a_load(reader: str, shared: Path, tmp_path: Path) -> None:
    key, record = first_record((shared / "data" / EXAMPLES[reader]).read_text())

    check(tmp_path, reader, key, record)


@pytest.mark.parametrize(
    ("reader", "record"), [("opsgenie_alerts", ALERT), ("opsgenie_incidents", INCIDENT)]
)
def test_no_wrong_type_in_opsgenie_stops_a_load(
    reader: str, record: dict[str, Any], tmp_path: Path
) -> None:
    check(tmp_path, reader, "data", record)
