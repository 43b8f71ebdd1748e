"""What stands below the tiles of a week, on the weekly page and in the brief: the chart of the
figure that moved most, the matrix of tiers and promises, what blocked customers.
"""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from metrics.cell import Cell, cell, objective
from metrics.figures import Figure
from metrics.names import PROMISES
from metrics.names import promise as promise_word
from metrics.question import Question
from metrics.week import WeekFigures
from metrics.window import Window

BLOCKED = 13  # weeks of the blocker bars: a quarter
BARS = 5  # categories that stand by themselves; the rest is one bar
OTHER = "other ("


@dataclass(frozen=True)
class WeekBoard(WeekFigures):
    """Every figure of one week as it is shown."""

    @cached_property
    def cells(self) -> list[Cell]:
        """The squares of the matrix, judged against the objectives of their promises."""
        return [_cell(figure, self._objectives.get(pair)) for pair, figure in self.squares.items()]

    @cached_property
    def rows(self) -> list[str]:
        """Tiers of the matrix in the order of policy; others (No tier) after them."""
        seen = [tier for tier, _ in self.squares]
        return [t for t in self.tiers if t in seen] + sorted({*seen} - {*self.tiers})

    @cached_property
    def columns(self) -> list[str]:
        """Promises of the matrix in the order of a case."""
        seen = {promise for _, promise in self.squares}
        return [p for p in PROMISES if p in seen]

    @property
    def objective(self) -> float | None:
        """The objective of the leading figure in this week, where it is one of promises."""
        return self._objectives.get(self.lead.cell) if self.lead.cell else None

    @property
    def lead_title(self) -> str:
        """`Acknowledge adherence, Gold`; `Time to resolve, Gold` under a filter by tier."""
        lead = self.lead
        if lead.cell:
            return f"{promise_word(lead.cell[1])} adherence, {lead.cell[0]}"
        tiers = (value for key, value in lead.where if key == "tier" and value not in lead.name)
        return ", ".join([lead.name, *tiers])

    @property
    def lead_aside(self) -> str:
        """`26 weeks and their normal range`; of too few weeks there is none."""
        return f"{len(self.lead.weeks)} weeks{' and their normal range' if self.lead.band else ''}"

    @property
    def lead_weeks(self) -> Question:
        """What the chart of the leading figure asks."""
        where = tuple((key, (value,)) for key, value in self.lead.where)
        return self.question(self.lead.metric.name, where, start=self.past[0].start)

    @property
    def matrix(self) -> Question:
        """What the matrix asks."""
        return self.question("sla_adherence", by=("tier", "promise"), period="all")

    @cached_property
    def blockers(self) -> pd.DataFrame:
        """name, value: hours past promise by category over 13 weeks, five and `other (n)`."""
        frame = self.answers.ask(self.blocked)
        return top(frame.rename(columns={"category": "name"})[["name", "value"]], BARS)

    @property
    def quarter(self) -> Window:
        """The 13 weeks of the blocker bars, or as many as have data."""
        first = self.past[-BLOCKED:][0]
        return Window("", first.start, self.week.end, self.week.is_open)

    @property
    def blocked(self) -> Question:
        """What the blocker bars ask."""
        start = self.quarter.start
        return self.question("breach_hours", start=start, by=("category",), period="all")

    @cached_property
    def _objectives(self) -> dict[tuple[str, str], float]:
        """By (tier, promise) the objective of what was decided in the week, as it was then."""
        asked = self.question("error_budget_allowed", by=("tier", "promise"), period="all")
        return {
            (row["tier"], row["promise"]): objective(row["value"], row["n"])
            for row in self.answers.ask(asked).to_dict("records")
            if row["n"]
        }


def top(frame: pd.DataFrame, size: int) -> pd.DataFrame:
    """The `size` largest of `name` and `value`, and all the others as one bar."""
    ranked = frame[frame["value"] > 0].sort_values("value", ascending=False)
    if len(ranked) <= size + 1:
        return ranked.reset_index(drop=True)
    rest = ranked.iloc[size:]
    other = pd.DataFrame({"name": [f"{OTHER}{len(rest)})"], "value": [rest["value"].sum()]})
    return pd.concat([ranked.head(size), other], ignore_index=True)


def is_other(name: str) -> bool:
    """Whether a bar stands for all the others."""
    return name.startswith(OTHER)


def _cell(figure: Figure, aim: float | None) -> Cell:
    hits = int(figure.row["hits"] or 0)
    return cell(figure.cell or ("", ""), hits, figure.n, figure.value, figure.row["high"], aim)
