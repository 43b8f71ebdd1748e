"""The portable subset of SQL: what a model or a metric definition may not say, and what to say.

It reads SQL and runs none. That SQLGlot can translate something proves nothing (it passes much
through unchanged), so functions are an allow-list, measured on Spark, PostgreSQL and ClickHouse.
"""

from collections.abc import Iterator

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError

ENGINES = ("spark", "postgres", "clickhouse")
# Same name, same meaning, same nulls on all four engines (epoch and quantile_cont by a fix-up).
FUNCTIONS: tuple[type[exp.Expr], ...] = (
    *(exp.Count, exp.Sum, exp.Min, exp.Max, exp.PercentileCont),
    *(exp.Coalesce, exp.Nullif, exp.Greatest, exp.Least, exp.Case, exp.If, exp.Exists),
    *(exp.Cast, exp.Floor, exp.Ceil, exp.Round, exp.Abs, exp.Sqrt, exp.Pow, exp.Exp, exp.Ln),
    *(exp.RowNumber, exp.Rank, exp.DenseRank, exp.Lag, exp.Lead, exp.FirstValue, exp.LastValue),
    *(exp.Lower, exp.Upper, exp.Trim, exp.Length, exp.Substring, exp.Replace, exp.Concat),
    *(exp.And, exp.Or, exp.Xor, exp.TimeToUnix, exp.StartsWith, exp.Sign),
)
INSTEAD = {
    "median": "quantile_cont(x, 0.5)",
    "avg": "cast(sum(x) as double) / nullif(count(x), 0), which is bit-exact everywhere",
    "arg_max": "number the rows in a CTE and keep the first",
    "arg_min": "number the rows in a CTE and keep the first",
    "logical_or": "max(case when ... then 1 else 0 end) = 1",
    "logical_and": "min(case when ... then 1 else 0 end) = 1",
    "try_cast": "loaders read text; a model only sees typed columns",
    "to_seconds": "n * interval '1' second",
    "time_to_str": "join to dim_dates",
    "dayofweek_iso": "join to dim_dates",
    "generate_series": "join to dim_dates or dim_periods",
}


def statements(sql: str) -> list[exp.Expr]:
    """The parsed statements of a DuckDB script, comments left out."""
    return [tree for tree in sqlglot.parse(sql, read="duckdb") if tree is not None]


def portable_problems(sql: str) -> list[str]:
    """What would not run unchanged in meaning on Spark, PostgreSQL and ClickHouse."""
    try:
        trees = statements(sql)
    except SqlglotError as error:
        return [f"does not parse: {error}"]
    said = [line for tree in trees for line in _refused(tree)]
    return said or [line for tree in trees for line in _lost_in_translation(tree)]


def _refused(tree: exp.Expr) -> Iterator[str]:
    for node in tree.walk():
        for rule in (_join, _grouping, _statement, _quantile, _date_diff, _function):
            if said := rule(node):
                yield said


def _join(node: exp.Expr) -> str | None:
    if not isinstance(node, exp.Join):
        return None
    words = {node.method, node.kind}
    if "ASOF" in words:
        return "ASOF JOIN: join on the key and the day, then test the range"
    if words & {"SEMI", "ANTI"}:
        return "SEMI or ANTI JOIN: write exists (...) or not exists (...)"
    if "POSITIONAL" in words:
        return "POSITIONAL JOIN: rows have no order in SQL; join on a key"
    return None


def _grouping(node: exp.Expr) -> str | None:
    if isinstance(node, exp.Qualify):
        return "QUALIFY: number the rows in one CTE and filter in the next"
    if isinstance(node, exp.Group) and node.args.get("all"):
        return "GROUP BY ALL: name the columns"
    if isinstance(node, exp.Ordered) and isinstance(node.this, exp.Var):
        return "ORDER BY ALL: name the columns"
    return None


def _statement(node: exp.Expr) -> str | None:
    if isinstance(node, exp.Create) and node.kind in ("FUNCTION", "MACRO"):
        return "CREATE MACRO: write it out; other engines have no macros"
    if isinstance(node, exp.Command):
        return f"{node.name}: SQLGlot does not know this statement"
    if isinstance(node, exp.Pivot):
        return "PIVOT: write sum(case when ... end)"
    return None


def _quantile(node: exp.Expr) -> str | None:
    if isinstance(node, exp.PercentileCont) and isinstance(node.expression, exp.Array):
        return "list quantiles: one quantile a call"
    if isinstance(node, exp.WithinGroup):
        return "WITHIN GROUP: write quantile_cont(x, 0.9)"
    if isinstance(node, exp.Filter) and isinstance(node.this, exp.PercentileCont):
        return "FILTER on a quantile: filter the rows in a CTE first"
    return None


def _date_diff(node: exp.Expr) -> str | None:
    if isinstance(node, exp.DateDiff):
        unit = str(node.args.get("unit") or "day").lower()
        if unit != "second":
            return f"date_diff in {unit}s counts boundaries: subtract epochs"
    return None


def _function(node: exp.Expr) -> str | None:
    # By type, not isinstance: try_cast is a kind of cast.
    if not isinstance(node, exp.Func) or type(node) in (*FUNCTIONS, exp.DateDiff):
        return None
    name = node.name if isinstance(node, exp.Anonymous) else node.sql_name().lower()
    hint = INSTEAD.get(name.lower(), "it is not in the portable subset (tests/structure/sql.py)")
    return f"{name}(): {hint}"


def _lost_in_translation(tree: exp.Expr) -> Iterator[str]:
    """Engines whose SQL for this statement cannot be made or read back."""
    for engine in ENGINES:
        try:
            there = tree.sql(dialect=engine, unsupported_level=sqlglot.ErrorLevel.RAISE)
            sqlglot.parse_one(there, read=engine)
        except SqlglotError as error:
            yield f"{engine}: {error}"
