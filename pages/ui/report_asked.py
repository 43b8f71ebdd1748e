"""What a report asks: its metrics, grain, breakdowns and figure, as the URL names them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from metrics.errors import did_you_mean
from metrics.metric import Metric
from metrics.question import Period, Question
from metrics.report import command
from pages.ui import answers, filters
from pages.ui.scope import Query, Scope

METRIC, GRAIN, BY, FIGURE, NAME = "metric", "grain", "by", "figure", "name"
OWN = (METRIC, GRAIN, BY, FIGURE, NAME)  # the keys of the URL that only reports have
GRAINS = {
    "day": "By day",
    "week": "By week",
    "month": "By month",
    "quarter": "By quarter",
    "all": "The whole period",
}
FIRST = "sla_adherence"


@dataclass(frozen=True)
class Asked:
    """One report. `refused` are the metrics that a filter of the page cannot narrow, with its
    titles: their figures would be of more than the filter says, so they are left out."""

    scope: Scope
    metrics: tuple[Metric, ...]
    grain: str
    by: tuple[str, ...]
    figure: str | None
    name: str

    @property
    def refused(self) -> dict[str, str]:
        found = {each.title: self.scope.unmet(each) for each in self.metrics}
        return {title: ", ".join(unmet).lower() for title, unmet in found.items() if unmet}

    @property
    def shown(self) -> tuple[Metric, ...]:
        return tuple(each for each in self.metrics if each.title not in self.refused)

    @property
    def questions(self) -> list[Question]:
        return [
            self.scope.question(each.name, period=self.grain, by=self.by, aggregation=self.figure)
            for each in self.shown
        ]

    @property
    def command(self) -> str:
        """The command line that prints the same rows."""
        first, *more = self.questions
        return command(first, self.scope.zone, [each.metric for each in more])

    @property
    def title(self) -> str:
        titles = [each.title for each in self.shown]
        return self.name or " and ".join(", ".join(titles).rsplit(", ", 1))

    @property
    def file_name(self) -> str:
        words = "".join(c if c.isalnum() else "-" for c in self.title.lower()).split("-")
        return "-".join(word for word in words if word)[:60] or "report"


def asked(scope: Scope, query: Query) -> Asked:
    """The report that the URL asks; what it asks in vain is noted and left out."""
    known = answers.metrics()
    names = _known("Metric", query.get(METRIC, [FIRST]), list(known)) or [FIRST]
    metrics = tuple(known.metric(name) for name in names)
    grain = _known("Grain", query.get(GRAIN, ["week"])[:1], get_args(Period)) or ["week"]
    by = _known("Breakdown", query.get(BY, []), breakdowns(metrics))
    figure = _known("Figure", query.get(FIGURE, [])[:1], figures(metrics))
    name = query.get(NAME, [""])[0].strip()
    return Asked(scope, metrics, grain[0], tuple(by), figure[0] if figure else None, name)


def breakdowns(metrics: Sequence[Metric]) -> list[str]:
    """The breakdowns that every one of these metrics has."""
    first, *rest = metrics
    return [name for name in first.dimensions if all(name in each.dimensions for each in rest)]


def figures(metrics: Sequence[Metric]) -> list[str]:
    """The aggregations that every one of these metrics can be asked for."""
    first, *rest = metrics
    return [name for name in first.aggregations if all(name in each.aggregations for each in rest)]


def _known(what: str, wanted: Sequence[str], there: Sequence[str]) -> list[str]:
    for value in wanted:
        if value not in there:
            near = did_you_mean(value, there)
            hint = f" Did you mean {near}?" if near else ""
            filters.note(f'{what} "{value}" does not apply here; it was left out.{hint}')
    return [value for value in dict.fromkeys(wanted) if value in there]
