"""An open dashboard keeps answering while builds run and finds the new warehouse by itself."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from metrics.warehouse.connection import open_warehouse
from tests.crash.conftest import Story

# More than the three versions that a build keeps.
REBUILDS = 4
CASES = "select count(*), (select version from meta) from fct_cases"

pytestmark = pytest.mark.crash


def read(home: Path, stop: threading.Event, seen: list[tuple[int, str]]) -> None:
    """Open, ask, close, again and again: what a page does on each rerun."""
    while not stop.is_set():
        with open_warehouse(home) as warehouse, warehouse.cursor() as cursor:
            seen.extend(cursor.execute(CASES).fetchall())


def while_reading(
    home: Path, work: Callable[[], object]
) -> tuple[list[tuple[int, str]], list[str]]:
    """What two readers saw while `work()` ran, and the errors they met."""
    stop, errors = threading.Event(), []
    seen: list[list[tuple[int, str]]] = [[], []]

    def reader(mine: list[tuple[int, str]]) -> None:
        try:
            read(home, stop, mine)
        except Exception as error:
            errors.append(repr(error))

    threads = [threading.Thread(target=reader, args=(mine,)) for mine in seen]
    for thread in threads:
        thread.start()
    try:
        work()
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    return [row for mine in seen for row in mine], errors


def test_readers_never_fail_while_builds_run(story: Story, tmp_path: Path) -> None:
    """Each answer is one whole version, none is lost to a swap, and the last version is seen."""
    home = story.copy(tmp_path / "home")

    def work() -> None:
        home.run(*story.load)
        for _ in range(REBUILDS):
            home.run("-m", "loaders", "build")

    seen, errors = while_reading(home.folder, work)

    assert errors == []
    assert {cases for cases, _ in seen} == {150, 900}
    assert len({version for _, version in seen}) >= REBUILDS
    with open_warehouse(home.folder) as warehouse, warehouse.cursor() as cursor:
        assert cursor.execute(CASES).fetchall()[0][0] == 900


def test_an_open_warehouse_outlives_three_newer_ones(story: Story, tmp_path: Path) -> None:
    """A page that opened a version before many builds still gets that version's answers."""
    home = story.copy(tmp_path / "home")
    with open_warehouse(home.folder) as warehouse, warehouse.cursor() as cursor:
        before = cursor.execute(CASES).fetchall()
        home.run(*story.load)
        for _ in range(REBUILDS):
            home.run("-m", "loaders", "build")

        assert cursor.execute(CASES).fetchall() == before
