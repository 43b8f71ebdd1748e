"""Opsgenie's alerts: one object each, with a report that counts milliseconds from creation."""

from collections.abc import Sequence
from typing import Any

from loaders.formats import life
from loaders.formats.format import Carries, Files, Format
from loaders.formats.pagerduty import is_told
from loaders.sample_cases import Case


def alert_id(case: Case) -> str:
    """70413a06-38d6-4c85-92b8-5ebc900d42e2-1496939688."""
    text = f"{life.code(case.case_id, 9):08x}"
    return f"{text}-38d6-4c85-92b8-{life.number(case):012x}-{case.created_at}"


def alert(case: Case) -> dict[str, Any]:
    """One alert as it is now."""
    end, done, taken = life.last(case), life.resolved(case), life.first(case, "Acknowledged")
    report = {
        "ackTime": (taken.at - case.created_at) * 1000 if taken else None,
        "closeTime": (done.at - case.created_at) * 1000 if done else None,
        "acknowledgedBy": _mail(taken.actor) if taken else None,
        "closedBy": _mail(done.actor) if done else None,
    }
    return {
        "id": alert_id(case),
        "tinyId": str(life.number(case)),
        "alias": case.case_id,
        "message": case.subject,
        "status": "closed" if done else "open",
        "acknowledged": taken is not None,
        "isSeen": True,
        "tags": ["drill"] if case.is_drill else [],
        "snoozed": False,
        "snoozedUntil": None,
        "count": 1 + case.created_at % 4,
        "lastOccurredAt": _ms(case.created_at),
        "createdAt": _ms(case.created_at),
        "updatedAt": _ms(life.updated(case)),
        "source": case.line.system,
        "owner": _mail(end.owner),
        "priority": f"P{end.severity[1]}",
        "responders": [{"type": "team", "id": f"{life.code(end.team)}", "name": end.team}],
        "integration": {"id": "4513b7ea-3b91-438f-b7e4-e3e54af9147c", "name": "API", "type": "API"},
        "report": {name: value for name, value in report.items() if value is not None},
    }


def _mail(name: str) -> str:
    return f"{name.casefold().replace(' ', '.')}@example.com" if name else ""


def _ms(second: int) -> str:
    """2026-11-15T23:58:00.143Z."""
    return life.z(second).replace("Z", f".{second * 7919 % 1000:03}Z")


def files(cases: Sequence[Case]) -> Files:
    """One page of /v2/alerts, newest first."""
    data = [alert(case) for case in life.pages(cases)]
    first = "https://api.opsgenie.com/v2/alerts?limit=100&sort=createdAt&offset=0&order=desc"
    envelope = {"paging": {"first": first}, "took": 0.605, "requestId": "9ae63dd7-ed00-4c81"}
    return {"alerts.json": life.json_bytes({"data": data, **envelope})}


FORMATS = (
    Format("opsgenie", "Opsgenie alerts (JSON)",
           Carries(statuses="open or done", acknowledgement="yes", accounts="no",
                   categories="no"), files, alert_id,
           told=is_told),
)  # fmt: skip
