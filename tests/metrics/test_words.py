"""Values in words, dates as people write them, and cells that start no formula."""

import csv
import io
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.errors import QuestionError
from metrics.instants import instant
from metrics.spreadsheet import csv_text, safe, unsafe
from metrics.unit import say, say_change
from metrics.wording import typical
from tests.builders import T


@pytest.mark.parametrize(
    "value, unit, words",
    [
        (7, "minutes", "7 min"),
        (45, "seconds", "45 s"),
        (5.24, "hours", "5.2 h"),
        (0.5, "hours", "30 min"),
        (51, "hours", "2.1 d"),
        (0.9643, "share", "96.4 %"),
        (1, "share", "100.0 %"),
        (17136, "count", "17,136"),
        (None, "hours", "–"),
        (math.nan, "share", "–"),
    ],
)
def test_a_value_is_said_in_the_unit_that_reads_best(
    value: float | None, unit: str, words: str
) -> None:
    """With a thin space; null is a dash, never 0."""
    assert say(value, unit).replace("\u2009", " ") == words


def test_a_change_carries_its_sign() -> None:
    """A share changes by percentage points."""
    said = [say_change(-0.008, "share"), say_change(0.4 * 60, "minutes"), say_change(1, "count")]

    assert [words.replace("\u2009", " ") for words in said] == ["-0.8 pp", "+24 min", "+1"]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("2026-11-09", "2026-11-08 23:00"),
        ("2026-W46", "2026-11-08 23:00"),
        ("2026-07", "2026-06-30 22:00"),
        ("2026-Q3", "2026-06-30 22:00"),
        ("2026-11-09T08:00:00Z", "2026-11-09 08:00"),
    ],
)
def test_a_date_is_read_in_the_reporting_zone(text: str, expected: str) -> None:
    """Only an instant with Z is UTC."""
    assert instant(text, "Europe/Berlin") == T(expected)


@pytest.mark.parametrize("text", ["", "yesterday", "2026-02-30", "2026-W54", "31/02/2026", "2026Z"])
def test_what_is_no_date_is_refused(text: str) -> None:
    """With the forms that are."""
    with pytest.raises(QuestionError, match="is no date"):
        instant(text, "UTC")


@given(st.text())
def test_a_safe_cell_reads_back_exactly(text: str) -> None:
    """The apostrophe comes off again, and only ours."""
    assert unsafe(safe(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+49 30",
        "-x",
        "@a",
        "\tx",
        "\rx",
        "\nx",
        "|x",
        "%x",
        " =1",
        "'=1",
        '"=1',
        "＝1",
        "\u00a0+x",
    ],
)
def test_text_that_could_start_a_formula_gets_an_apostrophe(text: str) -> None:
    """OWASP's list, also after blanks and quotes."""
    assert safe(text) == "'" + text


@pytest.mark.parametrize("value", ["-5", "+1.5e3", "Gold", "a=b", "", -5, 1.5, None])
def test_numbers_and_plain_text_leave_as_they_are(value: object) -> None:
    """-5 stays a number."""
    assert safe(value) == value


def test_csv_is_rfc_4180() -> None:
    """CRLF, quotes where needed, null as an empty cell, headers made safe too."""
    text = csv_text(["=a", "b"], [{"=a": 'x "y", z\n', "b": None}])

    assert text == '\'=a,b\r\n"x ""y"", z\n",\r\n'
    assert list(csv.reader(io.StringIO(text, newline="")))[1] == ['x "y", z\n', ""]


@pytest.mark.parametrize(
    "n, said", [(94, "median stay · p90 14.6\u2009h · n 94"), (0, "nothing counted")]
)
def test_a_median_stands_over_its_p90(n: int, said: str) -> None:
    """One sentence for every page, and none about nothing."""
    assert typical(14.6, "hours", n, "median stay") == said
