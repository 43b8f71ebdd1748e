"""The SLA clock as Tierline runs it: the models of the build, on staged tables."""

from pathlib import Path

from benchmarks import clock_inputs
from benchmarks.child import ready
from metrics.warehouse import connection, models

# What one case comes to: open seconds of its resolve clock over all cycles, its last target, and
# the team that had it then.
ANSWER = """
    select case_key, max(elapsed_seconds) as elapsed_seconds,
        max_by(target_seconds, cycle) as target_seconds,
        enum_code(max_by(team, cycle)) as team_code
    from int_ends
    group by case_key
    order by case_key"""


def clock(staged: str, answer: str) -> int:
    """Writes case_key, elapsed_seconds, target_seconds, team_code as Parquet; returns how many."""
    file = Path(staged)
    with connection.building(file, file.with_suffix(".spill")) as built:
        ready()
        models.run(built, clock_inputs.TIMED, keep_all=True)
        found = built.execute(f"copy ({ANSWER}) to '{answer}' (format parquet)").fetchall()
    return int(found[0][0])
