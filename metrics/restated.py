"""Closed weeks that were said otherwise before: as rows, CSV, JSON, or one line of words."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from metrics.catalog import catalog
from metrics.metric import Metric
from metrics.report import as_csv
from metrics.unit import say
from metrics.warehouse import published
from metrics.wording import count

COLUMNS = (
    "week", "metric", "tier", "before", "now", "n_before", "n", "met_before", "met", "reasons",
    "case_count", "cases", "policy", "warehouse", "warehouse_before", "built_at",
)  # fmt: skip
Row = dict[str, Any]


def restated(home: Path, week: str | None = None) -> list[Row]:
    """One row per figure of a closed week that a later build changed (COLUMNS), newest first.

    Tier is None for all tiers together; values in the unit of the metric, None where nothing
    was counted; cases are the first of case_count, None where they are no longer known.
    """
    found = published.restated(home)
    return [_row(line) for line in found if week is None or line["week"] == week]


def sentences(rows: Sequence[Row]) -> list[str]:
    """For each metric over all tiers, what was said last and what is said now, and why."""
    whole = [row for row in rows if row["tier"] is None]
    newest = {(row["week"], row["metric"]): row for row in reversed(whole)}
    return [sentence(row) for row in reversed(newest.values())]


def summary(rows: Sequence[Row]) -> list[str]:
    """The sentences; where nothing changed over all tiers, one that says what did."""
    if not rows:
        return ["No closed week was restated."]
    tiers = ", ".join(sorted({row["tier"] for row in rows if row["tier"] is not None}))
    figures = "1 figure" if len(rows) == 1 else f"{count(len(rows))} figures"
    return sentences(rows) or [
        f"Over all tiers no closed week was restated; by tier, {figures} changed ({tiers})."
    ]


def sentence(row: Row) -> str:
    """`SLA adherence of 2026-W45: 96.0 % (24 of 25) became 92.3 % (24 of 26); late rows, 1
    case: desk T-1.`"""
    metric = catalog().metric(row["metric"])
    figures = [
        _figure(row[now], metric, row[met], row[n])
        for now, met, n in (("before", "met_before", "n_before"), ("now", "met", "n"))
    ]
    return f"{metric.title} of {row['week']}: {figures[0]} became {figures[1]}; {_why(row)}."


def as_text(rows: Sequence[Row], form: str) -> str:
    """CSV with reasons and cases joined by commas, or a JSON array."""
    if form == "json":
        return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"
    flat = [
        row | {name: ", ".join(row[name] or []) for name in ("reasons", "cases")} for row in rows
    ]
    return as_csv(COLUMNS, flat)


def _row(line: Row) -> Row:
    before = line["before"]
    old = {
        "before": before["value"], "now": line["value"], "n_before": before["n"],
        "met_before": before["met"], "warehouse_before": before["warehouse"],
    }  # fmt: skip
    known = line | old
    return {name: known.get(name) for name in COLUMNS}


def _figure(number: float | None, metric: Metric, met: int | None, n: int) -> str:
    unit = metric.unit_of()
    if unit == "count":
        return count(n)
    share = say(number, unit, metric.decimals)
    return share if met is None else f"{share} ({count(met)} of {count(n)})"


def _why(row: Row) -> str:
    reasons = ", ".join(row["reasons"]) or "the reason is no longer known"
    if not row["cases"]:
        return reasons
    shown, many = row["cases"][:3], row["case_count"]
    more = f" and {count(many - len(shown))} more" if many > len(shown) else ""
    cases = "1 case" if many == 1 else f"{count(many)} cases"
    return f"{reasons}, {cases}: {', '.join(shown)}{more}"
