"""Where an answer of the command line goes, and that a file asked for is what its name says."""

import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

from metrics.__main__ import main
from metrics.errors import TierlineError
from metrics.output import write
from metrics.warehouse.connection import building
from tests.builders import T, fill, promise
from tests.conftest import PROJECT


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with a published warehouse of one promise, found through the environment."""
    home = tmp_path / "home"
    folder = home / "warehouse"
    folder.mkdir(parents=True)
    (home / "landing").mkdir()
    with building(folder / "warehouse-1.duckdb", folder) as connection:
        fill(connection, promise(state="met", decided_at=T("2026-03-02 09:30"), team="Zürich"))
    (folder / "CURRENT").write_text("warehouse-1.duckdb", encoding="utf-8")
    monkeypatch.setenv("TIERLINE_HOME", str(home))
    return home


@pytest.mark.usefixtures("home")
def test_the_ending_of_the_file_is_its_format(tmp_path: Path) -> None:
    """CSV in a file named .xlsx is one that Excel refuses to open."""
    out = tmp_path / "report.xlsx"

    assert main(["report", "sla_adherence", "--out", str(out)]) == 0

    assert openpyxl.load_workbook(out)["Report"]["A2"].value == "sla_adherence"


@pytest.mark.usefixtures("home")
def test_a_dash_is_standard_output(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As everywhere on a command line; no file of that name is made."""
    monkeypatch.chdir(tmp_path)

    assert main(["report", "sla_adherence", "--out", "-"]) == 0

    assert capsys.readouterr().out.startswith("metric,period,value")
    assert not (tmp_path / "-").exists()


def test_a_link_stays_a_link_and_its_file_as_private_as_it_was(tmp_path: Path) -> None:
    """A report that is replaced every night is still read by those who could, and no others."""
    real, link = tmp_path / "real.csv", tmp_path / "link.csv"
    real.write_text("old", encoding="utf-8")
    real.chmod(0o600)
    link.symlink_to(real)

    write("new", link)

    assert link.is_symlink()
    assert real.read_text(encoding="utf-8-sig") == "new"
    assert real.stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
def test_a_device_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    """A rename over /dev/null as root would break the machine."""
    link = tmp_path / "device"
    link.symlink_to("/dev/full")

    with pytest.raises(TierlineError, match="No space left"):
        write("text", link)

    assert link.is_char_device()


def test_what_cannot_be_put_in_place_leaves_the_old_file_and_nothing_beside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk, or a stop, in the middle."""
    out = tmp_path / "report.csv"
    out.write_text("old", encoding="utf-8")

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        write("new", out)

    assert out.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [out]


def test_an_answer_is_utf8_whatever_the_terminal(home: Path) -> None:
    """In a code page without a thin space the brief ended in a traceback, and JSON is UTF-8."""
    ran = _run("report sla_adherence --by team", home, {"PYTHONIOENCODING": "ascii"})

    assert ran.returncode == 0
    assert "Zürich" in ran.stdout.decode("utf-8")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("words", ["list", "report sla_adherence", "sql sla_adherence"])
def test_a_full_disk_behind_standard_output_is_said(home: Path, words: str) -> None:
    """Exit code 1 and what is wrong, no traceback."""
    with Path("/dev/full").open("wb") as full:
        ran = _run(words, home, {}, full)

    assert ran.returncode == 1
    assert ran.stderr.startswith(b"standard output cannot be written (No space left on device).")


def _run(
    words: str, home: Path, more: dict[str, str], out: object = subprocess.PIPE
) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run(
        [sys.executable, "-m", "metrics", *words.split(), "--home", str(home)]
        if words != "list"
        else [sys.executable, "-m", "metrics", "list"],
        cwd=PROJECT,
        env={"PATH": "", "PYTHONPATH": str(PROJECT), **more},
        stdout=out,  # type: ignore[arg-type]
        stderr=subprocess.PIPE,
        check=False,
    )
