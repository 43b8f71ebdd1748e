"""A load can be undone: the warehouse is then what it would be had the file never come."""

from pathlib import Path

import pytest

from loaders import withdraw as withdrawing
from loaders.__main__ import main
from loaders.manifest import exports, manifests
from loaders.withdraw import landed, purge, restore, withdraw
from metrics.errors import ExportError
from metrics.warehouse.connection import current, open_warehouse
from tests.loaders.exports import LOG_ROWS, log_text
from tests.loaders.exports import landed as land

OTHER = tuple(row.replace("C1", "C2") for row in LOG_ROWS)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Two files landed: the cases C1 and C2."""
    land(tmp_path, log_text())
    land(tmp_path, log_text(*OTHER), name="other.csv")
    return tmp_path / "home"


def ids(home: Path) -> dict[str, str]:
    return {manifest.file_name: manifest.load_id for _, manifest in manifests(home)}


def counting(home: Path) -> list[str]:
    return [export.file_name for export in exports(home)]


def cases(home: Path) -> list[str]:
    with open_warehouse(home) as warehouse, warehouse.cursor() as cursor:
        return [
            row[0] for row in cursor.execute("select case_id from fct_cases order by 1").fetchall()
        ]


def test_withdrawn_load_counts_no_more_and_keeps_its_bytes(home: Path) -> None:
    manifest = withdraw(home, ids(home)["log.csv"])

    assert counting(home) == ["other.csv"]
    assert (home / "landing" / manifest.load_id / "rows.parquet").exists()


def test_restored_load_counts_again_in_its_old_place(home: Path) -> None:
    """Order of landing decides which of two exports is newer; an undo must not change it."""
    withdraw(home, ids(home)["log.csv"])

    restore(home, ids(home)["log.csv"])

    assert counting(home) == ["log.csv", "other.csv"]


def test_loading_a_withdrawn_file_again_restores_it(home: Path, tmp_path: Path) -> None:
    withdraw(home, ids(home)["log.csv"])

    outcome, _ = land(tmp_path, log_text())

    assert outcome.is_new
    assert counting(home) == ["other.csv", "log.csv"]


def test_load_that_a_withdrawn_one_had_superseded_counts_again(tmp_path: Path) -> None:
    """The same bytes first in UTC, then by mistake in Berlin: undoing Berlin gives UTC back."""
    land(tmp_path, log_text())
    wrong, _ = land(tmp_path, log_text(), time_zone="Europe/Berlin")
    home = tmp_path / "home"

    withdraw(home, wrong.manifest.load_id)

    assert [export.options["time_zone"] for export in exports(home)] == ["UTC"]


def test_withdrawing_twice_and_restoring_what_counts_is_said(home: Path) -> None:
    named = ids(home)["log.csv"]
    with pytest.raises(ExportError, match="is not withdrawn"):
        restore(home, named)
    withdraw(home, named)

    with pytest.raises(ExportError, match="withdrawn already"):
        withdraw(home, named)


def test_first_digits_name_a_load_and_a_wrong_id_names_none(home: Path) -> None:
    named = ids(home)["log.csv"]

    assert landed(home, named[:6])[1].file_name == "log.csv"
    with pytest.raises(ExportError, match="names no load"):
        landed(home, "0000zzzz")
    with pytest.raises(ExportError, match="names 2 loads"):
        landed(home, "")


def test_purge_takes_only_what_is_withdrawn(home: Path) -> None:
    named = ids(home)["log.csv"]
    with pytest.raises(ExportError, match="still counts"):
        purge(home, named)
    withdraw(home, named)

    purge(home, named)

    assert list(ids(home)) == ["other.csv"]


def test_killed_withdrawal_is_not_half_done(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """kill -9 before the marker has its name: the load counts; the rerun withdraws it."""

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr("loaders.disk.os.replace", die)
        with pytest.raises(KeyboardInterrupt):
            withdraw(home, ids(home)["log.csv"])
    assert counting(home) == ["log.csv", "other.csv"]

    withdraw(home, ids(home)["log.csv"])

    assert counting(home) == ["other.csv"]


def test_killed_purge_leaves_no_load_behind(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = ids(home)["log.csv"]
    withdraw(home, named)
    with monkeypatch.context() as dying:
        dying.setattr(withdrawing.shutil, "rmtree", lambda *_: None)
        purge(home, named)

    assert list(ids(home)) == ["other.csv"]


def test_commands_undo_and_redo(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """withdraw, status and restore; the warehouse follows each time."""
    place, named = ["--home", str(home)], ids(home)["log.csv"]
    main(["build", *place])
    assert cases(home) == ["C1", "C2"]

    assert main(["withdraw", named[:8], *place]) == 0
    assert cases(home) == ["C2"]
    main(["status", *place])
    assert "log.csv  4 rows (withdrawn)" in capsys.readouterr().out

    assert main(["restore", named, *place]) == 0
    assert cases(home) == ["C1", "C2"]


def test_nothing_serves_when_the_last_load_is_withdrawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As if it had never come: no warehouse, rather than one with figures of nothing."""
    outcome, _ = land(tmp_path, log_text())
    home = tmp_path / "home"
    main(["build", "--home", str(home)])

    main(["withdraw", outcome.manifest.load_id, "--purge", "--home", str(home)])

    assert current(home) is None
    assert "no load is left that counts" in capsys.readouterr().out
    assert manifests(home) == []
