"""The slow second implementation: promises of a replayed case, judged stretch by stretch.

`elapsed`, `due`, `breached` and `met` follow sla_semantics.md section 4 and definitions.md.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from tests.reference import Cycle, Row, Story, moves, place, value_at
from tests.reference_clock import WallClock
from tests.reference_ends import is_undated
from tests.reference_targets import Targets
from tests.reference_turns import mitigations, next_responses, updates

# What a source must record for a promise to be judged at all (a log: who took it, when).
EVIDENCE = {"acknowledge": {"acknowledged", "log"}, "first_response": {"replied"}}


@dataclass
class Promise:
    """One SLA obligation as of the watermark; the columns of fct_promises by name."""

    case_id: str
    promise: str
    cycle: int
    policy_version: int
    started_at: datetime
    state: str = "running"
    calendar: str | None = None
    target_seconds: int | None = None
    objective: float | None = None
    tier: str = "No tier"
    severity: str = "No severity"
    region: str = "No region"
    team: str = "No team"
    elapsed_seconds: int = 0
    due_at: datetime | None = None
    stopped_at: datetime | None = None
    breached_at: datetime | None = None
    met_at: datetime | None = None
    decided_at: datetime | None = None
    breach_left_at: datetime | None = None
    carried_seconds: int = 0
    is_kept: bool = False
    is_drill: bool = False
    told: Story | None = None  # the case up to and with the event that stopped the clock


@dataclass
class Stretch:
    """A half-open span in which target and pause stand still."""

    start: datetime
    end: datetime
    target: Any
    is_paused: bool


class Judge(Targets):
    """Judges the promises of cases under one policy, account table and watermark."""

    def __init__(self, policy: Any, accounts: list[Row], as_of: datetime) -> None:
        super().__init__(policy, accounts)
        self.as_of = as_of
        self.clocks: dict[tuple[int, str], WallClock] = {}

    def clock(self, version: Any, name: str) -> WallClock:
        key = (version.number, name)
        if key not in self.clocks:
            self.clocks[key] = WallClock(version.calendars[name])
        return self.clocks[key]

    def promises(self, story: Story) -> list[Promise]:
        """All promises of one case: acknowledge and first response once, resolve and mitigate
        per cycle, next response and update as often as somebody waits."""
        found: list[Promise | None] = [
            self.judge(story, "acknowledge", story.cycles[0], story.acknowledged_by, 0),
            None
            if story.is_outreach
            else self.judge(story, "first_response", story.cycles[0], story.responded_by, 0),
        ]
        carried = 0
        for cycle in story.cycles:
            one = self.judge(story, "resolve", cycle, cycle.ended_by, carried)
            carried = one.elapsed_seconds if one else carried
            found.append(one)
        carried = 0
        for turn in mitigations(story) if "mitigated" in story.records else ():
            one = self.judge(story, "mitigate", turn.cycle, turn.evidence, carried)
            carried = one.elapsed_seconds if one else carried
            found.append(one)
        for turn in next_responses(story) if "replied" in story.records else ():
            found.append(self.judge(story, "next_response", turn.cycle, turn.evidence, 0))
        for turn in updates(self, story) if story.records & {"replied", "updated"} else ():
            found.append(self.judge(story, "update", turn.cycle, turn.evidence, 0))
        made = [one for one in found if one]
        for one in made:
            mark(one, story.case)
        return made

    def judge(
        self, story: Story, kind: str, cycle: Cycle, evidence: Row | None, carried: int
    ) -> Promise | None:
        """The promise, or None when the policy at no time gives it a target."""
        stop = evidence if is_in_time(evidence, cycle.ended_at) else cycle.ended_by
        told = story.until(earlier(stop, cycle.ended_by))
        version = self.version_of(story, kind, cycle.opened_at)
        one = Promise(story.case["case_id"], kind, cycle.number, version.number, cycle.opened_at)
        one.stopped_at, one.carried_seconds = stop and stop["event_at"], carried
        one.told = told
        stretches = self.stretches(told, kind, cycle.opened_at, one.stopped_at or self.as_of)
        ruled = [span for span in stretches if span.target]
        if not ruled:
            return None
        needed = EVIDENCE.get(kind)
        is_undated_end = kind == "resolve" and is_undated(cycle.ended_by)
        if is_undated_end or (needed and not needed & story.records):
            one.state = "unknown"
            return one
        # A target that goes while its clock stands leaves it standing.
        holds = stretches[-1].target is not None
        is_paused = (
            last_status(told, stop) in ruled[-1].target.pause_on if holds else ruled[-1].is_paused
        )
        self.measure(one, version, ruled, is_paused)
        is_kept = stop is evidence and (kind != "resolve" or not cycle.gone_at)
        one.is_kept = bool(one.stopped_at) and is_kept
        settle(one, ruled[-1], is_kept, bool(cycle.gone_at), self.policy)
        self.describe(one, told, ruled[-1])
        return one

    def stretches(self, story: Story, kind: str, start: datetime, end: datetime) -> list[Stretch]:
        """Spans from `start` to `end`; the last may be empty and says what holds at `end`."""
        changes = {at for at, _ in story.statuses} | self.changes(story)
        edges = [start, *sorted(at for at in changes if start < at <= end), end]
        version = self.version_of(story, kind, start)
        targets = list(self.targets(story, version, kind, edges))
        spans = []
        for number, target in enumerate(targets):
            at = edges[number]
            to = edges[number + 1] if number + 1 < len(edges) else end
            paused = bool(target) and value_at(story.statuses, at) in target.pause_on
            spans.append(Stretch(at, to, target, paused))
        return spans

    def measure(
        self, one: Promise, version: Any, stretches: list[Stretch], is_paused: bool
    ) -> None:
        """Fills in elapsed, breached_at and due_at; the last stretch with a target gives it."""
        elapsed, final = one.carried_seconds, stretches[-1].target
        for span in stretches:
            clock = self.clock(version, span.target.calendar)
            reach = partial(reached, clock, span, elapsed)
            if one.breached_at is None:
                one.breached_at = reach(span.target.within_seconds + 1)
            if one.due_at is None:
                one.due_at = reach(final.within_seconds)
            if not span.is_paused:
                elapsed += clock.elapsed(span.start, span.end)
        one.elapsed_seconds = elapsed
        if one.due_at is None and not is_paused:
            clock = self.clock(version, final.calendar)
            one.due_at = clock.nth(stretches[-1].end, final.within_seconds - elapsed)

    def describe(self, one: Promise, told: Story, last: Stretch) -> None:
        """Target in force at the stop; calendar and dimensions as when decided, else as at the
        stop, else now; where no target was in force any more, as when one last was."""
        one.target_seconds = last.target.within_seconds
        instant = one.decided_at or one.stopped_at or self.as_of
        version = self.version_of(told, one.promise, one.started_at)
        decided = next(self.targets(told, version, one.promise, [instant]))
        instant = instant if decided else last.start
        one.objective = (decided or last.target).objective
        one.calendar = (decided or last.target).calendar
        one.tier = value_at(self.client_steps(told, "tier"), instant) or "No tier"
        one.region = value_at(self.client_steps(told, "region"), instant) or "No region"
        one.severity = value_at(told.severities, instant) or "No severity"
        # A stretch goes on when the team changes: that of its last second is meant.
        in_last = max(last.start, last.end - timedelta(seconds=1))
        one.team = value_at(told.teams, instant if decided else in_last) or "No team"


def earlier(one: Row | None, other: Row | None) -> Row | None:
    """The one that stands before the other in the log; what follows the end tells nothing."""
    both = [event for event in (one, other) if event]
    return min(both, key=place, default=None)


def is_in_time(evidence: Row | None, end: datetime | None) -> bool:
    return evidence is not None and (end is None or evidence["event_at"] <= end)


def last_status(told: Story, stop: Row | None) -> str:
    """The state that lasts: the one now, or the one in which the stop found the case."""
    before = [status for event, status in moves(told.log) if event is not stop]
    return before[-1] if before else "new"


def reached(clock: WallClock, span: Stretch, elapsed: int, wanted: int) -> datetime | None:
    """The least instant of the span (its end left out) at which `wanted` has elapsed.

    A span of no length is the stop itself: what holds there counts at that instant.
    """
    if elapsed >= wanted > 0:
        return span.start
    if span.is_paused or clock.elapsed(span.start, span.end) < wanted - elapsed:
        return None
    found = clock.nth(span.start, max(0, wanted - elapsed))
    return found if found and found < span.end else None


def settle(one: Promise, last: Stretch, is_kept: bool, is_gone: bool, policy: Any) -> None:
    """Fills in met_at, decided_at, state and breach_left_at."""
    if one.breached_at:
        one.state, one.decided_at, one.breach_left_at = "breached", one.breached_at, one.stopped_at
    elif one.stopped_at and is_kept:
        one.state, one.met_at, one.decided_at = "met", one.stopped_at, one.stopped_at
    elif one.stopped_at:
        one.state = "cancelled" if is_gone else "not_applicable"
    elif last.is_paused:
        one.state = "paused"
    elif one.elapsed_seconds >= policy.reporting.at_risk_share * last.target.within_seconds:
        one.state = "at_risk"


def mark(one: Promise, case: Row) -> None:
    """A drill's promise is none, but for a verdict from before it was marked as one: that stands,
    and no more comes of it. Where nobody knows when it was marked, it always was."""
    marked_at = case.get("drill_at")
    one.is_drill = bool(case.get("is_drill"))
    if one.is_drill and marked_at and one.decided_at and one.decided_at < marked_at:
        one.is_drill = False
        if one.stopped_at is None or one.stopped_at > marked_at:
            one.is_kept = False
            one.breach_left_at = one.breached_at and marked_at
