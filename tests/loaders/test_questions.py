"""A question shows what each answer would make of three values of the file."""

from dataclasses import replace
from datetime import datetime

import pytest

from loaders.questions import (
    Answers,
    Asked,
    Choice,
    Question,
    nobody,
    order_question,
    zone_choice,
    zone_question,
)

WALLS = [datetime(2026, 1, 5, 8, 0), datetime(2026, 7, 5, 8, 0)]


def test_zone_is_shown_in_winter_and_in_summer() -> None:
    """08:00 in Berlin is 07:00 in UTC in January and 06:00 in July."""
    assert zone_choice("Europe/Berlin", WALLS).readings == (
        "2026-01-05 07:00Z",
        "2026-07-05 06:00Z",
    )


def test_ambiguous_wall_clock_is_read_as_the_build_reads_it() -> None:
    """02:30 on the night the clocks go back is the first of the two: 00:30 UTC."""
    shown = zone_choice("Europe/Berlin", [datetime(2026, 10, 25, 2, 30)])

    assert shown.readings == ("2026-10-25 00:30Z",)


def test_proposed_zone_comes_first_and_says_why() -> None:
    question = zone_question(
        "Created", ["a", "b"], WALLS, "f.csv", "Asia/Tokyo", "Created and UTC differ by 9 h"
    )

    assert [choice.value for choice in question.choices][:2] == ["Asia/Tokyo", "UTC"]
    assert question.likely() == "Asia/Tokyo"
    assert "It looks like Asia/Tokyo: Created and UTC differ by 9 h." in str(Asked(question))


def test_question_says_what_it_read_and_which_option_answers() -> None:
    said = str(Asked(zone_question("Created", ["5.1. 08:00"], WALLS[:1], "f.csv")))

    assert said.startswith('f.csv: the times in column "Created" carry no zone')
    assert "5.1. 08:00" in said
    assert "Europe/Berlin: 2026-01-05 07:00Z" in said
    assert "--time-zone" in said
    assert said.endswith("Nothing was landed.")


def test_question_learns_of_which_source_its_file_is() -> None:
    question = Question("source", "two fit", (Choice("a", "A"), Choice("b", "B")))

    with pytest.raises(Asked) as caught:
        Answers(nobody, "jira").need(question)

    assert caught.value.question.source == "jira"
    assert "--source a|b" in str(caught.value)


def test_answers_are_kept_by_topic() -> None:
    answers = Answers(lambda question: question.likely() if question.topic == "source" else None)
    question = Question("source", "two fit", (Choice("a", "A"), Choice("b", "B")))

    assert answers.need(question) == "a"
    assert answers.offer(replace(question, topic="account")) is None
    assert answers.given == {"source": "a"}


def test_day_and_month_are_shown_both_ways() -> None:
    question = order_question("Opened", ["05/06/2026"], ["dmy", "mdy"], "f.csv")

    assert [(one.value, one.readings) for one in question.choices] == [
        ("dmy", ("2026-06-05",)),
        ("mdy", ("2026-05-06",)),
    ]
