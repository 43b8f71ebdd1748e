"""The SLA clock as Tierline runs it: the models of the build, on staged tables."""

from pathlib import Path

from benchmarks import clock_inputs
from benchmarks.child import ready
from metrics.warehouse import connection, models

# What one case comes to: open seconds of its resolve clock over all cycles, and its last target.
ANSWER = """
    select case_key, max(elapsed_seconds) as elapsed_seconds,
        max_by(target_seconds, cycle) as target_seconds
    from int_ends
    group by case_key
    order by case_key"""


def clock(home: str, policy: str, answer: str) -> int:
    """Writes (case_key, elapsed_seconds, target_seconds) as Parquet; returns the case count."""
    with connection.scratch() as scratch:
        clock_inputs.stage(scratch, home, policy)
        ready()
        models.run(scratch, clock_inputs.TIMED)
        file = Path(answer)
        found = scratch.execute(f"copy ({ANSWER}) to '{file}' (format parquet)").fetchall()
    return int(found[0][0])
