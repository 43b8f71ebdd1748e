"""The life of one sample case, written down as events; chance comes from the caller's Random."""

import math
from dataclasses import dataclass, field
from random import Random
from typing import NamedTuple

from loaders.sample_clock import clock, instant
from loaders.sample_promises import promise_clock, target, used
from loaders.sample_vendor import HOUR, PEOPLE, Account, Line

BEGINS = instant("2025-05-15 00:00:00")
ENDS = instant("2026-11-15 23:58:00")
DAY = 24 * HOUR


class Event(NamedTuple):
    """One event with the case's values as they stood after it."""

    at: int
    type: str
    actor: str
    role: str
    status: str
    severity: str
    team: str
    owner: str
    text: str


@dataclass
class Case:
    """A case under way: its fixed facts, its present values, and what has happened so far."""

    account: Account | None
    line: Line
    subject: str
    severity: str
    created_at: int
    desk: str = "support"
    kind: str = "ticket"
    region: str = "EU"
    case_id: str = ""
    parent_id: str = ""
    stories: tuple[str, ...] = ()
    is_drill: bool = False
    status: str = "New"
    team: str = "Frontline"
    owner: str = ""
    events: list[Event] = field(default_factory=list)

    def record(self, at: int, type: str, role: str = "agent", text: str = "", **now: str) -> None:
        """Note an event at an instant, after setting the values in `now`."""
        for name, value in now.items():
            setattr(self, name, value)
        actor = {"agent": self.owner, "customer": "Customer", "bot": "Assist Bot"}[role]
        values = (self.status, self.severity, self.team, self.owner)
        self.events.append(Event(at, type, actor, role, *values, text))

    @property
    def tier(self) -> str:
        """The tier in force when the case was created."""
        return self.account.tier_at(self.created_at) if self.account else "Gold"


def seconds_used(case: Case, promise: str, share: float) -> int:
    """The seconds that a share of a promise stands for, at the case's present severity."""
    return used(promise, case.tier, case.severity, case.created_at, share)


def promised(case: Case, promise: str) -> int:
    """The seconds of a promise at the case's present severity."""
    return target(promise, case.tier, case.severity, case.created_at)


@dataclass(frozen=True)
class Fate:
    """How a case will go: shares of its three targets, its waits and its reopenings."""

    acknowledge: float
    response: float
    resolve: float
    final_severity: str
    waits: int = 0
    reopens: tuple[float, ...] = ()
    ending: str = "Resolved"


def open_case(case: Case, rng: Random) -> None:
    """Created by the customer, answered at once by the bot."""
    case.record(case.created_at, "Created", "customer", case.subject)
    if case.kind != "blocker":
        at = case.created_at + rng.randint(15, 75)
        case.record(at, "Auto reply", "bot", "We have your request")


def acknowledge(case: Case, fate: Fate, rng: Random) -> int:
    """Assigned and acknowledged; the severity is put right just after. Returns the instant."""
    seconds = seconds_used(case, "acknowledge", fate.acknowledge)
    at = promise_clock(case.tier, case.severity, case.region).plus(case.created_at, seconds)
    at = max(at, case.created_at + 80)
    person = rng.choice(PEOPLE[case.team, case.region])
    case.record(at - rng.randint(1, 4), "Assigned", owner=person)
    case.record(at, "Acknowledged", status="Open")
    if fate.final_severity != case.severity:
        after = at + rng.randint(40, 200)
        case.record(after, "Priority changed", text="Impact reviewed", severity=fate.final_severity)
    return case.events[-1].at


def respond(case: Case, fate: Fate, acknowledged_at: int, rng: Random) -> int:
    """The first public answer by a person, never before the acknowledgement."""
    running = promise_clock(case.tier, case.severity, case.region)
    seconds = seconds_used(case, "first_response", fate.response)
    at = max(running.plus(case.created_at, seconds), acknowledged_at + rng.randint(60, 400))
    case.record(at, "Public reply", text="First findings")
    return at


def hand_over(case: Case, at: int, rng: Random) -> int:
    """To the team that owns the system, unless the first line keeps it."""
    if case.line.team == case.team:
        return at
    person = rng.choice(PEOPLE[case.line.team, case.region])
    case.record(at + 30, "Team changed", text="Needs the owners", team=case.line.team)
    case.record(at + 45, "Assigned", owner=person)
    return at + 45


def wait_for_customer(case: Case, at: int, rng: Random) -> int:
    """A question to the customer; the resolve clock stands still until the answer."""
    case.record(at, "Public reply", text="A question to you")
    case.record(at + 5, "Status changed", status="Waiting on customer")
    answered = clock(case.region).plus(at + 5, int(rng.lognormvariate(math.log(3 * HOUR), 0.9)))
    case.record(answered, "Customer reply", "customer", "Here is what you asked for")
    case.record(answered + 1, "Status changed", "bot", status="Open")
    return answered + 1


def work(case: Case, fate: Fate, at: int, rng: Random) -> int:
    """Hand-over, notes and waits, until the resolve seconds are used up; the instant of resolve."""
    running = promise_clock(case.tier, case.severity, case.region)
    left = seconds_used(case, "resolve", fate.resolve)
    left -= running.elapsed(case.created_at, at)
    here = hand_over(case, at, rng)
    left -= running.elapsed(at, here)
    for _ in range(fate.waits):
        ask = running.plus(here, max(120, int(left * rng.uniform(0.15, 0.5))))
        left -= running.elapsed(here, ask + 5)
        here = wait_for_customer(case, ask, rng)
    for _ in range(rng.choice((0, 0, 1, 1, 2))):
        note = running.plus(here, max(90, int(left * rng.uniform(0.2, 0.6))))
        left -= running.elapsed(here, note)
        case.record(note, "Internal note", text="Narrowed down")
        here = note
    return running.plus(here, max(60, left))


def finish(case: Case, at: int, ending: str = "Resolved") -> None:
    """The last word of a cycle."""
    if ending == "Resolved":
        case.record(at - 1, "Public reply", text="This should be solved now")
    case.record(at, "Status changed", text="", status=ending)


def reopen(case: Case, share: float, resolved_at: int, rng: Random) -> int:
    """The customer comes back; the work costs a further share of the target. Resolved again at."""
    running = promise_clock(case.tier, case.severity, case.region)
    back = clock(case.region).plus(resolved_at, int(rng.lognormvariate(math.log(9 * HOUR), 0.7)))
    case.record(back, "Customer reply", "customer", "It is back")
    case.record(back + 1, "Reopened", "bot", status="Open")
    answer = running.plus(back, rng.randint(240, 900))
    case.record(answer, "Public reply", text="We look again")
    seconds = int(share * promised(case, "resolve"))
    at = running.plus(back + 1, max(1200, seconds))
    finish(case, at)
    return at


def live(case: Case, fate: Fate, rng: Random) -> Case:
    """The whole life as events in order, cut off at the end of the export."""
    open_case(case, rng)
    acknowledged_at = acknowledge(case, fate, rng)
    at = work(case, fate, respond(case, fate, acknowledged_at, rng), rng)
    finish(case, at, fate.ending)
    for share in fate.reopens:
        at = reopen(case, share, at, rng)
    if fate.ending == "Resolved":
        case.record(at + 5 * DAY, "Closed", "bot", status="Closed")
    return cut_off(case)


def cut_off(case: Case) -> Case:
    """Only what had happened by the end of the export, in order of time."""
    case.events = sorted(
        (event for event in case.events if event.at <= ENDS), key=lambda event: event.at
    )
    return case
