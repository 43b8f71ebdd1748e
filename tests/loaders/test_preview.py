"""A look at a file: recognised, asked about, read; nothing is landed and nothing remembered."""

from datetime import datetime
from pathlib import Path

import pytest

from loaders import meaning, source
from loaders.__main__ import main
from loaders.meaning import Options
from loaders.preview import preview
from loaders.profiles import remember
from loaders.questions import Asked
from loaders.source import Recognition, Source
from metrics.errors import ExportError
from tests.loaders.exports import LOG_ROWS, landed, log_text, write

AMBIGUOUS = log_text(
    "C1,05/06/2026 08:00,created,New,P1,Desk,,Ann",
    "C1,06/06/2026 08:00,solved,Resolved,P1,Desk,Bob,Ann",
)


def look(folder: Path, content: str, **options: str):
    return preview(write(folder, content), folder / "home", Options(**options))


def test_look_says_what_the_file_is_and_how_it_reads(tmp_path: Path) -> None:
    found = look(tmp_path, log_text(*LOG_ROWS, ",2026-01-05 08:00:00,x,,,,,"), time_zone="UTC")

    assert (found.source, found.title) == ("generic_events", "Generic event log")
    assert found.guesses[0].why.startswith("the header has the columns of an event log")
    assert (found.rows, found.kept, dict(found.set_aside)) == (5, 4, {"missing_id": 1})
    assert found.tables["cases"] == [
        {
            "case": "C1",
            "created": datetime(2026, 1, 5, 8),
            "status": "resolved",
            "resolved": datetime(2026, 1, 5, 10),
            "severity": "S1",
            "account": None,
            "team": "Desk",
            "owner": "Bob",
            "subject": None,
        }
    ]
    assert found.tables["case_events"][0]["event"] == "created"
    assert found.questions == ()


def test_look_lands_and_remembers_nothing(tmp_path: Path) -> None:
    look(tmp_path, log_text(), time_zone="UTC")

    assert not (tmp_path / "home").exists()


def test_every_question_is_asked_at_once(tmp_path: Path) -> None:
    """Not one after the other: the page puts them side by side, with a reading to look at."""
    found = look(tmp_path, AMBIGUOUS)

    assert [question.topic for question in found.questions] == ["date_order", "time_zone"]
    assert {question.source for question in found.questions} == {"generic_events"}
    assert found.tables["cases"][0]["created"] == datetime(2026, 6, 5, 8)


def test_answers_change_the_reading(tmp_path: Path) -> None:
    found = look(tmp_path, AMBIGUOUS, date_order="mdy", time_zone="Europe/Berlin")

    assert found.questions == ()
    assert found.tables["cases"][0]["created"] == datetime(2026, 5, 6, 6)


def test_remembered_answer_is_no_question(tmp_path: Path) -> None:
    remember(tmp_path / "home", "generic_events", {"date_order": "mdy"})

    found = look(tmp_path, AMBIGUOUS)

    assert [question.topic for question in found.questions] == ["time_zone"]
    assert found.recalled == {"date_order": "mdy"}


def test_file_of_nobody_is_an_error_not_a_question(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no column holds dates"):
        look(tmp_path, "x,y\n1,2\n")


def test_two_sources_about_as_sure_are_a_question(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Overruled with the source option; the look goes on with the surest."""
    known = source.all_sources()
    log = known["generic_events"]
    twin = Source("twin", "Twin log", lambda *_: Recognition(0.6, "it has all of it"), log.parts)
    monkeypatch.setattr(source, "all_sources", lambda: known | {"twin": twin})

    found = look(tmp_path, log_text(), time_zone="UTC")
    overruled = look(tmp_path, log_text(), time_zone="UTC", source="twin")

    (question,) = found.questions
    assert (question.topic, found.source) == ("source", "generic_events")
    assert [choice.value for choice in question.choices] == ["generic_events", "twin"]
    assert (overruled.source, overruled.questions) == ("twin", ())
    assert [guess.source for guess in overruled.guesses] == ["generic_events", "twin"]
    with pytest.raises(Asked, match=r"--source generic_events\|twin"):
        landed(tmp_path, log_text())


def test_sources_grade_themselves_further_apart_than_a_tie() -> None:
    """Grades are tenths; anything nearer than this is no difference."""
    assert meaning.ABOUT < 0.1


def test_command_shows_the_readings_and_exits_with_two_while_a_question_is_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, place = write(tmp_path, AMBIGUOUS), ["--home", str(tmp_path / "home")]

    assert main(["look", str(path), *place]) == 2
    asked = capsys.readouterr().out
    assert main(["look", str(path), "--date-order", "dmy", "--time-zone", "UTC", *place]) == 0
    said = capsys.readouterr().out

    assert "mdy            2026-05-06 | 2026-06-06" in asked
    assert "Europe/Berlin  2026-06-05 06:00Z | 2026-06-06 06:00Z" in asked
    assert "2 of 2 rows can be used; utf-8, times in UTC, dates dmy" in said
    assert "C1    2026-06-05 08:00:00Z  resolved" in said
