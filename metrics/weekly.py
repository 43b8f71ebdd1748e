"""The headline of a week from the command line: the sentence, and the cases behind it."""

import json
from dataclasses import dataclass

import duckdb
import pandas as pd

from metrics.answers import WarehouseAnswers
from metrics.errors import QuestionError, did_you_mean
from metrics.figures import SIGNAL, Figure
from metrics.question import Question
from metrics.report import as_csv
from metrics.week import WeekFigures, week_of
from metrics.wording import is_nothing

COLUMNS = ("source", "case_id", "value", "tier", "severity", "team", "subject", "owner", "status")


@dataclass(frozen=True)
class Headline:
    """The sentence, the week and figure that it is about, and that figure's cases."""

    text: str
    week: str
    metric: str
    where: tuple[tuple[str, str], ...]
    cases: pd.DataFrame


def headline(
    cursor: duckdb.DuckDBPyConnection, week: str | None = None, tier: str | None = None
) -> Headline:
    """What a leader should read of a week; by itself the last closed one, or the newest.

    The cases are those of the figure that the sentence leads with: of a share the ones that
    missed, else all that count. Raises `QuestionError` for an unknown week or tier.
    """
    answers = WarehouseAnswers(cursor)
    where = (("tier", (tier,)),) if tier is not None else ()
    told = WeekFigures(answers, week_of(answers, week), where)
    if tier is not None and tier not in told.policy_tiers:
        near = did_you_mean(tier, told.policy_tiers)
        raise QuestionError(f'there is no tier "{tier}"', "--tier", near)
    lead = told.lead if told.lead.verdict == SIGNAL else told.figures["sla_adherence"]
    return Headline(told.headline, told.week.name, lead.metric.name, lead.where, _cases(told, lead))


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


def _cases(told: WeekFigures, lead: Figure) -> pd.DataFrame:
    asked = Question(
        metric=lead.metric.name,
        start=told.week.start,
        end=told.week.end,
        where=tuple((name, (value,)) for name, value in lead.where),
    )
    found = told.answers.behind(asked)
    if lead.unit == "share":
        found = found[found["value"] == 0]
    return found[list(COLUMNS)].reset_index(drop=True)
