"""Exports of the same case, one after the other: what each knew stays, the newest corrects it."""

from pathlib import Path
from typing import Any

from loaders.load import land
from loaders.manifest import exports
from loaders.meaning import Options
from metrics.warehouse.build import build
from metrics.warehouse.connection import open_warehouse
from tests.loaders.exports import write

HEADER = "id,created_at,resolved_at,updated_at,status,owner,subject\n"
POLICY = Path(__file__).parents[2] / "sample_data" / "policy"
SOLVED = HEADER + "C1,2026-01-05 08:00,2026-01-05 09:00,2026-01-05 09:00,Resolved,Bob,Login fails\n"


def warehouse(tmp: Path, *texts: str) -> Path:
    """A home in which these exports were landed in order, and built."""
    home = tmp / "home"
    for place, text in enumerate(texts):
        land(write(tmp / "in", text, f"export_{place}.csv"), home, Options(time_zone="UTC"))
    build(home, POLICY, exports(home))
    return home


def found(home: Path, sql: str) -> list[tuple[Any, ...]]:
    with open_warehouse(home) as opened, opened.cursor() as cursor:
        return cursor.execute(sql).fetchall()


def events(home: Path) -> list[tuple[str, str]]:
    """(time, type, to) of the events of C1 in order."""
    return found(
        home,
        "select strftime(event_at, '%d %H:%M'), case when type = 'status_changed' then to_value"
        " else cast(type as varchar) end from case_events order by event_at, seq",
    )


def test_newer_export_corrects_a_resolve_time(tmp_path: Path) -> None:
    home = warehouse(
        tmp_path,
        SOLVED,
        HEADER + "C1,2026-01-05 08:00,2026-01-05 10:00,2026-01-07 08:00,Resolved,Bob,Login\n",
    )

    assert events(home) == [("05 08:00", "created"), ("05 10:00", "resolved")]


def test_case_seen_open_after_it_was_seen_solved_was_reopened(tmp_path: Path) -> None:
    """Erasing the first resolve would unmake a promise that was kept in a closed week."""
    home = warehouse(
        tmp_path,
        SOLVED,
        HEADER + "C1,2026-01-05 08:00,,2026-01-09 08:00,Open,Bob,Login fails\n",
    )

    assert events(home) == [("05 08:00", "created"), ("05 09:00", "resolved"), ("09 08:00", "open")]
    assert found(home, "select reopen_count, is_open from fct_cases") == [(1, True)]
    assert found(
        home,
        "select cycle, state, cast(met_at as varchar) from fct_promises"
        " where promise = 'resolve' and cycle = 1",
    ) == [(1, "met", "2026-01-05 09:00:00")]


def test_export_of_few_columns_erases_nothing(tmp_path: Path) -> None:
    """The second export has no resolve, owner or subject column: it cannot take them back."""
    home = warehouse(
        tmp_path,
        SOLVED,
        "id,created_at,updated_at,status\nC1,2026-01-05 08:00,2026-01-07 08:00,Resolved\n",
    )

    assert ("05 09:00", "resolved") in events(home)
    assert found(home, "select owner, subject from fct_cases") == [("Bob", "Login fails")]


def test_newer_export_can_empty_a_column_that_it_has(tmp_path: Path) -> None:
    home = warehouse(
        tmp_path,
        SOLVED,
        HEADER + "C1,2026-01-05 08:00,2026-01-05 09:00,2026-01-07 08:00,Resolved,,Login fails\n",
    )

    assert found(home, "select owner, subject from fct_cases") == [(None, "Login fails")]


def test_export_of_open_cases_only_keeps_the_others(tmp_path: Path) -> None:
    home = warehouse(
        tmp_path,
        SOLVED,
        HEADER + "C2,2026-01-06 08:00,,2026-01-06 08:00,New,,Slow\n",
    )

    assert found(home, "select case_id, is_open from fct_cases order by 1") == [
        ("C1", False),
        ("C2", True),
    ]


def test_update_time_decides_not_the_order_of_landing(tmp_path: Path) -> None:
    newer = HEADER + "C1,2026-01-05 08:00,,2026-01-09 08:00,Open,Eve,Login fails\n"
    home = warehouse(tmp_path, newer, SOLVED)

    assert events(home) == [("05 08:00", "created"), ("05 09:00", "resolved"), ("09 08:00", "open")]
    assert found(home, "select owner from fct_cases") == [("Eve",)]


def test_table_of_cases_adds_nothing_to_what_their_log_tells(tmp_path: Path) -> None:
    """The table cuts 09:10:40 to 09:10; at its word the case would be reopened at 09:10:20."""
    log = (
        "case_id,event_at,activity,status\n"
        "C1,2026-01-05 08:00:30,created,New\n"
        "C1,2026-01-05 09:10:20,commented,Open\n"
        "C1,2026-01-05 09:10:40,commented,Resolved\n"
    )
    table = HEADER + "C1,2026-01-05 08:00,2026-01-05 09:10,2026-01-05 09:10,Resolved,Bob,Login\n"
    home = tmp_path / "home"
    for name, text in (("log.csv", log), ("table.csv", table)):
        path = write(tmp_path / "in", text, name)
        path.with_name(f"{name}.mapping.yaml").write_text("source: desk\n", encoding="utf-8")
        land(path, home, Options(time_zone="UTC"))
    build(home, POLICY, exports(home))

    assert found(home, "select count(*) from case_events where type = 'resolved'") == [(0,)]
    assert found(home, "select reopen_count, owner, is_open from fct_cases") == [(0, "Bob", False)]
