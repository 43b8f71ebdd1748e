"""Freshdesk's list of tickets with `include=stats`: a bare JSON array of codes."""

from collections.abc import Sequence
from typing import Any

from loaders.formats import life
from loaders.formats.format import Carries, Files, Format
from loaders.sample_cases import Case

STATUSES = {
    "New": 2, "Open": 2, "Waiting on customer": 3, "Resolved": 4, "Closed": 5, "Merged": 5,
    "Cancelled": 5,
}  # fmt: skip
PRIORITIES = {"S1": 4, "S2": 3, "S3": 2, "S4": 1}
TYPES = {"ticket": "Question", "incident": "Incident", "blocker": "Problem"}


def company(account_id: str) -> str:
    """The number of a company, as text."""
    return str(life.code(f"company {account_id}"))


def ticket(case: Case) -> dict[str, Any]:
    """One ticket as it is now, with the stats that the list gives when asked."""
    end = life.last(case)
    due = case.created_at + life.vendor_goal(case)
    done = life.resolved(case)
    return {
        "cc_emails": [], "fwd_emails": [], "reply_cc_emails": [], "spam": False,
        "email_config_id": None, "source": 1,
        "group_id": life.code(f"group {end.team}"),
        "responder_id": life.code(f"agent {end.owner}") if end.owner else None,
        "requester_id": life.code(f"requester {life.account(case)}"),
        "company_id": int(company(life.account(case))) if case.account else None,
        "product_id": None,
        "id": life.number(case),
        "subject": case.subject,
        "type": TYPES[case.kind],
        "status": STATUSES[end.status],
        "priority": PRIORITIES[end.severity],
        "due_by": life.z(due),
        "fr_due_by": life.z(case.created_at + 4 * 3600),
        "nr_due_by": None,
        "is_escalated": (done.at if done else life.ENDS) > due,
        "fr_escalated": False,
        "nr_escalated": False,
        "created_at": life.z(case.created_at),
        "updated_at": life.z(life.updated(case)),
        "tags": ["drill"] if case.is_drill else [],
        "custom_fields": {"cf_category": case.line.category, "cf_system": case.line.system},
        "stats": _stats(case),
    }  # fmt: skip


def _stats(case: Case) -> dict[str, str | None]:
    """First and last times only: of several reopenings the last."""
    answers, back = life.replies(case), life.reopened(case)
    asked = [event for event in case.events if event.type == "Customer reply"]
    changed = life.changes(case, "status")
    waiting = life.last(case).status == "Waiting on customer"
    return {
        "agent_responded_at": life.z(answers[-1].at) if answers else None,
        "requester_responded_at": life.z(asked[-1].at) if asked else None,
        "first_responded_at": life.z(answers[0].at) if answers else None,
        "status_updated_at": life.z(changed[-1][0].at if changed else case.created_at),
        "reopened_at": life.z(back[-1].at) if back else None,
        "resolved_at": life.z_or_none(life.resolved(case)),
        "closed_at": life.z_or_none(life.closed(case) or _withdrawn(case)),
        "pending_since": life.z(changed[-1][0].at) if waiting else None,
    }


def _withdrawn(case: Case) -> life.Event | None:
    return life.resolved(case) if life.last(case).status in ("Merged", "Cancelled") else None


def files(cases: Sequence[Case]) -> Files:
    """All pages in one array, newest first."""
    return {"tickets.json": life.json_bytes([ticket(case) for case in life.pages(cases)])}


FORMATS = (
    Format("freshdesk", "Freshdesk tickets with stats (JSON)",
           Carries(replies="the first", categories="type only", verdicts="yes"), files,
           lambda case: str(life.number(case)), company,
           met=life.vendor_met),
)  # fmt: skip
