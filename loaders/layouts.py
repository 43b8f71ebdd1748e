"""Which layouts a date can be written in: recognising one, and its strptime format."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from loaders.month_words import ENGLISH, Words, readable

ORDERS = ("dmy", "mdy", "ymd")
_DAY = {"dmy": "%d{s}%m{s}%Y", "mdy": "%m{s}%d{s}%Y", "ymd": "%Y{s}%m{s}%d"}
_TIME = (
    r"(?:(?P<gap>T|,? +)(?P<clock>\d{1,2}:\d{2}(?P<seconds>:\d{2}(?P<fraction>[.,]\d+)?)?)"
    r"(?P<half> ?[AaPp][Mm])?(?P<offset> ?(?:[Zz]|[+-]\d{2}(?::?\d{2})?))?)?"
)
_SHAPES = {
    "ymd": re.compile(r"(?P<a>\d{4})(?P<s>[-/.])(?P<b>\d{1,2})(?P=s)(?P<c>\d{1,2})" + _TIME),
    "numeric": re.compile(
        r"(?P<a>\d{1,2})(?P<s>[-/.])(?P<b>\d{1,2})(?P=s)(?P<c>\d{4}|\d{2})" + _TIME
    ),
    "day_name": re.compile(
        r"(?P<a>\d{1,2})(?P<s>[-/. ])(?P<b>[A-Za-z]{3,9})(?P<t>[-/. ])(?P<c>\d{4}|\d{2})" + _TIME
    ),
    "name_day": re.compile(
        r"(?P<b>[A-Za-z]{3,9})(?P<s>[-/. ])(?P<a>\d{1,2})(?P<t>, |[-/. ])(?P<c>\d{4}|\d{2})" + _TIME
    ),
}


@dataclass(frozen=True)
class Seen:
    """One distinct shape of a column, with a value that has it."""

    column: str
    sample: str
    kind: str
    parts: Mapping[str, str]
    words: Words = ()


def recognised(column: str, text: str) -> Seen | None:
    """The layout of one text, or None when it is no date we know."""
    plain, words = readable(text)
    for kind, pattern in _SHAPES.items():
        if match := pattern.fullmatch(plain):
            parts = {name: part or "" for name, part in match.groupdict().items()}
            return Seen(column, text, kind, parts, words)
    return None


def fits(parts: Mapping[str, str], order: str) -> bool:
    """Whether a numeric date can be read in `order`; a four-digit year must be the year."""
    if len(parts["c"]) == 4 and order == "ymd":
        return False
    values = dict(zip(order, (int(parts["a"]), int(parts["b"]), int(parts["c"])), strict=True))
    return 1 <= values["m"] <= 12 and 1 <= values["d"] <= 31


def reading(sample: str, order: str) -> str:
    """How a numeric date would be read in `order`, as an ISO date."""
    parts = _SHAPES["numeric"].fullmatch(sample)
    if parts is None:
        return sample
    read = dict(zip(order, (parts["a"], parts["b"], parts["c"]), strict=True))
    year = read["y"] if len(read["y"]) == 4 else f"20{int(read['y']):02d}"
    return f"{year}-{int(read['m']):02d}-{int(read['d']):02d}"


def strptime_format(seen: Seen, order: str) -> str:
    """The format that reads the text, without fraction and offset."""
    parts = seen.parts
    year = "%Y" if len(parts["c"]) == 4 or seen.kind == "ymd" else "%y"
    if seen.kind in ("ymd", "numeric"):
        day = _DAY["ymd" if seen.kind == "ymd" else order].format(s=parts["s"]).replace("%Y", year)
    else:
        month = "%b" if parts["b"].title() in ENGLISH else "%B"
        first, second = ("%d", month) if seen.kind == "day_name" else (month, "%d")
        day = f"{first}{parts['s']}{second}{parts['t']}{year}"
    return day + _clock_format(parts)


def _clock_format(parts: Mapping[str, str]) -> str:
    if not parts["clock"]:
        return ""
    hour = "%I" if parts["half"] else "%H"
    seconds = ":%S" if parts["seconds"] else ""
    half = " %p" if parts["half"].startswith(" ") else "%p" if parts["half"] else ""
    return parts["gap"] + hour + ":%M" + seconds + half
