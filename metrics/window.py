"""Windows of whole days in the reporting zone, and the window that one is compared with. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from metrics.errors import QuestionError
from metrics.instants import midnight

QUARTER = 91  # days of the same weeks last quarter: thirteen weeks, so that weekdays agree
COMPARE = ("previous", "quarter", "none")


@dataclass(frozen=True)
class Window:
    """`start` <= t < `end` in naive UTC; `is_open` while events of it may still come."""

    name: str
    start: datetime
    end: datetime
    is_open: bool

    @property
    def when(self) -> str:
        """Its name within a sentence: `in 2026-W46`, `over the 13 weeks to 2026-W46`,
        `from 2026-11-02 to 2026-11-09`, `on 2026-11-02`."""
        if " weeks to " in self.name:
            return f"over the {self.name}"
        if " to " in self.name:
            return f"from {self.name}"
        return f"in {self.name}" if "W" in self.name else f"on {self.name}"


def days(first: date, last: date, zone: str, cut: datetime) -> Window:
    """From the first to the last day, both included. `cut` is the instant after the as-of.

    Raises `QuestionError` when the days run backwards.
    """
    if last < first:
        raise QuestionError(
            f"the days run backwards: {first} to {last}",
            next_step="Give the earlier day first; the last one is included.",
        )
    start, end = midnight(first, zone), midnight(last + timedelta(days=1), zone)
    return Window(_name(first, last), start, end, end > cut)


def closed_weeks(count: int, zone: str, cut: datetime) -> Window:
    """The last `count` ISO weeks that are over."""
    today = _day(cut, zone)
    monday = today - timedelta(days=today.weekday())
    return days(monday - timedelta(weeks=count), monday - timedelta(days=1), zone, cut)


def closed_days(count: int, zone: str, cut: datetime) -> Window:
    """The last `count` days that are over."""
    today = _day(cut, zone)
    return days(today - timedelta(days=count), today - timedelta(days=1), zone, cut)


def compared(window: Window, compare: str, zone: str) -> Window | None:
    """The window to compare with: the equally long one right before, or the same weekdays 91
    days earlier; None for `none`."""
    if compare == "none":
        return None
    first, last = bounds(window, zone)
    length = (last - first).days + 1
    quarters = -(-length // QUARTER)  # a longer window goes back as many as it needs
    back = timedelta(days=length if compare == "previous" else quarters * QUARTER)
    return days(first - back, last - back, zone, window.start + timedelta(days=length))


def bounds(window: Window, zone: str) -> tuple[date, date]:
    """The first and the last day, both included."""
    return _day(window.start, zone), _day(window.end - timedelta(seconds=1), zone)


def _day(instant: datetime, zone: str) -> date:
    return instant.replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(zone)).date()


def _name(first: date, last: date) -> str:
    """`2026-W46`, `13 weeks to 2026-W46`, `2026-11-02 to 2026-11-09`, `2026-11-02`."""
    length = (last - first).days + 1
    if first.weekday() == 0 and length % 7 == 0:
        year, week, _ = last.isocalendar()
        return (
            f"{year}-W{week:02d}" if length == 7 else f"{length // 7} weeks to {year}-W{week:02d}"
        )
    return f"{first}" if first == last else f"{first} to {last}"
