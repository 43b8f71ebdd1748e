"""Charts whose marks lead to their cases; the box below each does the same from the keyboard."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import pandas as pd
import streamlit as st

from metrics.figures import Figure
from metrics.question import Question
from pages.ui import charts, formats, layout
from pages.ui.export import Download, foot, take
from pages.ui.scope import Scope
from pages.ui.sites import CASES

Links = Mapping[str, tuple[str, Mapping[str, Sequence[str]]]]


def plain(chart: charts.Chart, key: str, download: Download | None = None, said: str = "") -> None:
    """A chart that only shows."""
    figure = charts.dressed(chart.figure, layout.is_dark())
    st.plotly_chart(figure, key=key, theme=None, config=charts.CONFIG, alt=chart.alt)
    if download:
        st.space("stretch")
        foot(download, key, said)


def acting(chart: charts.Chart, key: str, act: Callable[[list[str]], None]) -> None:
    """A chart whose marks do something else than lead to cases: `act` gets the customdata of the
    one clicked. The page offers the same by the keyboard elsewhere."""
    _selectable(chart, key, partial(_acted, key, act))


def _acted(key: str, act: Callable[[list[str]], None]) -> None:
    points = st.session_state[key]["selection"]["points"]
    if points:
        act([str(part) for part in points[0]["customdata"]])


def clickable(
    chart: charts.Chart,
    key: str,
    label: str,
    links: Links,
    download: Download | None = None,
    path: str = CASES,
) -> None:
    """A chart and a box that open the cases of a mark.

    `links` maps the customdata of a mark, joined by | (or its first part), to what the box calls
    it and the link to its cases (or to another `path`). A mark without a link does nothing.
    """
    box = f"{key}_pick"
    _selectable(chart, key, lambda: _picked(key, box, links))
    st.space("stretch")
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
        _box(box, label, links, path)
        if download:
            take(download, key)


def _selectable(chart: charts.Chart, key: str, on_select: Callable[[], None]) -> None:
    chart.figure.update_layout(clickmode="event+select", dragmode=charts.DRAG)
    chart.figure.update_traces(unselected={"marker": {"opacity": 1}})
    st.plotly_chart(
        charts.dressed(chart.figure, layout.is_dark()),
        key=key,
        theme=None,
        on_select=on_select,
        selection_mode="points",
        config=charts.CONFIG,
        alt=chart.alt,
    )


def _box(box: str, label: str, links: Links, path: str) -> None:
    if st.session_state.get(box) not in links:
        st.session_state[box] = None
    picked = st.selectbox(
        label,
        list(links),
        key=box,
        format_func=lambda option: links[option][0],
        placeholder=f"{label} …",
        label_visibility="collapsed",
    )
    if picked:
        st.switch_page(path, query_params=dict(links[picked][1]))


def weeks(
    scope: Scope, chart: charts.Chart, key: str, asked: Question, frame: pd.DataFrame
) -> None:
    """A chart of weeks, each of which leads to its cases. `asked` is the question of the series,
    `frame` its answer: period, n."""
    where = scope.differs(dict(asked.where))
    counted = reversed(list(frame.loc[frame["n"] > 0, "period"]))
    links = {week: (week, scope.cases(asked.metric, where | {"week": week})) for week in counted}
    first, last = (str(frame["period"].iloc[place]) for place in (0, -1))
    download = Download(frame, f"{asked.metric}-{first}-{last}", asked)
    clickable(chart, key, "Cases of a week", links, download)


def series(scope: Scope, figure: Figure, key: str, asked: Question) -> None:
    """The weeks of a figure as a process behaviour chart; each leads to its cases."""
    shown = figure.series
    frame = shown.weeks.assign(
        start_at=[formats.local(at, scope.zone) for at in shown.weeks["start_at"]]
    )
    drawn = frame.assign(value=shown.drawn["value"])
    chart = charts.control(
        drawn, shown.unit, shown.name, shown.band, shown.marks, decimals=shown.decimals
    )
    if "source" in figure.metric.dimensions:
        weeks(scope, chart, key, asked, frame)
    else:
        plain(chart, key, Download(frame, f"{asked.metric}-by-week", asked))


def _picked(key: str, box: str, links: Links) -> None:
    points = st.session_state[key]["selection"]["points"]
    data = [str(part) for part in points[0]["customdata"]] if points else []
    names = ["|".join(data), *data[:1]]
    st.session_state[box] = next((name for name in names if name in links), None)
