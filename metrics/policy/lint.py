"""What a policy says that is allowed but surely not meant; it changes and refuses nothing."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import product

from metrics.policy.calendar import Calendar
from metrics.policy.dated import BEGINNING, Dated
from metrics.policy.hours import DAYS, Hours, minus, today, tomorrow, union
from metrics.policy.reporting import Reporting
from metrics.policy.targets import PROMISES, Target
from metrics.policy.yaml_file import Place, YamlFile

Calendars = tuple[YamlFile, Sequence[Dated[dict[str, Calendar]]]]
Targets = tuple[YamlFile, Sequence[Dated[tuple[Target, ...]]]]
Case = tuple[str, str | None, str | None, str | None]  # promise, tier, severity, region


def warnings_of(reporting: Reporting, calendars: Calendars, targets: Targets) -> list[str]:
    """One sentence per doubt, with file, line and key, in the order of the files."""
    found: list[str] = []
    for dated in calendars[1]:
        for name, calendar in dated.content.items():
            place = (*dated.place, "calendars", name)
            found += _of_calendar(calendars[0], name, calendar, place)
    for rows in targets[1]:
        found += _unreachable(targets[0], rows, reporting)
    found += _unpromised(targets)
    return found


def _of_calendar(file: YamlFile, name: str, calendar: Calendar, place: Place) -> Iterator[str]:
    if calendar.always_open:
        return
    yield from _overlaps(file, name, calendar, place)
    if not any(_week(calendar)):
        yield (
            f'{file.where((*place, "weekly"))}: calendar "{name}" has no open hours in its week. '
            "Its clocks stand still: elapsed stays 0 and nothing falls due."
        )
    for day in calendar.overrides:
        if calendar.holidays.closes(day):
            where = file.where((*place, "overrides", str(day)))
            yield f'{where}: {day} is a holiday of calendar "{name}", so its override is not used.'


def _overlaps(file: YamlFile, name: str, calendar: Calendar, place: Place) -> Iterator[str]:
    """Hours covered twice, on the day and by the night before alike."""
    for number, day in enumerate(DAYS):
        own, night = calendar.weekly.get(day, ()), calendar.weekly.get(DAYS[number - 1], ())
        if _doubled([*today(own), *tomorrow(night)]):
            where = file.where(_day_place(file, place, day))
            yield _overlap(where, name, day, (*own, *(r for r in night if tomorrow([r]))))
    for date_, ranges in calendar.overrides.items():
        if _doubled((r.open, r.close) for r in ranges):
            where = file.where((*place, "overrides", str(date_)))
            yield _overlap(where, name, str(date_), ranges)


def _overlap(where: str, name: str, day: str, ranges: Iterable[Hours]) -> str:
    listed = ", ".join(str(hours) for hours in ranges)
    return f'{where}: hours of calendar "{name}" overlap on {day} ({listed}); counted once.'


def _doubled(ranges: Iterable[tuple[int, int]]) -> bool:
    listed = [(a, b) for a, b in ranges if a < b]
    return sum(b - a for a, b in listed) > sum(b - a for a, b in union(listed))


def _day_place(file: YamlFile, place: Place, day: str) -> Place:
    """Where a day stands, under its own name or in a group such as mon-fri."""
    exact = (*place, "weekly", day)
    return exact if exact in file.lines else (*place, "weekly")


def _week(calendar: Calendar) -> list[list[tuple[int, int]]]:
    """The open hours of each weekday without holidays, overrides and dated breaks."""
    daily = union([*today(calendar.breaks.daily), *tomorrow(calendar.breaks.daily)])
    plain = Calendar(zone=calendar.zone, weekly=_written(calendar))
    monday = date(2026, 1, 5).toordinal()
    return [minus(plain.open_on(date.fromordinal(monday + n)), daily) for n in range(7)]


def _written(calendar: Calendar) -> dict[str, tuple[Hours, ...]]:
    return {day: calendar.weekly.get(day, ()) for day in DAYS}


def _unreachable(
    file: YamlFile, rows: Dated[tuple[Target, ...]], reporting: Reporting
) -> Iterator[str]:
    """Rows that no case reaches, because rows above them take every case they match."""
    reached = _reached(rows.content, reporting)
    for number, row in enumerate(rows.content):
        if number not in reached:
            where = file.where((*rows.place, "targets", number))
            what = f"no case reaches this target ({row.promise}): rows above it take them all"
            yield f"{where}: {what}. Move it up, or leave it out."


def _reached(rows: Sequence[Target], reporting: Reporting) -> set[int | None]:
    """The numbers of the rows that take a case: of no named account, and of each named one."""
    found: set[int | None] = set()
    for account in {None, *(name for row in rows for name in row.account or ())}:
        own = {n: row for n, row in enumerate(rows) if account in (row.account or (None,))}
        found |= {_first(own, case) for case in _cases(own.values(), reporting)}
    return found


def _cases(rows: Collection[Target], reporting: Reporting) -> Iterator[Case]:
    """Every kind of case that the rows can tell apart; None is one they do not name."""
    tiers = {*reporting.tiers, *(name for row in rows for name in row.tier or ()), None}
    severities = {*reporting.severities, *(n for row in rows for n in row.severity or ()), None}
    regions = {*(name for row in rows for name in row.region or ()), None}
    return product(PROMISES, tiers, severities, regions)


def _first(rows: Mapping[int, Target], case: Case) -> int | None:
    promise, tier, severity, region = case
    numbered = ((n, row) for n, row in rows.items() if row.promise == promise)
    words = (tier, severity, region)
    return next((n for n, row in numbered if row.matches(*words, row.account or ())), None)


def _unpromised(targets: Targets) -> Iterator[str]:
    file, versions = targets
    if versions[0].since != BEGINNING:
        where = file.where((*versions[0].place, "effective_from"))
        yield f"{where}: clocks that started before {versions[0].since}Z have no promise at all."
