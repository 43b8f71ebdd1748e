"""Clock integrity: what was done to clocks, and events in an order that cannot be."""

from collections.abc import Sequence
from dataclasses import replace

from metrics.figures import Figure
from pages.ui import answers, cards, formats, tables, weeks
from pages.ui.board import Board
from pages.ui.scope import resolve
from pages.ui.sites import BY_PATH, DATA

SPAN = "13w"  # the page has no period of its own: the quarter that other pages open on
RATES = {
    "late_downgrade_rate": ("Lowered late", "severities lowered"),
    "late_pause_rate": ("Paused late", "pauses"),
    "hollow_acknowledgement_rate": ("Hollow", "acknowledgements"),
}


def findings() -> None:
    """A tile each, over the last 13 closed weeks; the kinds of impossible order below."""
    if not weeks.weeks():
        return
    found, _ = resolve(replace(BY_PATH[DATA], period=SPAN), {}, ())
    board = Board(found)
    orders = board.figure("impossible_orders")
    cards.heading("Clock integrity", f"{found.window.name}; each leads to its cases")
    tiles = [*_rates(board), _paused(board), ("Impossible orders", orders, _all(board))]
    cards.tiles(found, tiles, columns=len(tiles))
    if orders.n:
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
    frame = board.by("impossible_orders", "disorder", "source")
    frame = frame.sort_values(["n", "disorder"], ascending=[False, True])
    links: Sequence[dict[str, list[str]]] = [
        board.scope.cases(
            "impossible_orders", {"disorder": row["disorder"], "source": row["source"]}
        )
        for row in frame.to_dict("records")
    ]
    shown = frame[["disorder", "source", "n"]].rename(columns={"n": "cases"})
    alt = f"{len(shown)} kinds of impossible order"
    tables.linked(shown, "disorder", "disorder_rows", alt, links)
