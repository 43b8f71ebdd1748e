"""The charts of Backlog & flow; pure."""

from collections.abc import Mapping, Sequence

import pandas as pd
import plotly.graph_objects as go

from metrics.palette import AMBER, BLUE, BLUE_TEXT, GRID, INK, MUTED, RED, TEAL, TEAL_TEXT, tint
from pages.ui.charts import TALL, Chart, empty, months

AGES = {
    "00-01 d": "< 1 d",
    "01-03 d": "1–3 d",
    "03-07 d": "3–7 d",
    "07-30 d": "7–30 d",
    "30 d or more": "≥ 30 d",
}
LATENCIES = {
    "01-05 d": "1–5 d",
    "05-10 d": "5–10 d",
    "10-30 d": "10–30 d",
    "30 d or more": "≥ 30 d",
}
SHADES = (tint(BLUE, 0.22), tint(BLUE, 0.5), tint(BLUE, 0.8), tint(AMBER, 0.6), tint(RED, 0.7))
WORDS = {"Opened": BLUE_TEXT, "Resolved": TEAL_TEXT, "Open at end": MUTED}
COLOURS = {"Opened": BLUE, "Resolved": TEAL, "Open at end": MUTED}
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
HEAT = [[0, tint(BLUE, 0.04)], [1, tint(BLUE, 0.95)]]


def flow(series: Mapping[str, tuple[str, pd.DataFrame]], room: float = 0.2) -> Chart:
    """Weekly lines of what came in and went out, over the stock at each week's end.

    `series` maps a name to (metric, frame of start_at on the wall clock, period, value, n);
    `room` is the share of the width that the names at the ends of the lines need.
    """
    figure = empty(TALL)
    stock = [name for name, (metric, _) in series.items() if metric.startswith("open")]
    for name, (metric, weeks) in series.items():
        below = name in stock
        figure.add_trace(_line(name, metric, weeks, "y2" if below else "y"))
        _named(figure, name, weeks, "y2" if below else "y")
    starts = next(iter(series.values()))[1]["start_at"]
    step = (starts.iloc[-1] - starts.iloc[0]) / max(len(starts) - 1, 1)
    end = starts.iloc[-1] + room * (starts.iloc[-1] - starts.iloc[0] + step)
    figure.update_layout(
        yaxis={"domain": [0.42, 1], "gridcolor": GRID, "rangemode": "tozero", "nticks": 5},
        yaxis2={"domain": [0, 0.3], "gridcolor": GRID, "rangemode": "tozero", "nticks": 3},
    )
    figure.update_yaxes(fixedrange=True, automargin=True, zeroline=False, tickfont_color=MUTED)
    figure.update_xaxes(
        showgrid=False, anchor="y2", range=[starts.iloc[0] - 0.5 * step, end], **months(starts)
    )
    said = "; ".join(
        f"{name} {weeks['value'].iloc[-1]:,.0f} in the last week"
        for name, (_, weeks) in series.items()
    )
    return Chart(figure, f"Cases by week, {len(starts)} weeks. {said}.")


def so_far(opened: pd.DataFrame, ended: pd.DataFrame) -> Chart:
    """All openings and all endings up to each week's end; what lies between them is open."""
    figure = empty(TALL)
    pairs = (
        ("Ended", ended, TEAL, TEAL_TEXT, None),
        ("Opened", opened, BLUE, BLUE_TEXT, "tonexty"),
    )
    for name, weeks, colour, text, fill in pairs:
        figure.add_trace(
            go.Scatter(
                x=weeks["start_at"],
                y=weeks["value"],
                mode="lines+markers",
                line={"color": colour, "width": 2},
                marker={"size": 5},
                fill=fill,
                fillcolor=tint(MUTED, 0.25),
                customdata=[[name.lower(), period] for period in weeks["period"]],
                hovertemplate=f"%{{customdata[1]}}: {name.lower()} <b>%{{y:,}}</b><extra></extra>",
            )
        )
        last = weeks.iloc[-1]
        figure.add_annotation(
            x=last["start_at"], y=last["value"], xanchor="left", xshift=8, showarrow=False,
            yshift=9 if fill else -9, text=f"<b>{last['value']:,.0f}</b> {name.lower()}",
            font={"size": 12, "color": text},
        )  # fmt: skip
    starts = opened["start_at"]
    room = (starts.iloc[-1] - starts.iloc[0] + pd.Timedelta(days=7)) * 0.24
    figure.update_xaxes(
        showgrid=False, range=[starts.iloc[0], starts.iloc[-1] + room], **months(starts)
    )
    figure.update_yaxes(nticks=5, tickformat=",")
    totals = [float(weeks["value"].iloc[-1]) for weeks in (opened, ended)]
    said = f"{totals[0]:,.0f} opened, {totals[1]:,.0f} ended, {totals[0] - totals[1]:,.0f} open"
    return Chart(figure, f"Openings and endings so far by week, {len(starts)} weeks. {said}.")


def ages(
    frame: pd.DataFrame,
    tiers: Sequence[str],
    by: str = "age_band",
    bands: Mapping[str, str] = AGES,
    what: str = "open",
) -> Chart:
    """Stacked bars of open cases: a tier a row, a band a colour, named above the longest row;
    `bands` names the values of the breakdown `by`, `what` says of what they are the length."""
    figure = empty(TALL)
    there = {(tier, band): n for tier, band, n in counts(frame, "tier", by)}
    for (band, name), colour in zip(bands.items(), SHADES[-len(bands) :], strict=True):
        values = [there.get((tier, band), 0) for tier in tiers]
        figure.add_trace(
            go.Bar(
                x=values,
                y=list(tiers),
                name=name,
                orientation="h",
                width=0.62,
                marker={"color": colour, "line": {"width": 0}},
                text=[str(value) if value else "" for value in values],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                textfont={"color": INK, "size": 12},
                customdata=[[tier, band] for tier in tiers],
                hovertemplate=f"%{{y}}, {what} {name}: <b>%{{x}}</b><extra></extra>",
            )
        )
    key = zip(bands.values(), SHADES[-len(bands) :], strict=True)
    squares = [f'<span style="color:{colour}">■</span> {name}' for name, colour in key]
    figure.update_layout(barmode="stack", margin_t=30)
    figure.add_annotation(
        x=0, xref="paper", y=1, yref="paper", text="&#160;&#160; ".join(squares), showarrow=False,
        xanchor="left", yanchor="bottom", yshift=6, font={"size": 12, "color": MUTED},
    )  # fmt: skip
    figure.update_xaxes(gridcolor=GRID, zeroline=False, nticks=5)
    figure.update_yaxes(autorange="reversed", showgrid=False)
    said = "; ".join(
        f"{tier}: "
        + ", ".join(f"{there[tier, b]} {n}" for b, n in bands.items() if (tier, b) in there)
        for tier in tiers
    )
    return Chart(figure, f"Open cases by tier and time {what}. {said}.")


def arrivals(frame: pd.DataFrame) -> Chart:
    """A heat map of cases opened: weekday down, hour across; each square takes a click."""
    figure = empty(TALL)
    there = {(day, hour): n for day, hour, n in counts(frame, "weekday", "hour")}
    most = max(there.values(), default=1)
    names = [f"{place} {day}" for place, day in enumerate(DAYS, 1)]
    cells = [(day, f"{hour:02d}") for day in names for hour in range(24)]
    figure.add_trace(
        go.Bar(
            x=[0.94] * len(cells),
            y=[day[2:] for day, _ in cells],
            base=[int(hour) + 0.03 for _, hour in cells],
            orientation="h",
            width=0.9,
            marker={
                "color": [there.get(cell, 0) for cell in cells],
                "colorscale": HEAT,
                "cmin": 0,
                "cmax": most,
                "line": {"width": 0},
            },
            customdata=[list(cell) for cell in cells],
            hovertext=[f"{d[2:]} {h}:00–{h}:59: <b>{there.get((d, h), 0)}</b>" for d, h in cells],
            hovertemplate="%{hovertext}<extra></extra>",
        )
    )
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(
        tickvals=[h + 0.5 for h in range(0, 24, 3)], ticktext=[f"{h:02d}" for h in range(0, 24, 3)],
        range=[0, 24], showgrid=False, zeroline=False,
    )  # fmt: skip
    figure.update_yaxes(autorange="reversed", showgrid=False, zeroline=False)
    busiest, n = max(there.items(), key=lambda item: item[1])
    return Chart(
        figure,
        f"Cases opened by weekday and hour; most on {busiest[0][2:]} at {busiest[1]}:00, {n}.",
    )


def counts(frame: pd.DataFrame, first: str, second: str) -> list[tuple[str, str, int]]:
    """(value of `first`, value of `second`, n) of the rows in which something was counted."""
    found = zip(frame[first], frame[second], frame["n"], strict=True)
    return [(str(one), str(two), int(n)) for one, two, n in found if n]


def _line(name: str, metric: str, weeks: pd.DataFrame, axis: str) -> go.Scatter:
    said = [[metric, period] for period in weeks["period"]]
    return go.Scatter(
        x=weeks["start_at"],
        y=weeks["value"],
        yaxis=axis,
        mode="lines+markers",
        line={"color": COLOURS[name], "width": 2},
        marker={"size": 6},
        fill="tozeroy" if axis == "y2" else None,
        fillcolor=tint(MUTED, 0.12) if axis == "y2" else None,
        customdata=said,
        hovertemplate=f"%{{customdata[1]}}: {name.lower()} <b>%{{y}}</b><extra></extra>",
    )


def _named(figure: go.Figure, name: str, weeks: pd.DataFrame, axis: str) -> None:
    """The name of a line stands at its end, with the last value."""
    last = weeks.iloc[-1]
    if pd.isna(last["value"]):
        return
    apart = {"Opened": 7, "Resolved": -7}.get(name, 0)  # px, so that two names do not touch
    figure.add_annotation(
        x=last["start_at"], y=last["value"], yref=axis, xanchor="left", xshift=8, yshift=apart,
        showarrow=False,
        text=f"<b>{last['value']:,.0f}</b> {name.lower()}",
        font={"size": 12, "color": WORDS[name]},
    )  # fmt: skip
