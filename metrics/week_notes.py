"""The tiles of a week: what each is called and what stands under it. Words only."""

from metrics import statistics
from metrics.budgets import OVERDRAWN
from metrics.figures import Figure
from metrics.week_board import WeekBoard
from metrics.wording import count, counted, total, value


def tiles(board: WeekBoard) -> list[tuple[str, Figure, str]]:
    """(title, figure, what stands under it), in their order."""
    figures = board.figures
    return [
        ("SLA adherence", figures["sla_adherence"], decided(board)),
        ("Open breaches", figures["open_breaches"], breaches(board)),
        ("Acknowledged in", figures["acknowledge_time"], median(board, "acknowledge_time")),
        ("Resolved in", figures["resolution_time"], median(board, "resolution_time")),
        ("Major incidents", figures["major_incidents"], majors(board)),
        ("Uptime", figures["uptime"], budgets(board)),
    ]


def decided(board: WeekBoard) -> str:
    """`239 of 254 decided · 95 %: 90.5–96.4 %`."""
    figure = board.figures["sla_adherence"]
    if not figure.n:
        return "nothing decided"
    if figure.is_few:
        return f"decided; under {statistics.FEWEST_DECIDED}, so no percentage"
    low, high = figure.row["low"], figure.row["high"]
    interval = f"{100 * low:.1f}–{100 * high:.1f} %"
    met, decided = count(figure.row["hits"]), count(figure.n)
    return f"{met} of {decided} decided · 95 %: {interval}"


def breaches(board: WeekBoard) -> str:
    """`Platinum, of 5 in all tiers`."""
    every = count(board.once("open_breaches", (("tier", ()),))["value"])
    top = board.top_tier or "all tiers"
    return f"{top}, of {every} in all tiers"


def median(board: WeekBoard, metric: str) -> str:
    """`median, open cases counted · p90 14.6 h · n 94`."""
    figure = board.figures[metric]
    if not figure.n:
        return "nothing counted"
    p90 = value(board.once(metric, aggregation="survival_p90")["value"], figure.unit)
    return f"median, open cases counted · p90 {p90} · n {count(figure.n)}"


def majors(board: WeekBoard) -> str:
    """`2 post-mortems open at the end`."""
    owed = board.once("open_postmortems")["value"]
    return f"{counted(owed, 'post-mortem')} open at the end"


def budgets(board: WeekBoard) -> str:
    """`Public API: budget overdrawn`, or what the service with the least left has."""
    found = board.answers.listed("budgets")
    if found.empty:
        return "maintenance left out"
    least = found.iloc[0]
    name = least["system"]
    if least["state"] == OVERDRAWN:
        return f"{name}: budget of the quarter overdrawn"
    left = total(least["left_hours"], "hours")
    return f"{name} has {left} of its budget left this quarter"
