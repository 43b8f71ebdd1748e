"""The SQL of the confidence band of a Kaplan-Meier quantile: Greenwood's variance, log-log limits.

Source: Brookmeyer and Crowley (1982), with the log-log transformation of Kalbfleisch and Prentice
(1980), as lifelines does it by default: the band of a quantile lies between the ages at which the
lower and the upper 95 % limit of the curve reach its share. It costs a window over every step of
the curve, so it is added only where it is asked for.
"""

import math

from metrics.scope import cte

# The 97.5th percentile of the normal distribution.
_Z = 1.959963984540054
_TOLERANCE = 1e-9
# Nothing is known of a curve that has reached nothing: its last step stands for minus infinity.
_NOTHING = -900.0


def limit_steps(keys: int) -> list[str]:
    """The steps from `risk` (see compile_curve.py; a line has `keys` marks) to `limits`: line,
    age, and the two limits of its curve there on the log-log scale."""
    return [
        cte("losses", _losses(keys)),
        cte("variances", _VARIANCES),
        cte("limits", _LIMITS),
    ]


def _losses(keys: int) -> str:
    """One row per end: the logarithm of the share that goes on, and Greenwood's term. Ends of one
    age come one by one: 1 / (n (n - 1)) + 1 / ((n - 1) (n - 2)) is 2 / (n (n - 2))."""
    left = "cast(left_over as double)"
    return f"""
select
    floor(mark / cast({keys} as double)) as line,
    (mark % {keys} - 1) / 4 as age,
    case when left_over > 0 then ln({left} / ({left} + 1.0)) else -1000.0 end as step,
    case when left_over > 0 then 1.0 / {left} / ({left} + 1.0) else 0.0 end as term
from risk
where mark % 4 = 1
"""


_VARIANCES = """
select
    line,
    age,
    sum(step) over in_order as log_open,
    sum(term) over in_order as variance
from (
    select
        line,
        age,
        sum(step) as step,
        sum(term) as term
    from losses
    group by line, age
) as ages
window in_order as (
    partition by line
    order by age
    rows between unbounded preceding and current row
)
"""
_LIMITS = f"""
select
    line,
    cast(age as double) as age,
    ln(-log_open) - {_Z} * sqrt(variance) / log_open as lower,
    ln(-log_open) + {_Z} * sqrt(variance) / log_open as upper
from variances
where log_open > {_NOTHING}
"""


def band(still_open: float) -> str:
    """line, low and high: the least ages at which the lower and the upper limit are at most
    `still_open`, null where a limit is never so low. On the log-log scale the curve rises: a
    limit is at most a share where it is at least that share's own log-log."""
    mark = math.log(-math.log(still_open)) - _TOLERANCE
    return f"""
select
    line,
    min(case when lower >= {mark!r} then age end) as low,
    min(case when upper >= {mark!r} then age end) as high
from limits
group by line
"""
