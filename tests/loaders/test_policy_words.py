"""words.yaml says what a source's own words mean, and is refused where it says nothing."""

import shutil
from pathlib import Path

import pytest

from loaders.load import land
from loaders.manifest import exports
from loaders.meaning import Options
from loaders.rebuild import rebuild
from metrics.errors import PolicyError
from metrics.warehouse.connection import open_warehouse
from tests.loaders.exports import events, log_text, rows, write

SAMPLE = Path(__file__).resolve().parents[2] / "sample_data" / "policy"
LOG = log_text(
    "C1,2026-01-05 08:00:00,created,New,VIP,Desk,,Ann",
    "C1,2026-01-05 09:00:00,Swarm opened,Build queue,VIP,Desk,Bob,Bob",
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    land(write(tmp_path / "in", LOG), tmp_path / "home", Options(time_zone="UTC"))
    return tmp_path / "home"


def policy(folder: Path, words: str) -> Path:
    shutil.copytree(SAMPLE, folder / "policy")
    write(folder / "policy", words, "words.yaml")
    return folder / "policy"


def refused(home: Path, words: str) -> str:
    with pytest.raises(PolicyError) as error:
        exports(home, policy(home.parent, words))
    return str(error.value)


def test_words_of_the_policy_are_added_and_win(tmp_path: Path, home: Path) -> None:
    """Letter case does not count; what the file does not speak of stays as it was."""
    folder = policy(
        tmp_path,
        "generic_events:\n  statuses: {build queue: hold, New: open}\n"
        "  priorities: {VIP: S1}\n  activities: {Swarm opened: escalated}\n",
    )

    (export,) = exports(home, folder)

    assert rows(export, "cases")[0]["severity"] == "S1"
    told = [(kind, value) for _, kind, value in events(export, "status_changed", "escalated")]
    assert sorted(told, key=str) == [
        ("escalated", None),
        ("status_changed", "hold"),
        ("status_changed", "open"),
    ]


def test_a_build_speaks_the_words_and_lists_what_is_left(tmp_path: Path, home: Path) -> None:
    """Mapped words are not listed as unknown any more."""
    folder = policy(tmp_path, "generic_events: {priorities: {VIP: S1}}\n")

    rebuild(home, folder)

    with open_warehouse(home) as warehouse, warehouse.cursor() as cursor:
        left = cursor.execute("select column_name, value from unmapped_values").fetchall()
    assert left == [("status", "Build queue")]


def test_without_the_file_nothing_changes(home: Path) -> None:
    """Few policies need one."""
    assert exports(home, SAMPLE) == exports(home)


@pytest.mark.parametrize(
    "words, says",
    [
        ("generic_event: {statuses: {a: open}}", 'unknown source "generic_event"'),
        ("generic_event: {statuses: {a: open}}", 'Did you mean "generic_events"'),
        ("generic_events: {statuses: {a: opn}}", 'line 1, key "a"'),
        ("generic_events: {statuses: {a: opn}}", 'Did you mean "open"'),
        ("generic_events: {activities: {a: status:holt}}", 'Did you mean "status:hold"'),
        ("generic_events: {priorities: {a: S9}}", "reporting.yaml lists"),
        ("generic_events: {status: {a: open}}", 'unknown key "status"'),
        ("generic_events: open", "generic_events"),
        ("- generic_events", "a mapping of sources is wanted"),
    ],
)
def test_a_wrong_word_is_refused_with_its_place(home: Path, words: str, says: str) -> None:
    """File, line, key, and the nearest right word."""
    message = refused(home, words)

    assert "words.yaml" in message
    assert says in message
