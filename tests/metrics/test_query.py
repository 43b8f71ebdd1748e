"""Questions: filters of any text, errors with the nearest right word, portable SQL."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from metrics.catalog import catalog
from metrics.compile import compile_together
from metrics.errors import QuestionError
from metrics.query import Compiled, Period, Question, compile_rows, compile_sql, rows_behind, run
from metrics.statistics import wilson
from tests.builders import T, any_row, case, marts, promise
from tests.structure.sql import portable_problems

EVERY = [(m, a) for m in catalog().values() for a in m.aggregations]
WEEKLY = [(m.name, a, "week", ("tier", "team")) for m, a in EVERY]
# Without periods and breakdowns what stands round the population is the same for all of a kind.
KINDS = {(m.family, a, bool(m.superseded_column)): (m.name, a, "all", ()) for m, a in EVERY}


@pytest.fixture(scope="module")
def cursor() -> Iterator[duckdb.DuckDBPyConnection]:
    """Two cases, one of a team with an unkind name."""
    with marts(case(team="O'Hara"), case(team="Support", tier="Silver")) as connection:
        yield connection


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.one_of(st.text(), st.sampled_from(["'; drop table fct_cases; --", '"', "$tier_1"])))
def test_a_filter_value_is_only_ever_a_value(cursor: duckdb.DuckDBPyConnection, text: str) -> None:
    """Quotes, semicolons and any Unicode are compared, never run."""
    metric = catalog()["cases_opened"]
    where = (("team", (text, "O'Hara")), ("tier", ("Gold", text)))

    found = run(cursor, metric, Question(metric=metric.name, where=where))

    assert found["n"].tolist() == [1]


@pytest.mark.parametrize("name, aggregation, period, by", [*WEEKLY, *KINDS.values()])
def test_compiled_sql_is_portable(
    name: str, aggregation: str, period: Period, by: tuple[str, ...]
) -> None:
    """SQLGlot carries every statement to Spark, PostgreSQL and ClickHouse."""
    metric = catalog()[name]
    wanted = tuple(each for each in by if each in metric.dimensions)
    asked = Question(
        metric=name, aggregation=aggregation, period=period, by=wanted,
        start=T("2026-03-02"), where=((metric.dimensions[0], ("Gold",)),),
    )  # fmt: skip

    assert problems(_with_values(compile_sql(metric, asked))) == []
    assert problems(_with_values(compile_rows(metric, asked))) == []
    # Its parts are those of the statements above, put together alike for every aggregation.
    is_first = by and aggregation == metric.aggregations[0]
    if is_first and metric.family in ("events", "values", "share", "portion"):
        both = [asked, asked.model_copy(update={"by": ()})]
        assert problems(_with_values(compile_together(metric, both))) == []


@cache
def problems(sql: str) -> list[str]:
    """Asked once: the rows behind a figure are one statement for every aggregation and period."""
    return portable_problems(sql)


def _with_values(compiled: Compiled) -> str:
    """The values in place of their names: each engine has a form of its own for those."""
    text = compiled.sql
    for name, value in sorted(compiled.parameters.items(), reverse=True):
        kind = "timestamp " if isinstance(value, datetime) else ""
        text = text.replace(f"${name}", f"{kind}'{value}'")
    return text


def test_compiling_is_pure() -> None:
    """The same question compiles to the same text and values, without a database."""
    metric = catalog()["sla_adherence"]
    asked = Question(metric=metric.name, by=("tier",), start=T("2026-03-02"))

    assert compile_sql(metric, asked) == compile_sql(metric, asked)


@pytest.mark.parametrize(
    "fields, said",
    [
        ({"by": ("teir",)}, 'there is no breakdown "teir". Did you mean "tier"?'),
        ({"where": (("sevrity", ("S1",)),)}, 'Did you mean "severity"?'),
        ({"aggregation": "survival_median"}, 'cannot be asked for "survival_median"'),
    ],
)
def test_a_question_the_metric_cannot_answer_says_what_it_can(
    fields: dict[str, object], said: str
) -> None:
    """With the nearest right word and the whole list."""
    metric = catalog()["cases_opened"]

    with pytest.raises(QuestionError) as error:
        compile_sql(metric, Question.model_validate({"metric": metric.name, **fields}))

    assert said in str(error.value)


def test_an_unknown_metric_names_the_nearest() -> None:
    """A typo costs one look, not a search."""
    with pytest.raises(QuestionError, match='Did you mean "sla_adherence"'):
        catalog().metric("sla_adherance")


@pytest.mark.parametrize(
    "fields",
    [
        {"start": T("2026-03-09"), "end": T("2026-03-02")},
        {"start": datetime(2026, 3, 2, tzinfo=UTC)},
        {"by": ("tier", "tier")},
        {"where": (("tier", ()),)},
        {"where": (("tier", ("Gold",)), ("tier", ("Silver",)))},
        {"period": "year"},
        {"colour": "red"},
    ],
)
def test_a_question_that_makes_no_sense_is_refused(fields: dict[str, object]) -> None:
    """When it is asked, not when it is answered."""
    with pytest.raises(ValidationError):
        Question.model_validate({"metric": "cases_opened", **fields})


def test_the_interval_of_a_share_is_wilsons() -> None:
    """In SQL as in Python."""
    rows = [promise(state="met", decided_at=T("2026-03-02 10:00"))] * 7
    late = [promise(state="breached", decided_at=T("2026-03-02 10:00"))] * 2
    metric = catalog()["sla_adherence"]
    with marts(*rows, *late) as cursor:
        found = run(cursor, metric, Question(metric=metric.name)).iloc[0]

    assert (found["low"], found["high"]) == pytest.approx(wilson(7, 9), abs=1e-15)


@pytest.mark.parametrize("n", range(1, 40))
def test_the_limit_of_none_is_0_and_of_all_is_1(n: int) -> None:
    """Exactly: the lower limit of 0 of 3 was 4.9e-17."""
    none, every = wilson(0, n), wilson(n, n)
    assert none is not None
    assert every is not None
    assert (none[0], every[1]) == (0.0, 1.0)


@pytest.mark.parametrize(("state", "end"), [("breached", "low"), ("met", "high")])
def test_the_limits_at_the_ends_are_exact_in_sql_too(state: str, end: str) -> None:
    metric = catalog()["sla_adherence"]
    with marts(*[promise(state=state, decided_at=T("2026-03-02 10:00"))] * 3) as cursor:
        found = run(cursor, metric, Question(metric=metric.name)).iloc[0]

    assert found[end] == (1.0 if state == "met" else 0.0)


def test_weeks_are_those_of_the_reporting_zone() -> None:
    """Sunday 23:30Z is Monday in Berlin: another ISO week."""
    rows = [case(created_at=T("2026-03-08 23:30"))]
    metric = catalog()["cases_opened"]
    asked = Question(metric=metric.name, period="week", start=T("2026-03-01 23:00"))
    with marts(*rows, zone="Europe/Berlin", as_of=T("2026-03-10")) as berlin:
        found = run(berlin, metric, asked)

    assert dict(zip(found["period"], found["n"], strict=True)) == {"2026-W10": 0, "2026-W11": 1}


def test_the_as_of_instant_itself_still_counts() -> None:
    """An event at the watermark exists; a second later nothing does."""
    metric = catalog()["acknowledge_time"]
    asked = Question(metric=metric.name, aggregation="count")
    rows = [case(acknowledged_at=T("2026-03-04 12:00"))]

    with marts(*rows, as_of=T("2026-03-04 12:00")) as now:
        assert run(now, metric, asked)["n"].tolist() == [1]
    with marts(*rows, as_of=T("2026-03-04 11:59:59")) as before:
        assert run(before, metric, asked)["n"].tolist() == [0]


def test_rows_behind_carry_what_a_reader_needs() -> None:
    """Oldest first, with the subject, in the metric's unit, and no more than asked for."""
    metric = catalog()["acknowledge_time"]
    asked = Question(metric=metric.name, aggregation="mean")
    early, late = T("2026-03-02 09:30"), T("2026-03-02 10:00")
    with marts(case(acknowledged_at=late), case(acknowledged_at=early)) as cursor:
        rows = rows_behind(cursor, metric, asked)
        first = rows_behind(cursor, metric, asked, limit=1)

    assert rows["value"].tolist() == [30.0, 60.0]
    assert rows["subject"].tolist() == ["Cannot log in"] * 2
    assert len(first) == 1


def test_an_empty_policy_or_account_breaks_nothing() -> None:
    """Marts that no metric reads may hold anything."""
    metric = catalog()["cases_opened"]
    with marts(any_row("policy_tiers", tier="Gold", position=1)) as cursor:
        found = run(cursor, metric, Question(metric=metric.name))

    assert found["n"].tolist() == [0]
