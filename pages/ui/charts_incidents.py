"""The charts of incidents: when services were hurt, how fast that was seen and mended. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from metrics.budgets import FAST, OVERDRAWN, WITHIN
from metrics.palette import AMBER, BLUE, BLUE_TEXT, GREY, INK, MUTED, RED
from metrics.unit import UNITS
from pages.ui import formats
from pages.ui.charts import Chart, empty

LANE = 34  # px of a service
LABELLED = 24  # stretches that still have room for their length
BINS = 28  # of a distribution on a logarithmic axis
TICKS = {60: "1 min", 600: "10 min", 3600: "1 h", 86_400: "1 d", 864_000: "10 d"}
STATES = {OVERDRAWN: RED, FAST: AMBER, WITHIN: BLUE}
HEAVY = ((0.75, RED), (0.25, AMBER), (0.0, BLUE))  # the share of the service that was gone


def gantt(
    hurt: pd.DataFrame,
    windows: pd.DataFrame,
    systems: Sequence[str],
    span: tuple[datetime, datetime],
) -> Chart:
    """One lane per service: stretches in which it was hurt, by how much of it was gone, over
    announced maintenance. `hurt`: system, start_at, end_at, weight, said, link; `windows`:
    system, start_at, end_at; `span` the period. A stretch is drawn wide enough to be hit, and
    says how long it was where there is room."""
    figure = empty(86 + LANE * len(systems))
    figure.add_trace(_spans(windows, "maintenance", GREY, 5))
    for least, colour in HEAVY:
        most = next((each for each, _ in reversed(HEAVY) if each > least), 2.0)
        part = hurt[(hurt["weight"] >= least) & (hurt["weight"] < most)]
        figure.add_trace(_spans(part, "incident", colour, 8))
    if len(hurt) <= LABELLED:
        figure.add_trace(_lengths(hurt, span[0] + 0.6 * (span[1] - span[0])))
    figure.update_layout(barmode="overlay", hovermode="closest")
    figure.update_xaxes(type="date", showgrid=True, range=[*span])
    figure.update_yaxes(
        categoryorder="array", categoryarray=list(reversed(systems)), showgrid=False,
        range=[-0.6, len(systems) - 0.4],
    )  # fmt: skip
    total = (hurt["end_at"] - hurt["start_at"]).dt.total_seconds().sum()
    said = f"{len(hurt)} stretches in which a service was hurt, {formats.span(total)} in all"
    return Chart(figure, f"When each service was hurt. {said}.")


def _lengths(hurt: pd.DataFrame, late: datetime) -> go.Scatter:
    """How long each was, beside it; to its left where it is `late`, and the right has no room."""
    length = (hurt["end_at"] - hurt["start_at"]).dt.total_seconds()
    is_late = hurt["end_at"] > late
    return go.Scatter(
        x=hurt["start_at"].where(is_late, hurt["end_at"]),
        y=hurt["system"],
        mode="text",
        text=[f"\u2003{formats.clock(seconds)}\u2003" for seconds in length],
        textposition=["middle left" if left else "middle right" for left in is_late],
        textfont={"size": 11, "color": MUTED},
        hoverinfo="skip",
        cliponaxis=False,
    )


def _spans(frame: pd.DataFrame, name: str, colour: str, line: int) -> go.Bar:
    is_hurt = "link" in frame
    return go.Bar(
        x=(frame["end_at"] - frame["start_at"]).dt.total_seconds() * 1000,
        y=frame["system"],
        base=frame["start_at"],
        orientation="h",
        width=0.44 if is_hurt else 0.78,
        marker={"color": colour, "line": {"color": colour, "width": line}},
        customdata=[[link] for link in frame["link"]] if is_hurt else None,
        hovertext=frame["said"],
        hovertemplate="%{hovertext}<extra></extra>",
        name=name,
    )


def budgets(frame: pd.DataFrame) -> Chart:
    """How much of its downtime budget each service has used, 100 % marked: system, objective,
    allowed_hours, used_hours, state."""
    rows = frame.to_dict("records")
    figure = empty(58 + 36 * len(frame))
    used = 100 * frame["used_hours"] / frame["allowed_hours"].where(frame["allowed_hours"] > 0)
    used = used.fillna(0.0)
    said = [f"{row['used_hours']:.1f} of {row['allowed_hours']:.1f} h" for row in rows]
    names = [f"{row['system']} {100 * row['objective']:g} %" for row in rows]
    told = zip(names, said, frame["state"], strict=True)
    top = max(float(used.max()), 100.0)
    figure.add_trace(
        go.Bar(
            x=used,
            y=names,
            orientation="h",
            width=0.6,
            marker={"color": [STATES.get(state, BLUE) for state in frame["state"]]},
            customdata=[[system] for system in frame["system"]],
            hovertext=[
                f"{formats.chart_escape(name)}<br>{hours} used<br>{state}"
                for name, hours, state in told
            ],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    )
    figure.add_trace(
        go.Scatter(
            x=[top * 1.04] * len(frame),
            y=names,
            mode="text",
            text=said,
            textposition="middle right",
            textfont={"size": 12, "color": INK},
            hoverinfo="skip",
            cliponaxis=False,
        )
    )
    figure.add_vline(x=100, line={"color": RED, "width": 1.2, "dash": "dash"})
    figure.update_xaxes(
        range=[0, top * 1.5], tickvals=[0, 100], ticktext=["0", "100 %"], showgrid=True, tickangle=0
    )
    figure.update_yaxes(autorange="reversed", showgrid=False)
    every = "; ".join(f"{name}: {hours}" for name, hours in zip(names, said, strict=True))
    return Chart(figure, f"Downtime budget used by service. {every}.")


def speeds(rows: Mapping[str, pd.Series], figures: Mapping[str, tuple[float, float, int]]) -> Chart:
    """How long each step took, one lane per step on a logarithmic axis of time: bars count
    incidents, lines mark median and p90. `rows` are seconds by step, `figures` (median, p90, n)
    in seconds as the metrics say them."""
    steps = list(rows)
    figure = empty(70 + 78 * len(steps))
    known = [rows[step][rows[step] > 0] for step in steps]
    every = pd.concat(known) if known else pd.Series(dtype=float)
    low, high = max(float(every.min()), 10.0), max(float(every.max()), 60.0)
    edges = np.geomspace(low * 0.98, high * 1.02, BINS + 1)
    for lane, (step, seconds) in enumerate(zip(steps, known, strict=True)):
        base = len(steps) - 1 - lane
        figure.add_trace(_lane(seconds, edges, base))
        _marks(figure, figures[step], base)
    ticks = {at: name for at, name in TICKS.items() if edges[0] <= at <= edges[-1]}
    figure.update_xaxes(
        type="log", tickvals=list(ticks), ticktext=list(ticks.values()), tickangle=0
    )
    figure.update_yaxes(
        tickvals=[len(steps) - 0.7 - lane for lane in range(len(steps))], ticktext=steps,
        showgrid=False, range=[-0.1, len(steps)],
    )  # fmt: skip
    figure.update_layout(bargap=0)
    said = "; ".join(
        f"{step}: median {formats.value(m, 'seconds')}, p90 {formats.value(p, 'seconds')}, n {n}"
        for step, (m, p, n) in figures.items()
    )
    return Chart(figure, f"How long each step took. {said}.")


def _lane(seconds: pd.Series, edges: np.ndarray, base: int) -> go.Bar:
    counts, _ = np.histogram(seconds, bins=edges)
    height = 0.62 * counts / max(int(counts.max()), 1)
    said = [
        f"{formats.value(a, 'seconds')} to {formats.value(b, 'seconds')}: {formats.count(n)}"
        for a, b, n in zip(edges, edges[1:], counts, strict=False)
    ]
    return go.Bar(
        x=np.sqrt(edges[:-1] * edges[1:]),
        y=height,
        base=base,
        width=np.diff(edges) * 0.9,
        marker={"color": BLUE, "opacity": 0.55, "line": {"width": 0}},
        hovertext=said,
        hovertemplate="%{hovertext}<extra></extra>",
    )


def _marks(figure: go.Figure, marks: tuple[float, float, int], base: int) -> None:
    """The median and the p90 as lines with their words; none where nothing was counted."""
    median, p90, _ = marks
    names = ((median, "median", BLUE_TEXT), (p90, "p90", MUTED))
    for at, name, colour in names:
        if at is None or np.isnan(at) or at <= 0:
            continue
        line = {"color": colour, "width": 2 if name == "median" else 1}
        figure.add_shape(type="line", x0=at, x1=at, y0=base, y1=base + 0.72, line=line)
        figure.add_annotation(
            x=float(np.log10(at)), y=base + 0.74, text=f"{name} {formats.value(at, 'seconds')}",
            showarrow=False, yanchor="bottom", font={"size": 11, "color": colour},
            xanchor="right" if name == "median" else "left",
        )  # fmt: skip


def seconds(values: pd.Series, unit: str) -> pd.Series:
    """Values of a metric's unit as seconds."""
    return values.astype(float) * float(UNITS[unit].seconds or 1)
