"""`python -m metrics`: what it prints, and that wrong usage says what to do."""

import json
import shutil
from pathlib import Path

import pytest

from metrics.__main__ import main
from metrics.catalog import catalog
from metrics.errors import QuestionError
from metrics.instants import instant
from metrics.warehouse.connection import building
from tests.builders import T, case, fill, promise, vendor_figure

ROWS = (
    promise(state="met", decided_at=T("2026-03-02 09:30"), team="=1+1"),
    promise(state="breached", decided_at=T("2026-03-03 09:30"), tier="Silver"),
    case(),
    vendor_figure(figure="time to resolve", value=5400),
)
Printed = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a published warehouse of three rows."""
    home = tmp_path_factory.mktemp("home")
    folder = home / "warehouse"
    folder.mkdir()
    (home / "landing").mkdir()
    with building(folder / "warehouse-1.duckdb", folder) as connection:
        fill(connection, *ROWS)
    (folder / "CURRENT").write_text("warehouse-1.duckdb", encoding="utf-8")
    return home


@pytest.fixture
def home(built: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The published warehouse, found through the environment."""
    monkeypatch.setenv("TIERLINE_HOME", str(built))
    return built


@pytest.mark.usefixtures("home")
def test_json_rows_carry_n_and_unit(capsys: Printed) -> None:
    """metric, period, the breakdowns, value, low, high, n, unit: in this order."""
    code = main(["report", "sla_adherence", "--by", "tier", "--format", "json"])

    rows = json.loads(capsys.readouterr().out)
    assert code == 0
    assert list(rows[0]) == ["metric", "period", "tier", "value", "low", "high", "n", "unit"]
    assert [(row["tier"], row["value"], row["n"]) for row in rows] == [
        ("Gold", 1.0, 1),
        ("Silver", 0.0, 1),
    ]


@pytest.mark.usefixtures("home")
def test_durations_are_in_the_unit_of_the_metric(capsys: Printed) -> None:
    """5,400 s are 1.5 hours; counts are whole numbers."""
    main(["report", "vendor_resolution_time", "cases_opened", "--aggregation", "count"])
    main(["report", "vendor_resolution_time", "--aggregation", "mean"])

    lines = capsys.readouterr().out.splitlines()
    assert lines[1] == "vendor_resolution_time,all,1,,,1,count"
    assert lines[4] == "vendor_resolution_time,all,1.5,,,1,hours"


@pytest.mark.usefixtures("home")
def test_weeks_range_and_filters(capsys: Printed) -> None:
    """The end is not included; values of the same filter go together."""
    main(
        [
            *("report", "sla_adherence", "--start", "2026-W10", "--end", "2026-W12"),
            *("--period", "week", "--where", "tier=Silver", "--where", "tier=Gold"),
        ]
    )

    lines = capsys.readouterr().out.splitlines()
    assert [line.split(",")[1] for line in lines[1:]] == ["2026-W10", "2026-W11"]
    assert [line.split(",")[5] for line in lines[1:]] == ["2", "0"]


def test_a_report_is_written_at_once_and_starts_no_formula(home: Path, tmp_path: Path) -> None:
    """With a byte order mark for Excel, and nothing left beside it."""
    out = tmp_path / "report.csv"

    code = main(["report", "sla_adherence", "--by", "team", "--out", str(out), "--home", str(home)])

    assert code == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbfmetric,period,team")
    assert ",'=1+1," in out.read_text(encoding="utf-8-sig")
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    "words, said",
    [
        (["report", "sla_adherance"], 'Did you mean "sla_adherence"?'),
        (["report", "sla_adherence", "--by", "teir"], 'Did you mean "tier"?'),
        (["report", "sla_adherence", "--by", "tier", "--by", "tier"], "the same breakdown twice"),
        (["report", "sla_adherence", "--where", "tier"], "Write tier=Gold."),
        (["report", "sla_adherence", "--start", "soon"], '"soon" is no date'),
        (
            ["report", "sla_adherence", "--start", "2026-W10", "--end", "2026-W10"],
            "for one week give the next week as its end",
        ),
        (["report", "open_cases", "--aggregation", "mean"], "It knows: closing."),
        (["report", "sla_adherence", "--out", "/nowhere/r.csv"], "cannot be written"),
        (["report", "sla_adherence", "--period", "year"], "invalid choice"),
        (["clock", "/nowhere.jsonl"], "cannot be read"),
        (["sql", "open_case"], 'Did you mean "open_cases"?'),
        (["report", "sla_adherence", "--where", "tier=Godl"], 'Did you mean "Gold"?'),
        (["report", "cases_opened", "--where", "tier="], 'nothing has tier ""'),
        (
            [
                *("compare", "cases_opened", "--between", "2026-W09", "--and", "2026-W10"),
                *("--where", "tier=gold"),
            ],
            'Did you mean "Gold"?',
        ),
        (["report", "sla_adherence", "--start", ""], '"" is no date'),
        (
            ["compare", "cases_opened", "--between", "9999-12-31", "--and", "2026-W10"],
            '"9999-12-31" is no date',
        ),
        (["report", "sla_adherence", "--out", ""], "names no file"),
        (["report", "sla_adherence", "--out", "/"], "this is a folder"),
        (["report", "sla_adherence", "--out", "/" + "n" * 300], "cannot be written"),
        (["report", "sla_adherence", "--format", "csv", "--out", "r.xlsx"], "not written as"),
        (["risk", "--out", "r.xlsx"], "knows csv, json"),
        ([], "required"),
    ],
)
def test_wrong_usage_says_what_to_do(capsys: Printed, words: list[str], said: str) -> None:
    """On stderr, exit code 1, no traceback."""
    code = main(words)

    printed = capsys.readouterr()
    assert code == 1
    assert said in printed.err
    assert printed.out == ""


@pytest.mark.parametrize("text", ["0001-01-01", "0001-W01", "9999-12-31T23:59:59-12:00Z"])
def test_a_date_before_or_after_all_time_is_none(text: str) -> None:
    """East of Greenwich the first day of the calendar begins in a year 0; it was a traceback."""
    with pytest.raises(QuestionError, match="is no date"):
        instant(text, "Europe/Berlin")


def test_without_a_warehouse_it_says_how_to_get_one(capsys: Printed, tmp_path: Path) -> None:
    """The next step is a command."""
    code = main(["report", "sla_adherence", "--home", str(tmp_path)])

    assert code == 1
    assert "python -m loaders load" in capsys.readouterr().err


def test_a_warehouse_of_another_make_says_to_rebuild(
    capsys: Printed, built: Path, tmp_path: Path
) -> None:
    """A table that is not there is no traceback."""
    home = tmp_path / "old"
    shutil.copytree(built, home)
    name = home / "warehouse" / "warehouse-1.duckdb"
    name.unlink()
    with building(name, home) as connection:
        connection.execute("create table meta as select 'UTC' as reporting_zone")

    code = main(["report", "sla_adherence", "--home", str(home)])

    assert code == 1
    assert "python -m loaders build" in capsys.readouterr().err


def test_list_and_sql_show_every_metric(capsys: Printed) -> None:
    """The SQL is that of the file."""
    assert main(["list"]) == 0
    assert main(["sql", "sla_adherence"]) == 0

    out = capsys.readouterr().out
    assert all(name in out for name in catalog())
    assert catalog()["sla_adherence"].sql in out


def test_clock_answers_line_by_line(capsys: Printed, tmp_path: Path) -> None:
    """The same calendar and SQL as the warehouse's."""
    calendar = {"timezone": "Etc/UTC", "weekly": {"mon": [["09:00", "17:00"]]}, "holidays": []}
    line = {"id": "one", "kind": "elapsed", "calendar": calendar}
    line |= {"start": "2026-03-02T08:00:00Z", "end": "2026-03-02T10:00:00Z", "pauses": []}
    path = tmp_path / "clock.jsonl"
    path.write_text(json.dumps(line) + "\n\n", encoding="utf-8")

    code = main(["clock", str(path)])

    assert code == 0
    assert json.loads(capsys.readouterr().out) == {"id": "one", "seconds": 3600}
