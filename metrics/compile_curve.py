"""The SQL of the Kaplan-Meier curve itself: from lives to the age at which a quantile is reached.

A life is (line, entry_age, exit_age, is_event); a line is one period and breakdown.
"""

import math

from metrics.scope import Scope, columns, cte

# The share still open at which each quantile is read. The sum of logarithms is compared with a
# tolerance, since 3/4 x 2/3 must reach one half though its logarithms miss it by a rounding.
_STILL_OPEN = {"survival_median": 0.5, "survival_p90": 0.1}
_TOLERANCE = 1e-9


def curve_figures(scope: Scope) -> list[str]:
    """The steps from `lives` to `figures`: the least age at which at most the given share is
    still open, null if it is never reached, and n, how many take part."""
    return [
        cte("marks", _MARKS),
        cte("risk", _RISK),
        cte("steps", _STEPS),
        cte("curve", _CURVE),
        cte("reached", _reached(scope)),
        cte("sizes", _SIZES),
        cte("figures", _figures(scope)),
    ]


# One integer sorts a mark by line, age and kind (0 enters, 1 ends by its event, 2 is cut off):
# windows over one integer cost half of those over three columns. Ages stay under 2^32 seconds
# (136 years); a line number that does not fit beside them is an overflow error, never a wrong
# figure.
_AGES = 2**32
_KEYS = 4 * _AGES
_MARKS = f"""
select
    line * {_KEYS} + entry_age * 4 as mark,
    count(*) as change
from lives
group by line * {_KEYS} + entry_age * 4
union all
select
    line * {_KEYS} + exit_age * 4 + 2 - is_event as mark,
    -count(*) as change
from lives
group by line * {_KEYS} + exit_age * 4 + 2 - is_event
"""
# Who enters at an age is at risk at it, and so is who is cut off at it. A line starts from
# nothing, since whoever enters leaves. When the last one at risk ends, nobody goes on: a step
# no sum climbs back from stands for the logarithm of nothing.
_RISK = """
select
    mark,
    change,
    sum(change) over (
        order by mark
        rows between unbounded preceding and current row
    ) as left_over
from marks
"""
_STEPS = f"""
select
    floor(mark / cast({_KEYS} as double)) as line,
    (mark % {_KEYS} - 1) / 4 as age,
    case
        when left_over > 0 then ln(1 + cast(change as double) / (left_over - change))
        else -1000.0
    end as step
from risk
where mark % 4 = 1
"""
_CURVE = """
select
    line,
    age,
    sum(step) over (
        partition by line
        order by age
        rows between unbounded preceding and current row
    ) as log_open
from steps
"""
_SIZES = """
select
    line,
    count(*) as n
from lives
group by line
"""


def _reached(scope: Scope) -> str:
    limit = math.log(_STILL_OPEN[scope.aggregation]) + _TOLERANCE
    return f"""
select
    line,
    cast(min(age) as double) as value
from curve
where log_open <= {limit!r}
group by line
"""


def _figures(scope: Scope) -> str:
    chosen = columns(
        "periods.position",
        *scope.by("groups"),
        "reached.value",
        "cast(null as bigint) as hits",
        "sizes.n",
    )
    return f"""
select
{chosen}
from periods
cross join groups
join sizes
    on periods.position * groups.size + groups.place = sizes.line
left join reached
    on sizes.line = reached.line
"""
