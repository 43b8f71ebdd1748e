"""PagerDuty Analytics: raw incidents, wall-clock creation and seconds from there on."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from loaders.formats import life
from loaders.formats.format import Carries, Files, Format
from loaders.formats.pagerduty import incident_id, is_told, key
from loaders.sample_cases import Case

ZONE = "Europe/Berlin"  # asked for with `time_zone`
Record = dict[str, Any]


def raw(case: Case) -> Record:
    """One incident; what never happened is null."""
    end, done, taken = life.last(case), life.resolved(case), life.first(case, "Acknowledged")
    owners = list(dict.fromkeys(event.owner for event in case.events if event.owner))
    to_ack = taken.at - case.created_at if taken else None
    to_end = done.at - case.created_at if done else None
    return {
        "acknowledged_user_ids": [key("user", taken.actor)] if taken else [],
        "acknowledged_user_names": [taken.actor] if taken else [],
        "acknowledgement_count": 1 if taken else 0,
        "active_user_count": 1 if taken else 0,
        "assigned_user_ids": [key("user", name) for name in owners],
        "assigned_user_names": owners,
        "assignment_count": len(owners),
        "auto_resolved": False,
        "business_hour_interruptions": 1,
        "created_at": _wall(case.created_at),
        "updated_at": _wall(life.ENDS),
        "description": case.subject,
        "engaged_seconds": (to_end or 0) - (to_ack or 0) if to_end and to_ack else 0,
        "engaged_user_count": len(owners),
        "escalation_count": 0,
        "escalation_policy_id": key("policy", "Default"),
        "escalation_policy_name": "Default",
        "id": incident_id(case),
        "incident_number": life.number(case),
        "incident_type_id": key("type", "incident_default"),
        "incident_type_name": "incident_default",
        "joined_user_ids": [],
        "joined_user_names": [],
        "major": end.severity == "S1",
        "manual_escalation_count": 0,
        "off_hour_interruptions": 0,
        "priority_id": key("priority", end.severity),
        "priority_name": f"P{end.severity[1]}",
        "priority_order": int(end.severity[1]),
        "reassignment_count": max(0, len(owners) - 1),
        "resolved_at": _wall(done.at) if done else None,
        "resolved_by_user_id": key("user", done.actor) if done else None,
        "resolved_by_user_name": done.actor if done else None,
        "seconds_to_engage": to_ack,
        "seconds_to_first_ack": to_ack,
        "seconds_to_mobilize": None,
        "seconds_to_resolve": to_end,
        "service_id": key("service", case.line.system),
        "service_name": case.line.system,
        "sleep_hour_interruptions": 0,
        "snoozed_seconds": 0,
        "status": "resolved" if done else "acknowledged" if taken else "triggered",
        "team_id": key("team", end.team),
        "team_name": end.team,
        "timeout_escalation_count": 0,
        "total_interruptions": 1,
        "total_notifications": 2,
        "urgency": "high" if end.severity < "S3" else "low",
        "user_defined_effort_seconds": None,
    }


def _wall(second: int) -> str:
    """2026-11-16T00:58:00: the wall clock of the zone asked for, without an offset."""
    return life.at(second).astimezone(ZoneInfo(ZONE)).strftime("%Y-%m-%dT%H:%M:%S")


def as_json(cases: Sequence[Case]) -> Files:
    """The endpoint's answer, last page."""
    data = [raw(case) for case in cases]
    envelope: Record = {"ending_before": None, "filters": {}, "limit": 1000, "more": False,
                "order": "asc", "order_by": "created_at", "starting_after": None,
                "time_zone": ZONE}  # fmt: skip
    ends = {"first": data[0]["id"], "last": data[-1]["id"]} if data else {}
    return {"raw_incidents.json": life.json_bytes({"data": data, **envelope, **ends})}


def as_csv(cases: Sequence[Case]) -> Files:
    """The download: the same fields, lists joined by commas, no word on the zone."""
    rows = [{name: _cell(value) for name, value in raw(case).items()} for case in cases]
    return {"incidents.csv": life.table_bytes(rows)}


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


CARRIES = Carries(
    statuses="open or done", owners="no", acknowledgement="yes", accounts="no", categories="no"
)
ASKED = Carries(
    statuses="open or done",
    owners="no",
    acknowledgement="yes",
    accounts="no",
    categories="no",
    zone="asked for",
)
FORMATS = (
    Format("pagerduty_analytics", "PagerDuty Analytics raw incidents (JSON)", CARRIES, as_json,
           incident_id, told=is_told, zone=ZONE),
    Format("pagerduty_analytics_csv", "PagerDuty Analytics incidents (CSV)", ASKED, as_csv,
           incident_id, told=is_told, zone=ZONE),
)  # fmt: skip
