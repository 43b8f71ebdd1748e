"""The SQL of the confidence band of a Kaplan-Meier quantile: Greenwood's variance, log-log limits.

Source: Brookmeyer and Crowley (1982), with the log-log transformation of Kalbfleisch and Prentice
(1980), as lifelines does it by default: the band of a quantile lies between the ages at which the
lower and the upper 95 % limit of the curve reach its share. It costs a window over every step of
the curve, so it is added only where it is asked for.
"""

import math

from metrics.compile_reach import KEYS, NOTHING, PART, PARTS, piece
from metrics.scope import cte

# The 97.5th percentile of the normal distribution.
_Z = 1.959963984540054
_TOLERANCE = 1e-9
# Nothing is known of a curve that has reached nothing: its last step stands for minus infinity.
_NOTHING = -900.0


_LOWER = f"ln(-log_open) - {_Z} * sqrt(variance) / log_open"
_UPPER = f"ln(-log_open) + {_Z} * sqrt(variance) / log_open"


def band_steps(still_open: float) -> list[str]:
    """The steps from `risk` (see compile_curve.py) to `band`: line, low and high, the least ages
    at which the lower and the upper limit are at most `still_open`; null where a limit is never
    so low. Sums over the parts of a line tell in which parts that can be: they alone are read
    end by end, each in its own order."""
    return [
        cte("losses", _LOSSES),
        cte("spreads", _SPREADS),
        cte("ends", _ends(still_open)),
        cte("variances", _variances(still_open)),
        cte("band", _band(still_open)),
    ]


# One row per end: the logarithm of the share that goes on, and Greenwood's term. Ends of one
# age come one by one: 1 / (n (n - 1)) + 1 / ((n - 1) (n - 2)) is 2 / (n (n - 2)).
_LEFT = "cast(left_over as double)"
_LOSSES = f"""
select
    {piece("mark", PART)} as part,
    (mark % {KEYS} - 1) / 4 as age,
    case when left_over > 0 then ln({_LEFT} / ({_LEFT} + 1.0)) else {NOTHING} end as step,
    case when left_over > 0 then 1.0 / {_LEFT} / ({_LEFT} + 1.0) else 0.0 end as term
from risk
where mark % 4 = 1
"""
_SPREADS = f"""
select
    part,
    line,
    step,
    term,
    sum(step) over in_order as log_open,
    sum(term) over in_order as variance
from (
    select
        part,
        {piece("part", PARTS)} as line,
        sum(step) as step,
        sum(term) as term
    from losses
    group by part
) as summed
window in_order as (
    partition by line
    order by part
    rows between unbounded preceding and current row
)
"""


def _ends(still_open: float) -> str:
    """The part by whose end both limits of a line have reached the share."""
    return f"""
select
    line,
    min(part) as part
from spreads
where log_open > {_NOTHING}
    and {_UPPER} >= {_mark(still_open)!r}
group by line
"""


def _variances(still_open: float) -> str:
    """Within a part the curve falls and its variance grows: no limit in it lies lower than the
    end of the curve less the variance of the end, on the scale of the beginning."""
    most = (
        f"ln(-spreads.log_open) + {_Z} * sqrt(spreads.variance) / (spreads.step - spreads.log_open)"
    )
    return f"""
select
    spreads.line,
    ages.age,
    spreads.log_open - spreads.step + sum(ages.step) over in_order as log_open,
    spreads.variance - spreads.term + sum(ages.term) over in_order as variance
from (
    select
        losses.part,
        losses.age,
        sum(losses.step) as step,
        sum(losses.term) as term
    from losses
    join spreads
        on losses.part = spreads.part
    left join ends
        on spreads.line = ends.line
    where (ends.part is null or losses.part <= ends.part)
        and case
            when spreads.log_open < spreads.step then {most} >= {_mark(still_open)!r}
            else true
        end
    group by losses.part, losses.age
) as ages
join spreads
    on ages.part = spreads.part
window in_order as (
    partition by ages.part
    order by ages.age
    rows between unbounded preceding and current row
)
"""


def _band(still_open: float) -> str:
    """On the log-log scale the curve rises: a limit is at most a share where it is at least
    that share's own log-log."""
    mark = _mark(still_open)
    return f"""
select
    line,
    min(case when {_LOWER} >= {mark!r} then cast(age as double) end) as low,
    min(case when {_UPPER} >= {mark!r} then cast(age as double) end) as high
from variances
where log_open > {_NOTHING}
group by line
"""


def _mark(still_open: float) -> float:
    return math.log(-math.log(still_open)) - _TOLERANCE
