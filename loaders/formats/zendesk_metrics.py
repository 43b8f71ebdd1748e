"""Zendesk's own reckoning of a ticket: ticket_metrics and ticket_metric_events."""

from collections.abc import Iterator
from typing import Any

from loaders.formats import life
from loaders.formats.zendesk_words import URL
from loaders.sample_cases import Case, Event

Record = dict[str, Any]
_RESTING = ("agent_work_time", "requester_wait_time")
_DONE = ("Resolved", "Closed", "Merged", "Cancelled")


def metric(case: Case) -> Record:
    """One row of ticket_metrics; times in whole minutes, calendar and business."""
    number, assigned = life.number(case), [e for e in case.events if e.type == "Assigned"]
    solved, answer = life.entered(case, *_DONE), life.first(case, "Public reply")
    said = [event for event in life.spoken(case) if event.role != "bot"]
    return {
        "url": f"{URL}/ticket_metrics/{number}.json",
        "id": life.code(f"metric {number}"),
        "ticket_id": number,
        "created_at": life.z(case.created_at),
        "updated_at": life.z(life.updated(case)),
        "group_stations": len({event.team for event in case.events}),
        "assignee_stations": len(assigned),
        "reopens": len(life.reopened(case)),
        "replies": len(life.replies(case)),
        "assignee_updated_at": life.z_or_none(assigned[-1] if assigned else None),
        "requester_updated_at": life.z(case.created_at),
        "status_updated_at": life.z(status_since(case)),
        "initially_assigned_at": life.z_or_none(assigned[0] if assigned else None),
        "assigned_at": life.z_or_none(assigned[-1] if assigned else None),
        "solved_at": life.z_or_none(life.resolved(case)),
        "latest_comment_added_at": life.z(said[-1].at if said else case.created_at),
        "reply_time_in_minutes": minutes(case, answer),
        "first_resolution_time_in_minutes": minutes(case, solved[0] if solved else None),
        "full_resolution_time_in_minutes": minutes(case, life.resolved(case)),
        "agent_wait_time_in_minutes": {"calendar": waited(case) // 60, "business": None},
        "requester_wait_time_in_minutes": minutes(case, life.resolved(case), waited(case)),
        "on_hold_time_in_minutes": {"calendar": 0, "business": 0},
    }


def minutes(case: Case, until: Event | None, without: int = 0) -> dict[str, int | None]:
    """Whole minutes from the creation; null until known."""
    if until is None:
        return {"calendar": None, "business": None}
    passed = (until.at - case.created_at - without) // 60
    return {"calendar": passed, "business": passed * 3 // 8}


def waited(case: Case) -> int:
    """Seconds spent waiting on the customer."""
    following = [*case.events[1:], None]
    return sum(
        (after.at if after else life.ENDS) - event.at
        for event, after in zip(case.events, following, strict=True)
        if event.status == "Waiting on customer"
    )


def status_since(case: Case) -> int:
    """When the status became what it is."""
    changed = life.changes(case, "status")
    return changed[-1][0].at if changed else case.created_at


def metric_events(case: Case) -> Iterator[Record]:
    """Every tick of the ticket's clocks, numbered."""
    resting = [one for name in _RESTING for one in _work_times(case, name)]
    told = [*_reply_times(case), *resting, *_resolution_times(case)]
    for place, event in enumerate(sorted(told, key=lambda one: one["at"])):
        at = event.pop("at")
        number = life.number(case)
        yield {"id": number * 1000 + place, "ticket_id": number, **event, "time": life.z(at)}


def _event(metric: str, instance: int, type: str, at: int, **more: Any) -> Record:
    return {"metric": metric, "instance_id": instance, "type": type, "at": at, **more}


def _reply_times(case: Case) -> Iterator[Record]:
    """One instance per reply that somebody waits for; the first is the one that matters."""
    yield _event("reply_time", 0, "measure", case.created_at)
    asked, instance = [case.created_at], 1
    for event in life.spoken(case):
        if event.type == "Customer reply":
            asked.append(event.at)
        if event.type == "Public reply" and asked:
            yield _event("reply_time", instance, "activate", asked[0])
            yield _event("reply_time", instance, "fulfill", event.at)
            spent = (event.at - asked[0]) // 60
            status = {"calendar": spent, "business": spent * 3 // 8}
            yield _event("reply_time", instance, "update_status", event.at, status=status)
            asked, instance = [], instance + 1
    if asked:
        yield _event("reply_time", instance, "activate", asked[0])


def _work_times(case: Case, name: str) -> Iterator[Record]:
    """The agents' clock or the requester's: both rest while the customer is asked."""
    yield _event(name, 0, "measure", case.created_at)
    yield _event(name, 1, "activate", case.created_at)
    cycle = 1
    for event, (change,) in life.changes(case, "status"):
        if change.after == "Waiting on customer":
            yield _event(name, cycle, "pause", event.at)
        elif change.after in _DONE and change.before not in _DONE:
            yield _event(name, cycle, "fulfill", event.at)
        elif change.before in _DONE and change.after not in _DONE:
            cycle += 1
            yield _event(name, cycle, "activate", event.at)
        elif change.before == "Waiting on customer":
            yield _event(name, cycle, "activate", event.at)


def is_met(case: Case) -> bool | None:
    """Whether the first solve came before the breach; nothing yet while there is time left."""
    ends = life.entered(case, *_DONE)
    is_breached = case.created_at + life.vendor_goal(case) < (ends[0].at if ends else life.ENDS)
    return None if not ends and not is_breached else not is_breached


def _resolution_times(case: Case) -> Iterator[Record]:
    """The whole time until the solve, with the account's SLA on it: it never rests."""
    goal, cycle = life.vendor_goal(case), 1
    policy = {"id": 360000068060, "title": "Sample policy", "description": None}
    sla = {"target": goal // 60, "business_hours": False, "policy": policy}
    name, due = "resolution_time", case.created_at + goal
    yield _event(name, cycle, "activate", case.created_at)
    yield _event(name, cycle, "apply_sla", case.created_at, sla=sla)
    ends = life.entered(case, *_DONE)
    if due < min(ends[0].at if ends else life.ENDS, life.ENDS):
        yield _event(name, cycle, "breach", due, deleted=False)
    for place, end in enumerate(ends):
        yield _event(name, cycle, "fulfill", end.at)
        if place < len(life.reopened(case)):
            cycle += 1
            yield _event(name, cycle, "activate", life.reopened(case)[place].at)
