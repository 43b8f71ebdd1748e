"""What a file leaves out is said when it is loaded: pages, caps, overviews, tests left out."""

import json
from pathlib import Path
from typing import Any

import pytest

from loaders.load import land
from loaders.meaning import Options
from tests.loaders.exports import write

AT = "2026-01-05T08:00:00Z"
PAGER = {"id": "P1", "incident_number": 1, "escalation_policy": {}, "status": "triggered",
         "created_at": AT}  # fmt: skip
ENTRY = {"id": "R1", "created_at": AT, "agent": {}, "incident": {"id": "P1"}}
ALERT = {"id": "A1", "tinyId": "1", "acknowledged": False, "status": "open", "createdAt": AT}
OPSGENIE = {"id": "I1", "tinyId": "1", "ownerTeam": "", "createdAt": AT, "updatedAt": AT}
UPDATES = [{"status": "resolved", "display_at": AT}]
PAGE = {"id": "i1", "name": "Mail", "impact": "minor", "status": "resolved", "shortlink": "",
        "created_at": AT, "incident_updates": UPDATES}  # fmt: skip
IO = {"reference": "INC-1", "created_at": AT, "incident_status": {"category": "live"},
      "incident_timestamp_values": [], "mode": "standard"}  # fmt: skip


def entries(*types: str) -> list[dict[str, Any]]:
    return [ENTRY | {"type": f"{one}_log_entry"} for one in types]


WHOLE = {
    "pages": {"incidents": [PAGER], "more": False},
    "a log with assignments": {"log_entries": entries("trigger", "assign")},
    "the last page of alerts": {"data": [ALERT], "paging": {"first": "x"}},
    "49 incidents": {"incidents": [PAGE | {"id": f"i{n}"} for n in range(49)]},
    "no tests": {"incidents": [IO], "pagination_meta": {"page_size": 25}},
}
LACKING = {
    "more incidents than this page of 1": {"incidents": [PAGER], "more": True},
    "more log entries than this page of 2": {
        "log_entries": entries("trigger", "assign"), "more": True},
    "is_overview=true": {"log_entries": entries("trigger", "resolve")},
    "more alerts than this page of 1": {"data": [ALERT], "paging": {"next": "x"}},
    "of 2 ended incidents no time of their end": {
        "data": [OPSGENIE | {"id": i, "status": s} for i, s in zip("abc", ("resolved", "closed",
        "open"), strict=True)], "paging": {}},
    "the 50 newest incidents": {"incidents": [PAGE | {"id": f"i{n}"} for n in range(50)]},
    "2 incidents of mode test or tutorial": {
        "incidents": [IO, IO | {"mode": "test"}, IO | {"mode": "tutorial"}]},
    "more incidents than this page of 1.": {
        "incidents": [IO], "pagination_meta": {"after": "01F", "page_size": 1}},
}  # fmt: skip


def cautions(tmp_path: Path, content: Any) -> tuple[str, ...]:
    path = write(tmp_path, json.dumps(content), "export.json")
    return land(path, tmp_path / "home", Options()).manifest.cautions


@pytest.mark.parametrize("said", LACKING)
def test_what_is_missing_is_said(said: str, tmp_path: Path) -> None:
    (found,) = cautions(tmp_path, LACKING[said])

    assert said in found


@pytest.mark.parametrize("case", WHOLE)
def test_a_whole_export_needs_no_caution(case: str, tmp_path: Path) -> None:
    assert cautions(tmp_path, WHOLE[case]) == ()


def test_steps_logged_twice_are_counted(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "case:concept:name,concept:name,lifecycle:transition,time:timestamp\n"
        f"C1,Open,start,{AT}\nC1,Open,complete,{AT}\nC1,Call,complete,{AT}\n",
    )

    (found,) = land(path, tmp_path / "home", Options()).manifest.cautions

    assert found == "1 steps are logged as started and completed at one instant: counted once."
