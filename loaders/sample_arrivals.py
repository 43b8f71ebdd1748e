"""When sample cases arrive and how they go: working hours, seasons, few broken promises."""

import math
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from loaders.sample_cases import BEGINS, ENDS, Case, Fate, promised
from loaders.sample_clock import is_working_day, local_instant
from loaders.sample_vendor import BLOCKER_LINES, DESK_LINES, LINES, SEVERITIES, Account, accounts

FIRST_MONDAY, WEEKS = date(2025, 5, 12), 79
WEEKLY_PER_ACCOUNT = {"Platinum": 1.5, "Gold": 1.55, "Silver": 0.95}
BROKEN_RATE = {
    "acknowledge": {"Platinum": 0.03, "Gold": 0.03, "Silver": 0.035},
    "first_response": {"Platinum": 0.03, "Gold": 0.035, "Silver": 0.035},
    "resolve": {"Platinum": 0.045, "Gold": 0.045, "Silver": 0.045},
}
OVERRUN_PACE = {"Platinum": 0.45, "Gold": 2.0, "Silver": 2.0}
LONGEST_OVERRUN = 60 * 3600  # on the contract clock; by then a manager has asked
SEVERITY_WEIGHTS = (4, 15, 50, 31)
DESK_WORDS = {
    "disk": "Volume above 90 percent",
    "latency": "Packet loss towards client network",
    "job": "Batch job ended with errors",
    "access": "Access to admin console",
}
SLIP = "gold acknowledgements slip"
SLIP_DAYS = (date(2026, 11, 11), date(2026, 11, 12))


class Quota:
    """Breaks about one promise in `size`, at a random place within each block of that size.

    Independent coin flips would scatter twice as widely as a staffed desk does.
    """

    def __init__(self, rate: float, rng: Random) -> None:
        self.size, self.rng = round(1 / rate), rng
        self.position, self.broken = 0, rng.randrange(self.size)

    def breaks(self) -> bool:
        """Whether the next promise is the broken one of its block."""
        is_broken = self.position == self.broken
        self.position += 1
        if self.position == self.size:
            self.position, self.broken = 0, self.rng.randrange(self.size)
        return is_broken


class Chances:
    """The luck of the whole vendor: one Random and one quota per desk, tier and promise."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self.quotas = {
            (desk, tier, promise): Quota(rate, rng)
            for desk in ("support", "servicenow")
            for promise, rates in BROKEN_RATE.items()
            for tier, rate in rates.items()
        }

    def share(self, case: Case, promise: str, median: float, sigma: float) -> float:
        """How much of a target is used: under 0.93 if kept, a little over 1 if broken.

        Hard cases run over by days: a few of them stand open at any time.
        """
        if self.quotas[case.desk, case.tier, promise].breaks():
            is_long = promise == "resolve" and case.severity > "S2"
            over = self.rng.expovariate(OVERRUN_PACE[case.tier] if is_long else 10)
            return 1.04 + min(over, LONGEST_OVERRUN / promised(case, promise))
        while (share := self.rng.lognormvariate(math.log(median), sigma)) > 0.93:
            pass
        return share

    def fate(self, case: Case) -> Fate:
        """How a case will go."""
        acknowledge = self.share(case, "acknowledge", 0.06, 0.9)
        if is_slipping(case):
            acknowledge = self.rng.uniform(1.15, 1.9)
            case.stories = (SLIP,)
        resolve = self.share(case, "resolve", 0.08, 1.05)
        reopens: tuple[float, ...] = ()
        if self.rng.random() < 0.055 and resolve < 1:
            resolve = min(resolve, 0.5)
            reopens = (self.rng.uniform(0.03, 0.3),)
        return Fate(
            acknowledge=acknowledge,
            response=self.share(case, "first_response", 0.14, 0.75),
            resolve=resolve,
            final_severity=self.final_severity(case),
            waits=self.rng.choices((0, 1, 2), (62, 30, 8))[0] if resolve < 1.0 else 0,
            reopens=reopens,
            ending=self.ending(case),
        )

    def ending(self, case: Case) -> str:
        """How it ends: a few support tickets turn out to be doubles or are withdrawn."""
        drawn = self.rng.choices(("Resolved", "Merged", "Cancelled"), (975, 15, 10))[0]
        return drawn if case.desk == "support" else "Resolved"

    def final_severity(self, case: Case) -> str:
        """The severity after triage: one case in twenty is put one step up or down."""
        at = SEVERITIES.index(case.severity)
        step = self.rng.choices((0, -1, 1), (95, 2, 3))[0]
        return SEVERITIES[min(3, max(1 if at else 0, at + step))]


def is_slipping(case: Case) -> bool:
    """Whether a case meets the unstaffed Gold queue: EU, 11 and 12 November 2026."""
    if case.desk != "support" or case.tier != "Gold" or case.region != "EU":
        return False
    first, last = SLIP_DAYS
    return (
        local_instant("EU", first, 8 * 3600)
        <= case.created_at
        < local_instant("EU", last, 16 * 3600)
    )


def day_weight(region: str, day: date) -> float:
    """How busy a day is against an ordinary working day."""
    if not is_working_day(region, day):
        return 0.13
    return (1.15, 1.05, 1.0, 1.0, 0.85)[day.weekday()]


def season(week: int) -> float:
    """Slow growth over the eighteen months, quieter at Christmas and in August."""
    monday = FIRST_MONDAY + timedelta(weeks=week)
    quiet = 0.75 if (monday.month, monday.day >= 20) == (12, True) else 1.0
    return quiet * (0.93 if monday.month == 8 else 1.0) * (0.97 + 0.06 * week / WEEKS)


def moment(rng: Random, region: str, week: int) -> int:
    """A UTC second in a week, mostly in the region's working day."""
    days = [FIRST_MONDAY + timedelta(weeks=week, days=n) for n in range(7)]
    day = rng.choices(days, [day_weight(region, day) for day in days])[0]
    hour = rng.choices(range(24), (1,) * 7 + (4, 12, 16, 16, 13, 9, 13, 15, 13, 9, 4, 2) + (1,) * 5)
    return local_instant(region, day, hour[0] * 3600 + rng.randrange(3600))


def weekly_count(rng: Random, account: Account, week: int, at: int) -> int:
    """How many cases one account opens in a week: the expected number, rounded by chance."""
    expected = WEEKLY_PER_ACCOUNT[account.tier_at(at)] * season(week)
    return int(expected + rng.random()) + rng.choices((-1, 0, 1), (1, 8, 1))[0]


def new_case(rng: Random, account: Account, at: int) -> Case:
    """A case of an account: which desk, what trouble, how severe."""
    desk = "servicenow" if rng.random() < 0.17 else "support"
    is_blocker = desk == "support" and rng.random() < 0.08
    lines = DESK_LINES if desk == "servicenow" else BLOCKER_LINES if is_blocker else LINES
    line = rng.choices(lines, [line.weight for line in lines])[0]
    subject, severity = rng.choice(line.subjects), rng.choices(SEVERITIES, SEVERITY_WEIGHTS)[0]
    is_incident = desk == "servicenow" or severity == "S1"
    return Case(
        account=account,
        line=line,
        subject=DESK_WORDS.get(subject, subject),
        severity=severity,
        created_at=at,
        desk=desk,
        kind="blocker" if is_blocker else "incident" if is_incident else "ticket",
        region=account.region,
        team="Platform Operations" if desk == "servicenow" else "Frontline",
    )


def arrivals(rng: Random) -> Iterator[Case]:
    """Every ordinary case, week by week and account by account."""
    clients = accounts()
    for week in range(WEEKS):
        monday = local_instant("EU", FIRST_MONDAY + timedelta(weeks=week), 0)
        for account in clients:
            for _ in range(max(0, weekly_count(rng, account, week, monday))):
                at = moment(rng, account.region, week)
                if BEGINS <= at < ENDS - 1800:
                    yield new_case(rng, account, at)
