"""An open dashboard keeps answering while builds run and finds the new warehouse by itself."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from metrics.warehouse.connection import open_warehouse
from tests.crash.conftest import Story

# More than the three versions that a build keeps.
REBUILDS = 4
CASES = "select count(*), (select version from meta) from fct_cases"

pytestmark = pytest.mark.crash
Answers = list[tuple[int, str]]


@dataclass(frozen=True)
class Rebuilt:
    """What readers saw and met, and what a page that stayed open was told before and after."""

    home: Path
    seen: Answers
    errors: list[str]
    before: Answers
    after: Answers


def read(home: Path, stop: threading.Event, seen: Answers) -> None:
    """Open, ask, close, again and again: what a page does on each rerun."""
    while not stop.is_set():
        with open_warehouse(home) as warehouse, warehouse.cursor() as cursor:
            seen.extend(cursor.execute(CASES).fetchall())


def while_reading(home: Path, work: Callable[[], object]) -> tuple[Answers, list[str]]:
    """What two readers saw while `work()` ran, and the errors they met."""
    stop, errors = threading.Event(), []
    seen: list[Answers] = [[], []]

    def reader(mine: Answers) -> None:
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


@pytest.fixture(scope="module")
def rebuilt(story: Story, tmp_path_factory: pytest.TempPathFactory) -> Rebuilt:
    """A load and more builds than versions are kept, while two readers come and go and one page
    stays open."""
    home = story.copy(tmp_path_factory.mktemp("readers") / "home")

    def work() -> None:
        home.run(*story.load)
        for _ in range(REBUILDS):
            home.run("build")

    with open_warehouse(home.folder) as warehouse, warehouse.cursor() as cursor:
        before = cursor.execute(CASES).fetchall()
        seen, errors = while_reading(home.folder, work)
        after = cursor.execute(CASES).fetchall()
    return Rebuilt(home.folder, seen, errors, before, after)


def test_readers_never_fail_while_builds_run(rebuilt: Rebuilt) -> None:
    """Each answer is one whole version, none is lost to a swap, and the last version is seen."""
    assert rebuilt.errors == []
    assert {cases for cases, _ in rebuilt.seen} == {150, 900}
    assert len({version for _, version in rebuilt.seen}) >= REBUILDS
    with open_warehouse(rebuilt.home) as warehouse, warehouse.cursor() as cursor:
        assert cursor.execute(CASES).fetchall()[0][0] == 900


def test_an_open_warehouse_outlives_three_newer_ones(rebuilt: Rebuilt) -> None:
    """A page that opened a version before many builds still gets that version's answers."""
    assert [cases for cases, _ in rebuilt.before] == [150]
    assert rebuilt.after == rebuilt.before
