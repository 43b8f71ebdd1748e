"""Month names and day periods as exports write them, in English: what strptime can read.

The names come from the Unicode locale data (CLDR) through Babel; it parses no date.
"""

import re
from functools import cache

from babel import Locale

# Which languages are read; a test holds that no word means two months among them.
LANGUAGES = ("en", "es", "de", "de_AT", "fr", "fr_CA", "pt", "it", "nl")
ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
BLANKS = "\u00a0\u2007\u2009\u202f"
# Older Java writes these; CLDR has since changed them.
_OLDER = {"mrz": 3, "märz": 3, "jän": 1}
_HALF = re.compile(r"(?<=\d)( ?)(([AaPp])(?:\. ?[Mm]\.?|[Mm]\.))(?= |$)")
_WORD = re.compile(r"[^\W\d_]{3,12}\.?")
Words = tuple[tuple[str, str], ...]  # what is written, what strptime reads instead; in order


def readable(text: str) -> tuple[str, Words]:
    """A date in a form that strptime reads, and the replacements that lead to it, in order."""
    words: list[tuple[str, str]] = [(blank, " ") for blank in BLANKS if blank in text]
    for blank, plain in words:
        text = text.replace(blank, plain)
    found: list[tuple[str, str]] = []
    if half := _HALF.search(text):
        found.append((half[2], f"{half[3].upper()}M"))
    for word in _WORD.findall(text):
        month = months().get(_bare(word))
        if month is not None and not _is_english(word):
            found.append((word, ENGLISH[month - 1]))
    for word, plain in found:
        text = text.replace(word, plain)
    return text, (*words, *found)


def ordered(words: set[tuple[str, str]]) -> Words:
    """Blanks first, then longer words before the shorter ones that they contain."""
    return tuple(sorted(words, key=lambda pair: (pair[1] != " ", -len(pair[0]), pair)))


@cache
def months() -> dict[str, int]:
    """Month number by its name or abbreviation in small letters, without the dot."""
    found = dict(_OLDER)
    for language in LANGUAGES:
        for context in Locale.parse(language).months.values():
            for width in ("abbreviated", "wide"):
                found |= {_bare(word): number for number, word in context[width].items()}
    return found


def _bare(word: str) -> str:
    return word.casefold().rstrip(".")


@cache
def _is_english(word: str) -> bool:
    """Whether DuckDB reads the word as it stands, as %b or %B."""
    full = Locale.parse("en").months["format"]["wide"].values()
    return word.casefold() in {one.casefold() for one in (*ENGLISH, *full)}
