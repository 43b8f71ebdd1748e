"""A table of cases: its dates become inferred events, its impossible rows are set aside."""

from datetime import datetime
from pathlib import Path

from tests.loaders.exports import events, landed, rows, write

HEADER = "id,created_at,acknowledged_at,resolved_at,closed_at,updated_at,status,priority\n"


def test_dates_become_inferred_events(tmp_path: Path) -> None:
    _, export = landed(
        tmp_path,
        HEADER
        + "C1,2026-01-05 08:00,2026-01-05 08:10,2026-01-05 09:00,,2026-01-06 08:00,Resolved,P2\n",
    )

    assert events(export) == [
        ("2026-01-05 08:00:00", "created", None),
        ("2026-01-05 08:10:00", "acknowledged", None),
        ("2026-01-05 09:00:00", "resolved", "resolved"),
    ]
    assert all(row["inferred"] for row in rows(export, "case_events"))
    assert export.records == {"acknowledged", "resolved"}


def test_end_before_start_is_set_aside_with_both_values(tmp_path: Path) -> None:
    """A negative duration would poison every mean; nobody can tell which date is wrong."""
    _, export = landed(
        tmp_path,
        "id,created_date,finished_date\nC1,2015-02-05,2015-02-04\nC2,2015-02-05,2015-02-05\n",
        time_zone="UTC",
    )

    (row,) = rows(export, "rejected_rows")
    assert (row["line"], row["rule"], row["column_name"]) == (
        2,
        "end_before_start",
        "finished_date",
    )
    assert row["value"] == "2015-02-04 is before created_date 2015-02-05"
    assert [case["case_id"] for case in rows(export, "cases")] == ["C2"]


def test_status_as_last_seen_is_placed_where_the_row_knows(tmp_path: Path) -> None:
    """Pending since its last update; reopened when open beside an end; unknown from creation."""
    _, export = landed(
        tmp_path,
        HEADER
        + "C1,2026-01-05 08:00,,,,2026-01-06 08:00,Pending,P2\n"
        + "C2,2026-01-05 08:00,,2026-01-05 09:00,,2026-01-06 08:00,Open,P2\n"
        + "C3,2026-01-05 08:00,,,,2026-01-06 08:00,Blocked by legal,P2\n"
        + "C4,2026-01-05 08:00,,,,2026-01-06 08:00,New,P2\n"
        + "C5,2026-01-05 08:00,,,,2026-01-06 08:00,Cancelled,P2\n",
    )

    found = rows(export, "case_events", "case_id, event_at")
    changed = [
        (row["case_id"], f"{row['event_at']:%d %H:%M}", row["to_value"])
        for row in found
        if row["type"] == "status_changed"
    ]
    assert changed == [
        ("C1", "06 08:00", "pending"),
        ("C2", "06 08:00", "open"),
        ("C3", "05 08:00", "Blocked by legal"),
        ("C5", "06 08:00", "cancelled"),
    ]


def test_repeated_case_counts_as_last_updated(tmp_path: Path) -> None:
    _, export = landed(
        tmp_path,
        HEADER
        + "C1,2026-01-05 08:00,,,,2026-01-07 08:00,Open,P1\n"
        + "C1,2026-01-05 08:00,,,,2026-01-06 08:00,Open,P2\n",
    )

    (case,) = rows(export, "cases")
    assert (case["severity"], case["row_number"]) == ("S1", 1)


def test_events_after_the_watermark_do_not_exist(tmp_path: Path) -> None:
    _, export = landed(
        tmp_path, HEADER + "C1,2026-01-05 08:00,,2026-01-09 09:00,,2026-01-09 09:00,Resolved,P2\n"
    )

    assert [kind for _, kind, _ in events(export, as_of=datetime(2026, 1, 6))] == ["created"]


def test_raw_servicenow_table_is_utc_and_a_display_export_is_not(tmp_path: Path) -> None:
    """The Table API writes UTC and bare numbers; a list export writes labels in a user's zone."""
    header = "number,sys_id,opened_at,sys_updated_on,incident_state,priority,made_sla\n"
    raw = "I1,abc,2026-01-05 08:00:00,2026-01-05 09:00:00,3,1,true\n"
    _, export = landed(tmp_path, header + raw, time_zone=None)

    assert export.source == "servicenow_incidents"
    assert export.options["time_zone"] == "UTC"
    assert events(export, "status_changed") == [("2026-01-05 09:00:00", "status_changed", "hold")]
    assert rows(export, "cases")[0]["severity"] == "S1"


def test_accounts_hold_from_their_effective_date(tmp_path: Path) -> None:
    _, export = landed(
        tmp_path,
        "account_id,account,tier,region,renewal_on,effective_from\n"
        "A1,Acme,Gold,EU,2027-01-31,2026-01-01\nA1,Acme,Platinum,EU,2027-01-31,2026-07-01\n",
        time_zone="Europe/Berlin",
    )

    found = rows(export, "accounts", "effective_from")
    assert [(row["tier"], row["effective_from"]) for row in found] == [
        ("Gold", datetime(2025, 12, 31, 23)),
        ("Platinum", datetime(2026, 6, 30, 22)),
    ]
    assert str(found[0]["renewal_on"]) == "2027-01-31"


def test_seconds_after_creation_win_over_a_date_and_ignore_a_change_of_clocks(
    tmp_path: Path,
) -> None:
    """29 March 2026, 01:30 in Berlin is 00:30Z; an hour later the clock there says 03:30."""
    mapping = tmp_path / "m.yaml"
    mapping.write_text(
        "table: cases\ncolumns: {case_id: id, created_at: at, resolved_at: until}\n"
        "seconds_after: {acknowledged_at: ack_seconds, resolved_at: seconds}\n"
    )

    _, export = landed(
        tmp_path,
        "id,at,until,ack_seconds,seconds\n"
        "C1,2026-03-29 01:30:00,2026-03-28 01:30:00,60,3600\n"
        "C2,2026-03-29 01:30:00,2026-03-29 04:30:00,,\n"
        "C3,2026-03-29 01:30:00,,,-5\n",
        time_zone="Europe/Berlin",
        mapping=mapping,
    )

    ends = [one for one in events(export) if one[1] != "created"]
    assert ends == [
        ("2026-03-29 00:31:00", "acknowledged", None),
        ("2026-03-29 01:30:00", "resolved", "resolved"),
        ("2026-03-29 02:30:00", "resolved", "resolved"),
    ]
    (row,) = rows(export, "rejected_rows")
    assert (row["rule"], row["column_name"]) == ("end_before_start", "seconds")
    assert row["value"] == "-5 is before at 2026-03-29 01:30:00"


CANCELS = """
table: cases
columns: {case_id: id, created_at: created, cancelled_at: ended, status: status}
statuses: {Duplicate: merged, "Won't do": cancelled}
status_categories: {Done: resolved}
"""


def test_a_cancel_is_no_resolution(tmp_path: Path) -> None:
    """A duplicate is merged and work that nobody does is cancelled, when the row says."""
    path = write(tmp_path, CANCELS, "cancels.yaml")

    _, export = landed(
        tmp_path,
        "id,created,ended,status\nC1,2026-01-05 08:00,2026-01-05 09:00,Duplicate\n"
        "C2,2026-01-05 08:00,2026-01-05 09:00,Won't do\n",
        mapping=path,
    )

    assert events(export, "cancelled", "merged", "resolved", "status_changed") == [
        ("2026-01-05 09:00:00", "merged", "merged"),
        ("2026-01-05 09:00:00", "cancelled", "cancelled"),
    ]


def test_an_unknown_status_is_what_its_category_is(tmp_path: Path) -> None:
    """A name that the mapping knows counts first, then its category, then our own words."""
    path = write(tmp_path, CANCELS, "cancels.yaml")

    _, export = landed(
        tmp_path,
        "id,created,ended,status\nC1,2026-01-05 08:00,,Verified␟Done\n"
        "C2,2026-01-05 08:00,,Duplicate␟Done\nC3,2026-01-05 08:00,,Verified␟Odd\n"
        "C4,2026-01-05 08:00,,Open␟Done\nC5,2026-01-05 08:00,,Pending\n",
        mapping=path,
    )

    assert events(export, "merged", "status_changed", "cancelled") == [
        ("2026-01-05 08:00:00", "status_changed", "resolved"),
        ("2026-01-05 08:00:00", "status_changed", "merged"),
        ("2026-01-05 08:00:00", "status_changed", "Verified"),
        ("2026-01-05 08:00:00", "status_changed", "resolved"),
        ("2026-01-05 08:00:00", "status_changed", "pending"),
    ]


def test_seconds_that_are_no_span_of_a_case_are_set_aside(tmp_path: Path) -> None:
    """Half a second counts as none; 1e300 s must not stop the load."""
    mapping = tmp_path / "m.yaml"
    mapping.write_text(
        "table: cases\ncolumns: {case_id: id, created_at: at}\nnull_values: ['?']\n"
        "seconds_after: {resolved_at: seconds}\n"
    )

    _, export = landed(
        tmp_path,
        "id,at,seconds\nC1,2026-01-05 08:00,90.5\nC2,2026-01-05 08:00,1e300\n"
        "C3,2026-01-05 08:00,soon\nC4,2026-01-05 08:00,?\n",
        mapping=mapping,
    )

    assert events(export, "resolved") == [("2026-01-05 08:01:30", "resolved", "resolved")]
    assert [(row["rule"], row["value"]) for row in rows(export, "rejected_rows", "line")] == [
        ("unreadable_number", "1e300"),
        ("unreadable_number", "soon"),
    ]
    assert len(rows(export, "cases")) == 2
