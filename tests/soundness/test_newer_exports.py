"""Wrong numbers out of a second export of the same cases, one test each; never weakened."""

from pathlib import Path

import pytest

from tests.loaders.sources.built import asked, land_texts
from tests.soundness.test_ties_and_edges import at

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


def test_a_status_without_a_date_is_the_one_of_the_later_export(tmp_path: Path) -> None:
    """All that a list without dates says of a status lies at the creation; the tie went to the
    lower line of its file: A stayed pending and B open, whatever came later. C is on hold, as the
    third export says, and D, of which only the first one tells, stays pending."""
    header = "case_id,created_at,status\n"
    day = ",2026-03-02 09:00,"
    texts = {
        "e1.csv": f"Z{day}Open\nA{day}Pending\nB{day}Open\nC{day}Pending\nD{day}Pending\n",
        "e2.csv": f"A{day}Open\nB{day}Pending\nC{day}Open\n",
        "e3.csv": f"C{day}On hold\nN,2026-03-05 09:00,New\n",
    }
    land_texts(tmp_path, {one: header + text for one, text in texts.items()}, time_zone="UTC")

    (found,) = asked(tmp_path, "select case_id, status from fct_cases order by case_id")

    assert found == [
        ("A", "open"),
        ("B", "pending"),
        ("C", "hold"),
        ("D", "pending"),
        ("N", "new"),
        ("Z", "open"),
    ]


ENDED = (
    "select status, resolved_at, closed_at, customer_resolution_seconds from fct_cases"
    " where case_id = 'R'",
    "select state, decided_at from fct_promises where promise = 'resolve' and case_id = 'R'",
)


@pytest.mark.parametrize("status", ["Resolved", "Closed"])
def test_an_end_without_a_date_is_no_resolve_within_no_second(tmp_path: Path, status: str) -> None:
    """A case that a list without dates shows as ended counted as resolved at its creation: its
    promise met in 0 s, its time to resolve 0 h. Nobody knows when, so that neither is told."""
    text = f"case_id,created_at,status\nR,2026-03-02 09:00,{status}\nZ,2026-03-03 09:00,Open\n"
    land_texts(tmp_path, {"e1.csv": text}, time_zone="UTC")

    cases, promises = asked(tmp_path, *ENDED)

    assert cases == [(status.casefold(), None, None, None)]
    assert promises == [("unknown", None)]


@pytest.mark.parametrize("is_dated_first", [True, False])
def test_an_end_without_a_date_yields_to_the_date_of_another_export(
    tmp_path: Path, is_dated_first: bool
) -> None:
    undated = "case_id,created_at,status\nR,2026-03-02 09:00,Resolved\n"
    dated = (
        "case_id,created_at,status,resolved_at\nR,2026-03-02 09:00,Resolved,2026-03-02 10:00\n"
        "Z,2026-03-03 09:00,Open,\n"
    )
    texts = [dated, undated] if is_dated_first else [undated, dated]
    land_texts(tmp_path, {f"e{n}.csv": text for n, text in enumerate(texts)}, time_zone="UTC")

    cases, promises = asked(tmp_path, *ENDED)

    assert cases == [("resolved", at("10:00"), None, 3_600)]
    assert promises == [("met", at("10:00"))]


def test_what_was_done_before_an_end_without_a_date_still_counts(tmp_path: Path) -> None:
    """The end lay at the creation, before the acknowledgement, which counted for nothing."""
    text = (
        "case_id,created_at,acknowledged_at,status\n"
        "R,2026-03-02 09:00,2026-03-02 09:30,Resolved\nZ,2026-03-03 09:00,,Open\n"
    )
    land_texts(tmp_path, {"e1.csv": text}, time_zone="UTC")

    (found,) = asked(tmp_path, "select acknowledged_at from fct_cases where case_id = 'R'")

    assert found == [(at("09:30"),)]
