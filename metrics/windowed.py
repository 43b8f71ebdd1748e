"""A figure of any window with its weeks: value, n, change, and whether the change is real. Pure."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from metrics import comparison, wording
from metrics.comparison import Comparison
from metrics.figures import EARLY, OPEN, Figure


@dataclass(frozen=True)
class WindowFigure(Figure):
    """One figure of a window longer or shorter than a week.

    `whole` is the answer for the window and `earlier` for the one compared with (None without
    one); `ratio` is the length of the window over that of the other. `weeks` holds the whole
    weeks up to the end of the window, `past` those of the window compared with.
    """

    whole: pd.Series | None = None
    earlier: pd.Series | None = None
    past: pd.DataFrame | None = None
    ratio: float = 1.0

    @property
    def row(self) -> pd.Series:
        """The window."""
        assert self.whole is not None
        return self.whole

    @property
    def series(self) -> Figure:
        """The weeks up to the end of the window, each judged by itself."""
        return Figure(
            self.name, self.metric, self.unit, self.weeks, None, False, self.where, self.cell
        )

    @cached_property
    def compared(self) -> Comparison | None:
        """Shares and counts of two windows, tested; None for what no exact test compares."""
        if self.earlier is None:
            return None
        if self.is_ratio:
            return comparison.shares(_counted(self.earlier), _counted(self.row))
        if self.metric.family == "events":
            return comparison.counts(int(self.earlier["n"]), self.n, self.ratio)
        return None

    @property
    def verdict(self) -> str:
        """signal, normal variation or too early to say; an open window is never judged."""
        if self.is_open:
            return OPEN
        if self.compared is not None:
            return self.compared.label
        return self._by_week()

    @property
    def is_up(self) -> bool:
        """Above the window compared with, else above the average of the weeks."""
        if self.earlier is not None and not wording.is_nothing(self.earlier["value"]):
            return self.value is not None and self.value > float(self.earlier["value"])
        return super().is_up

    def _by_week(self) -> str:
        """The weeks of the window against those of the other, for what is no count or share."""
        if self.past is None or self.value is None:
            return EARLY
        return comparison.ranks(_known(self.past), _known(self.present))

    @property
    def present(self) -> pd.DataFrame:
        """The whole weeks that lie in the window."""
        start = self.asked.start if self.asked else None
        return self.weeks if start is None else self.weeks[self.weeks["start_at"] >= start]


def _known(weeks: pd.DataFrame) -> list[float]:
    return [float(value) for value in weeks["value"].dropna()]


def _counted(row: pd.Series) -> tuple[int, int]:
    hits = 0 if wording.is_nothing(row["hits"]) else int(row["hits"])
    return hits, int(row["n"])
