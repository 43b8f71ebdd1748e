"""A square of the matrix of tiers and promises: what was met, and how sure a miss is. Pure."""

import math
from dataclasses import dataclass

from metrics import wording
from metrics.statistics import FEWEST_DECIDED

MEANINGS = {
    "good": "at or above its objective",
    "unsure": "below its objective, within what chance explains",
    "bad": "below its objective by more than chance explains",
    "few": "under five decided: counts only",
    "plain": "policy sets no objective",
}

PARTS = 1_000_000_000  # finer than any objective of policy, coarser than the noise of a float


@dataclass(frozen=True)
class Cell:
    """One square of the matrix: what was met of what was decided, and what chance explains.
    `state` is a key of MEANINGS, `share` None under five decided."""

    row: str
    column: str
    met: int
    decided: int
    share: float | None
    state: str

    @property
    def percent(self) -> str | None:
        """`96 %`; None under five decided."""
        return None if self.share is None else wording.percent(self.share)

    @property
    def counts(self) -> str:
        """`54/56`, or nothing where nothing was decided."""
        return f"{self.met}/{self.decided}" if self.decided else wording.NOTHING


def cell(
    pair: tuple[str, str], hits: int, n: int, share: float | None, high: float, aim: float | None
) -> Cell:
    """The square of a row and a column; `high` is the upper end of the interval of the share and
    `aim` the objective of its promises, if policy set one."""
    shown = share if n >= FEWEST_DECIDED else None
    return Cell(*pair, hits, n, shown, judged(shown, high, aim))


def objective(allowed: float, n: int) -> float:
    """The share to be met of `n` promises that allow so many breaches (error_budget_allowed): of
    each the objective in force when it was decided. Rounded down, so that a share which keeps
    just what was allowed is never below it."""
    return math.floor(round((1 - allowed / n) * PARTS, 3)) / PARTS


def judged(share: float | None, high: float, aim: float | None) -> str:
    """`bad` only when even the upper end of the interval misses the objective."""
    if share is None:
        return "few"
    if aim is None:
        return "plain"
    return "good" if share >= aim else "unsure" if high >= aim else "bad"
