"""What the page of adherence shows: its squares, its breaches and near misses, its sentence."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from metrics.cell import Cell, cell, objective
from metrics.question import Question
from metrics.statistics import FEWEST_DECIDED
from pages.ui import answers, filters, formats, scope, spreads, words
from pages.ui.board import Board
from pages.ui.words import PROMISES

KEPT, ALLOWED = "sla_adherence", "error_budget_allowed"
FILTERS = (*scope.FILTERS, "region", "promise")
SHOW, BREACHES, NEAR = "show", "breaches", "near"
SHOWN = {BREACHES: "Breaches", NEAR: "Near misses"}
Row = dict[Any, Any]
ROWS = 200  # of the breaches, the longest over their target; the list behind the tile has all


@dataclass(frozen=True)
class AdherenceBoard(Board):
    """The figures of the page. A row of its matrix is a tier and a severity."""

    @cached_property
    def squares(self) -> pd.DataFrame:
        """tier, severity, promise, value, high, n, hits, objective: what was decided, with the
        objective in force then; tiers in the order of policy."""
        names = ["tier", "severity", "promise"]
        found = self.by(KEPT, *names)
        allowed = self.by(ALLOWED, *names)[[*names, "value"]].rename(columns={"value": "allowed"})
        found = found[found["n"] > 0].merge(allowed, how="left", on=names)
        aims = [objective(*pair) for pair in zip(found["allowed"], found["n"], strict=True)]
        found = found.assign(objective=pd.Series(aims, found.index, "float64"))
        place = {tier: index for index, tier in enumerate(scope.values("tier"))}
        order = found["tier"].map(place).fillna(len(place))
        return found.assign(order=order).sort_values(["order", "severity"], kind="stable")

    @cached_property
    def cells(self) -> list[Cell]:
        """The squares as the matrix draws them."""
        return [_cell(row) for row in self.squares.to_dict("records")]

    @property
    def rows(self) -> list[str]:
        """Tier and severity, the highest tier first."""
        return list(dict.fromkeys(cell.row for cell in self.cells))

    @property
    def columns(self) -> list[str]:
        """Kinds of promise in the order of a case."""
        seen = {cell.column for cell in self.cells}
        return [p for p in PROMISES if p in seen] + sorted(seen - {*PROMISES})

    @property
    def worst(self) -> Row | None:
        """The square furthest below its objective, of those below it by more than chance."""
        bad = [row for row in self.squares.to_dict("records") if _state(row) == "bad"]
        return max(bad, key=lambda row: row["objective"] - row["value"], default=None)

    @property
    def objective(self) -> float | None:
        """The one objective of all that is shown, if it is one."""
        aims = self.squares["objective"].dropna().unique()
        return float(aims[0]) if len(aims) == 1 and not self.squares.empty else None

    @property
    def shown(self) -> str:
        """Which rows the table lists."""
        asked = filters.query().get(SHOW, [BREACHES])[-1]
        return asked if asked in SHOWN else BREACHES

    @cached_property
    def breaches(self) -> pd.DataFrame:
        """The breaches of the window, the longest over their target first, at most ROWS."""
        window, where = self.scope.window, dict(self.scope.where)
        narrowed = {name: list(where[name]) if name in where else None for name in FILTERS}
        return answers.read("breaches", start=window.start, end=window.end, rows=ROWS, **narrowed)

    @cached_property
    def near(self) -> pd.DataFrame:
        """The promises met with nine tenths of the target used or more, at most ROWS."""
        rows = spreads.largest(self.near_question, ROWS)
        return rows[rows["value"] == 1]

    @property
    def near_question(self) -> Question:
        """What the near misses answer."""
        return self.scope.question("near_miss_rate")

    @property
    def judges(self) -> list[str]:
        """Sources that give a verdict of their own on anything, at any time."""
        found = answers.ask(Question(metric="vendor_sla_rate", by=("source",)))
        mine = dict(self.scope.where).get("source")
        return [s for s in found.loc[found["n"] > 0, "source"] if not mine or s in mine]

    @property
    def sentence(self) -> str:
        """How much was kept, and where it is furthest from what was promised."""
        row, when = self.figure(KEPT).row, self.scope.window.when
        n = int(row["n"])
        if not n:
            return f"No promise was decided {when}."
        met = formats.count(row["hits"])
        said = f"{met} of {formats.counted(n, 'promise')} were kept {when}"
        if n >= FEWEST_DECIDED:
            said = f"{formats.value(row['value'], 'share')} of {formats.count(n)} promises were"
            said = f"{said} kept {when}"
        return f"{said}; {self._furthest}."

    @property
    def _furthest(self) -> str:
        row = self.worst
        if row is None:
            return "no tier and severity is below its objective by more than chance explains"
        name = f"{row['tier']} {row['severity']} {words.promise(row['promise']).lower()}"
        share = formats.value(row["value"], "share")
        aim = formats.percent(row["objective"])
        return f"{name} is furthest below its objective: {share} of {aim}"


def _cell(row: Row) -> Cell:
    aim = None if formats.is_nothing(row["objective"]) else row["objective"]
    pair = (f"{row['tier']} {row['severity']}", row["promise"])
    return cell(pair, int(row["hits"]), int(row["n"]), row["value"], row["high"], aim)


def _state(row: Row) -> str:
    """Whether a square is good, unsure, bad, too few or without an objective."""
    return _cell(row).state
