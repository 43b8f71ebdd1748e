"""The week that is shown: which weeks there are, and every figure of the selected one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

import pandas as pd

from metrics.figures import Figure
from metrics.question import Question
from metrics.statistics import FEWEST_DECIDED
from metrics.week import Week, WeekFigures
from metrics.window import Window
from pages.ui import answers
from pages.ui.matrix import Cell
from pages.ui.scope import Scope
from pages.ui.weeks import weeks
from pages.ui.words import PROMISES

BLOCKED = 13  # weeks of the blocker bars: a quarter


@dataclass(frozen=True)
class WeekBoard(WeekFigures):
    """Every figure of one week under the filters of the page, as the page shows it."""

    shown: Scope | None = None

    @property
    def scope(self) -> Scope:
        """What the page shows."""
        assert self.shown is not None
        return self.shown

    def answer(self, question: Question) -> pd.DataFrame:
        return answers.ask(question)

    @property
    def known(self) -> list[Week]:
        return list(weeks().values())

    @property
    def oldest(self) -> datetime:
        return answers.read("sources")["oldest_event_at"].min()

    @property
    def policy_tiers(self) -> list[str]:
        return list(answers.read("tiers")["tier"])

    @cached_property
    def cells(self) -> list[Cell]:
        """The squares of the matrix, judged against the objective of policy."""
        aims = _objectives()
        return [_cell(figure, aims.get(pair)) for pair, figure in self.squares.items()]

    @cached_property
    def rows(self) -> list[str]:
        """Tiers of the matrix in the order of policy; others (No tier) after them."""
        seen = [tier for tier, _ in self.squares]
        return [t for t in self.tiers if t in seen] + sorted({*seen} - {*self.tiers})

    @cached_property
    def columns(self) -> list[str]:
        seen = {promise for _, promise in self.squares}
        return [p for p in PROMISES if p in seen]

    @property
    def objective(self) -> float | None:
        """The objective of the leading figure, where policy gives it one."""
        if self.lead.cell is None:
            return None
        return _objectives().get(self.lead.cell)

    @cached_property
    def quarter(self) -> Window:
        """The 13 weeks of the blocker bars, or as many as have data."""
        start = max(self.week.end - timedelta(weeks=BLOCKED), self.past[0].start)
        return Window("", start, self.week.end, self.week.is_open)

    @cached_property
    def blockers(self) -> pd.DataFrame:
        """name, value: hours past promise by category over 13 weeks, five and `other (n)`."""
        frame = answers.ask(self.blocked)
        return top(frame.rename(columns={"category": "name"})[["name", "value"]], 5)

    @property
    def blocked(self) -> Question:
        """What the blocker bars ask."""
        return self.scope.question("breach_hours", self.quarter, by=("category",))


def board(scope: Scope) -> WeekBoard:
    """The board of the week that a scope shows."""
    week = weeks()[str(scope.link.week)]
    return WeekBoard(week, scope.where, scope.link.compare or "previous", scope)


def _objectives() -> dict[tuple[str, str], float]:
    """The objective of policy by (tier, promise), where there is one."""
    found = answers.read("objectives").dropna()
    pairs = zip(found["tier"], found["promise"], strict=True)
    return dict(zip(pairs, found["objective"], strict=True))


def _cell(figure: Figure, aim: float | None) -> Cell:
    tier, promise = figure.cell or ("", "")
    n, hits = figure.n, int(figure.row["hits"] or 0)
    share = figure.value if n >= FEWEST_DECIDED else None
    return Cell(tier, promise, hits, n, share, judged(share, figure.row["high"], aim))


def judged(share: float | None, high: float, aim: float | None) -> str:
    """`bad` only when even the upper end of the interval misses the objective."""
    if share is None:
        return "few"
    if aim is None:
        return "plain"
    return "good" if share >= aim else "unsure" if high >= aim else "bad"


def top(frame: pd.DataFrame, size: int) -> pd.DataFrame:
    """The `size` largest of `name` and `value`, and all the others as one bar."""
    ranked = frame[frame["value"] > 0].sort_values("value", ascending=False)
    if len(ranked) <= size + 1:
        return ranked.reset_index(drop=True)
    rest = ranked.iloc[size:]
    other = pd.DataFrame({"name": [f"other ({len(rest)})"], "value": [rest["value"].sum()]})
    return pd.concat([ranked.head(size), other], ignore_index=True)
