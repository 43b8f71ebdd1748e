"""Figures that a later version of the policy reached back into, one test each; never weakened."""

from datetime import timedelta
from pathlib import Path

from metrics.answers import WarehouseAnswers
from metrics.brief import board_of
from metrics.cell import objective
from metrics.warehouse.connection import Warehouse
from tests.soundness.test_ties_and_edges import CASE, Row, at
from tests.warehouses import build_rows

ALWAYS = "versions:\n- calendars:\n    always: {zone: Etc/UTC, always_open: true}\n"
OBJECTIVES = {
    "reporting.yaml": "zone: Etc/UTC\ntiers: [Gold]\nseverities: [S1, S2]\n",
    "calendars.yaml": ALWAYS,
    "sla.yaml": """
versions:
- targets:
  - {promise: acknowledge, within: 1 h, calendar: always, objective: 80 %}
  - {promise: resolve, within: 8 h, calendar: always, objective: 80 %}
- effective_from: 2026-03-16
  targets:
  - {promise: acknowledge, within: 1 h, calendar: always, objective: 99.9 %}
""",
}


def life(number: int, day: int, acknowledged_after: int) -> list[Row]:
    """A case opened at 09:00 of a day, acknowledged after so many minutes, resolved after 7 h."""
    start = at("09:00", day)
    told = (
        (start, "created"),
        (start + timedelta(minutes=acknowledged_after), "acknowledged"),
        (start + timedelta(hours=7), "resolved"),
    )
    return [
        {"case_id": f"C{number}", "event_at": when, "seq": seq, "type": kind, "actor": "Ann"}
        for seq, (when, kind) in enumerate(told)
    ]


def squares(warehouse: Warehouse, week: str) -> dict[str, tuple[str, str]]:
    """Counts and state of each square of Gold on the weekly page."""
    with warehouse.cursor() as cursor:
        cells = board_of(WarehouseAnswers(cursor), week).cells
    return {cell.column: (cell.counts, cell.state) for cell in cells}


def test_a_square_of_a_closed_week_keeps_the_objectives_of_its_promises(tmp_path: Path) -> None:
    """Nine of ten kept where 80 % was promised is good. One case under a new version, two weeks
    later, made the squares of that closed week red (99.9 % now), or said that policy sets no
    objective where none had been decided under the new version yet."""
    log = [row for n in range(10) for row in life(n, 2, 30 if n else 90)]
    log += life(10, 17, 10)
    cases = [CASE | {"case_id": f"C{n}", "tier": "Gold"} for n in range(11)]

    with build_rows(tmp_path, cases, log, policy_yaml=OBJECTIVES) as warehouse:
        found = squares(warehouse, "2026-W10")
        later = squares(warehouse, "2026-W12")

    assert found == {"acknowledge": ("9/10", "good"), "resolve": ("10/10", "good")}
    assert later == {"acknowledge": ("1/1", "few")}


def test_what_keeps_just_what_was_allowed_is_not_below_its_objective() -> None:
    """One promise at 50 % and two at 75 % allow one breach of three; by rounding, two of three
    kept must not come out below that."""
    assert objective(0.5 + 0.25 + 0.25, 3) <= 2 / 3
    assert objective(10 * 0.05, 10) == 0.95
    assert objective(0.001, 1) == 0.999
