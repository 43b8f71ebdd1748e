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


def test_a_log_that_stands_twice_in_its_file_is_one(tmp_path: Path) -> None:
    """Put together from two copies, a file told every move again at its end: a reopen too many."""
    log = [
        (at("09:00"), "created", None, None),
        (at("10:00"), "resolved", None, None),
        (at("11:00"), "reopened", None, None),
        (at("11:00"), "resolved", None, None),
    ]

    with built(tmp_path, events(*log, *log)) as warehouse:
        assert one(warehouse, "select reopen_count, status from fct_cases") == (1, "resolved")


@pytest.mark.parametrize("begun, hurt", [("12:30", None), ("11:30", 1800)])
def test_what_begins_after_its_incident_ended_hurts_nothing(
    tmp_path: Path, begun: str, hurt: int | None
) -> None:
    """A clock half an hour ahead: the downtime had no end of its incident before it, and ran on."""
    log = events(
        (at("09:00"), "created", None, None),
        (at("12:00"), "resolved", None, None),
        (at("12:00", 20), "closed", None, None),
    )
    impact = {"case_id": "A", "system": "API", "started_at": at(begun), "weight": 1.0}
    tables = {"cases": [CASE], "case_events": log, "impacts": [impact]}
    made = landed(tmp_path, tables, ALL_EVIDENCE, "made")
    build(tmp_path, policy_folder(tmp_path, POLICY), [made])

    with open_warehouse(tmp_path) as warehouse:
        assert one(warehouse, "select sum(weighted_seconds) from fct_downtime") == (hurt,)


def test_a_corrected_list_of_downtimes_takes_a_service_back(tmp_path: Path) -> None:
    """The newer list says that Payments was hurt and not the API, which it names elsewhere."""
    hurt = {"case_id": "A", "started_at": at("09:00"), "ended_at": at("10:00"), "weight": 1.0}
    other = hurt | {"case_id": "B", "system": "API"}
    cases = [{"case_id": name, "kind": "incident"} for name in "AB"]
    log = [one | {"case_id": name} for name in "AB" for one in OPENED]
    first = {"cases": cases, "case_events": log, "impacts": [hurt | {"system": "API"}, other]}
    later = {"impacts": [hurt | {"system": "Payments"}, other]}
    exports = [landed(tmp_path, part, ALL_EVIDENCE, "made") for part in (first, later)]
    build(tmp_path, policy_folder(tmp_path, POLICY), exports)

    with open_warehouse(tmp_path) as warehouse, warehouse.cursor() as cursor:
        found = cursor.execute("select case_id, system from fct_downtime order by 1").fetchall()

    assert found == [("A", "Payments"), ("B", "API")]


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
