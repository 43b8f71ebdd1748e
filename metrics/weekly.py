"""The headline of a week from the command line: the sentence, and the cases behind it."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

import duckdb
import pandas as pd

from metrics import query
from metrics.catalog import catalog
from metrics.errors import QuestionError, did_you_mean
from metrics.figures import SIGNAL, Figure
from metrics.question import Question
from metrics.report import as_csv
from metrics.week import Week, WeekFigures
from metrics.wording import is_nothing

WEEKS = """
    select period, start_at, end_at
    from dim_periods
    where grain = 'week'
        and start_at <= (select as_of from meta)
        and end_at > (select min(oldest_event_at) from sources)
    order by start_at desc
"""
TIERS = "select tier from policy_tiers order by position"
COLUMNS = ("source", "case_id", "value", "tier", "severity", "team", "subject", "owner", "status")


@dataclass(frozen=True)
class Headline:
    """The sentence, the week and figure that it is about, and that figure's cases."""

    text: str
    week: str
    metric: str
    where: tuple[tuple[str, str], ...]
    cases: pd.DataFrame


@dataclass(frozen=True)
class AskedWeek(WeekFigures):
    """The figures of a week as one warehouse answers them."""

    cursor: duckdb.DuckDBPyConnection | None = None

    def answer(self, question: Question) -> pd.DataFrame:
        return query.run(self._cursor, catalog().metric(question.metric), question)

    @property
    def known(self) -> list[Week]:
        return weeks(self._cursor)

    @property
    def oldest(self) -> datetime:
        return _one(self._cursor, "select min(oldest_event_at) from sources") or datetime.min

    @property
    def policy_tiers(self) -> list[str]:
        return [row[0] for row in self._cursor.execute(TIERS).fetchall()]

    @property
    def _cursor(self) -> duckdb.DuckDBPyConnection:
        assert self.cursor is not None
        return self.cursor


def weeks(cursor: duckdb.DuckDBPyConnection) -> list[Week]:
    """Every week with data, newest first."""
    as_of = _one(cursor, "select as_of from meta")
    if as_of is None:
        return []
    cut = as_of + timedelta(seconds=1)
    rows = cursor.execute(WEEKS).fetchall()
    return [Week(name, start, end, end > cut) for name, start, end in rows]


def headline(
    cursor: duckdb.DuckDBPyConnection, week: str | None = None, tier: str | None = None
) -> Headline:
    """What a leader should read of a week; by itself the last closed one, or the newest.

    The cases are those of the figure that the sentence leads with: of a share the ones that
    missed, else all that count. Raises `QuestionError` for an unknown week or tier.
    """
    where = (("tier", (tier,)),) if tier is not None else ()
    told = AskedWeek(_week(cursor, week), where, cursor=cursor)
    if tier is not None and tier not in told.policy_tiers:
        near = did_you_mean(tier, told.policy_tiers)
        raise QuestionError(f'there is no tier "{tier}"', "--tier", near)
    lead = told.lead if told.lead.verdict == SIGNAL else told.figures["sla_adherence"]
    return Headline(
        told.headline, told.week.name, lead.metric.name, lead.where, _cases(cursor, told, lead)
    )


def as_text(found: Headline, form: str) -> str:
    """The sentence with the cases as CSV below it, or all of it as one JSON object."""
    rows = [
        {str(name): None if is_nothing(value) else value for name, value in row.items()}
        for row in found.cases.to_dict("records")
    ]
    if form == "csv":
        return as_csv(COLUMNS, rows)
    if form == "json":
        about = {"week": found.week, "headline": found.text, "metric": found.metric}
        said = about | {"where": dict(found.where), "cases": rows}
        return json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    names = list(dict.fromkeys(f"{row['source']} {row['case_id']}" for row in rows))
    return found.text + "\n" + "".join(f"  {name}\n" for name in names)


def _cases(cursor: duckdb.DuckDBPyConnection, told: AskedWeek, lead: Figure) -> pd.DataFrame:
    asked = Question(
        metric=lead.metric.name,
        start=told.week.start,
        end=told.week.end,
        where=tuple((name, (value,)) for name, value in lead.where),
    )
    found = query.rows_behind(cursor, lead.metric, asked)
    if lead.unit == "share":
        found = found[found["value"] == 0]
    return found[list(COLUMNS)].reset_index(drop=True)


def _week(cursor: duckdb.DuckDBPyConnection, name: str | None) -> Week:
    known = weeks(cursor)
    if not known:
        raise QuestionError("no week has data yet", next_step="Load exports first.")
    if name is None:
        return next((week for week in known if not week.is_open), known[0])
    named = {week.name: week for week in known}
    if name not in named:
        span = f"Weeks with data: {known[-1].name} to {known[0].name}."
        raise QuestionError(f'there is no week "{name}"', "--week", did_you_mean(name, named), span)
    return named[name]


def _one(cursor: duckdb.DuckDBPyConnection, sql: str) -> datetime | None:
    found: datetime | None = cursor.execute(sql).fetchall()[0][0]
    return found
