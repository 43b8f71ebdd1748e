"""The planted stories: cases whose course is written by hand, each tagged with its story."""

from random import Random

from loaders.sample_cases import (
    ENDS,
    Case,
    Fate,
    acknowledge,
    cut_off,
    live,
    open_case,
    promised,
    respond,
)
from loaders.sample_clock import instant
from loaders.sample_files import WORKAROUNDS
from loaders.sample_promises import promise_clock
from loaders.sample_vendor import HOUR, LINES, MINUTE, Account, Line, accounts

CLIENTS: dict[str, Account] = {account.account_id: account for account in accounts()}
BY_CATEGORY: dict[str, Line] = {line.category: line for line in LINES}
SIGN_ON_OPENED = (
    "2026-01-13 08:20", "2026-02-02 13:40", "2026-02-24 09:05", "2026-03-16 10:15",
    "2026-04-09 07:30", "2026-04-28 12:10", "2026-05-20 08:45", "2026-06-10 09:30",
    "2026-07-01 13:05", "2026-07-22 08:10", "2026-08-12 09:50", "2026-08-26 08:25",
    "2026-09-08 10:40", "2026-09-22 07:40", "2026-10-05 12:35", "2026-10-14 08:55",
    "2026-10-27 09:15",
)  # fmt: skip
SIGN_ON_ACCOUNTS = ("ACC-031", "ACC-013", "ACC-009", "ACC-019", "ACC-007")
MAJOR_ID, MAJOR_AT = "MI-0024", "2026-09-17 12:41:00"
MAJOR_SUBJECTS = (
    "Projects do not load", "Error 503 on every page", "Nobody here can save",
    "API answers with 502", "Is there an outage?",
)  # fmt: skip


def planted(story: str, account: str, category: str, opened: str, **facts: str) -> Case:
    """A case of a story; `opened` is UTC."""
    client, line = CLIENTS[account], BY_CATEGORY[category]
    return Case(
        account=client,
        line=line,
        subject=facts.get("subject", line.subjects[0]),
        severity=facts.get("severity", "S3"),
        created_at=instant(opened) + Random(opened).randrange(1, 60),
        kind=facts.get("kind", "ticket"),
        region=client.region,
        parent_id=facts.get("parent_id", ""),
        stories=(story,),
    )


def plain_fate(case: Case, resolve: float, reopens: tuple[float, ...] = ()) -> Fate:
    """Acknowledged and answered well inside the promise; resolved at a share of its target."""
    luck = Random(case.created_at)
    early, later = luck.uniform(0.1, 0.3), luck.uniform(0.32, 0.5)
    return Fate(early, later, resolve, case.severity, reopens=reopens)


def sign_on_blockers(rng: Random) -> list[Case]:
    """Single sign-on breaks again within thirty days of every repair; three in four run over."""
    cases = []
    for n, opened in enumerate(SIGN_ON_OPENED):
        case = planted(
            "single sign-on blocker", SIGN_ON_ACCOUNTS[n % 5], "Single sign-on", opened,
            severity="S2", kind="blocker", subject="Single sign-on loop after certificate rotation",
        )  # fmt: skip
        over = rng.uniform(50, 90) * HOUR / promised(case, "resolve")
        lived = live(case, plain_fate(case, 0.7 if n % 4 == 2 else 1 + over), rng)
        cases.append(with_workaround(lived))
    return cases


def with_workaround(case: Case) -> Case:
    """Its first internal note says that a workaround was applied."""
    notes = [n for n, event in enumerate(case.events) if event.type == "Internal note"]
    for n in notes[:1]:
        case.events[n] = case.events[n]._replace(text=WORKAROUNDS[0])
    return case


def major_incident_tickets(rng: Random) -> list[Case]:
    """Twenty-six accounts report the same outage within four hours, linked to their parent."""
    cases = []
    for n, account in enumerate(sorted(rng.sample(sorted(CLIENTS), 26))):
        case = planted(
            "major incident", account, "Performance", "2026-09-17 12:46",
            severity="S2", parent_id=MAJOR_ID, subject=MAJOR_SUBJECTS[n % 5],
        )  # fmt: skip
        case.created_at += int(rng.betavariate(1, 3) * 4 * HOUR)
        running = promise_clock(case.tier, "S2", case.region)
        used = running.elapsed(case.created_at, instant("2026-09-17 17:05"))
        share = (used + rng.randint(300, 1500)) / promised(case, "resolve")
        cases.append(live(case, plain_fate(case, share), rng))
    return cases


def three_reopens(rng: Random) -> list[Case]:
    """One case that comes back three times."""
    case = planted("reopened three times", "ACC-026", "Webhooks", "2026-08-24 09:12")
    return [live(case, plain_fate(case, 0.2, (0.15, 0.2, 0.15)), rng)]


def holiday(rng: Random) -> list[Case]:
    """Opened late on 30 April 2026: Germany rests until 4 May, the United States works on."""
    cases = []
    for account, opened in (("ACC-025", "2026-04-30 15:30"), ("ACC-037", "2026-04-30 21:30")):
        case = planted("holiday", account, "Reporting", opened)
        allowed = promised(case, "acknowledge")
        fate = Fate(65 * MINUTE / allowed, 0.5, 0.3, "S3")
        cases.append(live(case, fate, rng))
    return cases


def clock_change(rng: Random) -> list[Case]:
    """Round-the-clock promises over both changes, and the hour that Berlin has twice."""
    minutes_past = {"2026-03-28 22:30": -10, "2026-10-24 21:10": 10}
    cases = []
    for opened, minutes in minutes_past.items():
        case = planted("clock change", "ACC-002", "Performance", opened, severity="S1")
        allowed = promised(case, "resolve")
        cases.append(live(case, plain_fate(case, 1 + minutes * MINUTE / allowed), rng))
    for opened in ("2026-10-25 00:30", "2026-10-25 01:30"):
        case = planted("ambiguous hour", "ACC-008", "API", opened, severity="S1")
        cases.append(live(case, plain_fate(case, 0.4), rng))
    return cases


def tier_change(rng: Random) -> list[Case]:
    """Open while its account is upgraded to Platinum on 6 October 2026."""
    case = planted("tier change", "ACC-047", "Data import", "2026-10-05 15:00")
    return [live(case, plain_fate(case, 0.35), rng)]


def begun(case: Case, rng: Random) -> int:
    """Opened, acknowledged and answered in time, then left open; the instant of the answer."""
    fate = plain_fate(case, 0.5)
    open_case(case, rng)
    return respond(case, fate, acknowledge(case, fate, rng), rng)


def open_breaches(rng: Random) -> list[Case]:
    """Platinum cases still open past their promise. The workaround of one has run out, and its
    customer asks at the very end."""
    cases = []
    for account, opened in (("ACC-014", "2026-11-03 09:40"), ("ACC-032", "2026-11-13 13:25")):
        severity, category = ("S3", "Reporting") if account == "ACC-014" else ("S2", "Webhooks")
        case = planted("open breach", account, category, opened, severity=severity)
        at = begun(case, rng)
        case.record(at + 2 * HOUR, "Internal note", text="The fix is not released yet")
        cases.append(case)
    with_workaround(cases[-1])
    cases[-1].record(ENDS - 14 * HOUR, "Internal note", "bot", WORKAROUNDS[1])
    cases[-1].record(ENDS, "Customer reply", "customer", "Any news? Month end is near")
    return [cut_off(case) for case in cases]


def paused(rng: Random) -> list[Case]:
    """Waiting on the customer when the export ends."""
    case = planted("paused", "ACC-003", "Permissions", "2026-11-11 09:30")
    at = begun(case, rng)
    case.record(at + HOUR, "Public reply", text="Which group do they belong to?")
    case.record(at + HOUR + 5, "Status changed", status="Waiting on customer")
    return [cut_off(case)]


def at_risk(rng: Random) -> list[Case]:
    """More than three quarters of the resolve target used when the weekend began."""
    case = planted("at risk", "ACC-015", "API", "2026-11-10 08:30")
    allowed = promised(case, "resolve")
    friday = instant("2026-11-13 17:00")
    running = promise_clock(case.tier, "S3", case.region)
    excess = running.elapsed(case.created_at, friday) - int(0.86 * allowed)
    case.created_at = running.plus(case.created_at, max(1, excess))
    begun(case, rng)
    return [cut_off(case)]


def without_owner(rng: Random) -> list[Case]:
    """Handed back to the queue and picked up by nobody."""
    case = planted("no owner", "ACC-021", "Reporting", "2026-11-12 08:50")
    at = begun(case, rng)
    case.record(at + HOUR, "Unassigned", "bot", text="Back to the queue", owner="")
    return [cut_off(case)]


def never_acknowledged(rng: Random) -> list[Case]:
    """Nobody ever took the first; the customer solved the second alone."""
    first = planted("never acknowledged", "ACC-042", "How-to", "2026-11-12 15:10", severity="S4")
    second = planted("solved unacknowledged", "ACC-018", "How-to", "2026-10-20 08:05")
    for case in (first, second):
        open_case(case, rng)
    at = second.created_at + 11 * MINUTE
    second.record(at, "Customer reply", "customer", "Found it, thank you")
    second.record(at + 1, "Status changed", "bot", status="Resolved")
    return [cut_off(first), cut_off(second)]


def drills(rng: Random) -> list[Case]:
    """A rehearsal each quarter, outside every figure."""
    cases = []
    for opened in ("2025-09-10", "2025-12-10", "2026-03-11", "2026-06-10", "2026-09-09"):
        case = planted(
            "drill", "ACC-001", "Performance", f"{opened} 09:00",
            severity="S1", kind="incident", subject="Drill: failover of the EU database",
        )  # fmt: skip
        case.account, case.is_drill = None, True
        cases.append(live(case, plain_fate(case, 1.3), rng))
    return cases


def stories(rng: Random) -> list[Case]:
    """Every planted case."""
    tellers = (
        sign_on_blockers, major_incident_tickets, three_reopens, holiday, clock_change,
        tier_change, open_breaches, paused, at_risk, without_owner, never_acknowledged, drills,
    )  # fmt: skip
    return [case for teller in tellers for case in teller(rng)]
