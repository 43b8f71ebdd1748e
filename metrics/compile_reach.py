"""How far a Kaplan-Meier curve has to be read: a first pass over counts, no order of marks.

A mark says that somebody enters or leaves a line (one period and breakdown, numbered) at an age.
"""

import math

from metrics.scope import cte

# The share still open at which each quantile is read.
STILL_OPEN = {"survival_median": 0.5, "survival_p90": 0.1}

# One integer sorts a mark by line, age and kind: windows over one integer cost half of those
# over three columns. Who enters at an age is at risk at it, and so is who is cut off at it
# (`leaves`); who ends by the event has a mark one less, and who hands over leaves just before the
# row that replaces it enters. Ages stay under 2^32 seconds (136 years); a line number that does
# not fit beside them is an overflow error, never a wrong figure.
_AGES = 2**32
KEYS = 4 * _AGES
_KINDS = {"enters": "", "leaves": " + 2", "hands_over": " - 1"}
# A part of a line has 512 seconds: the curve of a median of half an hour is cut off after a few
# parts, and one of a month still has few enough of them.
PART = 4 * 512
PARTS = KEYS // PART
# When the last one at risk ends, nobody goes on: a step no sum climbs back from stands for the
# logarithm of nothing.
NOTHING = -1000.0
_NEVER = -1e18  # no sum of logarithms falls so low


def mark(line: str, age: str, kind: str) -> str:
    """The number of a mark; `kind` is enters, leaves or hands_over (at an age above 0), and
    leaves less 1 is an event."""
    return f"({line}) * {KEYS} + {age} * 4{_KINDS[kind]}"


def reach_steps(aggregation: str, is_whole: bool = False) -> list[str]:
    """The steps from `marks` (mark; those who enter at age 0 are left out) to `lines` (line, n,
    newcomers) and `near` (mark, change): the marks before which every line has reached the
    quantile, those who enter at age 0 among them; all marks if the whole curve is wanted."""
    limit = _NEVER if is_whole else math.log(STILL_OPEN[aggregation])
    return [
        cte("parts", _PART_COUNTS),
        cte("lines", _LINES),
        cte("reaches", _REACHES),
        cte("cuts", first_below("reaches", "left_over", limit)),
        cte("near", _NEAR),
    ]


def piece(number: str, size: int) -> str:
    """Which of the pieces of `size` a number lies in; dividing by a power of two is exact."""
    return f"floor({number} / cast({size} as double))"


_PART_COUNTS = f"""
select
    part,
    {piece("part", PARTS)} as line,
    count(*) as size,
    count(case when mark % 4 = 0 then 1 end) as entered,
    count(case when mark % 4 = 1 then 1 end) as ended,
    count(case when mark % 4 = 3 then 1 end) as handed
from (
    select
        mark,
        {piece("mark", PART)} as part
    from marks
) as parted
group by part
"""
# Whoever leaves a line has entered it: those who do not enter later entered at age 0. Who hands
# over does not count: the row that replaces it does.
_LINES = """
select
    line,
    cast(sum(size - entered - handed) as bigint) as n,
    cast(sum(size - 2 * entered) as bigint) as newcomers
from parts
group by line
"""
# The cut of a line is the part by whose end the curve has certainly reached the quantile.
# However the marks of a part lie, of those at risk in it (there at its start, or entered in it)
# its events leave at most the share below: the curve lies at or below the product of these.
_REACHES = f"""
select
    part,
    line,
    at_risk + 2 * entered - size as left_over,
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
            else {NOTHING}
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


def first_below(table: str, value: str, limit: float) -> str:
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
    on {piece("marks.mark", KEYS)} = cuts.line
where cuts.part is null
    or marks.mark < (cuts.part + 1) * {PART}
union all
select
    cast(line as bigint) * {KEYS} as mark,
    newcomers as change
from lines
union all
select
    cast(line as bigint) * {KEYS} + {KEYS - 1} as mark,
    -left_over as change
from cuts
"""
