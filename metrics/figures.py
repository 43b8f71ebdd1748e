"""A figure of one week with its past: value, n, change, and whether the change is real. Pure."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from metrics import statistics, wording
from metrics.metric import Metric
from metrics.question import Question

SIGNAL, EARLY = statistics.SIGNAL, statistics.TOO_EARLY
OPEN = "week still open"


@dataclass(frozen=True)
class Figure:
    """One figure of the selected week.

    `weeks` holds up to 26 rows (period, start_at, value, low, high, n, hits), the selected week
    last; `before` is the figure of the week compared with. `name` is a noun for sentences and
    `cell` the (tier, promise) it belongs to, if it is one square of the matrix; `asked` the
    question that `row` answers.
    """

    name: str
    metric: Metric
    unit: str
    weeks: pd.DataFrame
    before: float | None
    is_open: bool
    where: tuple[tuple[str, str], ...] = ()
    cell: tuple[str, str] | None = None
    asked: Question | None = None

    @property
    def series(self) -> "Figure":
        """The weeks as a control chart judges them, the last one as the selected one."""
        return self

    @cached_property
    def row(self) -> pd.Series:
        """The selected week."""
        return self.weeks.iloc[-1]

    @property
    def value(self) -> float | None:
        """The figure, or None when nothing was counted."""
        return None if wording.is_nothing(self.row["value"]) else float(self.row["value"])

    @property
    def n(self) -> int:
        return 0 if wording.is_nothing(self.row["n"]) else int(self.row["n"])

    @property
    def is_few(self) -> bool:
        """A share of fewer than five: counts only, no percentage."""
        return self.is_ratio and self.n < statistics.FEWEST_DECIDED

    @property
    def is_total(self) -> bool:
        """A sum: time of it is said in its own unit, not in days of 24 hours."""
        aggregation = self.asked.aggregation if self.asked else None
        return (aggregation or self.metric.aggregation) == "sum"

    @property
    def decimals(self) -> int | None:
        """Those of the metric; a count of its rows has its own."""
        return self.metric.decimals if self.unit == self.metric.unit else None

    @property
    def is_ratio(self) -> bool:
        """Hits of rows, as against a portion of time or a length."""
        return self.unit == "share" and self.metric.family == "share"

    @property
    def text(self) -> str:
        if self.is_few and self.n:
            return f"{wording.count(self.row['hits'])} of {wording.count(self.n)}"
        aggregation = self.asked.aggregation if self.asked else None
        return wording.figure(self.metric, self.value, aggregation)

    @property
    def change(self) -> str | None:
        """Against the week compared with; part of a week is not compared with a whole one."""
        if self.is_few or self.is_open:
            return None
        return wording.change(self.value, self.before, self.unit, self.decimals, self.is_total)

    @property
    def values(self) -> list[float | None]:
        """The past and the selected week, None where nothing was counted."""
        return [None if wording.is_nothing(v) else float(v) for v in self.weeks["value"]]

    @cached_property
    def drawn(self) -> pd.DataFrame:
        """The weeks as charts draw them: a share of fewer than five has no point."""
        if not self.is_ratio:
            return self.weeks
        few = self.weeks["n"].fillna(0) < statistics.FEWEST_DECIDED
        return self.weeks.assign(value=self.weeks["value"].astype(float).mask(few))

    @property
    def points(self) -> list[float | None]:
        """The values that are drawn, None where there is no point."""
        return [None if wording.is_nothing(v) else float(v) for v in self.drawn["value"]]

    @cached_property
    def marks(self) -> list[str]:
        """A verdict for every week."""
        if self.is_ratio:
            return statistics.share_signals(self._column("hits"), self._column("n"))
        return statistics.signals(self.values)

    @property
    def verdict(self) -> str:
        """signal, normal variation, too early to say; an open week is never judged."""
        return OPEN if self.is_open else self.marks[-1]

    @property
    def badge(self) -> str:
        """The verdict in a word or two; a signal says whether it is for the better."""
        if self.verdict != SIGNAL:
            return self.verdict.partition(":")[0]
        side = {"worse": ": worse", "better": ": better"}.get(self.side, "")
        return f"{SIGNAL}{side}"

    @property
    def side(self) -> str:
        """worse, better, or neither where no direction is the better one."""
        if self.metric.better == "neither":
            return "neither"
        return "worse" if self.is_worse else "better"

    @cached_property
    def limits(self) -> statistics.Limits | None:
        """The range by which the selected week is judged."""
        if self.is_ratio:
            return statistics.limits_of_last(self.values, self._column("hits"), self._column("n"))
        return statistics.limits_of_last(self.values)

    @property
    def band(self) -> tuple[float, float, float] | None:
        """Centre, lower and upper limit as drawn: no figure of ours lies below nought, and no
        share above one."""
        found = self.limits
        if found is None or self.verdict == statistics.TOO_EARLY:
            return None
        upper = min(found.upper, 1.0) if self.unit == "share" else found.upper
        return found.centre, max(found.lower, 0.0), upper

    @property
    def distance(self) -> float:
        """How far the week lies from the centre, in half-widths of the normal range."""
        if self.limits is None or self.value is None:
            return 0.0
        half = self.limits.upper - self.limits.centre
        low = self.limits.centre - self.limits.lower
        side = half if self.is_up else low
        return abs(self.value - self.limits.centre) / side if side > 0 else 0.0

    @property
    def is_outside(self) -> bool:
        """Outside its normal range, and not only long on one side of the average."""
        return self.value is not None and not (self.limits and self.limits.hold(self.value))

    @property
    def is_up(self) -> bool:
        return (
            self.value is not None and self.limits is not None and self.value > self.limits.centre
        )

    @property
    def is_worse(self) -> bool:
        """The move goes against what is better; neither is never worse."""
        better = self.metric.better
        return (better == "higher" and not self.is_up) or (better == "lower" and self.is_up)

    @property
    def is_small(self) -> bool:
        """A count under five."""
        return self.unit == "count" and (self.value or 0) < statistics.FEWEST_DECIDED

    def _column(self, name: str) -> list[float | None]:
        return [None if wording.is_nothing(v) else float(v) for v in self.weeks[name]]


def moved_most(figures: list[Figure]) -> Figure:
    """The figure to look at first: signals before others, the worse before the better, small
    counts last (one case more is much of three), then by distance from the normal range."""
    return max(
        figures,
        key=lambda f: (f.verdict == SIGNAL, f.is_worse, not f.is_small, f.distance, f.cell is None),
    )
