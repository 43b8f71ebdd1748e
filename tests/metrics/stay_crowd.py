"""Stays and handoffs of a case of the crowd (see crowd.py), as they stand at an instant."""

from datetime import datetime, timedelta
from random import Random

from tests.builders import Row
from tests.stay_builders import disorder, follow_up, handoff, silence, standing, stay

MINUTE = timedelta(minutes=1)
STATUSES = ("new", "open", "pending", "hold")
TEAMS = ("Support", "O'Hara; --", "Ünïcode")


def stays_of(words: Row, created: datetime, until: datetime) -> list[tuple[str, Row]]:
    """Four statuses, three teams and three levels, one after the other."""
    dice = Random(words["case_key"])
    rows = _chain(words, dice, created, until, "status", "status", STATUSES)
    rows += _chain(words, dice, created, until, "team", "team", TEAMS)
    rows += _chain(words, dice, created, until, "level", "level", ("L1", "L2", "L3"))
    for place, team in enumerate(TEAMS):
        moved, is_return = created + (place + 1) * 700 * MINUTE, dice.random() < 0.4
        if moved <= until:
            fields = {"team": team, "moved_at": moved, "is_return": is_return}
            rows.append(handoff(**(words | fields)))
    left, state = created + dice.randrange(1, 5000) * MINUTE, dice.choice(("at_risk", "paused"))
    fields = {"state": state, "left_at": left if left <= until else None}
    rows += [standing(**words, entered_at=created, **fields)] if created <= until else []
    decided, is_hollow = created + dice.randrange(60, 3000) * MINUTE, dice.random() < 0.3
    if decided <= until:
        rows.append(follow_up(**words, decided_at=decided, is_hollow=is_hollow))
    if decided <= until and is_hollow:
        rows.append(disorder(**words, found_at=decided))
    return rows + _silences(words, dice, created, until)


def _silences(words: Row, dice: Random, begins: datetime, until: datetime) -> list[tuple[str, Row]]:
    """A silence of some days, and one that goes on."""
    touched = begins + dice.randrange(1440, 9000) * MINUTE
    spans: list[Row] = [{"from_at": begins, "until_at": touched if touched <= until else None}]
    spans += [{"from_at": touched}] if touched <= until else []
    return [silence(**(words | span)) for span in spans if begins <= until]


def _chain(
    words: Row, dice: Random, begins: datetime, until: datetime, stay_: str, column: str,
    names: tuple[str, ...],
) -> list[tuple[str, Row]]:  # fmt: skip
    rows = []
    for name in names:
        ends = begins + dice.randrange(1, 5000) * MINUTE
        worked = int((ends - begins).total_seconds()) // 3
        if begins <= until:
            fields = {"stay": stay_, column: name, "from_at": begins}
            fields |= {"until_at": ends, "contract_seconds": worked} if ends <= until else {}
            fields |= {"is_paused": name == "pending"} if stay_ == "status" else {}
            rows.append(stay(**(words | fields)))
        begins = ends
    return rows
