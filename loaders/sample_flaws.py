"""The flaws that every real export has: a few doubled lines and a few that cannot be read."""

from loaders.sample_files import EVENT_COLUMNS, Row

# Rows after which the next answer to a customer stands twice.
DOUBLED_FROM = (2_000, 17_000, 31_000)
UNREADABLE, NAMELESS = 9_000, 23_000


def with_flaws(rows: list[Row]) -> list[Row]:
    """The rows with three exact doubles, one impossible date and one line without a case.

    The two broken lines are additional: no case loses an event by them.
    """
    broken = {
        UNREADABLE: (rows[UNREADABLE][0], "2026-02-31 10:15:00", *rows[UNREADABLE][2:]),
        NAMELESS: ("", *rows[NAMELESS][1:]),
    }
    doubled = {_next_answer(rows, start): 2 for start in DOUBLED_FROM}
    flawed: list[Row] = []
    for position, row in enumerate(rows):
        flawed += [row] * doubled.get(position, 1)
        if position in broken:
            flawed.append(broken[position])
    return flawed


def _next_answer(rows: list[Row], start: int) -> int:
    activity = EVENT_COLUMNS.index("Activity")
    return next(n for n in range(start, len(rows)) if rows[n][activity] == "Public reply")
