"""What a page shows: the link resolved against the warehouse into windows and filters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from metrics import window as windows
from metrics.dimension import DIMENSIONS, unmet
from metrics.errors import did_you_mean
from metrics.metric import Metric
from metrics.question import Question
from metrics.window import Window
from pages.ui import answers, link, weeks
from pages.ui.link import Filters, Link
from pages.ui.sites import LAST_WEEK, Site

FILTERS = ("tier", "team", "kind", "severity", "category", "system", "source", "account")
CHECKED = (*FILTERS, "region", "promise", "stage", "dependency")  # whose values the warehouse lists
Query = dict[str, list[str]]


@dataclass(frozen=True)
class Scope:
    """The windows and filters of a page. `link` is what the URL says of them once it is mended;
    `idle` are filters of the link that this page does not use."""

    site: Site
    link: Link
    window: Window
    before: Window | None
    where: Filters
    idle: Filters
    zone: str

    def question(self, metric: str, window: Window | None = None, **asked: Any) -> Question:
        """What is asked of a metric in the window (or another), by every filter it knows.

        `where` of `asked` replaces filters of the same name, and no value takes one off.
        """
        known = answers.metric(metric)
        narrowed = dict(self.where) | dict(asked.pop("where", ()))
        where = tuple((k, tuple(v)) for k, v in narrowed.items() if v and k in known.dimensions)
        span = window or self.window
        fields = {"metric": metric, "start": span.start, "end": span.end, "where": where}
        return Question.model_validate(fields | asked)

    def unmet(self, metric: Metric) -> list[str]:
        """Titles of the page's filters that do not apply to a figure of this metric."""
        return unmet(self.where, metric.dimensions)

    def differs(self, where: Mapping[str, Sequence[str]]) -> dict[str, str | Sequence[str]]:
        """Of these filters those that the page does not have by itself."""
        own = {key: list(many) for key, many in self.where}
        return {key: many for key, many in where.items() if own.get(key) != list(many)}

    def url(self, **more: str | Sequence[str] | None) -> Query:
        """The link of this view, changed by `more`: keys and values of a URL; None drops one,
        and another period takes the place of this one."""
        gone = link.PERIOD if set(more) & set(link.PERIOD) else ()
        kept = {k: many for k, many in link.write(self.link).items() if k not in (*gone, *more)}
        asked = {
            k: [each] if isinstance(each, str) else [*each] for k, each in more.items() if each
        }
        return kept | asked

    def cases(
        self,
        metric: str,
        picked: Mapping[str, str | Sequence[str]],
        window: Window | None = None,
    ) -> Query:
        """The link to the cases behind a figure: this view, narrowed by what was `picked` (a
        week, too) and to another window, with the way back."""
        added = ",".join(key for key in picked if key not in link.PERIOD)
        came = {"metric": metric, link.VIA: self.site.slug, link.PICKED: added}
        if window:
            first, last = windows.bounds(window, self.zone)
            picked = {**picked, "from": str(first), "to": str(last)}
        if set(picked) & set(link.PERIOD):
            came[link.BACK] = link.period(self.link)
        return self.url(**came, **picked)


def resolve(site: Site, query: link.Query, offered: Sequence[str]) -> tuple[Scope, list[str]]:
    """The scope that a URL asks of a page, and in words what of it was asked in vain."""
    asked, notes = link.read(query)
    zone, cut = answers.zone(), answers.meta()["as_of"] + timedelta(seconds=1)
    shown, window = _window(site, asked, zone, cut, notes)
    where = tuple(pair for key, values in asked.where for pair in _known(key, values, notes))
    shown = shown.model_copy(update={"where": where})
    used = tuple(pair for pair in where if pair[0] in offered)
    idle = tuple(pair for pair in where if pair[0] not in offered)
    before = windows.compared(window, asked.compare or "previous", zone)
    return Scope(site, shown, window, before, used, idle, zone), notes


def default(site: Site) -> Query:
    """The period on which the page opens, as a URL says it."""
    if site.period == LAST_WEEK:
        return {"week": [weeks.last_closed(weeks.weeks())]}
    return {"last": [site.period]} if site.period else {}


def carried(site: Site | None, query: link.Query) -> Query:
    """What another page takes over from this one: filters, comparison, and the period unless it
    is the one on which this page opens by itself."""
    found = link.write(link.read(query)[0])
    own = default(site) if site else {}
    if own and all(found.get(key) == value for key, value in own.items()):
        found = {key: value for key, value in found.items() if key not in own}
    return found


def values(dimension: str) -> list[str]:
    """The values that a filter can take in this warehouse, tiers in the order of policy."""
    return list(answers.read(f"values of {dimension}")["value"])


def _window(
    site: Site, asked: Link, zone: str, cut: datetime, notes: list[str]
) -> tuple[Link, Window]:
    """The period asked for, or the one on which the page opens; the link then says it."""
    known = weeks.weeks()
    if site.period is None:  # a period in the link is for the pages that the reader goes on to
        return asked, known[weeks.last_closed(known)]
    if asked.week and asked.week not in known:
        notes.append(f'Week "{asked.week}" is not in this warehouse.')
        asked = asked.model_copy(update={"week": None})
        notes.append(f"Showing {' '.join(f'{k}={v[0]}' for k, v in default(site).items())}.")
    if not asked.has_period:
        week = weeks.last_closed(known) if site.period == LAST_WEEK else None
        asked = asked.model_copy(update={"week": week, "last": None if week else site.period})
    if asked.week:
        return asked, known[asked.week]
    window = _days(asked, zone, cut)
    if not site.only_weeks:
        return asked, window
    last = next((w for w in known.values() if w.end <= window.end), next(iter(known.values())))
    notes.append(f"This page shows one week at a time: {last.name}, the last one of the period.")
    gone = {"last": None, "first_day": None, "last_day": None}
    return asked.model_copy(update={"week": last.name, **gone}), last


def _days(asked: Link, zone: str, cut: datetime) -> Window:
    if asked.last:
        closed = windows.closed_weeks if asked.last.endswith("w") else windows.closed_days
        return closed(int(asked.last[:-1]), zone, cut)
    assert asked.first_day is not None
    assert asked.last_day is not None
    return windows.days(asked.first_day, asked.last_day, zone, cut)


def _known(key: str, asked: tuple[str, ...], notes: list[str]) -> Filters:
    """The filter with the values that the warehouse knows; others are named."""
    if key not in CHECKED:
        return ((key, asked),)
    there = values(key)
    for value in asked:
        if value not in there:
            near = did_you_mean(value, there)
            hint = f" Did you mean {near}?" if near else ""
            title = DIMENSIONS[key].title
            notes.append(f'{title} "{value}" is not in this warehouse; it was left out.{hint}')
    kept = tuple(value for value in asked if value in there)
    return ((key, kept),) if kept else ()
