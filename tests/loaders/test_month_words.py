"""Months and day periods of other languages are read; no word means two things."""

import json

from babel import Locale

from loaders.dates import Dating, Layouts
from loaders.month_words import LANGUAGES, months
from tests.loaders.test_dates import read


def test_months_of_one_column_are_read_in_their_language() -> None:
    """Longer names first: mar in marzo, sep in sept, and English ones as they are."""
    found = read(["02/mar/26 1:00 a.m.", "02/marzo/26 1:00 p.m.", "02/Dec/26 1:00 PM"])

    assert found == ["2026-03-02 01:00:00", "2026-03-02 13:00:00", "2026-12-02 13:00:00"]


def test_no_month_name_means_two_months() -> None:
    """Were there one, its language would have to be asked for."""
    meant: dict[str, set[int]] = {}
    for language in LANGUAGES:
        for context in Locale.parse(language).months.values():
            for width in ("abbreviated", "wide"):
                for number, word in context[width].items():
                    meant.setdefault(word.casefold().rstrip("."), set()).add(number)

    assert {word: numbers for word, numbers in meant.items() if len(numbers) > 1} == {}
    assert len(months()) >= len(meant)


def test_layouts_survive_the_manifest() -> None:
    """JSON makes lists of tuples; what is read back is the same."""
    words = (("ene", "Jan"),)
    told = Dating({"t": Layouts(("%d/%b/%y",), (), True, words)}, "dmy", 2026, 2027)

    assert Dating.from_options(json.loads(json.dumps(told.as_options()))) == told
