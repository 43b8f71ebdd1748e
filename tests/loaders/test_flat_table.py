"""Flat tables: one contract row per good row, numbers and order checked, the future unknown."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from loaders import flat_fields
from loaders.mapping import parse
from metrics.errors import ExportError
from metrics.warehouse.contract import TABLES, LandedExport
from tests.loaders.exports import landed, rows


def flat(tmp_path: Path, mapping: str, text: str) -> LandedExport:
    tmp_path.mkdir(exist_ok=True)
    file = tmp_path / "mapping.yaml"
    file.write_text(mapping)
    return landed(tmp_path, text, mapping=file)[1]


def test_surveys_keep_score_and_best_score(tmp_path: Path) -> None:
    """4 of 5 and 9 of 10 are two scales; no row may lose its own."""
    export = flat(
        tmp_path,
        "table: surveys\ncolumns: {case_id: Ticket, surveyed_at: Sent, score: Score,"
        " max_score: Of, comment: Comment}\n",
        "Ticket,Sent,Score,Of,Comment\n"
        "T1,2026-01-05 08:00,4,5,Quick\n"
        "T2,2026-01-06 08:00,9,10,\n"
        "T3,2026-01-07 08:00,good,10,\n",
    )

    found = [
        (row["case_id"], row["answered_at"], row["score"], row["max_score"], row["comment"])
        for row in rows(export, "surveys", "case_id")
    ]
    assert found == [
        ("T1", datetime(2026, 1, 5, 8), 4.0, 5.0, "Quick"),
        ("T2", datetime(2026, 1, 6, 8), 9.0, 10.0, None),
    ]
    (aside,) = rows(export, "rejected_rows")
    assert (aside["line"], aside["rule"], aside["value"]) == (4, "unreadable_number", "good")


def test_window_that_ends_before_it_begins_is_set_aside(tmp_path: Path) -> None:
    export = flat(
        tmp_path,
        "table: maintenance\ncolumns: {system: Service, started_at: From, ended_at: Until}\n",
        "Service,From,Until\nMail,2026-01-05 08:00,2026-01-05 07:00\n"
        "Sign-on,2026-01-05 08:00,2026-01-05 09:00\n",
    )

    assert [row["system"] for row in rows(export, "maintenance")] == ["Sign-on"]
    assert [row["rule"] for row in rows(export, "rejected_rows")] == ["end_before_start"]


def test_an_answer_after_the_watermark_does_not_exist_but_a_planned_window_does(
    tmp_path: Path,
) -> None:
    as_of = datetime(2026, 1, 1)

    survey = flat(
        tmp_path / "a",
        "table: surveys\ncolumns: {case_id: c, answered_at: t, score: s}\n",
        "c,t,s\nT1,2026-01-05 08:00,4\n",
    )
    window = flat(
        tmp_path / "b",
        "table: maintenance\ncolumns: {system: c, started_at: t}\n",
        "c,t\nMail,2026-01-05 08:00\n",
    )

    assert rows(survey, "surveys", as_of=as_of) == []
    assert len(rows(window, "maintenance", as_of=as_of)) == 1


def test_verdict_of_the_last_cycle_on_resolving_is_the_verdict_on_the_case(
    tmp_path: Path,
) -> None:
    """A verdict on the first response is kept, but says nothing about the case as a whole."""
    export = flat(
        tmp_path,
        "table: verdicts\n"
        "columns: {case_id: c, promise: p, cycle: n, met: m, elapsed_seconds: s}\n",
        "c,p,n,m,s\nT1,resolve,1,true,60\nT1,resolve,2,false,90\nT2,first_response,1,true,5\n",
    )

    assert len(rows(export, "vendor_promises")) == 3
    (verdict,) = rows(export, "vendor_verdicts")
    assert (verdict["case_id"], verdict["vendor_met"]) == ("T1", False)
    assert verdict["vendor_resolution_seconds"] == 90


@pytest.mark.parametrize("table", sorted(flat_fields.TABLES))
def test_every_column_of_a_flat_table_can_be_mapped(table: str) -> None:
    columns = [one for one in TABLES[flat_fields.TABLES[table]] if one != "row_number"]

    mapping = parse(f"table: {table}\ncolumns: {{{', '.join(f'{c}: {c}' for c in columns)}}}", "m")

    assert set(mapping.columns) == set(columns)


@pytest.mark.parametrize("table", sorted(flat_fields.TABLES))
def test_a_needed_column_is_asked_for(table: str) -> None:
    needed: Any = flat_fields.REQUIRED[table][0]

    with pytest.raises(ExportError, match=f'"{needed}"'):
        parse(f"table: {table}\ncolumns: {{team: team}}", "m")
