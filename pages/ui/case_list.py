"""A list of cases that a link names: behind a figure of a week, or waiting for a decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

import pandas as pd

from metrics.errors import QuestionError
from metrics.question import Question
from pages.ui import answers, formats, weeks
from pages.ui.attention import attention
from pages.ui.weeks import Week
from pages.ui.words import promise as promise_word

ATTENTION = "attention"
DIMENSIONS = ("tier", "promise", "category", "severity", "team", "account", "system")
KEYS = ("list", "metric", "week", "weeks", *DIMENSIONS)
MOST_WEEKS = 53
DAY = 86_400


@dataclass(frozen=True)
class CaseList:
    """Which cases: `metric` over `weeks` weeks up to `week`, where dimensions have one value."""

    metric: str
    week: Week | None
    weeks: int
    where: tuple[tuple[str, str], ...]

    @property
    def link(self) -> dict[str, str]:
        """The part of the URL that names this list."""
        if self.week is None:
            return {"list": ATTENTION, **dict(self.where)}
        many = {"weeks": str(self.weeks)} if self.weeks > 1 else {}
        return {"metric": self.metric, "week": self.week.name, **many, **dict(self.where)}

    @property
    def what(self) -> str:
        """`Gold × Acknowledge`, `Data migration`, or what the list is about."""
        values = [promise_word(v) if key == "promise" else v for key, v in self.where]
        if self.week is None:
            return ", ".join([self.title, *values])
        return " × ".join(values) or self.title

    @property
    def title(self) -> str:
        return "Needs a decision" if self.week is None else answers.metric(self.metric).title

    @property
    def span(self) -> str:
        """`2026-W46` or `13 weeks to 2026-W46`; the as-of for what needs a decision."""
        if self.week is None:
            return f"as of {formats.when(answers.meta()['as_of'], answers.zone())}"
        return self.week.name if self.weeks == 1 else f"{self.weeks} weeks to {self.week.name}"

    @property
    def question(self) -> Question:
        """What is asked of the metric. Only for lists of a week."""
        assert self.week is not None
        start = self.week.start - timedelta(weeks=self.weeks - 1)
        where = tuple((key, (value,)) for key, value in self.where)
        return Question(metric=self.metric, start=start, end=self.week.end, where=where)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """case, source and what else is known, one row per row behind the figure."""
        if self.week is None:
            return attention(dict(self.where).get("tier"))
        return _in_words(answers.behind(self.question), self.metric)

    @cached_property
    def cases(self) -> list[tuple[str, str]]:
        """(source, case) once each, in the order of the list."""
        pairs = zip(self.rows["source"], self.rows["case"], strict=True)
        return list(dict.fromkeys(pairs))

    def place(self, source: str, case_id: str) -> int | None:
        """Where the case stands in the list, from 1; None when it is not in it."""
        pair = (source, case_id)
        return self.cases.index(pair) + 1 if pair in self.cases else None

    def after(self, source: str, case_id: str) -> tuple[str, str] | None:
        """The next case of the list."""
        place = self.place(source, case_id)
        return self.cases[place] if place and place < len(self.cases) else None


def asked(link: Mapping[str, str]) -> CaseList | None:
    """The list that a URL names, or None when it names none.

    Raises `QuestionError` for a metric, week or value that does not exist.
    """
    where = tuple((key, link[key]) for key in DIMENSIONS if key in link)
    if link.get("list") == ATTENTION:
        return CaseList(ATTENTION, None, 1, tuple(pair for pair in where if pair[0] == "tier"))
    if "metric" not in link and "week" not in link:
        return None
    known = weeks.weeks()
    name = link.get("week", weeks.last_closed(known))
    if name not in known:
        raise QuestionError(
            f'week "{name}" is not in this warehouse',
            next_step=f"The newest closed week is {weeks.last_closed(known)}.",
        )
    metric = answers.metric(link.get("metric", "sla_adherence"))
    for key, _ in where:
        metric.check_dimension(key)
    return CaseList(metric.name, known[name], _weeks(link.get("weeks", "1")), where)


def _weeks(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST_WEEKS:
        raise QuestionError(f'weeks must be 1 to {MOST_WEEKS}, not "{text}"')
    return int(text)


def _in_words(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """The rows behind a figure as a reader wants them, what went wrong first."""
    metric, zone = answers.metric(name), answers.zone()
    better = rows["value"] if "value" in rows else pd.Series(0, index=rows.index)
    ranked = rows.assign(_rank=better if metric.better == "higher" else -better)
    ranked = ranked.sort_values(["_rank", metric.time_column], kind="stable", na_position="first")
    frame = pd.DataFrame({"case": ranked["case_id"], "what": ranked["subject"]})
    for column in ("promise", "tier", "severity", "account", "team", "owner", "status"):
        if column in ranked:
            frame[column] = ranked[column]
    if "promise" in frame:
        frame["promise"] = frame["promise"].map(promise_word)
    if metric.aggregation == "ratio":
        frame.insert(2, "verdict", ranked["value"].map({1: "met", 0: "breached"}))
    elif metric.unit != "count":
        frame.insert(2, "value", ranked["value"])
        frame["value"] = [formats.value(v, metric.unit) for v in ranked["value"]]
    when = [formats.when(t, zone) for t in ranked[metric.time_column]]
    frame[_says(metric.time_column)] = when
    return frame.assign(source=ranked["source"]).reset_index(drop=True)


def _says(column: str) -> str:
    return column.removesuffix("_at").replace("_", " ")
