"""The command line: exit codes, what it prints, and that the warehouse is there afterwards."""

import subprocess
import sys
from pathlib import Path

import pytest

from loaders.__main__ import main
from metrics.warehouse.connection import current, open_warehouse
from tests.conftest import PROJECT
from tests.loaders.exports import log_text, write


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def test_load_builds_so_that_reports_work(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, log_text())

    assert main(["load", str(path), "--time-zone", "UTC", "--home", str(home)]) == 0

    said = capsys.readouterr().out
    assert "log.csv: generic_events (the header has the columns of an event log" in said
    assert "4 rows landed, 0 set aside" in said
    with open_warehouse(home) as warehouse, warehouse.cursor() as cursor:
        assert cursor.execute("select count(*) from fct_cases").fetchall() == [(1,)]


def test_question_exits_with_two_and_lands_nothing(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, log_text())

    assert main(["load", str(path), "--home", str(home)]) == 2

    assert "--time-zone" in capsys.readouterr().err
    assert list((home / "landing").iterdir()) == []
    assert current(home) is None


def test_error_exits_with_one_and_no_traceback(tmp_path: Path, home: Path) -> None:
    path = write(tmp_path, "")

    ran = subprocess.run(
        [sys.executable, "-m", "loaders", "load", str(path), "--home", str(home)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 1
    assert ran.stderr.startswith("error: log.csv: the file is empty")
    assert "Traceback" not in ran.stderr


def test_good_files_land_beside_a_bad_one(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """All or nothing is a promise per file; the exit code still says that one failed."""
    write(tmp_path / "in", log_text(), "good.csv")
    write(tmp_path / "in", "", "bad.csv")

    code = main(["load", str(tmp_path / "in"), "--time-zone", "UTC", "--home", str(home)])

    assert code == 1
    assert "bad.csv: the file is empty" in capsys.readouterr().err
    assert current(home) is not None


def test_second_load_changes_nothing(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [
        "load",
        str(write(tmp_path, log_text())),
        "--time-zone",
        "UTC",
        "--home",
        str(home),
    ]
    main(arguments)
    serving = current(home)

    assert main(arguments) == 0

    assert "already landed" in capsys.readouterr().out
    assert current(home) == serving


def test_unknown_values_are_listed_after_the_build(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, log_text("C1,2026-01-05 08:00:00,created,Odd,P1,Desk,,Ann"))

    main(["load", str(path), "--time-zone", "UTC", "--home", str(home)])

    assert 'unknown status "Odd" in generic_events: 1 cases' in capsys.readouterr().out


def test_build_as_of_an_instant(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, log_text())
    main(["load", str(path), "--time-zone", "UTC", "--home", str(home), "--no-build"])

    assert main(["build", "--as-of", "2026-01-05T09:30:00+01:00", "--home", str(home)]) == 0

    assert "as of 2026-01-05 08:30:00Z" in capsys.readouterr().out


def test_build_of_nothing_names_the_next_step(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", "--home", str(home)]) == 1

    assert "python -m loaders load sample_data/exports" in capsys.readouterr().err


def test_status_shows_loads_and_what_serves(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["load", str(write(tmp_path, log_text())), "--time-zone", "UTC", "--home", str(home)])

    assert main(["status", "--home", str(home)]) == 0

    said = capsys.readouterr().out
    assert "log.csv  4 rows" in said
    assert f"serving: {current(home)}" in said


def test_late_arrival_is_said_after_the_build(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """C1 and C3 are of January; once November is loaded that week is closed, so C3 is late."""
    texts = {
        "a.csv": log_text(),
        "b.csv": log_text().replace("C1", "C2").replace("2026-01", "2026-11"),
        "c.csv": log_text().replace("C1", "C3"),
    }
    said = []
    for name, text in texts.items():
        path = write(tmp_path, text, name)
        main(["load", str(path), "--time-zone", "UTC", "--home", str(home)])
        said.append(capsys.readouterr().out)

    assert ["closed weeks" in one for one in said] == [False, False, True]
    assert "  1 case changes closed weeks (2026-W02 to 2026-W02): C3\n" in said[2]


def test_a_reader_who_leaves_does_not_stop_the_load(tmp_path: Path, home: Path) -> None:
    """`load ... | head -1` landed the first files of a folder and built nothing."""
    for name in ("a.csv", "b.csv"):
        write(tmp_path / "in", log_text().replace("C1", name), name)
    command = [sys.executable, "-m", "loaders", "load", str(tmp_path / "in"), "--home", str(home)]
    with subprocess.Popen(
        [*command, "--time-zone", "UTC"],
        cwd=PROJECT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.close()

        assert running.stderr.read() == b""

    assert running.returncode == 0
    with open_warehouse(home) as warehouse, warehouse.cursor() as cursor:
        assert cursor.execute("select count(*) from fct_cases").fetchall() == [(2,)]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux takes any bytes for a name")
@pytest.mark.parametrize("command", ["load", "look"])
def test_a_name_that_is_no_text_stops_its_own_file_only(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    """It was "something broke inside Tierline", and the files after it were not landed."""
    write(tmp_path / "in", log_text(), "b\udcff.csv")
    write(tmp_path / "in", log_text().replace("C1", "C2"), "c.csv")

    code = main([command, str(tmp_path / "in"), "--time-zone", "UTC", "--home", str(home)])

    said = capsys.readouterr()
    assert code == 1
    assert "is no text (not UTF-8). Rename it" in said.err
    assert "c.csv: " in said.out


@pytest.mark.parametrize(
    "words, said",
    [
        (["build", "--as-of", "0001-01-01"], "is no instant"),
        (["build", "--as-of", "9999-12-31T23:59:59-12:00"], "is no instant"),
        (["withdraw"], "LOAD_ID"),
        (["lod"], "invalid choice"),
    ],
)
def test_wrong_usage_is_an_error_and_no_question(
    capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    """Exit code 2 means that a file leaves something open, which a script may want to know."""
    assert main(words) == 1

    err = capsys.readouterr().err
    assert err.startswith("error: ")
    assert said in err
    assert "--help" in err
