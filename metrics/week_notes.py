"""The tiles of a week: what each is called and what stands under it. Words only."""

from metrics import statistics
from metrics.budgets import OVERDRAWN
from metrics.figures import Figure
from metrics.question import Question
from metrics.week_board import WeekBoard
from metrics.wording import count, counted, total, typical

TITLES = {
    "sla_adherence": "SLA adherence",
    "open_breaches": "Open breaches",
    "acknowledge_time": "Acknowledged in",
    "resolution_time": "Resolved in",
    "major_incidents": "Major incidents",
    "uptime": "Uptime",
}
TIMES = ("acknowledge_time", "resolution_time")


def tiles(board: WeekBoard) -> list[tuple[str, Figure, str]]:
    """(title, figure, what stands under it), in their order."""
    notes = {
        "sla_adherence": decided(board),
        "open_breaches": breaches(board),
        **{name: median(board, name) for name in TIMES},
        "major_incidents": majors(board),
        "uptime": budgets(board),
    }
    return [(title, board.figures[name], notes[name]) for name, title in TITLES.items()]


def questions(board: WeekBoard) -> list[tuple[str, Question]]:
    """What the tiles and their notes ask, each with what to call it."""
    found = []
    for name, title in TITLES.items():
        asked = board.figures[name].asked
        found += [(title, asked)] if asked else []
        found += [(f"{title}, p90", p90(board, name))] if name in TIMES else []
    return [
        *found,
        ("Open breaches, all tiers", _all_breaches(board)),
        ("Open post-mortems", board.question("open_postmortems")),
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
    every = count(_asked(board, _all_breaches(board)))
    top = board.top_tier or "all tiers"
    return f"{top}, of {every} in all tiers"


def median(board: WeekBoard, metric: str) -> str:
    """`median, open cases counted · p90 14.6 h · n 94`."""
    figure = board.figures[metric]
    high = _asked(board, p90(board, metric))
    return typical(high, figure.unit, figure.n, "median, open cases counted")


def p90(board: WeekBoard, metric: str) -> Question:
    """What the p90 beside a median asks."""
    return board.question(metric, aggregation="survival_p90")


def majors(board: WeekBoard) -> str:
    """`2 post-mortems open at the end`."""
    owed = _asked(board, board.question("open_postmortems"))
    return f"{counted(owed, 'post-mortem')} open at the end"


def budgets(board: WeekBoard) -> str:
    """`Public API: budget of 2026-Q4 overdrawn`, or what the service with the least left has in
    the quarter of the week, as it stood when the week ended."""
    found = board.answers.listed("budgets", until=board.week.end)
    if found.empty:
        return "maintenance left out"
    least = found.iloc[0]
    name, quarter = least["system"], least["quarter"]
    if least["state"] == OVERDRAWN:
        return f"{name}: budget of {quarter} overdrawn"
    left = total(least["left_hours"], "hours")
    return f"{name} has {left} of its budget of {quarter} left"


def _all_breaches(board: WeekBoard) -> Question:
    return board.question("open_breaches", (("tier", ()),))


def _asked(board: WeekBoard, question: Question) -> float:
    return board.answers.ask(question).iloc[0]["value"]
