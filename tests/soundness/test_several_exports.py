"""Wrong numbers that a second export made of what the first had said."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from metrics.warehouse.build import build
from metrics.warehouse.connection import open_warehouse
from tests.soundness.test_ties_and_edges import CASE, LOG_ONLY, POLICY, at, built, events, one
from tests.warehouses import ALL_EVIDENCE, Row, landed, policy_folder

ACME = {"account_id": "a", "tier": "Gold"}
OPENED = events((at("09:00"), "created", None, None), (at("12:00"), "resolved", None, None))


def tiers(tmp: Path, *lists: list[Row], as_of: datetime | None = None) -> list[Any]:
    """Tier and state of the promise to resolve of case A, created on 2 March: the log, and lists
    of accounts loaded one after the other."""
    exports = [landed(tmp, {"cases": [CASE], "case_events": OPENED}, ALL_EVIDENCE, "made")]
    for number, rows in enumerate(lists):
        exports.append(landed(tmp, {"accounts": rows}, ALL_EVIDENCE, f"accounts_{number}"))
    build(tmp, policy_folder(tmp, POLICY), exports, as_of)
    with open_warehouse(tmp) as warehouse, warehouse.cursor() as cursor:
        asked = "select tier, state from fct_promises where promise = 'resolve'"
        return cursor.execute(asked).fetchall()


@pytest.mark.parametrize(
    "lists",
    [
        [[ACME], [ACME, {"account_id": "b", "tier": "Silver"}]],  # the list grows
        [[ACME, ACME]],  # one line twice
        [[ACME | {"effective_from": at("00:00", 10)}]] * 2,
        [[ACME, ACME | {"tier": "Silver", "effective_from": at("00:00", 10)}]] * 2,
        [[ACME], [ACME | {"tier": None, "region": "EMEA"}]],  # an empty cell says nothing
        [[ACME | {"tier": "Silver"}], [ACME]],  # a later list corrects
    ],
)
def test_a_list_of_accounts_loaded_again_keeps_its_tiers(
    tmp_path: Path, lists: list[list[Row]]
) -> None:
    """The second row of an account that said the same took the first one's place and its
    beginning: every case before was of no tier, and so judged by another target."""
    assert tiers(tmp_path, *lists) == [("Gold", "breached")]


@pytest.mark.parametrize("as_of", [at("00:00", 9), at("00:00", 20)])
def test_a_first_tier_of_later_counts_from_the_beginning_at_every_as_of(
    tmp_path: Path, as_of: datetime
) -> None:
    """Gold since 10 March was no tier for a case of 2 March until that day came, and Gold then: a
    closed week moved although nothing had come in."""
    said = ACME | {"effective_from": at("00:00", 10)}

    assert tiers(tmp_path, [said], as_of=as_of) == [("Gold", "breached")]


def test_a_second_creation_changes_no_state(tmp_path: Path) -> None:
    """A case that a later export calls created again (its log begins with whatever it holds first)
    was new from then on: solved, it was reopened; waiting, its clock ran."""
    log = events(
        (at("09:00"), "created", None, None),
        (at("10:00"), "resolved", None, None),
        (at("09:00", 3), "created", None, None),
        (at("12:00", 4), "commented", None, None),
    )

    with built(tmp_path, log) as warehouse:
        found = one(warehouse, "select status, reopen_count, first_resolved_at from fct_cases")
        cycles = one(warehouse, "select count(*), min(state), max(state) from fct_promises"
                     " where promise = 'resolve'")  # fmt: skip

    assert found == ("resolved", 0, at("10:00"))
    assert cycles == (1, "met", "met")


@pytest.mark.parametrize("times", [1, 2])
def test_there_and_back_within_a_second_is_two_moves(tmp_path: Path, times: int) -> None:
    """A log of minutes: pending, open and pending again in one of them. The second way there was
    taken for a repeat of the first, and the clock ran on. A row that stands twice is one still."""
    moves = [
        (at("10:00"), "status_changed", "open", "pending"),
        (at("10:00"), "status_changed", "pending", "open"),
        (at("10:00"), "status_changed", "open", "pending"),
    ]
    begun = [
        (at("09:00"), "created", None, None),
        (at("09:00"), "status_changed", None, "open"),
    ]
    log = events(*begun, *[move for move in moves for _ in range(times)])

    with built(tmp_path, log, as_of=at("12:00", 3)) as warehouse:
        status = one(warehouse, "select status from fct_cases")
        told = one(
            warehouse, "select count(*) from case_events where event_at >= '2026-03-02 10:00'"
        )

    assert (status, told) == (("pending",), (3,))


def test_an_incident_opened_again_hurts_no_closed_day(tmp_path: Path) -> None:
    """A downtime without an end ends with its incident. Opened again two weeks later, the incident
    had ended only then: three hours became two weeks."""
    incident = {"case_id": "A", "kind": "incident", "system": "API"}
    log = events(
        (at("09:00"), "created", None, None),
        (at("12:00"), "resolved", None, None),
        (at("09:00", 16), "reopened", None, None),
        (at("10:00", 16), "resolved", None, None),
    )
    impact = {"case_id": "A", "system": "API", "started_at": at("09:00"), "weight": 1.0}
    tables = {"cases": [incident], "case_events": log, "impacts": [impact]}
    build(
        tmp_path, policy_folder(tmp_path, POLICY), [landed(tmp_path, tables, ALL_EVIDENCE, "made")]
    )

    with open_warehouse(tmp_path) as warehouse:
        assert one(warehouse, "select sum(weighted_seconds) from fct_downtime") == (3 * 3600,)


def test_the_first_row_of_a_later_export_changes_nothing(tmp_path: Path) -> None:
    """A later log begins with what stands: given to Ann by a bot, the case was taken for given to
    her again when its customer wrote, and so for acknowledged. Only her own move is."""
    told = ("event_at", "seq", "type", "to_value", "actor", "is_bot")
    rows = [
        [
            (at("09:00"), 1, "created", None, "Cust", False),
            (at("09:00"), 1, "status_changed", "new", "Cust", False),
            (at("09:05"), 2, "assigned", "Ann", "Bot", True),
        ],
        [
            (at("09:40"), 1, "assigned", "Ann", "Cust", False),
            (at("09:40"), 1, "status_changed", "new", "Cust", False),
            (at("09:40"), 1, "customer_replied", None, "Cust", False),
            (at("14:00"), 2, "status_changed", "open", "Ann", False),
        ],
    ]
    exports = []
    for number, part in enumerate(rows):
        log = [{"case_id": "A"} | dict(zip(told, row, strict=True)) for row in part]
        tables = {"case_events": log} | ({} if number else {"cases": [CASE]})
        exports.append(landed(tmp_path, tables, LOG_ONLY, "made"))
    build(tmp_path, policy_folder(tmp_path, POLICY), exports)

    with open_warehouse(tmp_path) as warehouse:
        assert one(warehouse, "select acknowledged_at from fct_cases") == (at("14:00"),)
        assert one(warehouse, "select sum(rows_duplicate) from loads") == (2,)
