"""The SQL of the Kaplan-Meier curve itself: from marks to the age at which a quantile is reached.

A mark says that somebody enters or leaves a line (one period and breakdown, numbered) at an age.
The curve is read in three passes, each over fewer rows: counts in coarse parts of each line tell
how far it has to be read at all, the marks so far are put in order, and the curve is followed
step by step in the one part where it crosses the quantile.
"""

import math

from metrics.scope import Scope, columns, cte

# The share still open at which each quantile is read. The sum of logarithms is compared with a
# tolerance, since 3/4 x 2/3 must reach one half though its logarithms miss it by a rounding.
_STILL_OPEN = {"survival_median": 0.5, "survival_p90": 0.1}
_TOLERANCE = 1e-9

# One integer sorts a mark by line, age and kind: windows over one integer cost half of those
# over three columns. Who enters at an age is at risk at it, and so is who is cut off at it
# (`leaves`); who ends by the event has a mark one less. Ages stay under 2^32 seconds (136
# years); a line number that does not fit beside them is an overflow error, never a wrong figure.
_AGES = 2**32
_KEYS = 4 * _AGES
_KINDS = {"enters": 0, "leaves": 2}
# A part of a line has 512 seconds: the curve of a median of half an hour is cut off after a few
# parts, and one of a month still has few enough of them.
_PART = 4 * 512
_PARTS = _KEYS // _PART
# When the last one at risk ends, nobody goes on: a step no sum climbs back from stands for the
# logarithm of nothing.
_NOTHING = -1000.0


def mark(line: str, age: str, kind: str) -> str:
    """The number of a mark; `kind` is enters or leaves, and leaves less 1 is an event."""
    number = f" + {_KINDS[kind]}" if _KINDS[kind] else ""
    return f"({line}) * {_KEYS} + {age} * 4{number}"


def curve_figures(scope: Scope) -> list[str]:
    """The steps from `marks` (mark; those who enter at age 0 are left out) to `figures`: the
    least age at which at most the given share is still open, null if it is never reached, and
    n, how many take part."""
    return [
        cte("parts", _PART_COUNTS),
        cte("lines", _LINES),
        cte("reaches", _REACHES),
        cte("cuts", _cuts(scope)),
        cte("near", _NEAR),
        cte("risk", _RISK),
        cte("steps", _STEPS),
        cte("sums", _SUMS),
        cte("crossed", _crossed(scope)),
        cte("curve", _CURVE),
        cte("reached", _reached(scope)),
        cte("figures", _figures(scope)),
    ]


def _floor(number: str, size: int) -> str:
    """Which of the pieces of `size` a number lies in; dividing by a power of two is exact."""
    return f"floor({number} / cast({size} as double))"


_PART_COUNTS = f"""
select
    part,
    {_floor("part", _PARTS)} as line,
    count(*) as size,
    count(case when mark % 4 = 0 then 1 end) as entered,
    count(case when mark % 4 = 1 then 1 end) as ended
from (
    select
        mark,
        {_floor("mark", _PART)} as part
    from marks
) as parted
group by part
"""
# Whoever leaves a line has entered it: those who do not enter later entered at age 0.
_LINES = """
select
    line,
    cast(sum(size - entered) as bigint) as n,
    cast(sum(size - 2 * entered) as bigint) as newcomers
from parts
group by line
"""
# However the marks of a part lie, of those at risk in it (there at its start, or entered in it)
# its events leave at most the share below: the curve lies at or below the product of these.
_REACHES = f"""
select
    part,
    line,
    at_risk + 2 * entered - size as left_over,
    log_most,
    sum(log_most) over (
        partition by line
        order by part
        rows between unbounded preceding and current row
    ) as log_open
from (
    select
        part,
        line,
        size,
        entered,
        at_risk,
        case
            when ended = 0 then 0.0
            when at_risk + entered > ended
                then ln(1 - ended / cast(at_risk + entered as double))
            else {_NOTHING}
        end as log_most
    from (
        select
            part,
            line,
            size,
            entered,
            ended,
            cast(sum(size - 2 * entered) over (
                partition by line
                order by part
                rows between current row and unbounded following
            ) as bigint) as at_risk
        from parts
    ) as running
) as bounded
"""


def _cuts(scope: Scope) -> str:
    """The part of each line by whose end the curve has certainly reached the quantile, and who
    goes on beyond it."""
    return _first_below("reaches", "left_over", math.log(_STILL_OPEN[scope.aggregation]))


def _first_below(table: str, value: str, limit: float) -> str:
    """The first part of each line at whose end the sum of logarithms is at most the limit."""
    return f"""
select
    part,
    line,
    {value}
from (
    select
        *,
        row_number() over (partition by line order by part) as place
    from {table}
    where log_open <= {limit!r}
) as below
where place = 1
"""


# Each line begins with those who enter at age 0. Nobody is looked at beyond its cut: those who
# go on leave it there, so that the next line starts from nothing again.
_NEAR = f"""
select
    marks.mark,
    case when marks.mark % 4 = 0 then 1 else -1 end as change
from marks
left join cuts
    on {_floor("marks.mark", _KEYS)} = cuts.line
where cuts.part is null
    or marks.mark < (cuts.part + 1) * {_PART}
union all
select
    cast(line as bigint) * {_KEYS} as mark,
    newcomers as change
from lines
union all
select
    cast(line as bigint) * {_KEYS} + {_KEYS - 1} as mark,
    -left_over as change
from cuts
"""
_RISK = """
select
    mark,
    sum(change) over (
        order by mark
        rows between unbounded preceding and current row
    ) as left_over
from near
"""
# Several who end at one age may end one by one: (n - 1) / n x (n - 2) / (n - 1) is (n - 2) / n.
_STEPS = f"""
select
    {_floor("mark", _PART)} as part,
    mark,
    case
        when left_over > 0 then ln(left_over / (left_over + cast(1 as double)))
        else {_NOTHING}
    end as step
from risk
where mark % 4 = 1
"""
_SUMS = f"""
select
    part,
    line,
    log_step,
    sum(log_step) over (
        partition by line
        order by part
        rows between unbounded preceding and current row
    ) as log_open
from (
    select
        part,
        {_floor("part", _PARTS)} as line,
        sum(step) as log_step
    from steps
    group by part
) as summed
"""


def _crossed(scope: Scope) -> str:
    """The part of each line in which the curve reaches the quantile."""
    return _first_below("sums", "log_open - log_step as log_before", _limit(scope))


_CURVE = f"""
select
    crossed.line,
    (steps.mark % {_KEYS} - 1) / 4 as age,
    crossed.log_before + sum(steps.step) over (
        partition by steps.part
        order by steps.mark
        rows between unbounded preceding and current row
    ) as log_open
from steps
join crossed
    on steps.part = crossed.part
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
        "lines.n",
    )
    return f"""
select
{chosen}
from periods
cross join groups
join lines
    on periods.position * groups.size + groups.place = lines.line
left join reached
    on lines.line = reached.line
"""
