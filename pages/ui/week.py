"""The week that is shown: which weeks there are, and every figure of the selected one."""

from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property

import pandas as pd

from metrics.question import Question
from metrics.statistics import FEWEST_DECIDED
from pages.ui import answers
from pages.ui.figures import Figure, moved_most
from pages.ui.headline import headline
from pages.ui.matrix import Cell
from pages.ui.weeks import Week, weeks
from pages.ui.words import PROMISE_PLURALS, PROMISES

PAST = 26  # weeks of a sparkline and a control chart: half a year
BLOCKED = 13  # weeks of the blocker bars: a quarter
JUDGED = 12  # a cell is judged only with as many weeks of at least FEWEST_DECIDED decided
COMPARE = {"previous": 1, "4-weeks": 4, "year": 52}
COMPARED = {
    "previous": "Previous week",
    "4-weeks": "Four weeks earlier",
    "year": "Same week last year",
}
Where = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Board:
    """Every figure of one week for one tier (or all), as the page shows it."""

    week: Week
    tier: str | None
    compare: str

    @property
    def where(self) -> Where:
        return (("tier", (self.tier,)),) if self.tier else ()

    @cached_property
    def tiers(self) -> list[str]:
        """The tiers of policy in order, or the one selected."""
        return [self.tier] if self.tier else list(answers.read("tiers")["tier"])

    @cached_property
    def past(self) -> list[Week]:
        """Up to 26 whole weeks of data, oldest first, the selected one last."""
        oldest = answers.read("sources")["oldest_event_at"].min()
        known = [w for w in reversed(weeks().values()) if w.start <= self.week.start]
        whole = [w for w in known if w.start >= oldest]
        return (whole or known[-1:])[-PAST:]

    def ask(self, metric: str, where: Where | None = None, **asked: object) -> pd.DataFrame:
        """Weekly answers over the past weeks and the selected one."""
        span = {"start": self.past[0].start, "end": self.week.end, "period": "week"}
        found = self.where if where is None else where
        return answers.ask(
            Question.model_validate({"metric": metric, "where": found, **span, **asked})
        )

    def once(self, metric: str, where: Where | None = None, **asked: object) -> pd.Series:
        """The answer for the selected week alone."""
        span = {"start": self.week.start, "end": self.week.end, "period": "week"}
        found = self.where if where is None else where
        frame = answers.ask(
            Question.model_validate({"metric": metric, "where": found, **span, **asked})
        )
        return frame.iloc[0]

    def figure(self, name: str, metric: str, where: Where | None = None) -> Figure:
        """One figure with its past and the week it is compared with."""
        frame = self.ask(metric, where)
        return Figure(
            name=name,
            metric=answers.metric(metric),
            unit=answers.metric(metric).unit_of(),
            weeks=frame,
            before=self._before(frame, metric, where),
            is_open=self.week.is_open,
            where=tuple((key, values[0]) for key, values in (where or self.where)),
        )

    @cached_property
    def top_tier(self) -> str | None:
        """The tier whose open breaches lead: the selected one, else the first of policy."""
        return self.tiers[0] if self.tiers else None

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """The six tiles by metric name."""
        top: Where = (("tier", (self.top_tier,)),) if self.top_tier else ()
        breaches = f"{self.top_tier} breaches still open" if self.top_tier else "Open breaches"
        return {
            "sla_adherence": self.figure("SLA adherence", "sla_adherence"),
            "open_breaches": self.figure(breaches, "open_breaches", top),
            "acknowledge_time": self.figure("Time to acknowledge", "acknowledge_time"),
            "first_response_time": self.figure("Time to first response", "first_response_time"),
            "resolution_time": self.figure("Time to resolve", "resolution_time"),
            "cases_opened": self.figure("Cases opened", "cases_opened"),
        }

    @cached_property
    def squares(self) -> dict[tuple[str, str], Figure]:
        """Adherence of every tier and promise, with its past."""
        frame = self.ask("sla_adherence", by=("tier", "promise"))
        whole = self.figures["sla_adherence"]
        found: dict[tuple[str, str], Figure] = {}
        for pair, part in frame.groupby(["tier", "promise"], sort=False):
            tier, promise = (str(value) for value in pair)
            name = f"{tier} {PROMISE_PLURALS.get(promise, promise)}"
            filled = _filled(whole.weeks, part)
            where = (("tier", tier), ("promise", promise))
            found[(tier, promise)] = replace(
                whole, name=name, weeks=filled, before=None, where=where, cell=(tier, promise)
            )
        return found

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

    @cached_property
    def lead(self) -> Figure:
        """The figure that moved most: the one charted and named first."""
        judged = [f for f in self.squares.values() if _is_judged(f)]
        return moved_most([*self.figures.values(), *judged])

    @cached_property
    def headline(self) -> str:
        """The sentence that says what matters."""
        judged = [f for f in self.squares.values() if _is_judged(f)]
        return headline(list(self.figures.values()), judged, self.lead)

    @property
    def objective(self) -> float | None:
        """The objective of the leading figure, where policy gives it one."""
        if self.lead.cell is None:
            return None
        return _objectives().get(self.lead.cell)

    @cached_property
    def blockers(self) -> pd.DataFrame:
        """name, value: hours past promise by category over 13 weeks, five and `other (n)`."""
        start = max(self.week.end - timedelta(weeks=BLOCKED), self.past[0].start)
        frame = answers.ask(
            Question(
                metric="breach_hours", start=start, end=self.week.end,
                by=("category",), where=self.where,
            )
        )  # fmt: skip
        return _top(frame.rename(columns={"category": "name"})[["name", "value"]], 5)

    def _before(self, frame: pd.DataFrame, metric: str, where: Where | None) -> float | None:
        """The figure one compared week earlier, asked for when it lies before the past shown."""
        steps = COMPARE[self.compare]
        if len(frame) > steps:
            return frame["value"].iloc[-1 - steps]
        known = list(weeks().values())
        place = next(i for i, week in enumerate(known) if week.name == self.week.name) + steps
        if place >= len(known):
            return None
        earlier = replace(self, week=known[place], compare="previous")
        return earlier.once(metric, where)["value"]


def _filled(whole: pd.DataFrame, part: pd.DataFrame) -> pd.DataFrame:
    """`part` with a row for every week of `whole`; weeks without decisions are null, n 0."""
    columns = ["value", "low", "high", "n", "hits"]
    found = whole[["period", "start_at", "end_at"]].merge(
        part[["period", *columns]], on="period", how="left"
    )
    return found.fillna({"n": 0, "hits": 0})


def _objectives() -> dict[tuple[str, str], float]:
    """The objective of policy by (tier, promise), where there is one."""
    found = answers.read("objectives").dropna()
    pairs = zip(found["tier"], found["promise"], strict=True)
    return dict(zip(pairs, found["objective"], strict=True))


def _cell(figure: Figure, aim: float | None) -> Cell:
    tier, promise = figure.cell or ("", "")
    n, hits = figure.n, int(figure.row["hits"] or 0)
    share = figure.value if n >= FEWEST_DECIDED else None
    return Cell(tier, promise, hits, n, share, _state(share, figure.row["high"], aim))


def _state(share: float | None, high: float, aim: float | None) -> str:
    """`bad` only when even the upper end of the interval misses the objective."""
    if share is None:
        return "few"
    if aim is None:
        return "plain"
    return "good" if share >= aim else "unsure" if high >= aim else "bad"


def _is_judged(figure: Figure) -> bool:
    return figure.n >= FEWEST_DECIDED and int((figure.weeks["n"] >= FEWEST_DECIDED).sum()) >= JUDGED


def _top(frame: pd.DataFrame, size: int) -> pd.DataFrame:
    ranked = frame[frame["value"] > 0].sort_values("value", ascending=False)
    if len(ranked) <= size + 1:
        return ranked.reset_index(drop=True)
    rest = ranked.iloc[size:]
    other = pd.DataFrame({"name": [f"other ({len(rest)})"], "value": [rest["value"].sum()]})
    return pd.concat([ranked.head(size), other], ignore_index=True)
