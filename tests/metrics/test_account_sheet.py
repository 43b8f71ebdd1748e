"""The account sheet: every line is a catalogue figure, and the lists are the rows behind them."""

import json
from collections.abc import Iterator

import duckdb
import pytest

from metrics.account_rows import account, accounts, breaches, incidents_felt, open_cases
from metrics.account_sheet import COMPONENTS, Sheet, account_sheet
from metrics.account_text import COLUMNS, as_text, line
from metrics.catalog import catalog
from metrics.errors import QuestionError
from metrics.query import run
from tests.builders import T, any_row, case, cycle, marts, promise
from tests.incident_builders import felt, incident, touch
from tests.stay_builders import backlog

START, END = T("2026-03-09"), T("2026-03-16")  # the week before has the same length
ROWS = [
    any_row("sources", source="desk", oldest_event_at=T("2026-01-01")),
    any_row("dim_accounts", account_id="A1", account="Acme", tier="Gold", region="EU"),
    case(case_key=1, created_at=T("2026-03-09 09:00")),
    cycle(case_key=1, opened_at=T("2026-03-09 09:00")),
    backlog(case_key=1, from_at=T("2026-03-09 09:00")),
    promise(
        case_key=1, state="breached", breached_at=T("2026-03-09 10:00:01"),
        decided_at=T("2026-03-09 10:00:01"), elapsed_seconds=5400,
    ),
    promise(case_key=1, promise="resolve", state="met", decided_at=T("2026-03-10 09:00")),
    promise(case_key=4, state="met", decided_at=T("2026-03-03 09:30")),
    promise(case_key=2, account="Bolt", state="breached", decided_at=T("2026-03-10 09:00"),
            breached_at=T("2026-03-10 09:00")),
    case(case_key=2, account="Bolt", created_at=T("2026-03-09 09:00")),
    incident(case_key=90, created_at=T("2026-03-10 09:00")),
    case(case_key=90, kind="incident", account=None, account_id=None, subject="Down"),
    touch(case_key=90, first_case_at=T("2026-03-10 09:30")),
    felt(case_key=90, from_at=T("2026-03-10 09:00"), felt_at=T("2026-03-10 09:30")),
]  # fmt: skip


@pytest.fixture(scope="module")
def cursor() -> Iterator[duckdb.DuckDBPyConnection]:
    with marts(*ROWS) as found:
        yield found


@pytest.fixture(scope="module")
def sheet(cursor: duckdb.DuckDBPyConnection) -> Sheet:
    return account_sheet(cursor, "Acme", START, END)


def test_every_line_is_the_figure_of_the_catalogue(
    cursor: duckdb.DuckDBPyConnection, sheet: Sheet
) -> None:
    """Asked again by itself, each gives the value and n of the line, in both windows."""
    for figure in sheet.figures:
        assert figure.asked is not None
        again = run(cursor, catalog().metric(figure.metric.name), figure.asked).iloc[0]
        assert str(again["value"]) == str(figure.row["value"]), figure.name
        assert again["n"] == figure.n


def test_all_parts_are_there_and_nothing_sums_them_up(sheet: Sheet) -> None:
    """Kinds of promises come after all promises; there is no score."""
    names = [figure.name for figure in sheet.figures]

    assert names[:3] == ["Promises kept", "Promises kept: acknowledge", "Promises kept: resolve"]
    assert names[3:] == [part.title for part in COMPONENTS[1:]]


def test_the_window_before_has_the_same_length(sheet: Sheet) -> None:
    """One of two met, one of one the week before."""
    kept = line(sheet.figures[0])

    assert (sheet.before.start, sheet.before.end) == (T("2026-03-02"), START)
    assert (kept["value"], kept["n"], kept["before"], kept["before_n"]) == (0.5, 2, 1.0, 1)
    assert kept["verdict"] == "too early to say"


def test_lists_are_of_this_account_alone(cursor: duckdb.DuckDBPyConnection, sheet: Sheet) -> None:
    """A breach half an hour over, a case open for 20 days, an incident felt for an hour."""
    assert list(sheet.breaches["over_seconds"]) == [1800]
    assert list(sheet.open_cases["case_id"]) == ["C1"]
    assert list(sheet.open_cases["age_seconds"]) == [20 * 86_400 + 15 * 3_600 - 1]
    assert list(sheet.incidents["felt_hours"]) == [1.0]
    assert len(breaches(cursor, "Bolt", START, END)) == 1
    assert incidents_felt(cursor, "Bolt", START, END).empty
    assert open_cases(cursor, "Bolt").empty


def test_it_is_said_in_words_csv_and_json(sheet: Sheet) -> None:
    told = json.loads(as_text(sheet, "json"))

    assert as_text(sheet, "text").startswith("Acme (Gold, EU), 2026-03-09 to 2026-03-16\n")
    assert as_text(sheet, "csv").splitlines()[0] == ",".join(COLUMNS)
    assert [part["component"] for part in told["components"]] == [f.name for f in sheet.figures]
    assert len(told["breaches"]) == 1


def test_who_is_asked_for(cursor: duckdb.DuckDBPyConnection) -> None:
    """By name or id; an account that only cases name has no row; an unknown one is refused."""
    assert account(cursor, "A1")["account"] == account(cursor, "Acme")["account"] == "Acme"
    assert account(cursor, "Bolt").drop("account").isna().all()
    assert list(accounts(cursor)["account"]) == ["Acme"]
    with pytest.raises(QuestionError, match='Did you mean "Acme"'):
        account(cursor, "Acne")


def test_half_a_window_is_refused(cursor: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(QuestionError, match="two ends"):
        account_sheet(cursor, "Acme", START)


def test_a_new_account_has_a_sheet_without_figures() -> None:
    """Nothing counted is null, never 0 but for counts, and no verdict is given."""
    with marts(any_row("dim_accounts", account_id="N", account="New")) as empty:
        found = account_sheet(empty, "New")

    told = {figure.name: line(figure) for figure in found.figures}
    assert told["Promises kept"]["value"] is None
    assert told["Incidents felt"]["value"] == 0
    assert told["Promises kept"]["before"] is None
