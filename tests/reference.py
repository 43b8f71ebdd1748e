"""The slow second implementation: what happened to a case, replayed in plain loops.

Written from definitions.md and sla_semantics.md section 4, not from the SQL of the models, so
that a disagreement means something. It reads contract rows (dicts) and computes no figures.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from tests.reference_clients import clients_of
from tests.reference_ends import GONE, SOLVED, is_resolve
from tests.reference_repeats import Row, once

STATUS_OF_TYPE = {"reopened": "open"} | {word: word for word in (*SOLVED, *GONE)}


@dataclass
class Cycle:
    """One stretch of open work: from creation or a reopen to entering the solved set."""

    number: int
    opened_at: datetime
    carried_seconds: int
    is_reopen: bool = False
    resolved_at: datetime | None = None
    reopened_at: datetime | None = None
    gone_at: datetime | None = None
    ended_by: Row | None = None

    @property
    def ended_at(self) -> datetime | None:
        return self.resolved_at or self.gone_at


@dataclass
class Story:
    """All that is known about one case as of the watermark; instants are naive UTC."""

    case: Row
    created_at: datetime
    statuses: list[tuple[datetime, str]]
    severities: list[tuple[datetime, str | None]]
    teams: list[tuple[datetime, str | None]]
    clients: dict[str, list[tuple[datetime, str]]]
    cycles: list[Cycle]
    records: frozenset[str]
    acknowledged_by: Row | None = None
    responded_by: Row | None = None
    closed_at: datetime | None = None
    log: list[Row] = field(default_factory=list)
    has_early: bool = False

    @property
    def is_outreach(self) -> bool:
        """An agent opened it: the desk spoke first, and owes no first response."""
        return bool(self.case.get("is_agent_created"))

    @property
    def status(self) -> str:
        return self.statuses[-1][1]

    @property
    def acknowledged_at(self) -> datetime | None:
        return self.acknowledged_by and self.acknowledged_by["event_at"]

    @property
    def first_responded_at(self) -> datetime | None:
        return self.responded_by and self.responded_by["event_at"]

    @property
    def first_resolved_at(self) -> datetime | None:
        return min((c.resolved_at for c in self.cycles if c.resolved_at), default=None)

    @property
    def resolved_at(self) -> datetime | None:
        return self.cycles[-1].resolved_at

    @property
    def reopen_count(self) -> int:
        return sum(1 for cycle in self.cycles if cycle.is_reopen)

    @property
    def first_reopened_at(self) -> datetime | None:
        return min((c.opened_at for c in self.cycles if c.is_reopen), default=None)

    @property
    def first_ended_at(self) -> datetime | None:
        """First resolve, or the case was cancelled or merged before any."""
        return self.cycles[0].ended_at

    def until(self, stop: Row | None) -> "Story":
        """The case as the log tells it up to and with the row of one event."""
        if stop is None:
            return self
        log = [e for e in self.log if place(e) <= place(stop)]
        begun = (self.created_at, self.log, len(log))
        return replace(
            self,
            log=log,
            statuses=status_steps(self.created_at, log),
            severities=steps_of("priority_changed", self.case.get("severity"), *begun),
            teams=steps_of("team_assigned", self.case.get("team"), *begun),
            clients=clients_of(self.log, len(log)),
        )


def value_at(steps: Sequence[tuple[datetime, Any]], instant: datetime) -> Any:
    """The newest value at or before `instant`; before the first one, the first one."""
    known = [value for since, value in steps if since <= instant]
    return known[-1] if known else (steps[0][1] if steps else None)


def stories(
    cases: Iterable[Row], events: Iterable[Row], records: frozenset[str], as_of: datetime
) -> list[Story]:
    """One `Story` per case with a creation at or before `as_of`; the others are set aside."""
    by_case: dict[str, list[Row]] = {}
    for event in once(events):
        if event["event_at"] is not None and event["event_at"] <= as_of:
            by_case.setdefault(event["case_id"], []).append(event)
    found = (story(case, by_case.get(case["case_id"], []), records) for case in cases)
    return [one for one in found if one]


def story(case: Row, events: list[Row], records: frozenset[str]) -> Story | None:
    """The replay of one case, or None when nothing says when it was created."""
    births = [e["event_at"] for e in events if e["type"] == "created"]
    if not births:
        return None
    created = min(births)
    log = sorted([e for e in events if e["event_at"] >= created], key=place)
    statuses = status_steps(created, log)
    one = Story(
        case=case,
        created_at=created,
        statuses=statuses,
        severities=steps_of("priority_changed", case.get("severity"), created, log),
        teams=steps_of("team_assigned", case.get("team"), created, log),
        clients=clients_of(log),
        cycles=cycles_of(created, log),
        records=records,
        log=log,
        has_early=any(e["event_at"] < created for e in events),
    )
    one.acknowledged_by = acknowledgement(one, log)
    one.responded_by = first(e for e in log if is_reply(e))
    one.closed_at = first_entry(statuses, {"closed"})
    return one


def place(event: Row) -> tuple[datetime, bool, int]:
    """By instant, a creation first, then the file's own sequence: one row, one place."""
    return event["event_at"], event["type"] != "created", event["seq"] or 0


def status_steps(created: datetime, log: list[Row]) -> list[tuple[datetime, str]]:
    return [(created, "new"), *((e["event_at"], status) for e, status in moves(log))]


def moves(log: list[Row]) -> list[tuple[Row, str]]:
    """The events that change the status, and to what."""
    status, found = "new", []
    for event in log:
        said = status_said(event)
        if said and said != status:
            found.append((event, said))
        status = said or status
    return found


def status_said(event: Row) -> str | None:
    if event["type"] == "status_changed":
        return event["to_value"]
    return STATUS_OF_TYPE.get(event["type"])


def steps_of(
    kind: str, first_word: Any, created: datetime, log: list[Row], length: int | None = None
) -> list[tuple[datetime, Any]]:
    """A field over time. What a case began with is told by what its first change left, or by
    that change itself when the row that says so is the one that tells of the creation."""
    changes = [e for e in log if e["type"] == kind and e["to_value"]]
    if not changes:
        return [(created, first_word)]
    opening = changes[0]
    births = {e.get("row_number") for e in log if e["type"] == "created"} - {None}
    is_birth = opening.get("row_number") in births
    before = opening["from_value"] or (opening["to_value"] if is_birth else None)
    told = [e for e in log[:length] if e["type"] == kind and e["to_value"]]
    return [(created, before)] + [(e["event_at"], e["to_value"]) for e in told]


def cycles_of(created: datetime, log: list[Row]) -> list[Cycle]:
    """A cycle is a run of open statuses: it ends by a resolve, or the case is cancelled or merged.

    Work that goes on after a resolve is a reopen; after a cancel or merge it is just a new cycle.
    """
    cycles, before = [Cycle(1, created, 0)], "new"
    for event, status in moves(log):
        now, at = cycles[-1], event["event_at"]
        if status in SOLVED | GONE and not now.ended_at:
            now.resolved_at, now.gone_at = (at, None) if is_resolve(event, status) else (None, at)
            now.ended_by = event
        elif now.ended_at and status not in SOLVED | GONE:
            now.reopened_at = at
            carried = now.carried_seconds + seconds(now.opened_at, now.ended_at)
            is_reopen = before in SOLVED and now.resolved_at is not None
            cycles.append(Cycle(now.number + 1, at, carried, is_reopen))
        before = status
    return cycles


def acknowledgement(one: Story, log: list[Row]) -> Row | None:
    """The first explicit acknowledgement by a person; where the source records none, the
    first assignment to a person or human status change."""
    explicit = first(e for e in log if e["type"] == "acknowledged" and not e["is_bot"])
    if explicit or "acknowledged" in one.records:
        return explicit
    return first(signs_of_a_person(log, one.created_at))


def signs_of_a_person(log: list[Row], created: datetime) -> list[Row]:
    moved = [event for event, _ in moves(log) if event["event_at"] > created]
    taken = [event for event in log if event["type"] == "assigned" and event["to_value"]]
    return [
        e for e in sorted(moved + taken, key=place) if not e["is_bot"] and not e.get("inferred")
    ]


def is_reply(event: Row) -> bool:
    return event["type"] == "replied" and not event["is_bot"] and event["is_public"] is not False


def first(events: Iterable[Row]) -> Row | None:
    return next(iter(events), None)


def first_entry(steps: list[tuple[datetime, str]], wanted: set[str]) -> datetime | None:
    return min((at for at, status in steps if status in wanted), default=None)


def seconds(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds())
