"""The matrix of tiers and promises; pure. Colour says how sure a miss is, and so do the words."""

from collections.abc import Sequence

import plotly.graph_objects as go

from metrics.cell import MEANINGS, Cell
from metrics.palette import INK, MUTED, TINTS
from pages.ui.charts import DRAG, TALL, Chart, empty
from pages.ui.formats import chart_escape
from pages.ui.words import promise as promise_word

ROOMY = 3  # columns whose names have room; more of them are set smaller, never aslant


def matrix(
    cells: Sequence[Cell],
    rows: Sequence[str],
    columns: Sequence[str],
    height: int | None = None,
    is_flat: bool = False,
) -> Chart:
    """Tiers down, promises across. Each square is a bar, so that the whole of it takes a click.
    In flat rows percent and counts stand in one line."""
    figure = empty(height or (TALL if len(rows) > 1 else 140))
    place = {(cell.row, cell.column): cell for cell in cells}
    there = [
        (index, place[(row, column)])
        for index, column in enumerate(columns)
        for row in rows
        if (row, column) in place
    ]
    figure.add_trace(
        go.Bar(
            x=[0.96] * len(there),
            y=[cell.row for _, cell in there],
            base=[index + 0.02 for index, _ in there],
            orientation="h",
            width=0.92,
            marker={"color": [TINTS[cell.state] for _, cell in there], "line": {"width": 0}},
            customdata=[[cell.row, cell.column] for _, cell in there],
            hovertext=[_hover(cell) for _, cell in there],
            hovertemplate="%{hovertext}<extra></extra>",
            unselected={"marker": {"opacity": 1}},
        )
    )
    figure.add_trace(_texts(there, is_flat, len(columns) > ROOMY))
    ticks = [index + 0.5 for index in range(len(columns))]
    labels = [promise_word(column).replace(" ", "<br>") for column in columns]
    small = {"size": 10 if len(columns) > ROOMY else 12, "color": MUTED}
    figure.update_layout(barmode="overlay", clickmode="event+select", dragmode=DRAG)
    figure.update_xaxes(
        tickvals=ticks, ticktext=labels, range=[0, len(columns)], showgrid=False, zeroline=False,
        tickangle=0, tickfont=small,
    )  # fmt: skip
    figure.update_yaxes(
        autorange="reversed", showgrid=False, categoryorder="array", categoryarray=list(rows)
    )
    said = "; ".join(f"{c.row} {promise_word(c.column)} {_plain(c)}" for c in cells)
    return Chart(
        figure, f"Adherence by {'tier, severity' if height else 'tier'} and promise. {said}."
    )


def _texts(there: Sequence[tuple[int, Cell]], is_flat: bool, is_tight: bool) -> go.Scatter:
    return go.Scatter(
        x=[index + 0.5 for index, _ in there],
        y=[cell.row for _, cell in there],
        mode="text",
        text=[_text(cell, "  " if is_flat else "<br>") for _, cell in there],
        textfont={"size": 10 if is_tight else 12, "color": INK},
        hoverinfo="skip",
    )


def _text(cell: Cell, between: str) -> str:
    """Percent over met/decided; counts only under five."""
    return f"<b>{cell.percent}</b>{between}{cell.counts}" if cell.percent else cell.counts


def _plain(cell: Cell) -> str:
    counts = cell.counts.replace("/", " of ")
    return f"{cell.percent}, {counts}" if cell.percent else counts


def _hover(cell: Cell) -> str:
    head = f"<b>{chart_escape(cell.row)} · {promise_word(cell.column)}</b>"
    return f"{head}<br>{_plain(cell)}<br>{MEANINGS[cell.state]}"


def names(cells: Sequence[Cell]) -> list[tuple[str, str]]:
    """(tier, promise) of the cells that have cases to show."""
    return [(cell.row, cell.column) for cell in cells if cell.decided]
