"""The sample's flat tables land by their mapping files and lie beside the cases they speak of."""

from pathlib import Path
from typing import Any

import pytest

from metrics.warehouse.connection import open_warehouse


@pytest.fixture
def ask(sample_home: Path) -> Any:
    def asked(query: str) -> list[tuple[Any, ...]]:
        with open_warehouse(sample_home) as warehouse, warehouse.cursor() as cursor:
            return cursor.execute(query).fetchall()

    return asked


@pytest.mark.parametrize(
    ("table", "rows"),
    [("surveys", 1_195), ("impacts", 29), ("maintenance", 19), ("drills", 5), ("coverage", 14),
     ("training", 92), ("contacts", 28), ("vendor_promises", 0)],
)  # fmt: skip
def test_every_line_of_a_flat_table_reaches_the_warehouse(table: str, rows: int, ask: Any) -> None:
    assert ask(f"select count(*) from {table}") == [(rows,)]


def test_every_answer_is_about_a_resolved_ticket(ask: Any) -> None:
    query = """
        select count(*) from surveys
        left join fct_cases
            on fct_cases.source = surveys.source and fct_cases.case_id = surveys.case_id
        where first_resolved_at is null or answered_at < first_resolved_at
            or score not between 1 and max_score
    """
    assert ask(query) == [(0,)]


def test_every_downtime_began_before_its_incident_was_opened(ask: Any) -> None:
    query = """
        select count(*),
            count(*) filter (started_at < created_at and impacts.ended_at <= resolved_at)
        from impacts join fct_cases using (source, case_id)
    """
    assert ask(query) == [(29, 29)]


def test_every_drill_is_a_case_outside_the_figures(ask: Any) -> None:
    query = "select count(*), count(*) filter (is_drill) from drills join fct_cases on case_id ="
    query += " drill_id"
    assert ask(query) == [(5, 5)]


def test_some_playbooks_and_trainings_are_missing_or_old(ask: Any) -> None:
    """What a readiness page has to find: no playbook, a year without review, a training run out."""
    ((without, old),) = ask(
        "select count(*) filter (playbook is null),"
        " count(*) filter (reviewed_at < timestamp '2025-11-15') from coverage"
    )
    ((expired,),) = ask("select count(*) from training where expires_at < timestamp '2026-11-15'")
    assert min(without, old, expired) > 0


def test_the_next_window_is_announced(ask: Any) -> None:
    assert ask("select count(*) from maintenance where started_at > (select as_of from meta)") == [
        (1,)
    ]
