"""Reconciliation: what a source told of its own SLAs beside what we say, and why they differ.

The rules are SQL (reconcile.sql) over the marts and the clock ledger; here they are only run
and counted.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from metrics.errors import QuestionError, did_you_mean
from metrics.report import as_csv
from metrics.warehouse import tables

SQL = Path(__file__).with_name("reconcile.sql")
REASONS = (
    "calendar",
    "pause",
    "target",
    "agent-created",
    "reopen",
    "priority change",
    "clock start",
    "data",
    "unexplained",
)
COLUMNS = (
    "source", "case_id", "promise", "cycle", "compared", "ours", "vendors", "our_seconds",
    "vendor_seconds", "our_target_seconds", "vendor_target_seconds", "wall_seconds",
    "paused_seconds", "reason",
)  # fmt: skip


@dataclass(frozen=True)
class Tally:
    """How often one kind of figure was compared, how often the two agree, and why they do not."""

    compared: str
    n: int
    agree: int
    reasons: dict[str, int]

    @property
    def differ(self) -> int:
        return self.n - self.agree

    @property
    def explained(self) -> int:
        return self.differ - self.reasons.get("unexplained", 0)

    @property
    def text(self) -> str:
        """`17,136 verdicts compared: 9,000 agree, 8,136 differ, 8,000 explained (...).`"""
        why = ", ".join(f"{name} {count:,}" for name, count in self.reasons.items())
        said = f"{self.n:,} {self.compared}s compared: {self.agree:,} agree, {self.differ:,} differ"
        return f"{said}, {self.explained:,} explained ({why})." if why else f"{said}."


def reconcile(cursor: duckdb.DuckDBPyConnection, source: str) -> tuple[list[Tally], pd.DataFrame]:
    """Tallies of verdicts and durations, and one row per disagreement (COLUMNS), by case.

    Durations are seconds; nulls where a side says nothing. Both are empty when the source told
    no verdict or duration of its own. Raises `QuestionError` for a source that is not loaded.
    """
    known = [row[0] for row in cursor.execute("select source from sources").fetchall()]
    if source not in known:
        raise QuestionError(
            f'no source "{source}" is loaded',
            where="--source",
            nearest=did_you_mean(source, known),
            next_step=f"Loaded: {', '.join(sorted(known)) or 'nothing'}.",
        )
    found = tables.frame(cursor.execute(SQL.read_text(encoding="utf-8"), {"source": source}))
    tallies = [_tally(kind, found[found["compared"] == kind]) for kind in ("verdict", "duration")]
    differing = found[~found["is_same"]][list(COLUMNS)].reset_index(drop=True)
    return [tally for tally in tallies if tally.n], differing


def as_text(tallies: list[Tally], differing: pd.DataFrame, form: str) -> str:
    """The disagreements as CSV; as JSON with the tallies before them."""
    rows = [
        {str(name): _plain(value) for name, value in row.items()}
        for row in differing.to_dict("records")
    ]
    if form == "csv":
        return as_csv(COLUMNS, rows)
    counted = [
        {
            "compared": tally.compared, "n": tally.n, "agree": tally.agree,
            "differ": tally.differ, "explained": tally.explained, "reasons": tally.reasons,
        }
        for tally in tallies
    ]  # fmt: skip
    return json.dumps({"tallies": counted, "rows": rows}, ensure_ascii=False, indent=1) + "\n"


def _tally(kind: str, found: pd.DataFrame) -> Tally:
    counts = found["reason"].value_counts()
    reasons = {name: int(counts[name]) for name in REASONS if name in counts}
    return Tally(kind, len(found), int(found["is_same"].sum()), reasons)


def _plain(value: Any) -> Any:
    if value is None or pd.isna(value):
        return None
    return int(value) if isinstance(value, float) else value
