"""The SQL of the Kaplan-Meier curve itself: from marks to the age at which a quantile is reached.

The curve is read in three passes, each over fewer rows: counts tell how far it has to be read
at all (`compile_reach`), the marks so far are put in order, and the curve is followed step by
step in the one part where it crosses the quantile.
"""

import math
from collections.abc import Sequence

from metrics.compile_band import band_steps
from metrics.compile_reach import (
    KEYS,
    NOTHING,
    PART,
    PARTS,
    STILL_OPEN,
    first_below,
    piece,
    reach_steps,
)
from metrics.scope import Scope, columns, cte

# The sum of logarithms is compared with a tolerance, since 3/4 x 2/3 must reach one half though
# its logarithms miss it by a rounding.
_TOLERANCE = 1e-9


def curve_figures(scope: Scope, quantiles: Sequence[str] = ()) -> list[str]:
    """The steps from `marks` to `figures`: the least age at which at most the given share is
    still open, null if it is never reached, its confidence band if asked for, and n, how many
    take part. Of several quantiles the curve is read once, and the steps of each end in its
    name: `figures_survival_p90`; the band is that of the question's own."""
    asked = quantiles or (scope.aggregation,)
    farthest = min(asked, key=lambda name: STILL_OPEN[name])
    steps = [
        *reach_steps(farthest, is_whole=scope.has_band),
        cte("risk", _RISK),
        cte("steps", _STEPS),
        cte("sums", _SUMS),
        *(band_steps(STILL_OPEN[scope.aggregation]) if scope.has_band else []),
    ]
    for name in asked:
        steps += _read(scope, name, f"_{name}" if quantiles else "")
    return steps


def _read(scope: Scope, quantile: str, end: str) -> list[str]:
    limit = math.log(STILL_OPEN[quantile]) + _TOLERANCE
    return [
        cte(f"crossed{end}", first_below("sums", "log_open - log_step as log_before", limit)),
        cte(f"curve{end}", _CURVE.format(end=end)),
        cte(f"reached{end}", _REACHED.format(end=end, limit=repr(limit))),
        cte(f"figures{end}", _figures(scope, quantile, end)),
    ]


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
    {piece("mark", PART)} as part,
    mark,
    case
        when left_over > 0 then ln(left_over / (left_over + cast(1 as double)))
        else {NOTHING}
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
        {piece("part", PARTS)} as line,
        sum(step) as log_step
    from steps
    group by part
) as summed
"""


# Only the part of each line in which it reaches the quantile is followed step by step.
_CURVE = f"""
select
    crossed{{end}}.line,
    (steps.mark % {KEYS} - 1) / 4 as age,
    crossed{{end}}.log_before + sum(steps.step) over (
        partition by steps.part
        order by steps.mark
        rows between unbounded preceding and current row
    ) as log_open
from steps
join crossed{{end}}
    on steps.part = crossed{{end}}.part
"""
_REACHED = """
select
    line,
    cast(min(age) as double) as value
from curve{end}
where log_open <= {limit}
group by line
"""


def _figures(scope: Scope, quantile: str, end: str) -> str:
    is_banded = scope.has_band and quantile == scope.aggregation
    ends = [
        f"band.{name}" if is_banded else f"cast(null as double) as {name}"
        for name in ("low", "high")
    ]
    chosen = columns(
        "periods.position",
        *scope.by("groups"),
        f"reached{end}.value",
        *(ends if scope.has_band else ()),
        "cast(null as bigint) as hits",
        "lines.n",
    )
    band = "left join band\n    on lines.line = band.line" if is_banded else ""
    return f"""
select
{chosen}
from periods
cross join groups
join lines
    on periods.position * groups.size + groups.place = lines.line
    and lines.n > 0
left join reached{end}
    on lines.line = reached{end}.line
{band}
"""
