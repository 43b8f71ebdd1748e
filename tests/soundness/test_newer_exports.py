"""Wrong numbers out of a second export of the same cases, one test each; never weakened."""

from pathlib import Path

import pytest

from tests.loaders.sources.built import asked, land_texts

STRETCHES = "case_id,status,start_at,end_at\n"
FIRST = STRETCHES + "A,open,2026-03-02 09:00,2026-03-02 10:00\n"
SEEN = FIRST + "A,pending,2026-03-02 10:00,2026-03-02 12:00\n"
OTHER = "B,open,2026-03-06 12:00,\n"
STATES = (
    "select status, strftime(resolved_at, '%d %H:%M'), reopen_count from fct_cases"
    " where case_id = 'A'"
)


@pytest.mark.parametrize(
    ("later", "state"),
    [
        (SEEN + "A,open,2026-03-02 12:00,\n", ("open", None, 0)),
        (SEEN + "A,open,2026-03-02 14:00,\n", ("open", None, 0)),
        (FIRST + "A,pending,2026-03-02 10:00,\n", ("pending", None, 0)),
        (FIRST + "A,pending,2026-03-02 10:00,2026-03-02 15:00\n", ("resolved", "02 15:00", 0)),
        (SEEN, ("resolved", "02 12:00", 0)),
        (FIRST, ("resolved", "02 12:00", 0)),
    ],
    ids=["goes on", "goes on after a gap", "never ended", "ended later", "the same", "older"],
)
def test_an_end_that_only_the_end_of_a_file_told_yields_to_a_file_that_goes_on(
    tmp_path: Path, later: str, state: tuple[object, ...]
) -> None:
    """That no stretch follows in one export used to outlast the export in which one does: a case
    that is open was resolved. A last stretch told anew may end later; one already known to be
    followed ends nothing."""
    land_texts(tmp_path, {"s1.csv": SEEN, "s2.csv": later + OTHER}, time_zone="UTC")

    (found,) = asked(tmp_path, STATES)

    assert found == [state]


def test_the_order_in_which_stretches_are_landed_ends_no_case(tmp_path: Path) -> None:
    later = SEEN + "A,open,2026-03-02 12:00,\n" + OTHER
    land_texts(tmp_path, {"s2.csv": later, "s1.csv": SEEN}, time_zone="UTC")

    (found,) = asked(tmp_path, STATES)

    assert found == [("open", None, 0)]
