"""The closed table of aggregations and which of them each family of metric allows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Aggregation:
    """One way from rows to a figure; `is_count` says that its unit is a count."""

    name: str
    title: str
    meaning: str
    is_count: bool = False


_ALL = (
    Aggregation("count", "count", "Rows counted in the period.", is_count=True),
    Aggregation("sum", "sum", "Sum of the values of the rows counted."),
    Aggregation("mean", "mean", "Sum divided by rows; null when nothing was counted."),
    Aggregation("median", "median", "Interpolated median of the rows that ended."),
    Aggregation("p90", "p90", "Interpolated 90th percentile of the rows that ended."),
    Aggregation("p95", "p95", "Interpolated 95th percentile of the rows that ended."),
    Aggregation("ratio", "share", "Hits divided by rows, with the Wilson 95 % interval."),
    Aggregation(
        "portion",
        "share of the time",
        "Sum of the values divided by the sum of their bases: a share of time, so that long rows "
        "weigh more. It is no share of cases and has no interval.",
    ),
    Aggregation(
        "survival_median",
        "median, open cases counted",
        "Kaplan-Meier median: open cases count as at least this long. Asked for, with its band.",
    ),
    Aggregation(
        "survival_p90",
        "p90, open cases counted",
        "Kaplan-Meier 90th percentile: open cases count as at least this long. Asked for, with its "
        "band.",
    ),
    Aggregation(
        "per_day",
        "a day",
        "Rows counted divided by the calendar days of the period that have gone: a running day "
        "counts as far as it has gone, days before the first case of the data not at all.",
    ),
    Aggregation("closing", "at the end", "Rows in stock at the end of the period.", is_count=True),
)
AGGREGATIONS: dict[str, Aggregation] = {each.name: each for each in _ALL}
_PLAIN = ("median", "mean", "p90", "p95", "sum", "count")
# The family follows from the aggregation in the header.
FAMILIES: dict[str, str] = {
    "count": "events",
    "sum": "values",
    "mean": "values",
    "median": "values",
    "p90": "values",
    "p95": "values",
    "ratio": "share",
    "portion": "portion",
    "survival_median": "duration",
    "survival_p90": "duration",
    "closing": "stock",
    "per_day": "pace",
}
ALLOWED: dict[str, tuple[str, ...]] = {
    "events": ("count",),
    "values": _PLAIN,
    "share": ("ratio", "sum", "count"),
    "portion": ("portion", "count"),
    "duration": ("survival_median", "survival_p90", *_PLAIN),
    "stock": ("closing",),
    "pace": ("per_day", "count"),
}
# The columns a definition must select beside its time column, dimensions and keys.
COLUMNS: dict[str, tuple[str, ...]] = {
    "events": (),
    "values": ("value",),
    "share": ("value",),
    "portion": ("value", "base"),
    "duration": (
        "started_at",
        "opened_at",
        "ended_at",
        "superseded_at",
        "ended_by_event",
        "value",
    ),
    "stock": ("entered_at", "left_at"),
    "pace": (),
}
