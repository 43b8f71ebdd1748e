"""A figure of any window with its weeks: value, n, change, and whether the change is real. Pure."""

from dataclasses import dataclass

import pandas as pd

from metrics import wording
from metrics.figures import Figure

NOT_COMPARED = "not compared"


@dataclass(frozen=True)
class WindowFigure(Figure):
    """One figure of a window longer or shorter than a week.

    `whole` is the answer for the window and `earlier` that for the one before (None without
    one), `weeks` holds the whole weeks up to its end, and `label` is the verdict of
    metrics.compared.
    """

    whole: pd.Series | None = None
    earlier: pd.Series | None = None
    label: str | None = None

    @property
    def series(self) -> Figure:
        """The weeks up to the end of the window, each judged by itself."""
        return Figure(
            self.name, self.metric, self.unit, self.weeks, None, False, self.where, self.cell
        )

    @property
    def row(self) -> pd.Series:
        """The window."""
        assert self.whole is not None
        return self.whole

    @property
    def verdict(self) -> str:
        """signal, normal variation, too early to say, not judged; an open window never is."""
        return "period still open" if self.is_open else self.label or NOT_COMPARED

    @property
    def is_up(self) -> bool:
        """Above the window compared with."""
        if wording.is_nothing(self.before) or self.value is None:
            return False
        return self.value > float(self.before or 0)
