"""The vendor's tables beside its cases: answers, downtimes, windows, drills, playbooks, people."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from random import Random

from loaders.sample_cases import DAY, ENDS, Case
from loaders.sample_clock import instant
from loaders.sample_files import Row, iso
from loaders.sample_vendor import BLOCKER_LINES, DESK_LINES, HOUR, LINES, MANAGERS, MINUTE, PEOPLE

SURVEY_COLUMNS = ("Answer", "Case", "Account", "Answered", "Score", "Of", "Comment")
DOWNTIME_COLUMNS = ("Incident", "Service", "From", "Until", "Share")
WINDOW_COLUMNS = ("Service", "Window", "From", "Until")
DRILL_COLUMNS = ("Drill", "Scenario", "Service", "Team", "Held", "Result", "Allowed seconds",
                 "Seconds")  # fmt: skip
PLAYBOOK_COLUMNS = ("Service", "Playbook", "Team", "Owner", "Reviewed")
TRAINING_COLUMNS = ("Name", "Team", "Training", "Completed", "Valid until")
CONTACT_COLUMNS = ("Contact", "Role", "Team", "Level", "Verified")
ANSWER_SHARE = 0.28  # of resolved tickets; a fifth to a third is usual
DRILL_SECONDS = 15 * MINUTE
COURSES = ("Incident command", "Customer communication", "Playbook basics")
COMMENTS = {5: "Quick and friendly", 4: "", 3: "", 2: "Took long", 1: "Same problem again"}


def survey_rows(cases: Iterable[Case], rng: Random) -> list[Row]:
    """Answers to tickets of accounts; long waits and reopens cost points, late ones never came."""
    rows: list[Row] = []
    for case in cases:
        ends = [event.at for event in case.events if event.status == "Resolved"]
        chance, delay, mood = rng.random(), rng.randint(HOUR, 2 * DAY), rng.random()
        if not ends or case.kind != "ticket" or not case.account or chance > ANSWER_SHARE:
            continue
        reopens = sum(event.type == "Reopened" for event in case.events)
        score = _score(ends[-1] - case.created_at, reopens, mood)
        if ends[-1] + delay < ENDS:
            rows.append(
                (f"A-{len(rows) + 1:05}", case.case_id, case.account.account_id,
                 iso(ends[-1] + delay), str(score), "5", COMMENTS[score])
            )  # fmt: skip
    return rows


def _score(seconds: int, reopens: int, mood: float) -> int:
    lost = (seconds > DAY) + (seconds > 4 * DAY) + reopens + (mood < 0.12) - (mood > 0.9)
    return max(1, min(5, 5 - lost))


def downtime_rows(incidents: Iterable[Row], rng: Random) -> list[Row]:
    """How long each major incident hurt its service: it began before it was opened."""
    rows: list[Row] = []
    for incident in incidents:
        number, service, opened, mitigated = incident[0], incident[4], incident[7], incident[13]
        began = instant(opened) - rng.randint(2, 12) * MINUTE
        share = "1.0" if incident[2] == "S1" else rng.choice(("0.3", "0.5"))
        rows.append((number, service, iso(began), mitigated, share))
    return rows


def window_rows() -> list[Row]:
    """A window on the second Sunday of each month, the next one announced."""
    services = ("Web application", "Identity service", "Import pipeline", "Public API")
    rows: list[Row] = []
    for month in range(5, 24):  # June 2025 to December 2026
        first = datetime(2025 + month // 12, month % 12 + 1, 1, 2, tzinfo=UTC)
        sunday = first + timedelta(days=(6 - first.weekday()) % 7 + 7)
        began = int(sunday.timestamp())
        service = services[month % len(services)]
        rows.append((service, f"CHG-{month + 300}", iso(began), iso(began + 2 * HOUR)))
    return rows


def drill_rows(cases: Iterable[Case]) -> list[Row]:
    """The result of each drill: passed when somebody took it within a quarter of an hour."""
    rows: list[Row] = []
    for case in cases:
        if not case.is_drill:
            continue
        taken = next(event.at for event in case.events if event.type == "Acknowledged")
        seconds = taken - case.created_at
        rows.append(
            (case.case_id, case.subject, case.line.system, case.line.team, iso(case.created_at),
             "passed" if seconds <= DRILL_SECONDS else "failed", str(DRILL_SECONDS), str(seconds))
        )  # fmt: skip
    return rows


def playbook_rows(rng: Random) -> list[Row]:
    """One line per service; some have no playbook, some were not reviewed for a year."""
    lines = {line.system: line for line in (*LINES, *BLOCKER_LINES, *DESK_LINES)}
    rows: list[Row] = []
    for number, (system, line) in enumerate(sorted(lines.items())):
        reviewed = iso(ENDS - rng.randint(20, 420) * DAY)[:10]
        name = "" if number % 5 == 3 else f"PB {system}"
        owner = MANAGERS[number % len(MANAGERS)]
        rows.append((system, name, line.team, owner, reviewed if name else ""))
    return rows


def training_rows(rng: Random) -> list[Row]:
    """What each person of each team completed; a training holds for a year."""
    rows: list[Row] = []
    for (team, _), people in PEOPLE.items():
        for person in people:
            for course in COURSES:
                done = ENDS - rng.randint(10, 500) * DAY
                if rng.random() < 0.85:
                    until = iso(done + 365 * DAY)[:10]
                    rows.append((person, team, course, iso(done)[:10], until))
    return rows


def contact_rows(rng: Random) -> list[Row]:
    """Who is called for each team, level by level, and when the number was last tried."""
    rows: list[Row] = []
    for (team, region), people in PEOPLE.items():
        for level, person in enumerate(people[:2], start=1):
            role = f"on call {region}" if level == 1 else f"deputy {region}"
            verified = iso(ENDS - rng.randint(5, 260) * DAY)[:10]
            rows.append((person, role, team, str(level), verified))
    return rows
