"""A list of cases that a link names: behind a figure of a period, or of what stands open now."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from metrics.attention import FILTERS as ATTENTION_FILTERS
from metrics.attention import attention
from metrics.question import Question
from pages.ui import answers, filters, formats, link, risk
from pages.ui.risk import RISK, RiskBoard
from pages.ui.scope import Query, Scope, resolve
from pages.ui.sites import BY_PATH, BY_SLUG, CASES, SLA_RISK, Site
from pages.ui.words import promise as promise_word

ATTENTION, HEADLINE = "attention", "sla_adherence"
STANDING = {  # lists of no period: the page whose filters they know, and those
    ATTENTION: (CASES, ATTENTION_FILTERS),
    RISK: (SLA_RISK, risk.FILTERS),
}
# The keys of the URL that name the list; the rest is the grammar.
OWN = ("list", "metric", *risk.OWN)


@dataclass(frozen=True)
class CaseList:
    """Which cases: those behind `metric` in the scope, or those of a list in STANDING. `via` is
    the page whose mark was clicked, `picked` the filters that the click added and `period` the
    period that it replaced."""

    metric: str
    scope: Scope
    via: Site | None = None
    picked: tuple[str, ...] = ()
    period: str = ""

    @property
    def is_standing(self) -> bool:
        """Of what stands open, and so of no period."""
        return self.metric in STANDING

    @cached_property
    def board(self) -> RiskBoard | None:
        """What the page of running promises shows, if this list is of it."""
        return risk.board(self.scope) if self.metric == RISK else None

    @property
    def link(self) -> Query:
        """The part of the URL that names this list."""
        named = {"list" if self.is_standing else "metric": self.metric} | self._shown
        via = self.via.slug if self.via else None
        came = {link.VIA: via, link.PICKED: ",".join(self.picked), link.BACK: self.period}
        return self.scope.url(**named, **came)

    @property
    def back(self) -> Query:
        """The link of the page that led here: this one without what the click added."""
        gone: dict[str, str | list[str] | None] = dict.fromkeys(self.picked)
        return self.scope.url(**gone, **link.period_of(self.period), **self._shown)

    @property
    def _shown(self) -> dict[str, str]:
        return self.board.url if self.board else {}

    @property
    def what(self) -> str:
        """`Gold × Acknowledge`, `Data migration`, or what the list is about."""
        values = [
            ", ".join(filters.word(key, value) for value in many) for key, many in self.scope.where
        ]
        if self.is_standing:
            return ", ".join([self.title, *values])
        return " × ".join(values) or self.title

    @property
    def title(self) -> str:
        if self.board:
            return self.board.title
        return answers.metric(self.metric).title if not self.is_standing else "Needs a decision"

    @property
    def span(self) -> str:
        """`2026-W46` or `13 weeks to 2026-W46`; the instant of what stands open."""
        if self.is_standing:
            at = self.board.clocks.at if self.board else answers.meta()["as_of"]
            return f"as of {formats.when(at, self.scope.zone)}"
        return self.scope.window.name

    @property
    def question(self) -> Question:
        """What is asked of the metric. Only for lists of a period."""
        return self.scope.question(self.metric)

    @cached_property
    def rows(self) -> pd.DataFrame:
        """case, source and what else is known, one row per row behind the figure."""
        if self.board:
            return risk.table(self.board.listed, self.scope.zone)
        if self.is_standing:
            return attention(answers, self.scope.where)
        if "source" not in answers.metric(self.metric).dimensions:  # days of a service
            return pd.DataFrame(columns=["case", "source"])
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


def asked(query: Query) -> CaseList | None:
    """The list that a URL names, or None when it names none; what of its filters cannot be used
    is noted. Raises `QuestionError` for a metric that does not exist."""
    if not {"list", "metric", "week"} & query.keys():
        return None
    name = query.get("list", [""])[0]
    metric = name if name in STANDING else query.get("metric", [HEADLINE])[0]
    page, known = STANDING.get(metric) or (CASES, answers.metric(metric).dimensions)
    found, notes = resolve(BY_PATH[page], query, known)
    for said in notes:
        filters.note(said)
    came = {key: query.get(key, [""])[0] for key in link.CAME}
    picked = tuple(key for key in came[link.PICKED].split(",") if key in query)
    return CaseList(metric, found, BY_SLUG.get(came[link.VIA]), picked, came[link.BACK])


def _in_words(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """The rows behind a figure as a reader wants them, what went wrong first."""
    metric, zone = answers.metric(name), answers.zone()
    better = rows["value"] if "value" in rows else pd.Series(0, index=rows.index)
    ranked = rows.assign(_rank=better if metric.better == "higher" else -better)
    ranked = ranked.sort_values(["_rank", metric.time_column], kind="stable", na_position="first")
    frame = pd.DataFrame({"case": ranked["case_id"], "what": ranked["subject"]})
    for column in ("promise", "disorder", "tier", "severity", "account", "team", "owner", "status"):
        if column in ranked:
            frame[column] = ranked[column]
    if "promise" in frame:
        frame["promise"] = frame["promise"].map(promise_word)
    if metric.aggregation == "ratio":
        words = {1: "met", 0: "breached"} if "promise" in metric.dimensions else {1: "yes", 0: "no"}
        frame.insert(2, "verdict", ranked["value"].map(words))
    elif "value" in ranked and (metric.unit != "count" or metric.aggregation == "mean"):
        said = [formats.value(v, metric.unit) for v in ranked["value"]]
        frame.insert(2, "value", said)
    when = [formats.when(t, zone) for t in ranked[metric.time_column]]
    frame[_says(metric.time_column)] = when
    return frame.assign(source=ranked["source"]).reset_index(drop=True)


def _says(column: str) -> str:
    return column.removesuffix("_at").replace("_", " ")
