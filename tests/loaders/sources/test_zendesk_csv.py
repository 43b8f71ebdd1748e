"""Zendesk's CSV export: columns as quoted in public projects, local dates without a zone."""

from datetime import datetime
from pathlib import Path

import pytest

from metrics.errors import Ask
from tests.loaders.sources.built import asked, land_texts

HEADER = (
    "Id,Subject,Organization,Status,Priority,Via,Ticket type,Created at,Updated at,Solved at,"
    "Assignee,Group,Satisfaction Score,First reply time in minutes,"
    "First reply time in minutes within business hours,Reopens,Replies,Assignee stations,"
    "Group stations"
)
# Berlin: the clocks go forward on 29 March 2026 at 02:00; all three days before are UTC+1.
ROWS = (
    "1,Login,Acme,Closed,Urgent,Mail,Incident,2026-03-02 09:00,2026-03-06 12:00,"
    "2026-03-02 15:30,Ann,Desk,Good,45,45,0,2,1,1",
    "2,Export,Acme,Open,Normal,Mail,Question,2026-03-03 09:00,2026-03-03 12:00,,Bob,Desk,"
    "Offered,180,120,0,1,1,1",
    "3,Slow,Bolt,Pending,-,Mail,,2026-03-28 23:00,2026-03-29 04:00,,,Desk,-,,,0,0,0,1",
)


def test_dates_are_asked_for_and_read_in_the_zone_given(tmp_path: Path) -> None:
    """09:00 in Berlin is 08:00 UTC; 45 minutes to the first reply met the hour, 180 did not."""
    text = {"export.csv": "\n".join((HEADER, *ROWS)) + "\n"}
    with pytest.raises(Ask, match="carry no zone"):
        land_texts(tmp_path, text)
    (landed,) = land_texts(tmp_path, text, time_zone="Europe/Berlin")

    cases, promises = asked(
        tmp_path,
        "select case_id, account_id, severity, status, created_at, first_responded_at,"
        " resolved_at from fct_cases order by case_id",
        "select case_id, state, elapsed_seconds from fct_promises"
        " where promise = 'first_response' order by case_id",
    )

    assert landed.manifest.reader == "zendesk_csv"
    assert cases == [
        ("1", "Acme", "S1", "resolved", datetime(2026, 3, 2, 8), datetime(2026, 3, 2, 8, 45),
         datetime(2026, 3, 2, 14, 30)),
        ("2", "Acme", "S3", "open", datetime(2026, 3, 3, 8), datetime(2026, 3, 3, 11), None),
        ("3", "Bolt", "No severity", "pending", datetime(2026, 3, 28, 22), None, None),
    ]  # fmt: skip
    assert promises == [("1", "met", 2700), ("2", "breached", 10800), ("3", "breached", 14400)]


def test_a_view_without_the_solve_says_so(tmp_path: Path) -> None:
    """A view holds the columns that were chosen for it."""
    text = "ID,Subject,Status,Ticket type,Requested,Updated\n1,Mail,Solved,Incident,{0},{0}\n"
    (landed,) = land_texts(tmp_path, {"view.csv": text.format("2026-03-02 09:00")}, time_zone="UTC")

    assert landed.manifest.reader == "zendesk_csv"
    assert "no column Solved at" in landed.manifest.cautions[0]
