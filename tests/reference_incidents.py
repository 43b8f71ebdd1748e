"""The slow second implementation of incidents: when they began, became major, were restored."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from math import floor
from typing import Any

from tests import reference_downtime
from tests.reference import Row, Story, seconds
from tests.reference_downtime import Hurt, between, impacts, local_day, windows, words_of
from tests.reference_figures import SECOND


def incidents(world: Any) -> list[tuple[Story, list[Hurt]]]:
    """Incidents that count, with their impacts."""
    hurt: dict[str, list[Hurt]] = defaultdict(list)
    for one in impacts(world):
        if one.story:
            hurt[one.story.case["case_id"]].append(one)
    kept = [s for s in world.counted() if s.case["kind"] == "incident"]
    return [(s, hurt[s.case["case_id"]]) for s in kept]


def is_retroactive(hurt: list[Hurt]) -> bool:
    """Written down afterwards: from the first start to the last end they lasted no second."""
    ends = [h.told_end for h in hurt if h.told_end]
    return bool(hurt) and len(ends) == len(hurt) and min(h.start for h in hurt) == max(ends)


def time_to_detect(world: Any) -> Iterator[Row]:
    for story, hurt in incidents(world):
        start = min((h.start for h in hurt), default=None)
        if start and start <= story.created_at and not is_retroactive(hurt):
            value = seconds(start, story.created_at)
            words = words_of(world, story, story.created_at)
            yield words | {"at": story.created_at, "value": value}


def major_at(world: Any, story: Story) -> datetime | None:
    """The first instant at which its severity was one that policy calls major."""
    majors = world.judge.policy.reporting.majors
    return min((at for at, severity in story.severities if severity in majors), default=None)


def major_incidents(world: Any) -> Iterator[Row]:
    for story, _ in incidents(world):
        at = major_at(world, story)
        if at:
            yield words_of(world, story, at) | {"at": at}


def time_between_incidents(world: Any) -> Iterator[Row]:
    return between_of(world, [(s.created_at, s) for s, _ in incidents(world)])


def time_between_majors(world: Any) -> Iterator[Row]:
    found = [(major_at(world, story), story) for story, _ in incidents(world)]
    return between_of(world, [(at, story) for at, story in found if at])


def between_of(world: Any, moments: list[tuple[datetime, Story]]) -> Iterator[Row]:
    """From each moment of a system to its next one."""
    by_system: dict[str, list[tuple[datetime, Story]]] = defaultdict(list)
    for at, story in moments:
        by_system[words_of(world, story)["system"]].append((at, story))
    for told in by_system.values():
        told.sort(key=lambda one: (one[0], one[1].case["case_id"].split(":", 1)[-1]))
        for (at, story), after in zip(told, [*told[1:], None], strict=True):
            words = words_of(world, story, at)
            yield words | lasting(at, at, after[0] if after else None, True)


def time_to_restore(world: Any) -> Iterator[Row]:
    for story, hurt in incidents(world):
        if is_retroactive(hurt):
            continue
        first = story.cycles[0]
        eased = min((e["event_at"] for e in story.log if e["type"] == "mitigated"), default=None)
        eased = None if eased and first.ended_at and eased > first.ended_at else eased
        end = eased or first.ended_at
        starts = [h.start for h in hurt if not end or min(x.start for x in hurt) <= end]
        start = min(starts, default=story.created_at)
        words = words_of(world, story, end) | {"evidence": evidence(bool(starts), bool(eased))}
        is_event = bool(eased or first.resolved_at)
        yield words | lasting(start, max(start, story.created_at), end, is_event)


def postmortems(world: Any) -> Iterator[tuple[Row, datetime, datetime, datetime | None]]:
    """Words, since when it is owed, until when, and when it was published."""
    days = timedelta(days=world.judge.policy.reporting.postmortem_days)
    for story, _ in incidents(world):
        at, resolved = major_at(world, story), story.first_resolved_at
        if at and resolved and "postmortem" in story.records:
            told = [e["event_at"] for e in story.log if e["type"] == "postmortem_published"]
            owed = max(at, resolved)
            yield words_of(world, story, at), owed, owed + days, min(told, default=None)


def postmortem_in_time_rate(world: Any) -> Iterator[Row]:
    for words, owed, due, told in postmortems(world):
        if told and told <= due:
            yield words | {"at": max(told, owed), "value": 1}
        elif due + SECOND <= world.as_of:
            yield words | {"at": due + SECOND, "value": 0}


def open_postmortems(world: Any) -> Iterator[Row]:
    for words, owed, _, told in postmortems(world):
        if not told or told > owed:
            yield words | {"entered_at": owed, "left_at": told}


def evidence(is_impact: bool, is_eased: bool) -> str:
    start, end = "impact" if is_impact else "opened", "mitigated" if is_eased else "resolved"
    return f"{start} to {end}"


def lasting(start: datetime, opened: datetime, end: datetime | None, is_event: bool) -> Row:
    return {
        "started_at": start,
        "opened_at": opened,
        "ended_at": end,
        "superseded_at": None,
        "is_event": is_event and end is not None,
        "value": seconds(start, end) if end else None,
    }


def touches(world: Any) -> Iterator[tuple[str, Row]]:
    """Each incident and account that opened a case about it, with its words and when."""
    told = {s.case["case_id"]: s for s in world.stories}
    kept = {s.case["case_id"] for s, _ in incidents(world)}
    touched: dict[tuple[str, str], list[Story]] = defaultdict(list)
    for story in world.counted():
        parent = parent_of(told, story)
        if parent in kept and story.case.get("account_id"):
            touched[parent, story.case["account_id"]].append(story)
    for (parent, account), cases in touched.items():
        at = min(s.created_at for s in cases)
        told_by = [words_of(world, s, at) for s in cases if s.created_at == at]
        own = {name: min(w[name] for w in told_by) for name in ("tier", "region")}
        words = words_of(world, told[parent], told[parent].created_at)
        own |= {"account": world.judge.called(account), "account_id": account}
        own |= {"at": max(at, told[parent].created_at)}
        yield parent, words | own


def accounts_touched(world: Any) -> Iterator[Row]:
    return (row for _, row in touches(world))


def tickets_touched(world: Any) -> Iterator[Row]:
    told = {s.case["case_id"]: s for s in world.stories}
    kept = {s.case["case_id"] for s, _ in incidents(world)}
    for story in world.counted():
        if (parent := parent_of(told, story)) in kept:
            about, own = told[parent], words_of(world, story)
            own = {name: own[name] for name in ("account", "source") if name in own}
            at = max(story.created_at, about.created_at)
            yield words_of(world, about, about.created_at) | own | {"at": at}


def account_downtime(world: Any) -> Iterator[Row]:
    """By account, incident, service and day: the stretches in which it hurt and was the one that
    the account had named first."""
    for told in named_by_account(world).values():
        found: dict[tuple[Any, ...], list[tuple[datetime, int, Row]]] = defaultdict(list)
        for start, end, hurt, row in felt(world, told):
            value = seconds(start, end) * floor(hurt.weight * 1_000_000 + 0.5)
            key = (hurt.case_id, hurt.source, hurt.system, local_day(start, world.zone))
            found[key].append((start, value, row))
        for (*_, system, _), parts in found.items():
            row, begun = parts[0][2], min(start for start, _, _ in parts)
            words = {name: row[name] for name in ("account", "tier", "region")} | {"system": system}
            value = sum(value for _, value, _ in parts)
            yield words | {"at": max(row["at"], begun), "value": value}


def felt(
    world: Any, told: list[tuple[Row, Hurt]]
) -> Iterator[tuple[datetime, datetime, Hurt, Row]]:
    """Stretches of one account in which a service was hurt and not in maintenance."""
    planned = windows(world)
    rest = {hurt.system: planned[hurt.system] for _, hurt in told}
    spans = [(hurt.start, hurt.end) for _, hurt in told]
    for start, end in between([*spans, *(w for each in rest.values() for w in each)], world.zone):
        held = [
            (row["at"], order_of(hurt), hurt, row)
            for row, hurt in told
            if hurt.start <= start and end <= hurt.end
            and not any(a <= start and end <= b for a, b in rest[hurt.system])
        ]  # fmt: skip
        if held:
            _, _, hurt, row = min(held, key=lambda one: one[:2])
            yield start, end, hurt, row


def named_by_account(world: Any) -> dict[str, list[tuple[Row, Hurt]]]:
    """The impacts of the incidents that each account named."""
    hurts = impacts(world)
    found: dict[str, list[tuple[Row, Hurt]]] = defaultdict(list)
    for parent, row in touches(world):
        mine = [h for h in hurts if h.story and h.story.case["case_id"] == parent]
        found[row["account_id"]] += [(row, hurt) for hurt in mine]
    return found


def order_of(hurt: Hurt) -> tuple[Any, ...]:
    return hurt.system, -hurt.weight, hurt.start, hurt.source, hurt.case_id


def parent_of(told: dict[str, Story], story: Story) -> str:
    """The case that a case says it belongs to, by its full name; "" when it is not known."""
    wanted = story.case.get("parent_id")
    source, _, own = story.case["case_id"].rpartition(":")
    if not wanted or wanted == own:
        return ""
    same = f"{source}:{wanted}" if source else wanted
    others = [name for name in told if name.split(":", 1)[-1] == wanted]
    return same if same in told else others[0] if len(others) == 1 else ""


_OF_GAPS = (time_between_incidents, time_between_majors)
_OF_INCIDENTS = (major_incidents, time_to_detect, time_to_restore)
_OF_ACCOUNTS = (accounts_touched, tickets_touched, account_downtime)
_OF_POSTMORTEMS = (postmortem_in_time_rate, open_postmortems)
POPULATIONS = {
    each.__name__: each for each in (*_OF_GAPS, *_OF_INCIDENTS, *_OF_ACCOUNTS, *_OF_POSTMORTEMS)
}
POPULATIONS |= reference_downtime.POPULATIONS
