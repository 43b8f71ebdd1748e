"""The slow second implementation: what happened to a case, replayed in plain loops.

Written from definitions.md and sla_semantics.md section 4, not from the SQL of the models, so
that a disagreement means something. It reads contract rows (dicts) and computes no figures.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Row = dict[str, Any]
SOLVED = {"resolved", "closed"}
GONE = {"cancelled", "merged"}
STATUS_OF_TYPE = {"reopened": "open"} | {word: word for word in (*SOLVED, *GONE)}


@dataclass
class Cycle:
    """One stretch of open work: from creation or a reopen to entering the solved set."""

    number: int
    opened_at: datetime
    carried_seconds: int
    resolved_at: datetime | None = None
    reopened_at: datetime | None = None
    gone_at: datetime | None = None

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
    cycles: list[Cycle]
    records: frozenset[str]
    acknowledged_at: datetime | None = None
    is_acknowledge_inferred: bool | None = None
    first_responded_at: datetime | None = None
    closed_at: datetime | None = None
    assignments: list[tuple[datetime, str | None]] = field(default_factory=list)

    @property
    def status(self) -> str:
        return self.statuses[-1][1]

    @property
    def first_resolved_at(self) -> datetime | None:
        return self.cycles[0].resolved_at

    @property
    def resolved_at(self) -> datetime | None:
        return self.cycles[-1].resolved_at

    @property
    def reopen_count(self) -> int:
        return len(self.cycles) - 1

    @property
    def first_ended_at(self) -> datetime | None:
        """First resolve, or the case was cancelled or merged before any."""
        return self.cycles[0].ended_at

    @property
    def gone_at(self) -> datetime | None:
        return self.cycles[-1].gone_at

    def status_at(self, instant: datetime) -> str:
        return value_at(self.statuses, instant)


def value_at(steps: Sequence[tuple[datetime, Any]], instant: datetime) -> Any:
    """The newest value at or before `instant`; before the first one, the first one."""
    known = [value for since, value in steps if since <= instant]
    return known[-1] if known else (steps[0][1] if steps else None)


def stories(
    cases: Iterable[Row], events: Iterable[Row], records: frozenset[str], as_of: datetime
) -> list[Story]:
    """One `Story` per case with a creation at or before `as_of`; the others are set aside."""
    by_case: dict[str, list[Row]] = {}
    for event in events:
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
    log = in_order([e for e in events if e["event_at"] >= created])
    statuses = status_steps(created, log)
    one = Story(
        case=case,
        created_at=created,
        statuses=statuses,
        severities=severity_steps(case, created, log),
        cycles=cycles_of(statuses),
        records=records,
        assignments=[(e["event_at"], e["to_value"]) for e in log if e["type"] == "assigned"],
    )
    acknowledge(one, log)
    one.first_responded_at = first(e for e in log if is_reply(e))
    one.closed_at = first_entry(statuses, {"closed"})
    return one


def in_order(events: list[Row]) -> list[Row]:
    """By instant, a creation first, then the file's own sequence."""
    return sorted(events, key=lambda e: (e["event_at"], e["type"] != "created", e["seq"] or 0))


def status_steps(created: datetime, log: list[Row]) -> list[tuple[datetime, str]]:
    steps = [(created, "new")]
    for event in log:
        status = status_said(event)
        if status and status != steps[-1][1]:
            steps.append((event["event_at"], status))
    return steps


def status_said(event: Row) -> str | None:
    if event["type"] == "status_changed":
        return event["to_value"]
    return STATUS_OF_TYPE.get(event["type"])


def severity_steps(
    case: Row, created: datetime, log: list[Row]
) -> list[tuple[datetime, str | None]]:
    changes = [e for e in log if e["type"] == "priority_changed" and e["to_value"]]
    if not changes:
        return [(created, case.get("severity"))]
    before = changes[0]["from_value"] or changes[0]["to_value"]
    return [(created, before)] + [(e["event_at"], e["to_value"]) for e in changes]


def cycles_of(statuses: list[tuple[datetime, str]]) -> list[Cycle]:
    """Cycles end on entering the solved set and start on leaving it for open work again.

    A cancelled or merged case is over: what its status says later opens nothing.
    """
    cycles = [Cycle(1, statuses[0][0], 0)]
    for at, status in statuses[1:]:
        now = cycles[-1]
        if now.gone_at or (status in GONE and now.resolved_at):
            break
        if status in GONE:
            now.gone_at = at
        elif status in SOLVED:
            now.resolved_at = now.resolved_at or at
        elif now.resolved_at:
            now.reopened_at = at
            carried = now.carried_seconds + seconds(now.opened_at, now.resolved_at)
            cycles.append(Cycle(now.number + 1, at, carried))
    return cycles


def acknowledge(one: Story, log: list[Row]) -> None:
    """The first explicit acknowledgement by a person; where the source records none, the
    first assignment to a person or human status change, marked inferred."""
    explicit = first(e for e in log if e["type"] == "acknowledged" and not e["is_bot"])
    one.acknowledged_at, one.is_acknowledge_inferred = explicit, False if explicit else None
    if explicit is None and "acknowledged" not in one.records:
        one.acknowledged_at = first(signs_of_a_person(log))
        one.is_acknowledge_inferred = True if one.acknowledged_at else None


def signs_of_a_person(log: list[Row]) -> list[Row]:
    status, signs = "new", []
    for event in log:
        said = status_said(event)
        is_sign = (event["type"] == "assigned" and event["to_value"]) or (said and said != status)
        if is_sign and not event["is_bot"]:
            signs.append(event)
        status = said or status
    return signs


def is_reply(event: Row) -> bool:
    return event["type"] == "replied" and not event["is_bot"] and event["is_public"] is not False


def first(events: Iterable[Row]) -> datetime | None:
    return min((e["event_at"] for e in events), default=None)


def first_entry(steps: list[tuple[datetime, str]], wanted: set[str]) -> datetime | None:
    return min((at for at, status in steps if status in wanted), default=None)


def seconds(start: datetime, end: datetime) -> int:
    return int((end - start).total_seconds())
