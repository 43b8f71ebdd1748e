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
        cte("parts", _PARTS),
        cte("crossings", _crossings(scope)),
        cte("curve", _CURVE),
        cte("reached", _reached(scope)),
        cte("sizes", _SIZES),
        cte("figures", _figures(scope)),
    ]


# One integer sorts a mark by line, age and kind (0 enters, 1 ends by its event, 2 is cut off):
# windows over one integer cost half of those over three columns. Ages stay under 2^32 seconds
# (136 years); a line number that does not fit beside them is an overflow error, never a wrong
# figure. Many enter at age 0, so entries are counted; nearly every end is alone at its age, and
# those that are not may end one by one: (n - 1) / n x (n - 2) / (n - 1) is (n - 2) / n.
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
    -1 as change
from lives
"""
# Who enters at an age is at risk at it, and so is who is cut off at it. A line starts from
# nothing, since whoever enters leaves. When the last one at risk ends, nobody goes on: a step
# no sum climbs back from stands for the logarithm of nothing.
_RISK = """
select
    mark,
    sum(change) over in_order as left_over,
    row_number() over in_order as place
from marks
window in_order as (
    order by mark
    rows between unbounded preceding and current row
)
"""
# The curve is summed up in parts first and then step by step in the one part where it crosses
# the quantile: a second window over every step would cost as much as the first.
_PART = 512
_STEPS = f"""
select
    floor(mark / cast({_KEYS} as double)) as line,
    floor(place / cast({_PART} as double)) as part,
    (mark % {_KEYS} - 1) / 4 as age,
    case
        when left_over > 0 then ln(left_over / (left_over + cast(1 as double)))
        else -1000.0
    end as step
from risk
where mark % 4 = 1
"""
_PARTS = """
select
    line,
    part,
    log_step,
    sum(log_step) over (
        partition by line
        order by part
        rows between unbounded preceding and current row
    ) as log_open
from (
    select
        line,
        part,
        sum(step) as log_step
    from steps
    group by line, part
) as sums
"""
_CURVE = """
select
    steps.line,
    steps.age,
    crossings.log_before + sum(steps.step) over (
        partition by steps.line
        order by steps.age
        rows between unbounded preceding and current row
    ) as log_open
from steps
join crossings
    on steps.line = crossings.line
    and steps.part = crossings.part
"""
_SIZES = """
select
    line,
    count(*) as n
from lives
group by line
"""


def _crossings(scope: Scope) -> str:
    """The first part of each line at whose end at most the given share is still open."""
    return f"""
select
    line,
    part,
    log_open - log_step as log_before
from (
    select
        line,
        part,
        log_step,
        log_open,
        row_number() over (partition by line order by part) as place
    from parts
    where log_open <= {_limit(scope)!r}
) as crossed
where place = 1
"""


def _reached(scope: Scope) -> str:
    return f"""
select
    line,
    cast(min(age) as double) as value
from curve
where log_open <= {_limit(scope)!r}
group by line
"""


def _limit(scope: Scope) -> float:
    return math.log(_STILL_OPEN[scope.aggregation]) + _TOLERANCE


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
