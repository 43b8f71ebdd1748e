"""Small adversarial event logs and policies: ties, reopens, pauses, clock changes, bots.

Everything is drawn from one `random.Random`, so hypothesis can steer it and a seed repeats it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

Row = dict[str, Any]
# A Monday before the clocks change in Berlin or New York, spring and autumn, and a plain one.
BASES = (
    datetime(2026, 3, 26, 22),
    datetime(2025, 10, 23, 22),
    datetime(2026, 3, 5, 22),
    datetime(2025, 10, 30, 22),
    datetime(2026, 6, 1),
)
SPAN = 6 * 86_400
GRAINS = (1, 60, 1_800, 1_800, 3_600)
STATUSES = ("open", "open", "pending", "pending", "hold", "resolved", "closed", "On Ice", "new")
ENDS = ("cancelled", "merged")
SOLVED = ("resolved", "closed")
SEVERITIES = ("S1", "S2", "S3", "Odd")
RECORDS = (
    frozenset({"acknowledged", "replied", "mitigated", "resolved"}),
    frozenset({"replied"}),
    frozenset({"acknowledged"}),
    frozenset[str](),
)
KINDS = ("status", "status", "status", "severity", "named", "plain", "end")
TALKS = ("talk", "talk", "talk", "talk", "status", "severity", "named")
PLAIN = ("acknowledged", "replied", "assigned", "commented", "customer_replied")
PLAIN += ("updated", "mitigated")


@dataclass(frozen=True)
class Log:
    """Contract rows of one source, the policy's files, and what the source records."""

    cases: list[Row]
    events: list[Row]
    accounts: list[Row]
    policy: dict[str, str]
    records: frozenset[str]
    base: datetime


def made_log(random: Random, size: int) -> Log:
    """A log of `size` cases within six days of a clock change, with a policy to judge it."""
    base = random.choice(BASES)
    accounts = list(made_accounts(random, base))
    records = random.choice(RECORDS)
    cases, events = [], []
    for number in range(size):
        case = made_case(random, f"C{number}", [a["account_id"] for a in accounts])
        cases.append(case)
        events += made_events(random, case, base, records)
    return Log(cases, events, accounts, made_policy(random, base), records, base)


def instant(random: Random, base: datetime) -> datetime:
    """Often on a boundary, sometimes a second beside it."""
    grain = random.choice(GRAINS)
    shift = random.choice((0, 0, 0, -1, 1))
    return base + timedelta(seconds=random.randrange(SPAN // grain) * grain + shift)


def made_accounts(random: Random, base: datetime) -> Iterator[Row]:
    """Four accounts; some change their tier once or twice inside the span, one may have none. The
    last two are called alike."""
    tiers = ["Gold", "Silver", None, "Platinum"]
    for number in range(4):
        changes = random.choice((0, 0, 1, 2))
        for since in [None, *sorted({instant(random, base) for _ in range(changes)})]:
            tier = random.choice(("Gold", "Silver", "Platinum")) if changes else tiers.pop()
            name = ("Account 0", "Account 1", "Account 2", "ACCOUNT 2")[number]
            row = {"account_id": f"a{number}", "account": name, "tier": tier}
            region = random.choice(("EU", "US", None))
            yield row | {"region": region, "effective_from": since}


def made_case(random: Random, case_id: str, accounts: list[str]) -> Row:
    return {
        "case_id": case_id,
        "kind": random.choice(("ticket", "incident")),
        "account_id": random.choice([*accounts, "unknown", None]),
        "severity": random.choice(SEVERITIES),
        "tier": random.choice((None, None, None, "Gold")),
        "team": random.choice(("Desk", None)),
        "is_drill": random.random() < 0.05,
        "is_agent_created": (None, False, True)[ord(case_id[-1]) % 3],
        "category": (None, "Login", "Login", "API")[ord(case_id[-1]) % 4],
    }


def drilled(log: Log) -> Log:
    """The log with every seventh case marked as a drill, somewhere in the middle of its life."""
    cases = list(log.cases)
    for number in range(2, len(cases), 7):
        marked_at = log.base + timedelta(hours=number * 37 % 144)
        cases[number] = cases[number] | {"is_drill": True, "drill_at": marked_at}
    return replace(log, cases=cases)


def made_events(
    random: Random, case: Row, base: datetime, records: frozenset[str]
) -> Iterator[Row]:
    """The case's events in time order with their true from-values; ties keep their sequence."""
    count = random.randrange(11)
    times = sorted(instant(random, base) for _ in range(count + 1))
    if random.random() < 0.3:
        times = [random.choice(times[: index + 1]) for index in range(len(times))]
        times.sort()
    state: Row = {"status": "new", "severity": case["severity"], "person": None}
    state["kinds"] = random.choice((KINDS, TALKS))
    for seq, at in enumerate(times):
        row: Row = {"case_id": case["case_id"], "event_at": at, "seq": seq, "type": "created"}
        row |= {"is_public": random.choice((True, True, False, None))}
        row |= {"is_bot": random.random() < 0.2, "actor": random.choice(("Ann", "Bob"))}
        yield row | (happening(random, state, records) if seq else {})
    yield from passing_on(random, case, times)


CLIENTS = {"tier": ("Gold", "Silver", "Platinum"), "region": ("EU", "US")}


def passing_on(random: Random, case: Row, times: list[datetime]) -> Iterator[Row]:
    """The teams, escalation levels, tiers and regions that a case goes through, at instants it
    knows; a tier or region that the log tells at all is told from the first row on."""
    state: Row = {"team": case["team"]} | dict.fromkeys(CLIENTS)
    told = [name for name in CLIENTS if random.random() < 0.4]
    first: Row = {"case_id": case["case_id"], "event_at": times[0], "seq": len(times)}
    for name in told:
        yield first | step(random, state, name, f"{name}_changed", CLIENTS[name])
    chosen = sorted(random.choice(times) for _ in range(random.choice((0, 0, 2, 5))))
    for seq, at in enumerate(chosen, start=len(times)):
        row: Row = {"case_id": case["case_id"], "event_at": at, "seq": seq, "actor": "Bob"}
        if random.random() < 0.4:
            yield row | {"type": "escalated", "level": random.choice((1, 1, 2, 3, None))}
        elif told and random.random() < 0.4:
            name = random.choice(told)
            yield row | step(random, state, name, f"{name}_changed", CLIENTS[name])
        else:
            yield row | step(random, state, "team", "team_assigned", ("Desk", "Lab", "Field"))


def happening(random: Random, state: Row, records: frozenset[str]) -> Row:
    """What an event says, keeping track of what was in force before it."""
    kind = random.choice(state["kinds"])
    if kind == "talk":
        return {"type": random.choice(("replied", "customer_replied", "customer_replied"))}
    if kind == "severity":
        return step(random, state, "severity", "priority_changed", SEVERITIES)
    if kind == "status":
        return step(random, state, "status", "status_changed", STATUSES)
    if kind == "named" or (kind == "end" and random.random() < 0.3):
        solved = ("closed", "reopened") if state["status"] in SOLVED else ("resolved", "closed")
        named = solved if kind == "named" else ENDS
        chosen = random.choice([word for word in named if word != state["status"]])
        state["status"] = "open" if chosen == "reopened" else chosen
        return {"type": chosen}
    chosen = random.choice(PLAIN)
    if chosen == "acknowledged" and chosen not in records:
        chosen = "assigned"
    if chosen == "assigned":
        return step(random, state, "person", "assigned", ("Ann", "Bob", None))
    return {"type": chosen}


def step(random: Random, state: Row, key: str, kind: str, words: tuple[Any, ...]) -> Row:
    before = state[key]
    state[key] = random.choice([word for word in words if word != before])
    return {"type": kind, "from_value": before, "to_value": state[key]}


REPORTING = """\
zone: {zone}
tiers: [Platinum, Gold, Silver]
severities: [S1, S2, S3]
at_risk_share: 75 %
"""
CALENDARS = """\
versions:
  - calendars:
      always: {{zone: Etc/UTC, always_open: true}}
      desk:
        zone: Europe/Berlin
        weekly: {{mon-fri: ["09:00-12:00", "12:30-17:00"], sun: ["01:00-04:00"]}}
        holidays: {{country: DE, dates: [{holiday}]}}
        overrides: {{{override}: ["10:00-11:00"]}}
        breaks: ["15:00-15:30"]
      night:
        zone: America/New_York
        weekly: {{mon-sun: ["22:00-06:00"]}}
  - effective_from: {since}
    calendars:
      always: {{zone: Etc/UTC, always_open: true}}
      desk: {{zone: Europe/Berlin, weekly: {{mon-sat: ["08:00-18:00"]}}}}
      night: {{zone: Europe/Berlin, weekly: {{mon-sun: ["20:00-04:00"]}}}}
"""
PROMISES = ("acknowledge", "first_response", "resolve", "next_response", "update", "mitigate")
OBJECTIVES = ("90 %", "95 %", "99.5 %", "100 %")
WITHIN = ("1 s", "30 min", "1 h", "4 h", "8 h", "16 h", "30 h", "200 h")
PAUSES = ("[]", "[pending]", "[pending, hold]", "[new]", "[open, hold]")


def made_policy(random: Random, base: datetime) -> dict[str, str]:
    """The three policy files, with a second version that begins inside the span."""
    days = [(base + timedelta(days=random.randrange(7))).date().isoformat() for _ in range(2)]
    since = instant(random, base).isoformat() + "Z"
    calendars = CALENDARS.format(holiday=days[0], override=days[1], since=since)
    zone = random.choice(("Europe/Berlin", "America/New_York", "UTC"))
    since = instant(random, base).isoformat() + "Z"
    targets = f"versions:\n{made_targets(random, None)}{made_targets(random, since)}"
    return {
        "reporting.yaml": REPORTING.format(zone=zone),
        "calendars.yaml": calendars,
        "sla.yaml": targets,
    }


def made_targets(random: Random, since: str | None) -> str:
    head = f"  - effective_from: {since}\n    targets:\n" if since else "  - targets:\n"
    rows = []
    for promise in PROMISES:
        keys = ["tier: Gold, ", "severity: [S1, S2], ", "region: US, ", "tier: Silver, "]
        keys += ["account: a0, ", "account: [ACCOUNT 1, Account 2, Unknown], severity: S2, "]
        whole = [""] if promise in PROMISES[:4] else []
        chosen = [*random.sample(keys, random.randrange(5)), *whole]
        for key in chosen if promise == "resolve" or random.random() < 0.9 else ():
            fields = f"within: {random.choice(WITHIN)}, objective: {random.choice(OBJECTIVES)}"
            fields += f", calendar: {random.choice(('always', 'desk', 'night'))}"
            fields += f", pause_on: {random.choice(PAUSES)}"
            rows.append(f"      - {{promise: {promise}, {key}{fields}}}\n")
    return head + "".join(rows)
