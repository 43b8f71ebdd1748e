"""Weekday and hour of the reporting zone, as a table of quarter hours; it counts nothing."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from metrics.warehouse.calendars import event_days
from metrics.warehouse.tables import TEXT, table

# Every offset in use today is a whole number of quarter hours (Nepal has 5 h 45 min).
SLOT_SECONDS = 900
SLOTS_A_DAY = 86_400 // SLOT_SECONDS
_SLOT = timedelta(seconds=SLOT_SECONDS)
WEEKDAYS = ("1 Mon", "2 Tue", "3 Wed", "4 Thu", "5 Fri", "6 Sat", "7 Sun")
HOURS = tuple(f"{hour:02}" for hour in range(24))
Slot = tuple[int, str, str]


def hour_table(connection: duckdb.DuckDBPyConnection, zone: str) -> None:
    """dim_hours: one row per quarter hour from the first creation to the watermark, under
    `slot`, the quarter hours since 1970-01-01 00:00Z."""
    columns = {"slot": pa.int64(), "weekday": TEXT, "hour": TEXT}
    rows = list(slots(*event_days(connection), ZoneInfo(zone)))
    table(connection, "table dim_hours", columns, rows)


def slots(first: date, last: date, zone: ZoneInfo) -> Iterator[Slot]:
    """(slot, weekday, hour) of each quarter hour of the UTC days from `first` to `last`."""
    for number in range((last - first).days + 1):
        yield from _day(first + timedelta(days=number), zone)


def _day(day: date, zone: ZoneInfo) -> Iterator[Slot]:
    """One offset holds for most days; only a day of a clock change is asked slot by slot."""
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    first = int(midnight.timestamp()) // SLOT_SECONDS
    before, after = (_offset(midnight + timedelta(days=days), zone) for days in (0, 1))
    for number in range(SLOTS_A_DAY):
        shift = before if before == after else _offset(midnight + number * _SLOT, zone)
        days, local = divmod(number * SLOT_SECONDS + shift, 86_400)
        yield first + number, WEEKDAYS[(day.weekday() + days) % 7], HOURS[local // 3600]


def _offset(instant: datetime, zone: ZoneInfo) -> int:
    offset = instant.astimezone(zone).utcoffset() or timedelta()
    return int(offset.total_seconds())
