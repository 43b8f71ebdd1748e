"""Days, ISO weeks, months and quarters of the reporting zone, as tables of UTC instants."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import duckdb
import pyarrow as pa

from metrics.warehouse.calendars import event_days
from metrics.warehouse.tables import TEXT, TIME, table

AFTER_DAYS = 8  # periods reach past the watermark so that the week it lies in is whole


def date_tables(connection: duckdb.DuckDBPyConnection, zone: str) -> None:
    """dim_dates and dim_periods: days, ISO weeks, months and quarters of the reporting zone."""
    first, last = event_days(connection)
    first = min(first, _first_impact(connection, last))
    begin = datetime.combine(first, datetime.min.time())
    end_of_use = datetime.combine(last + timedelta(days=AFTER_DAYS), datetime.min.time())
    midnights = _midnights(ZoneInfo(zone), *_whole_quarters(first, last))
    dates: list[tuple[Any, ...]] = []
    periods: dict[tuple[str, str], tuple[datetime, datetime]] = {}
    for day, start, end in midnights:
        labels = _labels(day)
        for utc_day, from_at, until_at in _by_utc_day(start, end):
            dates.append((utc_day, from_at, until_at, *labels.values()))
        for grain, label in labels.items():
            known = periods.get((grain, label), (start, end))
            periods[grain, label] = (known[0], end)
    columns = {"utc_day": pa.date32(), "from_at": TIME, "until_at": TIME}
    columns |= dict.fromkeys(("day", "week", "month", "quarter"), TEXT)
    table(connection, "table dim_dates", columns, dates)
    table(
        connection,
        "table dim_periods",
        {"grain": TEXT, "period": TEXT, "start_at": TIME, "end_at": TIME},
        [
            (*key, start, end)
            for key, (start, end) in periods.items()
            if end > begin and start < end_of_use
        ],
    )


def _first_impact(connection: duckdb.DuckDBPyConnection, last: date) -> date:
    """The day of the first impact or maintenance, which may lie before the first case; nothing
    before 1970 is asked for, so that a mistyped year cannot make a million days."""
    (found,) = connection.sql(
        "select cast(min(started_at) as date) from (select started_at from contract_impacts"
        " union all select started_at from contract_maintenance) as told"
    ).fetchall()[0]
    return max(found, date(1970, 1, 1)) if found else last


def _whole_quarters(first: date, last: date) -> tuple[date, date]:
    """From a week before the first quarter to a week after the last, so that no period that
    holds an event is cut short."""
    start = date(first.year, first.month - (first.month - 1) % 3, 1)
    after = last.replace(day=1) + timedelta(days=(3 - (last.month - 1) % 3) * 31)
    return start - timedelta(days=7), after.replace(day=1) + timedelta(days=7)


def _midnights(zone: ZoneInfo, first: date, last: date) -> list[tuple[date, datetime, datetime]]:
    """(local date, its start, its end) in naive UTC; a date a zone skipped is left out."""
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    starts = [
        datetime.combine(day, datetime.min.time(), zone).astimezone(UTC).replace(tzinfo=None)
        for day in days
    ]
    spans = zip(days, starts, starts[1:], strict=False)
    return [(day, start, end) for day, start, end in spans if end > start]


def _labels(day: date) -> dict[str, str]:
    year, week, _ = day.isocalendar()
    return {
        "day": day.isoformat(),
        "week": f"{year}-W{week:02}",
        "month": f"{day:%Y-%m}",
        "quarter": f"{day.year}-Q{(day.month + 2) // 3}",
    }


def _by_utc_day(start: datetime, end: datetime) -> Iterable[tuple[date, datetime, datetime]]:
    while start < end:
        midnight = datetime.combine(start.date() + timedelta(days=1), datetime.min.time())
        yield start.date(), start, min(end, midnight)
        start = midnight
