"""Models and definitions keep to the SQL that other engines run unchanged in meaning."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.structure.sql import portable_problems

DEFINITIONS = sorted((PROJECT / "metrics/definitions").glob("*.sql"))
MODELS = sorted(
    file
    for file in (PROJECT / "metrics/warehouse/models").glob("*.sql")
    if file.name.split("_")[0] in ("int", "fct", "dim")
)


def header(file: Path) -> dict[str, object]:
    """The TOML header in the comment that opens a definition."""
    text = file.read_text(encoding="utf-8")
    return tomllib.loads(text[text.index("/*") + 2 : text.index("*/")])


@pytest.mark.parametrize("file", [*MODELS, *DEFINITIONS], ids=lambda file: file.stem)
def test_sql_is_portable(file: Path) -> None:
    """SQLGlot knows every function and carries every statement to Spark, PostgreSQL, ClickHouse."""
    problems = portable_problems(file.read_text(encoding="utf-8"))

    assert problems == [], f"{file.relative_to(PROJECT)}: " + "; ".join(problems)


@pytest.mark.parametrize("key", ["title", "definition"])
def test_no_two_metrics_share_a_title_or_a_meaning(key: str) -> None:
    """A reader who sees one title on two cards cannot know which number is which."""
    seen = Counter(str(header(file)[key]).casefold() for file in DEFINITIONS)

    assert [text for text, times in seen.items() if times > 1] == []


@pytest.mark.parametrize(
    "sql, word",
    [
        ("select * from a asof join b on a.k = b.k and a.t >= b.t", "ASOF"),
        ("select a, count(*) from t group by all", "GROUP BY ALL"),
        ("select a from t order by all", "ORDER BY ALL"),
        ("select a from t qualify row_number() over (order by a) = 1", "QUALIFY"),
        ("select * from a semi join b on a.k = b.k", "SEMI or"),
        ("select * from a anti join b on a.k = b.k", "ANTI JOIN"),
        ("select * from a positional join b", "POSITIONAL"),
        ("select quantile_cont(x, [0.5, 0.9]) from t", "list quantiles"),
        ("select percentile_cont(0.5) within group (order by x) from t", "WITHIN GROUP"),
        ("select quantile_cont(x, 0.5) filter (where y) from t", "FILTER"),
        ("select avg(x) from t", "bit-exact"),
        ("select arg_max(a, b) from t", "arg_max"),
        ("select bool_or(a) from t", "case when"),
        ("select try_cast(a as bigint) from t", "try_cast"),
        ("select date_diff('hour', a, b) from t", "epochs"),
        ("select isodow(a) from t", "dim_dates"),
        ("select a + to_seconds(b) from t", "interval"),
        ("select median(x) from t", "median()"),
        ("create macro f(x) as x + 1", "MACRO"),
        ("select list_reduce(xs, lambda a, b: a + b) from t", "list_reduce"),
        ("select frobnicate(x) from t", "frobnicate"),
        ("pivot t on a using sum(b)", ""),
        ("select from where", "parse"),
    ],
)
def test_unportable_sql_is_refused(sql: str, word: str) -> None:
    """Each rule can fail: one bad example for each, and the complaint names it."""
    problems = portable_problems(sql)

    assert word.lower() in " ".join(problems).lower()
    assert problems != []


@pytest.mark.parametrize(
    "sql",
    [
        "select a, count(*) as n from t group by a",
        "with x as (select a, row_number() over (partition by b order by a) as k from t)"
        " select a from x where k = 1",
        "select t.a from t where exists (select 1 from u where u.a = t.a)",
        "select epoch(cast(a as timestamp)) as s, coalesce(b, 0) as b from t",
        "select quantile_cont(x, 0.9) as p90, count(*) filter (where y) as n from t",
        "select a + b * interval '1' second as c, date_diff('second', a, b) as d from t",
        "select sum(case when is_open then 1 else 0 end) over (order by a) as n from t",
    ],
)
def test_plain_sql_is_let_through(sql: str) -> None:
    """The lint refuses nothing that the subset allows."""
    assert portable_problems(sql) == []
