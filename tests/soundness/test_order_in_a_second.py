"""Wrong numbers out of events of one second, told in an order that was misread; never weakened."""

from pathlib import Path
from random import Random
from typing import Any

import pytest

from metrics.warehouse import stages
from tests.loaders.exports import write
from tests.loaders.sources.built import asked, land_all

MAPPING = """
table: events
source: desk
time_zone: UTC
kind: ticket
columns: {case_id: Case, event_at: At, activity: Did, status: Status, category: Category}
activities: {Created: created}
statuses: {New: new, Open: open, Pending: pending}
"""
HEADER = "Case,At,Did,Status,Category\n"
CREATED = "A,2026-03-02 09:00:00,Created,New,Login\n"
TAKEN = "A,2026-03-02 09:00:00,Note,Open,Login\n"
ASKED = "A,2026-03-02 10:00:00,Note,Pending,Login\n"
ANSWERED = "A,2026-03-02 10:00:00,Note,Open,API\n"
LAST = "A,2026-03-03 12:00:00,Note,,\n"
SAYS = (
    "select cast(status as varchar), cast(category as varchar), reopen_count from fct_cases",
    "select cast(state as varchar), elapsed_seconds from fct_promises where promise = 'resolve'",
)
MOVES = (
    "select event_at, from_value, to_value from case_events where type = 'status_changed'"
    " order by event_at, seq",
    "select event_at, to_value from case_events where type = 'commented' order by event_at, seq",
)
# Open for 27 h, of which it waited none: 8 h were promised.
TRUE = [[("open", "API", 0)], [("breached", 97_200)]]


def told(home: Path, *files: str, says: tuple[str, ...] = SAYS) -> list[list[tuple[Any, ...]]]:
    """What the warehouse says once these files of one log were loaded in order."""
    for n, text in enumerate(files):
        write(home / "in", MAPPING, f"{n}.mapping.yaml")
        land_all(home, write(home / "in", HEADER + text, f"{n}.csv"))
    return asked(home, *says)


@pytest.mark.parametrize("large", [0, stages.LARGE])
def test_a_log_that_lists_the_newest_first_is_read_from_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, large: int
) -> None:
    """Asked and answered at 10:00: read down the file, the case was open before it was pending,
    waited for its customer from then on, and was called running."""
    monkeypatch.setattr(stages, "LARGE", large)
    lines = (CREATED, TAKEN, ASKED, ANSWERED, LAST)

    assert told(tmp_path / "down", "".join(lines)) == TRUE
    assert told(tmp_path / "up", "".join(reversed(lines))) == TRUE


def test_a_log_without_a_direction_is_read_down(tmp_path: Path) -> None:
    """Cases each in their order, the last case first: the file falls, and no case does. A case
    may step back once: an hour that the clock shows twice."""
    other = "B,2026-03-01 09:{:02}:00,Note,Open,Login\n"
    late = "".join(other.format(minute) for minute in (0, 5, 2, *range(10, 30)))

    assert told(tmp_path, CREATED + TAKEN + ASKED + ANSWERED + LAST + late) == TRUE


def test_cases_of_one_second_each_follow_the_file(tmp_path: Path) -> None:
    """No case steps from one second to another: then the file as a whole has a direction."""
    rows = ("A,2026-03-02 09:00:00,Created,New,", "A,2026-03-02 09:00:00,Note,Open,")
    older = ("B,2026-03-01 09:00:00,Created,New,", "B,2026-03-01 09:00:00,Note,Open,")
    lines = [HEADER.strip(), *reversed(rows), *reversed(older)]
    write(tmp_path / "in", MAPPING, "desk.mapping.yaml")
    land_all(tmp_path, write(tmp_path / "in", "\n".join(lines) + "\n", "desk.csv"))

    assert asked(tmp_path, "select status::varchar from fct_cases") == [[("open",)] * 2]


def test_files_that_overlap_within_a_second_are_told_in_one_order(tmp_path: Path) -> None:
    """The second file begins at 10:00. Loaded first, its rows stood before those of the other: the
    pending of 10:00 came last there, and the case was paused."""
    whole, rest = CREATED + TAKEN + ASKED + ANSWERED, ASKED + ANSWERED + LAST

    assert told(tmp_path / "early", whole, rest) == TRUE
    assert told(tmp_path / "late", rest, whole) == TRUE
    assert told(tmp_path / "cut", ANSWERED + LAST, whole) == TRUE
    assert told(tmp_path / "paged", ANSWERED + LAST, CREATED + TAKEN + ASKED) == TRUE


@pytest.mark.parametrize("seed", range(6))
def test_pieces_of_a_log_loaded_in_any_order_say_what_the_whole_says(
    tmp_path: Path, seed: int
) -> None:
    """Statuses by the minute, several in each; three pieces that overlap by one row or more."""
    random = Random(seed)
    rows = [CREATED]
    for number in range(24):
        minute, status = number // 4, random.choice(("New", "Open", "Pending"))
        rows.append(f"A,2026-03-02 10:{minute:02}:00,Note {number},{status},API\n")
    first, second = random.randrange(2, 10), random.randrange(12, 20)
    ends = (first + random.randrange(1, 8), second + random.randrange(1, 5))
    pieces = ["".join(rows[: ends[0]]), "".join(rows[first : ends[1]]), "".join(rows[second:])]
    random.shuffle(pieces)

    whole = told(tmp_path / "whole", "".join(rows), says=MOVES)

    assert told(tmp_path / "pieces", *pieces, says=MOVES) == whole


DESK = """
table: events
source: desk
time_zone: UTC
kind: ticket
columns: {case_id: Case, event_at: At, activity: Did, status: Status, team: Team, owner: Owner}
activities: {Created: created, Answer: replied, Asks: customer_replied}
statuses: {New: new, Open: open, Pending: pending, Hold: hold, Resolved: resolved}
"""
ROW = "A,{},{},{},{},{}\n"


def desk_log(random: Random) -> list[str]:
    """A case of three busy seconds: each status once in each, the same notes, people and teams
    again and again."""
    status, team, owner = "New", "L1", "Ann"
    rows = [ROW.format("2026-03-02 09:00:00", "Created", status, team, owner)]
    for minute in range(3):
        left = random.sample(["Open", "Pending", "Hold", "New", "Resolved"], 4)
        for _ in range(random.randrange(3, 7)):
            if random.random() < 0.6:
                status = left.pop() if left else status
            team = random.choice(("L1", "L2", "L3")) if random.random() < 0.3 else team
            owner = random.choice(("Ann", "Bob", "Cy")) if random.random() < 0.3 else owner
            did = random.choice(("Note", "Answer", "Asks", "Note 2"))
            rows.append(ROW.format(f"2026-03-02 10:{minute:02}:00", did, status, team, owner))
    return [*rows, ROW.format("2026-03-03 10:00:00", "Note", status, team, owner)]


@pytest.mark.parametrize("seed", [3, 5, 11, 16, 23])
def test_what_is_told_on_several_rows_of_a_second_puts_none_in_its_place(
    tmp_path: Path, seed: int
) -> None:
    """Rows were put beside each other by anything that two files both tell: by a note or an
    assignment of which several rows say the same, later rows came before earlier ones."""
    random = Random(seed)
    rows = desk_log(random)
    first = random.randrange(2, len(rows) - 3)
    second = random.randrange(first + 1, len(rows) - 1)
    ends = [min(len(rows), start + random.randrange(1, 4)) for start in (first, second)]
    pieces = [rows[: ends[0]], rows[first : max(ends)], rows[second:]]
    types = ("status_changed', 'resolved', 'reopened", "team_assigned", "assigned")
    says = tuple(
        f"select event_at, from_value, to_value from case_events where type in ('{each}')"
        " order by event_at, seq"
        for each in types
    )

    def say(name: str, *parts: list[str]) -> list[list[tuple[Any, ...]]]:
        head = "Case,At,Did,Status,Team,Owner\n"
        for n, part in enumerate(parts):
            write(tmp_path / name / "in", DESK, f"{n}.mapping.yaml")
            text = head + "".join(part)
            land_all(tmp_path / name, write(tmp_path / name / "in", text, f"{n}.csv"))
        return asked(tmp_path / name, *says)

    whole = say("whole", rows)

    assert say("forth", *pieces) == whole
    assert say("back", *reversed(pieces)) == whole
