"""A small crowd of cases, cycles and promises from a seed, for laws over the catalogue."""

from datetime import datetime, timedelta
from random import Random

from tests.builders import Row, case, clock_move, cycle, promise, recurrence, survey, vendor_figure
from tests.metrics.incident_crowd import incident_crowd
from tests.metrics.stay_crowd import stays_of
from tests.stay_builders import backlog

START = datetime(2026, 2, 2)
MINUTE = timedelta(minutes=1)


def crowd(seed: int, until: datetime, size: int = 60) -> list[tuple[str, Row]]:
    """The rows as they stand at `until`: what happens later is not in them yet."""
    cases = [row for i in range(size) for row in _one(Random(seed * 1000 + i), i + 1, until)]
    return cases + incident_crowd(seed, until, START)


def _one(dice: Random, key: int, until: datetime) -> list[tuple[str, Row]]:
    created = START + dice.randrange(6 * 7 * 1440) * MINUTE
    words = {
        "case_key": key,
        "tier": dice.choice(["Gold", "Silver", "No tier"]),
        "team": dice.choice(["Support", "O'Hara; --", "Ünïcode"]),
        "is_drill": dice.random() < 0.1,
    }
    ack = _maybe(dice, 0.9, created, 300)
    first = _maybe(dice, 0.8, created, 20000)
    again = _maybe(dice, 0.3, first, 9000) if first else None
    second = _maybe(dice, 0.7, again, 9000) if again else None
    if created > until:
        return []
    ack, first, again, second = (_seen(each, until) for each in (ack, first, again, second))
    rows = [
        case(
            **words, created_at=created, acknowledged_at=ack, first_responded_at=ack,
            first_resolved_at=first, first_reopened_at=again, reopen_count=int(again is not None),
            resolved_at=second or (None if again else first), records_replied=key % 3 > 0,
            is_agent_created=key % 7 == 0,
            ended_at=second or (None if again else first),
        ),
        cycle(**words, opened_at=created, resolved_at=first, reopened_at=again),
        backlog(**words, from_at=created, until_at=first),
        *_promises(words, created, ack, until),
        *_recurrences(words, created, first, until),
    ]  # fmt: skip
    rows += [*_surveys(words, first, until), *_moves(words, created, until)]
    rows += _vendor_figures(words, created, first)
    rows += stays_of(words, created, until)
    if first and again:
        carried = int((first - created).total_seconds())
        begun = again - timedelta(seconds=carried)
        rows.append(backlog(**words, cycle=2, started_at=begun, from_at=again, until_at=second))
        rows.append(
            cycle(
                **words, cycle=2, created_at=created, opened_at=again, resolved_at=second,
                carried_seconds=carried,
            )
        )  # fmt: skip
    return rows


def _moves(words: Row, created: datetime, until: datetime) -> list[tuple[str, Row]]:
    """Two moves a case, some late, some early, some past the target."""
    found = []
    for place, move in enumerate(("downgrade", "pause"), start=1):
        moved = _seen(created + place * 90 * MINUTE, until)
        elapsed = words["case_key"] * 613 % 33000
        if moved:
            found.append(clock_move(**words, move=move, moved_at=moved, elapsed_seconds=elapsed))
    return found


def _vendor_figures(words: Row, created: datetime, first: datetime | None) -> list[tuple[str, Row]]:
    """What the source says of every resolved case: how long it took, and whether in time."""
    if first is None:
        return []
    took, kept = int((first - created).total_seconds()), int(words["case_key"] % 2 == 0)
    told = {"time to resolve": took, "verdict": kept}
    return [vendor_figure(**words, figure=f, value=v, decided_at=first) for f, v in told.items()]


def _surveys(words: Row, first: datetime | None, until: datetime) -> list[tuple[str, Row]]:
    """Every second case is answered, two days after its resolve."""
    answered = _seen(first + 2880 * MINUTE, until) if first else None
    key = words["case_key"]
    if answered is None or key % 2:
        return []
    verdict = ("met", "breached")[key % 3 == 0]
    fields = {"survey_key": key, "answered_at": answered, "score": key % 6}
    return [survey(**words, **fields, resolve_verdict=verdict)]


def _promises(
    words: Row, created: datetime, ack: datetime | None, until: datetime
) -> list[tuple[str, Row]]:
    due = created + 120 * MINUTE
    breach = due + timedelta(seconds=1)
    is_met = ack is not None and ack <= due
    breached = None if is_met else _seen(breach, until)
    return [
        promise(
            **words, started_at=created, due_at=due, breached_at=breached,
            decided_at=ack if is_met else breached, breach_left_at=ack if breached else None,
            met_at=ack if is_met else None, stopped_at=ack, is_kept=ack is not None,
            state="met" if is_met else "breached" if breached else "running",
            elapsed_seconds=int(((ack or until) - created).total_seconds()), target_seconds=7200,
        )
    ]  # fmt: skip


def _recurrences(
    words: Row, created: datetime, first: datetime | None, until: datetime
) -> list[tuple[str, Row]]:
    """Whether another opened within a window of a week; a drill stands in no such row."""
    dice = Random(words["case_key"])
    minutes, is_hit, is_chronic = dice.randrange(1, 10080), dice.random() < 0.5, dice.random() < 0.3
    seconds = dice.choice([None, dice.randrange(1, 604800)])
    other = _seen(first + minutes * MINUTE, until) if first and is_hit else None
    end = _seen(first + 10080 * MINUTE, until) if first else None
    told = {name: word for name, word in words.items() if name != "is_drill"}
    row = recurrence(
        **told, created_at=created, first_resolved_at=first, repeat_seconds=seconds,
        recurred_at=other, decided_at=other or end, is_chronic=is_chronic,
        account_recurred_at=other, account_decided_at=other or end,
    )  # fmt: skip
    return [] if words["is_drill"] else [row]


def _maybe(dice: Random, chance: float, start: datetime, most: int) -> datetime | None:
    happens = dice.random() < chance
    later = start + dice.randrange(1, most) * MINUTE
    return later if happens else None


def _seen(instant: datetime | None, until: datetime) -> datetime | None:
    return instant if instant is not None and instant <= until else None
