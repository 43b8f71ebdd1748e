"""Integrity tests of a built warehouse; a build that fails one is not published."""

import duckdb

from metrics.errors import WarehouseError

# Each query counts offenders: the build stands only when every count is 0.
CHECKS = {
    "every case reaches fct_cases exactly once": (
        "select abs((select count(*) from stg_cases) - (select count(*) from fct_cases))"
        " + (select count(*) - count(distinct case_key) from fct_cases)"
    ),
    "every promise reaches fct_promises exactly once": (
        "select abs((select count(*) from int_ends) - (select count(*) from fct_promises))"
    ),
    "every ledger row reaches fct_segments exactly once": (
        "select abs((select count(*) from int_ledger) - (select count(*) from fct_segments))"
    ),
    "no promise is decided after the watermark": (
        "select count(*) from fct_promises where decided_at > (select as_of from watermark)"
    ),
    "a promise is decided at its meeting or its breach, never both": (
        "select count(*) from fct_promises"
        " where (state in ('met', 'breached')) <> (decided_at is not null)"
        " or (met_at is not null and breached_at is not null)"
    ),
    "no clock runs longer than the time that passed": (
        "select count(*) from fct_segments"
        " where elapsed_seconds < 0 or elapsed_seconds > epoch(to_at) - epoch(from_at)"
    ),
    "every event is kept, repeated, set aside or after the watermark": (
        "select abs(brought - unplaced - late - (select coalesce(sum(events), 0) from sources)"
        " - coalesce((select sum(rows_duplicate) from repeats), 0)) from event_balance"
    ),
}


def run(connection: duckdb.DuckDBPyConnection) -> None:
    """Run every check. Raises `WarehouseError` naming the first that fails and by how much."""
    for claim, query in CHECKS.items():
        offenders = int(connection.sql(query).fetchall()[0][0] or 0)
        if offenders:
            raise WarehouseError(
                f"the built warehouse fails its check: {claim} ({offenders} rows off)",
                next_step="The old warehouse goes on serving. Please report this.",
            )
