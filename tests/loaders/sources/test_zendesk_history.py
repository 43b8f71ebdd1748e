"""Zendesk's audits and metric events: what happened to a ticket, and when its clocks ran."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.loaders.sources.built import asked, land_texts
from tests.loaders.sources.test_zendesk_json import AUDITS, DAY, TICKS, tick, ticket

T = datetime.fromisoformat
EVENTS = (
    "select strftime(event_at, '%H:%M'), type, from_value, to_value from case_events"
    " join fct_cases using (case_key) where case_id = '1' order by event_at, type::varchar"
)
TIMES = (
    "select acknowledged_at, first_responded_at, resolved_at, severity, team"
    " from fct_cases where case_id = '1'"
)
MERGED = ["closed_by_merge"]
RESOLVE = (
    "select state, elapsed_seconds from fct_promises where case_id = '1' and promise = 'resolve'"
)


def test_audits_tell_every_change_and_reply(tmp_path: Path) -> None:
    """The customer's own comments are no replies, a note is not public, a merge is in the tags."""
    tickets = [ticket(1, updated_at=f"{DAY}11:00:00Z"), ticket(2, status="closed", tags=MERGED)]
    texts = {"tickets": tickets, "audits": {"audits": list(reversed(AUDITS)), "count": 7}}
    landed = land_texts(tmp_path, {f"{name}.json": json.dumps(one) for name, one in texts.items()})

    events, times, promises, merged = asked(
        tmp_path, EVENTS, TIMES, RESOLVE, "select is_merged from fct_cases where case_id = '2'"
    )

    assert [one.manifest.reader for one in landed] == ["zendesk_tickets", "zendesk_audits"]
    assert events == [
        ("08:00", "created", None, None),
        ("08:00", "priority_changed", None, "S3"),
        ("08:00", "status_changed", None, "new"),
        ("08:00", "team_assigned", None, "30"),
        ("08:20", "assigned", None, "5"),
        ("08:20", "replied", None, None),
        ("08:20", "status_changed", "new", "pending"),
        ("09:00", "customer_replied", None, None),
        ("09:00", "status_changed", "pending", "open"),
        ("09:30", "priority_changed", "S3", "S1"),
        ("09:30", "team_assigned", "30", "31"),
        ("11:00", "replied", None, None),
        ("11:00", "status_changed", "open", "resolved"),
    ]
    assert times == [(T(f"{DAY}08:20"), T(f"{DAY}08:20"), T(f"{DAY}11:00"), "S1", "31")]
    assert promises == [("met", 8400)]  # 3 h less 40 minutes of waiting for the customer
    assert merged == [(True,)]


def test_users_beside_the_audits_say_who_is_a_customer(tmp_path: Path) -> None:
    """With the users of the page, a colleague who is copied in (8) is no agent."""
    copied = dict(AUDITS[1], author_id=8, events=[{"type": "Comment", "public": True}])
    users = [
        {"id": 9, "role": "end-user"},
        {"id": 8, "role": "end-user"},
        {"id": 5, "role": "agent"},
    ]
    text = json.dumps({"audits": [AUDITS[0], copied, AUDITS[5]], "users": users})
    land_texts(tmp_path, {"audits.json": text})

    (times,) = asked(tmp_path, "select first_responded_at from fct_cases")

    assert times == [(T(f"{DAY}11:00"),)]


def test_metric_events_tell_replies_waits_and_verdicts(tmp_path: Path) -> None:
    """Work stops at 10:00 but the customer's clock does not: on hold, which pauses nothing here.
    The second reply breached; the breach of the solve was deleted and did not happen."""
    solved = ticket(1, updated_at=f"{DAY}11:00:00Z")
    landed = land_texts(tmp_path, {"a.json": json.dumps([solved]), "b.json": ticks(*TICKS)})

    events, times, promises, verdicts = asked(
        tmp_path,
        EVENTS,
        TIMES,
        RESOLVE,
        "select promise, cycle, met, decided_at, target_seconds, elapsed_seconds"
        " from vendor_promises order by started_at, promise",
    )

    assert landed[1].manifest.reader == "zendesk_metric_events"
    assert landed[1].manifest.cautions == ()
    assert events == [
        ("08:00", "created", None, None),
        ("08:20", "replied", None, None),
        ("08:20", "status_changed", None, "pending"),
        ("09:00", "customer_replied", None, None),
        ("09:00", "status_changed", "pending", "open"),
        ("10:00", "status_changed", "open", "hold"),
        ("10:30", "status_changed", "hold", "open"),
        ("11:00", "replied", None, None),
        ("11:00", "resolved", None, "resolved"),
    ]
    assert times[0][1:3] == (T(f"{DAY}08:20"), T(f"{DAY}11:00"))
    assert promises == [("met", 8400)]
    assert verdicts == [
        ("first_response", 1, True, T(f"{DAY}08:20"), 1800, 1200),
        ("resolve", 1, True, T(f"{DAY}11:00"), 14400, None),
        ("next_response", 2, False, T(f"{DAY}09:30"), 1800, 7200),
    ]


def test_unit_of_the_clocks_is_what_the_time_stamps_say(tmp_path: Path) -> None:
    """One client of the API says seconds: 1,200 of them passed between 08:00 and 08:20."""
    sla = {"target": 1800, "business_hours": False}
    told = (
        tick("reply_time", 1, "activate", "08:00"),
        tick("reply_time", 1, "apply_sla", "08:00", sla=sla),
        tick("reply_time", 1, "fulfill", "08:20"),
        tick("reply_time", 1, "update_status", "08:20", status={"calendar": 1200, "business": 0}),
    )
    texts = {"a.json": json.dumps([ticket(1)]), "b.json": ticks(*told)}
    _, landed = land_texts(tmp_path, texts)

    (found,) = asked(tmp_path, "select target_seconds, elapsed_seconds from vendor_promises")

    assert found == [(1800, 1200)]
    assert "counted in seconds" in landed.manifest.cautions[0]


def ticks(*told: dict[str, Any]) -> str:
    """A page of the incremental export."""
    return json.dumps({"ticket_metric_events": told, "count": len(told), "end_time": 1601357503})
