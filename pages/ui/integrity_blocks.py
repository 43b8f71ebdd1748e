"""Clock integrity: what was done to clocks, and events in an order that cannot be."""

from dataclasses import replace
from datetime import timedelta

from metrics.figures import Figure
from metrics.window import Window, bounds
from pages.ui import answers, cards, export, formats, tables, weeks
from pages.ui.board import Board
from pages.ui.export import Download
from pages.ui.link import MOST_DAYS
from pages.ui.scope import resolve
from pages.ui.sites import BY_PATH, DATA

SPAN = "13w"  # the page has no period of its own: the quarter that other pages open on
RATES = {
    "late_downgrade_rate": ("Lowered late", "severities lowered"),
    "late_pause_rate": ("Paused late", "pauses"),
    "hollow_acknowledgement_rate": ("Hollow", "acknowledgements"),
}


def findings() -> None:
    """A tile each, over the last 13 closed weeks; below, all impossible orders by their kind."""
    if not weeks.weeks():
        return
    found, _ = resolve(replace(BY_PATH[DATA], period=SPAN), {}, ())
    board = Board(found)
    orders = board.figure("impossible_orders")
    cards.heading("Clock integrity", f"{found.window.name}; each leads to its cases")
    tiles = [*_rates(board), _paused(board), ("Impossible orders", orders, _all(board))]
    cards.tiles(found, tiles, columns=len(tiles))
    _kinds(board)


def _rates(board: Board) -> list[tuple[str, Figure, str]]:
    figures = {name: board.figure(name) for name in RATES}
    return [
        (title, figures[name], f"{_hits(figures[name])} of {formats.count(figures[name].n)} {what}")
        for name, (title, what) in RATES.items()
    ]


def _hits(figure: Figure) -> str:
    return formats.count(figure.row["hits"]) if figure.n else "0"


def _paused(board: Board) -> tuple[str, Figure, str]:
    figure = board.figure("paused_share")
    return "Paused", figure, "of the time in statuses that ended"


def _all(board: Board) -> str:
    """How many there have ever been: a mistake of last year still is one."""
    asked = board.scope.question("impossible_orders", start=None, end=None)
    return f"{formats.count(answers.ask(asked).iloc[0]['n'])} in all the data"


def _kinds(board: Board) -> None:
    """The kinds of impossible order by source, each with its cases: of all the data, or of the
    last three years in which one was found, which is as long as a link may be."""
    asked = board.scope.question("impossible_orders", start=None, end=None)
    found_at = answers.behind(asked)["found_at"]
    if found_at.empty:
        return
    end = found_at.max().to_pydatetime() + timedelta(seconds=1)
    start = max(found_at.min().to_pydatetime(), end - timedelta(days=MOST_DAYS - 2))
    span = Window("", start, end, is_open=False)
    by = ("disorder", "source")
    question = board.scope.question("impossible_orders", span, by=by)
    frame = answers.ask(question).sort_values(["n", "disorder"], ascending=[False, True])
    links = [
        board.scope.cases("impossible_orders", {key: row[key] for key in by}, span)
        for row in frame.to_dict("records")
    ]
    shown = frame[["disorder", "source", "n"]].rename(columns={"n": "cases"})
    alt = f"{len(shown)} kinds of impossible order"
    first, last = bounds(span, board.scope.zone)
    with cards.card("disorders"):
        days = f"on {first}" if first == last else f"{first} to {last}"
        cards.heading("Impossible orders by kind", f"{days}; select one for its cases")
        tables.linked(shown, "disorder", "disorder_rows", alt, links)
        download = Download(lambda: answers.behind(question), "impossible-orders", question)
        export.foot(download, "disorders")
