"""Runs the models: each `models/<name>.sql` is one select and becomes the table `<name>`."""

from collections.abc import Iterable
from pathlib import Path

import duckdb

FOLDER = Path(__file__).parent / "models"
PLACING = ("creations", "stg_cases", "case_events")
STATES = ("stg_verdicts", "stg_accounts", "stg_escalations")
STRETCHES = ("stg_beginnings", "stg_changes", "stg_stretches", "states")
LIFE = ("int_cycles", "int_evidence", "int_cases", "int_cadences", "int_turns", "int_turn_spans")
LEDGER = ("int_openings", "int_spans", "int_ledger")
VERDICTS = ("int_breaches", "int_ends", "int_dues", "int_promises")
CLOCK = (("cases' lives", LIFE), ("clocks", LEDGER), ("verdicts", VERDICTS))
PROMISES = (
    "dim_accounts",
    "dim_calendars",
    "stg_descriptions",
    "stg_moments",
    "promises",
    "clock_ledger",
    "fct_cases",
    "fct_promises",
    "fct_segments",
)
MARTS = (
    "fct_standings",
    "fct_clock_moves",
    "int_stays",
    "stg_stay_words",
    "fct_backlog",
    "fct_cycles",
    "int_levels",
    "fct_stays",
    "fct_handoffs",
    "fct_silences",
    "fct_follow_ups",
    "stg_recurrences",
    "fct_recurrences",
    "fct_links",
    "fct_disorders",
    "rejected_rows",
    "loads",
    "sources",
    "unmapped_values",
    "unmatched_accounts",
    "impacts",
    "maintenance",
    "int_impacts",
    "int_stretches",
    "fct_downtime",
    "fct_service_days",
    "fct_account_days",
    "stg_incidents",
    "fct_incidents",
    "fct_touches",
    "fct_felt",
    "surveys",
    "fct_surveys",
    "drills",
    "coverage",
    "training",
    "contacts",
    "vendor_promises",
    "fct_vendor_figures",
)
PASSING = ("stg_", "int_", "creations")  # only the build needs these: they are not kept
VIEWS = (
    "case_events",
    "int_spans",
    "int_ends",
    "int_dues",
    "int_promises",
    "fct_promises",
    "fct_segments",
)
# Large tables go as soon as nothing reads them any more: they would spill to disk.
LAST_READ = {
    "stg_stretches": ("stg_changes", "stg_beginnings"),
    "int_ledger": ("int_turn_spans",),
    "promises": ("int_turns", "int_breaches"),
    "fct_handoffs": ("int_stays",),
}


def text(name: str) -> str:
    """The SQL of a model as it stands in its file."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def run(
    connection: duckdb.DuckDBPyConnection, names: Iterable[str], keep_all: bool = False
) -> None:
    """Create the table of each named model, in the order given; a table whose last reader has
    run goes at once, unless all are to be kept."""
    for name in names:
        kind = "view" if name in VIEWS else "table"
        kept = "temp" if name.startswith(PASSING) else ""
        connection.execute(f"create {kept} {kind} {name} as {text(name)}")
        for passed in () if keep_all else LAST_READ.get(name, ()):
            connection.execute(f"drop table {passed}")
