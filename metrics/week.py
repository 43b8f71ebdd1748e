"""The figures of one week with their past, and the sentence that they make. No page: who asks
brings the answers, so that the weekly page and the command line say the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property

import pandas as pd

from metrics.answers import Answers
from metrics.catalog import catalog
from metrics.errors import QuestionError, did_you_mean
from metrics.figures import Figure, moved_most
from metrics.headline import headline
from metrics.question import Question
from metrics.statistics import FEWEST_DECIDED
from metrics.window import Window

PAST = 26  # weeks of a sparkline and a control chart: half a year
JUDGED = 12  # a cell is judged only with as many weeks of at least FEWEST_DECIDED decided
COMPARE = {"previous": 1, "quarter": 13, "none": None}  # weeks back
PROMISE_PLURALS = {
    "acknowledge": "acknowledgements",
    "first_response": "first responses",
    "next_response": "next responses",
    "update": "updates",
    "mitigate": "mitigations",
    "resolve": "resolutions",
}
Where = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Week(Window):
    """One ISO week of the reporting zone."""


def weeks(answers: Answers) -> dict[str, Week]:
    """Every week with data by name, newest first."""
    told = answers.read("weeks")
    if told.empty:
        return {}
    cut = answers.meta()["as_of"] + timedelta(seconds=1)
    rows = zip(told["period"], told["start_at"], told["end_at"], strict=True)
    return {name: Week(name, start, end, end > cut) for name, start, end in rows}


def last_closed(found: Mapping[str, Week]) -> str:
    """The newest closed week, else the newest there is."""
    return next((name for name, week in found.items() if not week.is_open), next(iter(found)))


def week_of(answers: Answers, name: str | None = None) -> Week:
    """The week of this name; by itself the last closed one, else the newest there is.

    Raises `QuestionError` for a week without data, and when nothing is loaded.
    """
    known = weeks(answers)
    if not known:
        raise QuestionError("no week has data yet", next_step="Load exports first.")
    if name is not None and name not in known:
        names = list(known)
        span = f"Weeks with data: {names[-1]} to {names[0]}."
        raise QuestionError(f'there is no week "{name}"', "--week", did_you_mean(name, known), span)
    return known[name or last_closed(known)]


@dataclass(frozen=True)
class WeekFigures:
    """Every figure of one week under these filters, as the leader's sentence needs them. A
    filter that a metric has no breakdown for does not narrow it."""

    answers: Answers
    week: Week
    where: Where = ()
    compare: str = "previous"

    @cached_property
    def known(self) -> list[Week]:
        """Every week with data, newest first."""
        return list(weeks(self.answers).values())

    @cached_property
    def oldest(self) -> datetime:
        """The instant of the oldest event."""
        return self.answers.read("sources")["oldest_event_at"].min()

    @cached_property
    def policy_tiers(self) -> list[str]:
        """The tiers of policy in order."""
        return list(self.answers.read("tiers")["tier"])

    @cached_property
    def tiers(self) -> list[str]:
        """The tiers of policy in order, or those selected."""
        picked = dict(self.where).get("tier", ())
        return (
            [tier for tier in self.policy_tiers if tier in picked]
            or [*picked]
            or (self.policy_tiers)
        )

    @cached_property
    def past(self) -> list[Week]:
        """Up to 26 whole weeks of data, oldest first, the selected one last."""
        known = [w for w in reversed(self.known) if w.start <= self.week.start]
        oldest = self.oldest
        whole = [w for w in known if w.start >= oldest]
        return (whole or known[-1:])[-PAST:]

    def ask(self, metric: str, where: Where | None = None, **asked: object) -> pd.DataFrame:
        """Weekly answers over the past weeks and the selected one."""
        return self.answers.ask(self.question(metric, where, start=self.past[0].start, **asked))

    def once(self, metric: str, where: Where | None = None, **asked: object) -> pd.Series:
        """The answer for the selected week alone."""
        return self.answers.ask(self.question(metric, where, **asked)).iloc[0]

    def question(self, metric: str, where: Where | None = None, **asked: object) -> Question:
        """What is asked of a metric in the selected week; `where` replaces filters of the same
        name, and no value takes one off."""
        known = catalog().metric(metric).dimensions
        narrowed = dict(self.where) | dict(where or ())
        applied = tuple((key, many) for key, many in narrowed.items() if many and key in known)
        span = {"start": self.week.start, "end": self.week.end, "period": "week"}
        return Question.model_validate({"metric": metric, "where": applied, **span, **asked})

    def figure(self, name: str, metric: str, where: Where | None = None) -> Figure:
        """One figure with its past and the week it is compared with."""
        frame, asked = self.ask(metric, where), self.question(metric, where)
        return Figure(
            name=name,
            metric=catalog().metric(metric),
            unit=catalog().metric(metric).unit_of(),
            weeks=frame,
            before=self._before(frame, metric, where),
            is_open=self.week.is_open,
            where=tuple((key, values[0]) for key, values in asked.where if len(values) == 1),
            asked=asked,
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
            "resolution_time": self.figure("Time to resolve", "resolution_time"),
            "major_incidents": self.figure("Major incidents", "major_incidents"),
            "uptime": self.figure("Uptime", "uptime"),
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

    @property
    def judged(self) -> list[Figure]:
        """The squares with enough decided to be judged."""
        return [figure for figure in self.squares.values() if _is_judged(figure)]

    @cached_property
    def lead(self) -> Figure:
        """The figure that moved most: the one charted and named first."""
        return moved_most([*self.figures.values(), *self.judged])

    @cached_property
    def headline(self) -> str:
        """The sentence that says what matters."""
        return headline(list(self.figures.values()), self.judged, self.lead)

    def _before(self, frame: pd.DataFrame, metric: str, where: Where | None) -> float | None:
        """The figure one compared week earlier, asked for when it lies before the past shown."""
        steps = COMPARE[self.compare]
        if steps is None:
            return None
        if len(frame) > steps:
            return frame["value"].iloc[-1 - steps]
        known = self.known
        place = next(i for i, week in enumerate(known) if week.name == self.week.name) + steps
        if place >= len(known):
            return None
        earlier = replace(self, week=known[place], compare="previous")
        return earlier.once(metric, where)["value"]


def _filled(whole: pd.DataFrame, part: pd.DataFrame) -> pd.DataFrame:
    """`part` with a row for every week of `whole`; weeks without decisions are null, n 0."""
    columns = ["value", "low", "high", "n", "hits"]
    found = part.set_index("period")[columns].reindex(whole["period"]).reset_index()
    found = found.fillna({"n": 0, "hits": 0})
    found.insert(1, "start_at", whole["start_at"].to_numpy())
    found.insert(2, "end_at", whole["end_at"].to_numpy())
    return found


def _is_judged(figure: Figure) -> bool:
    return figure.n >= FEWEST_DECIDED and int((figure.weeks["n"] >= FEWEST_DECIDED).sum()) >= JUDGED
