"""Dates as people write them, in the reporting zone, into naive UTC instants."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from metrics.errors import QuestionError

_FORMS = (
    (re.compile(r"(\d{4})-(\d\d)-(\d\d)"), lambda y, m, d: date(y, m, d)),
    (re.compile(r"(\d{4})-W(\d\d)"), lambda y, w: date.fromisocalendar(y, w, 1)),
    (re.compile(r"(\d{4})-(\d\d)"), lambda y, m: date(y, m, 1)),
    (re.compile(r"(\d{4})-Q([1-4])"), lambda y, q: date(y, 3 * q - 2, 1)),
)


def instant(text: str, zone: str) -> datetime:
    """The naive UTC instant of a day, ISO week, month or quarter (its first midnight in
    `zone`), or of an instant that ends in Z. Raises `QuestionError`."""
    try:
        if text.endswith("Z"):
            return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)
        for form, day in _FORMS:
            if found := form.fullmatch(text):
                return midnight(day(*map(int, found.groups())), zone)
    except (ValueError, OverflowError):  # overflow: the first and the last days there are
        pass
    raise _refused(text)


def span(start: str | None, end: str | None, zone: str) -> tuple[datetime | None, datetime | None]:
    """Two such dates as a half-open span; what is left out stays open. Raises `QuestionError`."""
    first, last = (instant(text, zone) if text is not None else None for text in (start, end))
    if first and last and last <= first:
        raise QuestionError(
            "the end must lie after the start",
            f"{start} to {end}",
            next_step="The end is not included: for one week give the next week as its end.",
        )
    return first, last


def period(text: str, zone: str) -> tuple[datetime, datetime]:
    """The naive UTC start and end of a day, ISO week, month or quarter, or of the first to the
    last of two, `2026-W40..2026-W43`. Raises `QuestionError`."""
    first, dots, last = text.partition("..")
    start = instant(first, zone)
    try:
        end = _after(last if dots else first, zone)
    except (ValueError, OverflowError) as error:  # nothing comes after the year 9999
        raise _refused(text) from error
    if end <= start:
        raise QuestionError("the last period lies before the first", text)
    return start, end


def _after(text: str, zone: str) -> datetime:
    """The first instant after a day, week, month or quarter."""
    begin = instant(text, zone)
    if text.endswith("Z"):
        return begin
    day = begin.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date()
    if "W" in text:
        return midnight(day + timedelta(days=7), zone)
    if len(text) == len("2026-11-09"):
        return midnight(day + timedelta(days=1), zone)
    month = day.month - 1 + (3 if "Q" in text else 1)
    return midnight(date(day.year + month // 12, month % 12 + 1, 1), zone)


def midnight(day: date, zone: str) -> datetime:
    """The first instant of a local day, in naive UTC."""
    local = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC).replace(tzinfo=None)


def _refused(text: str) -> QuestionError:
    return QuestionError(
        f'"{text}" is no date',
        next_step="Write 2026-11-09, 2026-W46, 2026-11, 2026-Q4 (in the reporting zone) "
        "or 2026-11-09T08:00:00Z.",
    )
