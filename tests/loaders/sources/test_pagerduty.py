"""PagerDuty: incidents, log entries and Analytics, on the published examples and by hand."""

from pathlib import Path
from typing import Any

from tests.loaders.sources.command_line import loaded, written

SCHEMAS = Path("data") / "schemas"
FACTS = (
    "select case_id, kind, severity, system, strftime(created_at, '%d %H:%M:%S'),"
    " strftime(acknowledged_at, '%d %H:%M:%S'), strftime(resolved_at, '%d %H:%M:%S')"
    " from fct_cases order by case_id"
)


def entry(number: int, type_: str, at: str, **more: Any) -> dict[str, Any]:
    """One log entry of incident PT4KHLK by Ann, in the account's zone."""
    return {
        "id": f"R{number}",
        "type": f"{type_}_log_entry",
        "created_at": f"2026-01-05T{at}-05:00",
        "agent": {"type": "user_reference", "summary": "Ann"},
        "incident": {"id": "PT4KHLK", "summary": "[#7] Mail is down"},
        "service": {"summary": "Mail"},
        "teams": [{"summary": "Platform"}],
        **more,
    }


def test_published_incident_is_resolved_after_7_min_41_s(shared: Path, tmp_path: Path) -> None:
    """Its acknowledgements are empty because it is resolved: unknown, not "never"."""
    built = loaded(tmp_path, shared / SCHEMAS / "pagerduty_incidents.json")

    assert built.ask(FACTS) == [
        ("PT4KHLK", "incident", "S2", "My Mail Service", "06 21:30:42", None, "06 21:38:23")
    ]
    assert built.ask("select customer_first_resolution_seconds from fct_cases") == [(461,)]
    assert built.ask("select distinct state from fct_promises where promise = 'acknowledge'") == [
        ("unknown",)
    ]


def test_open_incident_still_tells_its_acknowledgement(tmp_path: Path) -> None:
    """It is kept as an event, but the list is no evidence that others were never acknowledged.
    P2 was merged into P1, which ends it without a resolve."""
    shell = {"incident_number": 1, "escalation_policy": {"summary": "Night"}, "urgency": "low"}
    acknowledged = {"at": "2026-01-05T08:04:00Z", "acknowledger": {"summary": "Ann"}}
    incidents = [
        {"id": "P1", "status": "acknowledged", "created_at": "2026-01-05T08:00:00Z",
         "updated_at": "2026-01-05T09:00:00Z", "last_status_change_at": "2026-01-05T08:04:00Z",
         "acknowledgements": [acknowledged], **shell},
        {"id": "P2", "status": "resolved", "created_at": "2026-01-05T08:01:00Z",
         "resolved_at": "2026-01-05T08:02:00Z", "updated_at": "2026-01-05T08:02:00Z",
         "resolve_reason": {"type": "merge_resolve_reason", "incident": {"id": "P1"}}, **shell},
    ]  # fmt: skip

    built = loaded(tmp_path / "home", written(tmp_path, {"incidents": incidents, "more": False}))

    assert built.ask("select case_id, status, parent_id, team from fct_cases order by case_id") == [
        ("P1", "open", None, "Night"),
        ("P2", "merged", "P1", "Night"),
    ]
    assert built.events("P1", "acknowledged") == [("05 08:04:00", "acknowledged", None)]
    assert built.ask("select distinct records_acknowledged from fct_cases") == [(False,)]


def test_log_entries_tell_who_took_it_and_who_was_called(tmp_path: Path) -> None:
    """In New York it is 03:00 when it is 08:00Z. An acknowledgement that times out is void; what
    a service does by itself acknowledges nothing; a call to a phone is no event."""
    bob = [{"summary": "Bob"}]
    entries = [
        entry(9, "resolve", "04:00:00"),
        entry(1, "trigger", "03:00:00", agent={"type": "service_reference", "summary": "Mail"}),
        entry(2, "assign", "03:00:00", assignees=[{"summary": "Ann"}]),
        entry(3, "notify", "03:00:10"),
        entry(4, "acknowledge", "03:05:00", agent={"type": "service_reference", "summary": "Bot"}),
        entry(5, "unacknowledge", "03:10:00"),
        entry(6, "escalate", "03:15:00", assignees=bob),
        entry(7, "acknowledge", "03:20:00", agent={"type": "user_reference", "summary": "Bob"}),
        entry(8, "snooze", "03:30:00"),
    ]

    built = loaded(tmp_path / "home", written(tmp_path, {"log_entries": entries}))

    assert built.ask(FACTS) == [
        ("PT4KHLK", "incident", "No severity", "Mail", "05 08:00:00", "05 08:20:00", "05 09:00:00")
    ]
    assert built.events("PT4KHLK", "assigned", "escalated", "commented") == [
        ("05 08:00:00", "assigned", "Ann"),
        ("05 08:15:00", "assigned", "Bob"),
        ("05 08:15:00", "escalated", None),
        ("05 08:30:00", "commented", "snooze"),
    ]
    assert built.ask("select level, actor from case_events where type = 'escalated'") == [
        (2, "Ann")
    ]


def test_log_and_incident_list_are_about_the_same_cases(tmp_path: Path) -> None:
    """The list knows title and priority, the log knows when it was acknowledged."""
    incident = {
        "id": "PT4KHLK", "incident_number": 7, "title": "Mail is down", "status": "resolved",
        "created_at": "2026-01-05T08:00:00Z", "updated_at": "2026-01-05T09:00:00Z",
        "resolved_at": "2026-01-05T09:00:00Z", "priority": {"summary": "P1"}, "urgency": "high",
        "escalation_policy": {"summary": "Night"}, "service": {"summary": "Mail"},
    }  # fmt: skip
    entries = [
        entry(1, "trigger", "03:00:00"),
        entry(2, "acknowledge", "03:07:00"),
        entry(3, "resolve", "04:00:00"),
    ]

    built = loaded(
        tmp_path / "home",
        written(tmp_path, {"log_entries": entries}, "a.json"),
        written(tmp_path, {"incidents": [incident]}, "b.json"),
    )

    assert built.ask(FACTS) == [
        ("PT4KHLK", "incident", "S1", "Mail", "05 08:00:00", "05 08:07:00", "05 09:00:00")
    ]


def test_seconds_of_analytics_are_believed_before_its_dates(shared: Path, tmp_path: Path) -> None:
    """10:00:00 + 48 s and + 2,029 s; the example's own resolved_at is a day before created_at."""
    built = loaded(tmp_path, shared / SCHEMAS / "pagerduty_analytics_raw_incidents.json")

    assert built.ask(FACTS) == [
        ("PCOOHCY", "incident", "S2", "Social media tracking",
         "31 10:00:00", "31 10:00:48", "31 10:33:49"),
        ("PYC0H08", "incident", "S4", "Engineering",
         "31 10:05:00", "31 10:05:05", "31 11:00:05"),
    ]  # fmt: skip
    assert built.ask(
        "select case_id, vendor_resolution_seconds from fct_cases order by case_id"
    ) == [("PCOOHCY", 2029), ("PYC0H08", 3305)]
    assert built.manifest().time_zone == "Etc/UTC"


def test_analytics_time_zone_is_the_envelopes(tmp_path: Path) -> None:
    """Los Angeles is 8 h behind in January; an incident that nobody acknowledged has no time."""
    incident = {
        "id": "P1", "created_at": "2026-01-05T00:30:00", "resolved_at": "2026-01-05T01:30:00",
        "seconds_to_first_ack": None, "seconds_to_resolve": 3600, "status": "resolved",
        "urgency": "high", "description": "Mail", "service_name": "Mail",
    }  # fmt: skip

    built = loaded(
        tmp_path / "home",
        written(tmp_path, {"data": [incident], "time_zone": "America/Los_Angeles"}),
    )

    assert built.ask(FACTS) == [
        ("P1", "incident", "S2", "Mail", "05 08:30:00", None, "05 09:30:00")
    ]


def test_analytics_csv_has_the_same_columns(tmp_path: Path) -> None:
    """A person chose the columns: no team, no priority. An open incident has no end."""
    text = (
        "id,created_at,status,urgency,seconds_to_first_ack,seconds_to_resolve\n"
        "P1,2026-01-05T08:00:00,resolved,high,60,1800\n"
        "P2,2026-01-05T09:00:00,triggered,low,,\n"
    )

    built = loaded(
        tmp_path / "home", written(tmp_path, text, "a.csv"), options=("--time-zone", "UTC")
    )

    assert built.ask(FACTS) == [
        ("P1", "incident", "S2", "No system", "05 08:00:00", "05 08:01:00", "05 08:30:00"),
        ("P2", "incident", "S4", "No system", "05 09:00:00", None, None),
    ]
