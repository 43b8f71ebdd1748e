"""fct_stays and fct_handoffs: where an open case was, how long, and who had it."""

from pathlib import Path
from typing import Any

from metrics.warehouse.connection import Warehouse
from tests.soundness.test_ties_and_edges import at, built, events

CREATED = (at("09:00"), "created", None, None)


def found(warehouse: Warehouse, query: str) -> list[tuple[Any, ...]]:
    with warehouse.cursor() as cursor:
        return cursor.execute(query).fetchall()


def test_stays_in_a_status_end_with_the_case_and_begin_anew(tmp_path: Path) -> None:
    """Solved time is in no stay, a status of no second is none, and the last one goes on."""
    log = events(
        CREATED,
        (at("09:10"), "status_changed", "new", "open"),
        (at("09:30"), "status_changed", "open", "pending"),
        (at("09:30"), "status_changed", "pending", "open"),
        (at("10:00"), "resolved", None, None),
        (at("11:00"), "reopened", None, None),
        (at("11:20"), "commented", None, None),
    )
    query = """
        select status, strftime(from_at, '%H:%M'), strftime(until_at, '%H:%M'), contract_seconds
        from fct_stays where stay = 'status' order by from_at
    """

    with built(tmp_path, log) as warehouse:
        assert found(warehouse, query) == [
            ("new", "09:00", "09:10", 600),
            ("open", "09:10", "10:00", 3000),
            ("open", "11:00", None, 1200),
        ]


def test_a_case_that_comes_back_to_a_team_is_a_return(tmp_path: Path) -> None:
    """Desk, Lab, nobody, Lab, Desk: two handoffs, the second one a return."""
    log = events(
        CREATED,
        (at("09:00"), "team_assigned", "Desk", "Desk"),
        (at("10:00"), "team_assigned", "Desk", "Lab"),
        (at("11:00"), "team_assigned", "Lab", "No team"),
        (at("12:00"), "team_assigned", "No team", "Lab"),
        (at("13:00"), "team_assigned", "Lab", "Desk"),
    )

    with built(tmp_path, log) as warehouse:
        assert found(
            warehouse, "select from_team, team, is_return from fct_handoffs order by moved_at"
        ) == [("Desk", "Lab", False), ("Lab", "Desk", True)]


def test_a_level_lasts_until_the_next_one(tmp_path: Path) -> None:
    """Escalated to the level it has, a case stays there; a resolve ends the stay."""
    log = events(
        CREATED,
        (at("09:10"), "escalated", None, None),
        (at("09:20"), "escalated", None, None),
        (at("09:40"), "escalated", None, None),
        (at("10:00"), "resolved", None, None),
        (at("11:00"), "escalated", None, None),
    )
    for event, level in zip(log[1:4], (1, 1, 2), strict=True):
        event["level"] = level
    query = """
        select level, strftime(from_at, '%H:%M'), strftime(until_at, '%H:%M'), contract_seconds
        from fct_stays where stay = 'level' order by from_at
    """

    with built(tmp_path, log) as warehouse:
        assert found(warehouse, query) == [
            ("L1", "09:10", "09:40", 1800),
            ("L2", "09:40", "10:00", 1200),
        ]


def test_a_pause_within_a_stay_takes_nothing_of_the_contract(tmp_path: Path) -> None:
    """At L1 and with Desk from 09:10 to 10:00, of which pending from 09:20 to 09:50: 20 min."""
    log = events(
        CREATED,
        (at("09:10"), "team_assigned", "Lab", "Desk"),
        (at("09:10"), "escalated", None, None),
        (at("09:20"), "status_changed", "new", "pending"),
        (at("09:50"), "status_changed", "pending", "open"),
        (at("10:00"), "resolved", None, None),
    )
    query = """
        select stay, team, strftime(from_at, '%H:%M'), contract_seconds, is_paused
        from fct_stays where stay <> 'status' order by stay, from_at
    """

    with built(tmp_path, log) as warehouse:
        assert found(warehouse, query) == [
            ("level", "Desk", "09:10", 1200, False),
            ("team", "Lab", "09:00", 600, False),
            ("team", "Desk", "09:10", 1200, False),
        ]


def test_two_levels_in_one_second_are_no_repeat(tmp_path: Path) -> None:
    """The second escalation was taken for the first one again, and the case stayed at L1."""
    log = events(
        CREATED,
        (at("09:10"), "escalated", None, None),
        (at("09:10"), "escalated", None, None),
        (at("10:00"), "resolved", None, None),
    )
    for event, level in zip(log[1:3], (1, 2), strict=True):
        event["level"] = level

    with built(tmp_path, log) as warehouse:
        assert found(warehouse, "select level from fct_stays where stay = 'level'") == [("L2",)]


def test_a_silence_is_broken_by_a_person_and_not_by_a_bot(tmp_path: Path) -> None:
    """Three days from the creation to the client's reply, then up to the as-of instant."""
    log = events(
        CREATED,
        (at("09:00", 3), "commented", None, None),
        (at("09:00", 5), "customer_replied", None, None),
        (at("12:00", 7), "commented", None, None),
    )
    log[1]["is_bot"] = log[3]["is_bot"] = True
    query = "select from_at, until_at from fct_silences order by from_at"

    with built(tmp_path, log) as warehouse:
        assert found(warehouse, query) == [(at("09:00"), at("09:00", 5)), (at("09:00", 5), None)]
