"""The calendar of marts in memory: days, periods and hours of 2026 in a zone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa

from metrics.warehouse.hours import slots

Row = dict[str, Any]
FIRST_DAY, LAST_DAY = date(2026, 1, 1), date(2026, 12, 31)


@cache
def calendar(zone: str) -> dict[str, pa.Table]:
    """The rows of a zone's calendar."""
    place = ZoneInfo(zone)
    periods, dates = list(_periods(place)), list(_dates(place))
    hours = [dict(zip(("slot", "weekday", "hour"), row, strict=True)) for row in _hours(place)]
    return {
        "dim_periods": pa.Table.from_pylist(periods),
        "dim_dates": pa.Table.from_pylist(dates),
        "dim_hours": pa.Table.from_pylist(hours),
    }


def _hours(zone: ZoneInfo) -> Iterator[tuple[int, str, str]]:
    return slots(FIRST_DAY, LAST_DAY, zone)


def _labels(day: date) -> Row:
    year, week, _ = day.isocalendar()
    quarter = f"{day.year}-Q{(day.month + 2) // 3}"
    return {
        "day": day.isoformat(),
        "week": f"{year}-W{week:02}",
        "month": f"{day.year}-{day.month:02}",
        "quarter": quarter,
    }


def _days() -> list[date]:
    return [FIRST_DAY + timedelta(days=i) for i in range((LAST_DAY - FIRST_DAY).days + 1)]


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    local = datetime(day.year, day.month, day.day, tzinfo=zone)
    return local.astimezone(UTC).replace(tzinfo=None)


def _periods(zone: ZoneInfo) -> Iterator[Row]:
    for grain in ("day", "week", "month", "quarter"):
        spans: dict[str, list[date]] = {}
        for day in _days():
            spans.setdefault(_labels(day)[grain], []).append(day)
        for period, days in spans.items():
            yield {
                "grain": grain,
                "period": period,
                "start_at": _midnight(days[0], zone),
                "end_at": _midnight(days[-1] + timedelta(days=1), zone),
            }


def _dates(zone: ZoneInfo) -> Iterator[Row]:
    for day in _days():
        at, end = _midnight(day, zone), _midnight(day + timedelta(days=1), zone)
        while at < end:
            next_day = datetime(at.year, at.month, at.day) + timedelta(days=1)
            until = min(end, next_day)
            yield {"utc_day": at.date(), "from_at": at, "until_at": until} | _labels(day)
            at = until
