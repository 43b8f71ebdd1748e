"""The chart of Customers: promises kept to every account, and what chance explains. Pure."""

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from metrics import funnel as funnels
from metrics.palette import BAND, BLUE, GREY, MUTED, RED, RED_TEXT, TEAL
from pages.ui import formats
from pages.ui.charts import Chart, empty

HEIGHT = 300
NAMED = 4  # accounts below the funnel that have room for their names; of more, the farthest
STEPS = 120
TICKS = [digit * 10**power for power in range(7) for digit in (1, 2, 3, 5, 7)]
SIDES = ((0, BLUE, 7), (1, TEAL, 9), (-1, RED, 10))  # within, above, below: colour, size


def funnel(frame: pd.DataFrame, whole: float, is_narrow: bool) -> Chart:
    """A dot for each account of account, value, hits, n, side over how many promises were decided;
    the funnel holds what chance alone explains about the share of all (`whole`)."""
    figure, side = empty(HEIGHT), frame["side"]
    _limits(figure, frame["n"], whole)
    for one, colour, size in SIDES:
        figure.add_trace(_dots(frame[side == one], colour, size))
    missed = frame.assign(missed=whole * frame["n"] - frame["hits"])[side < 0]
    below = missed.nlargest(NAMED, "missed")
    _named(figure, below[:1] if is_narrow or len(missed) > NAMED else below)
    least = min(float(frame["value"].min()), whole)
    figure.update_yaxes(range=[max(0.0, 100 * least - 6), 101.5], ticksuffix=" %", nticks=6)
    figure.update_xaxes(
        type="log",
        title_text="promises decided",
        showgrid=False,
        tickvals=TICKS,
        ticktext=[formats.count(tick) for tick in TICKS],
    )
    return Chart(figure, _said(frame, below, whole))


def _limits(figure: go.Figure, counts: pd.Series, whole: float) -> None:
    reach = np.geomspace(max(1, counts.min() / 1.3), counts.max() * 1.3, STEPS)
    steps = np.unique(reach.astype(np.int64))
    for limit, fill in zip(funnels.limits(steps, whole), ("none", "tonexty"), strict=True):
        figure.add_trace(
            go.Scatter(
                x=steps, y=100 * limit, mode="lines", hoverinfo="skip", fill=fill, fillcolor=BAND,
                line={"color": GREY, "width": 1.4, "dash": "dash"},
            )
        )  # fmt: skip
    figure.add_hline(y=100 * whole, line={"color": MUTED, "width": 1, "dash": "dot"})
    figure.add_annotation(
        x=1, xref="paper", y=100 * whole, text=f"all {formats.percent(whole)}", showarrow=False,
        xanchor="right", yanchor="bottom", font={"size": 11, "color": MUTED},
    )  # fmt: skip


def _dots(part: pd.DataFrame, colour: str, size: int) -> go.Scatter:
    said = [formats.share_of(*row) for row in part[["value", "hits", "n"]].itertuples(index=False)]
    return go.Scatter(
        x=part["n"],
        y=100 * part["value"],
        mode="markers",
        marker={"size": size, "color": colour, "opacity": 0.8},
        customdata=part[["account"]].to_numpy(object),
        hovertext=[
            f"<b>{formats.chart_escape(name)}</b><br>{share}"
            for name, share in zip(part["account"], said, strict=True)
        ],
        hovertemplate="%{hovertext}<extra></extra>",
        cliponaxis=False,
    )


def _named(figure: go.Figure, below: pd.DataFrame) -> None:
    for row in below.to_dict("records"):
        figure.add_annotation(
            x=np.log10(row["n"]), y=100 * row["value"], text=formats.chart_escape(row["account"]),
            showarrow=False, xanchor="right", xshift=-8, font={"size": 11, "color": RED_TEXT},
        )  # fmt: skip


def found(side: pd.Series) -> str:
    """`2 below and 1 above what chance explains`."""
    below, above = int((side < 0).sum()), int((side > 0).sum())
    if not below + above:
        return "nobody: all lie within what chance explains"
    return f"{below} below and {above} above what chance explains"


def _said(frame: pd.DataFrame, below: pd.DataFrame, whole: float) -> str:
    names = ", ".join(str(name) for name in below["account"])
    listed = f"; farthest below: {names}" if names else ""
    return (
        f"Promises kept to {len(frame)} accounts, {formats.percent(whole)} of all; "
        f"{found(frame['side'])}{listed}."
    )
