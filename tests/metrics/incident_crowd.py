"""Incidents of three services, their downtime and the cases that belong to them, from a seed."""

from datetime import datetime, timedelta
from itertools import count
from random import Random

from tests.builders import Row, case
from tests.incident_builders import account_day, downtime, felt, incident, link, service_day, touch

SERVICES = ("SSO", "API", "O'Hara; --")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
TICKETS = 40_000  # added to the key of an incident: the case that belongs to it


def incident_crowd(seed: int, until: datetime, start: datetime) -> list[tuple[str, Row]]:
    """The rows as they stand at `until`: six weeks of days, an incident on every other one."""
    rows: list[tuple[str, Row]] = []
    keys = count(50_001)
    for day in range(42):
        for number, system in enumerate(SERVICES):
            begin = start + day * DAY
            dice = Random(seed * 100_000 + day * 10 + number)
            key = next(keys)
            if begin < until:
                rows += _day(dice, key, system, begin, until)
    return rows


def _day(
    dice: Random, key: int, system: str, begin: datetime, until: datetime
) -> list[tuple[str, Row]]:
    """A day of a service: what was lost by `until`, and the incident that did it."""
    hurt = begin + dice.randrange(900) * MINUTE
    eased = hurt + dice.randrange(1, 500) * MINUTE
    known = {"system": system, "day": f"{begin:%Y-%m-%d}"}
    end = min(begin + DAY, until + timedelta(seconds=1))  # the as-of second has passed
    time = {"from_at": begin, "until_at": end, "maintenance_seconds": dice.choice([0, 0, 7200])}
    observed = int((end - begin).total_seconds())
    if dice.random() < 0.5 or hurt > until:
        return [service_day(**known, **time, observed_seconds=observed)]
    lost = int((min(eased, until) - hurt).total_seconds()) // 4
    quarter = {"from_at": hurt, "until_at": min(eased, until), "weight": 0.25}
    words = {"tier": dice.choice(["Gold", "Silver"]), "team": dice.choice(["Support", "Ünïcode"])}
    return [
        service_day(
            **known, **time, case_key=key, observed_seconds=observed, weighted_seconds=lost
        ),
        account_day(
            account_id=system,
            account=system,
            tier=words["tier"],
            day=known["day"],
            from_at=begin,
            until_at=end,
            service_seconds=observed,
            weighted_seconds=lost,
        ),
        downtime(**known, **words, **quarter, case_key=key, weighted_seconds=lost),
        *_incident(dice, key, words | {"system": system}, (hurt, eased), until),
    ]


def _postmortem(dice: Random, owed: datetime, until: datetime) -> Row:
    """Due within four days, published within eight or never."""
    told = owed + dice.randrange(-100, 11_520) * MINUTE
    is_owed, is_told = dice.random() < 0.6, dice.random() < 0.7 and told <= until
    if owed > until or not is_owed:
        return {}
    due = {"postmortem_owed_at": owed, "postmortem_due_at": owed + 4 * DAY}
    return due | {"postmortem_at": told if is_told else None}


def _incident(
    dice: Random, key: int, words: Row, hurt: tuple[datetime, datetime], until: datetime
) -> list[tuple[str, Row]]:
    opened = hurt[0] + dice.randrange(60) * MINUTE
    restored = max(opened, hurt[1])
    raised = opened + dice.randrange(40) * MINUTE
    touched = opened + 30 * MINUTE
    is_drill, is_known, is_eased, is_major = (dice.random() < p for p in (0.1, 0.8, 0.5, 0.4))
    severity, owed = dice.choice(["S1", "S2"]), _postmortem(dice, restored, until)
    if opened > until:
        return []
    rows = [
        incident(
            **words, **owed, case_key=key, severity=severity, created_at=opened,
            is_drill=is_drill, impact_started_at=hurt[0] if is_known else None,
            mitigated_at=restored if restored <= until and is_eased else None,
            restored_at=restored if restored <= until else None,
            major_at=raised if raised <= until and is_major else None,
        )
    ]  # fmt: skip
    account = {"case_key": key, "account": f"Account {key % 3}"}
    if touched <= until:
        rows.append(touch(**account, first_case_at=touched))
        rows.append(case(case_key=TICKETS + key, account=account["account"], created_at=touched))
        rows.append(link(case_key=TICKETS + key, parent_key=key))
        rows.append(felt(**account, from_at=hurt[0], felt_at=touched, weighted_ppm=key * 1_000_001))
    return rows
