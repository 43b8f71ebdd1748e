"""The week that the weekly page shows: its figures, asked through the cache, and its scope."""

from dataclasses import dataclass

from metrics.week_board import WeekBoard
from pages.ui import answers
from pages.ui.scope import Scope
from pages.ui.weeks import weeks


@dataclass(frozen=True)
class ShownWeek(WeekBoard):
    """Every figure of one week under the filters of the page."""

    shown: Scope | None = None

    @property
    def scope(self) -> Scope:
        """What the page shows."""
        assert self.shown is not None
        return self.shown


def board(scope: Scope) -> ShownWeek:
    """The board of the week that a scope shows."""
    week = weeks()[str(scope.link.week)]
    return ShownWeek(answers, week, scope.where, scope.link.compare or "previous", scope)
