"""The parts of Reports, top to bottom."""

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from metrics import report_files
from metrics.aggregation import AGGREGATIONS
from metrics.dimension import DIMENSIONS
from metrics.report import Row
from metrics.statistics import FEWEST_DECIDED
from pages.ui import answers, cards, filters, formats, page, report_asked, states, tables
from pages.ui.report_asked import BY, FIGURE, GRAIN, GRAINS, METRIC, NAME, OWN, Asked
from pages.ui.scope import FILTERS
from pages.ui.sites import REPORTS

MOST = 5_000  # rows of the preview; the files hold all
TALL = 14  # rows that show without scrolling
TITLES = {"csv": "CSV", "xlsx": "Excel", "parquet": "Parquet"}
MIME = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "parquet": "application/vnd.apache.parquet",
}


def header() -> Asked:
    """Title, period and filters; the report that the URL asks."""
    scope = page.opened(REPORTS, more=FILTERS, own=OWN, compared=False)
    found = report_asked.asked(scope, filters.query())
    filters.notes()
    return found


def choices(asked: Asked) -> None:
    """What can be chosen: metrics, grain, breakdowns, the figure, a name."""
    known = answers.metrics()
    with cards.card("report_choices"):
        filters.many(
            "Metrics",
            METRIC,
            {m.name: m.title for m in known.values()},
            [m.name for m in asked.metrics],
        )
        grain, by, figure, name = st.columns([1, 1.6, 1.3, 1.6])
        with grain:
            filters.pick("Grain", GRAIN, GRAINS, asked.grain)
        with by:
            offered = {
                each: DIMENSIONS[each].title for each in report_asked.breakdowns(asked.metrics)
            }
            filters.many("Broken down by", BY, offered, asked.by)
        with figure:
            offered = {"": "As each is defined"}
            offered |= {
                each: AGGREGATIONS[each].title for each in report_asked.figures(asked.metrics)
            }
            filters.pick("Figure", FIGURE, offered, asked.figure or "")
        with name:
            st.session_state["report_name"] = asked.name
            st.text_input(
                "Name", key="report_name", placeholder="Name this report …", max_chars=80,
                on_change=lambda: filters.put(NAME, st.session_state["report_name"].strip()),
            )  # fmt: skip


def preview(asked: Asked) -> None:
    """How many rows there are, the rows in words, and which metrics a filter ruled out."""
    for title, unmet in asked.refused.items():
        st.warning(
            f"{formats.md_escape(title)} is not in this report: it cannot be narrowed by {unmet}.",
            icon=":material/filter_alt_off:",
        )
    if not asked.shown:
        states.nothing("No metric is left for this report.", "Take a filter off.")
        return
    names, rows = answers.report(asked.questions)
    page.sentence(f"{asked.title}: {formats.counted(len(rows), 'row')}, {asked.scope.window.name}.")
    if not rows:
        states.nothing("Nothing was counted in this period.", "Choose another period or filter.")
        return
    alt = f"The first {min(len(rows), MOST)} rows of the report"
    frame = _in_words(names, rows[:MOST], asked.figure)
    st.dataframe(
        frame,
        hide_index=True,
        key="report_rows",
        alt=alt,
        height=tables.height(frame, TALL),
        placeholder=formats.NOTHING,
    )
    if len(rows) > MOST:
        st.caption(f"The first {MOST:,} of {len(rows):,} rows; the files hold all of them.")


def take_away(asked: Asked) -> None:
    """The report as a file, a link and a command."""
    if not asked.shown:
        return
    names, rows = answers.report(asked.questions)
    facts = _about(asked)
    with cards.card("report_take"):
        cards.heading("Take it with you", "figures in full precision, with low, high and n")
        with st.container(horizontal=True, gap="small"):
            for kind, title in TITLES.items():
                st.download_button(
                    title, data=partial(report_files.made, kind, names, rows, facts),
                    file_name=f"{asked.file_name}.{kind}",
                    mime=MIME[kind], key=f"report_{kind}", on_click="ignore",
                    icon=":material/download:",
                )  # fmt: skip
        st.caption("Keep it: this link opens the report, its name included.")
        st.code(filters.address(filters.query()), language=None, wrap_lines=True)
        st.caption("The same from the command line, for a nightly job:")
        st.code(asked.command, language=None, wrap_lines=True)


def meanings(asked: Asked) -> None:
    """What each metric counts, and its SQL."""
    for metric, question in zip(asked.shown, asked.questions, strict=True):
        with st.expander(f"What {formats.md_escape(metric.title)} counts, and the SQL"):
            st.markdown(formats.md_escape(metric.definition))
            st.markdown(f"**Left out:** {formats.md_escape(metric.excludes)}")
            st.code(answers.figure_sql(question), language="sql")


def _about(asked: Asked) -> dict[str, str]:
    """What goes along with a file that has room for it."""
    meta = answers.meta()
    return report_files.about(
        asked.shown, asked.command, f"{meta['as_of']}Z", str(meta["policy_version"])
    )


def _in_words(names: Sequence[str], rows: Sequence[Row], figure: str | None) -> pd.DataFrame:
    """The rows as a reader wants them: titles, values with their unit, the interval."""
    known = answers.metrics()
    kept = [name for name in names if name not in ("low", "high", "unit", "value", "n")]
    frame = pd.DataFrame([{name: row[name] for name in kept} for row in rows])
    frame["metric"] = [known.metric(row["metric"]).title for row in rows]
    frame["value"] = [_value(row, figure) for row in rows]
    if any(row["low"] is not None for row in rows):
        frame["95 % interval"] = [_interval(row, figure) for row in rows]
    frame["n"] = [row["n"] for row in rows]
    return frame


def _value(row: Row, figure: str | None) -> str:
    """Under five counted a share is its counts, never a percentage."""
    metric = answers.metric(row["metric"])
    if row["unit"] == "share" and metric.family == "share" and 0 < row["n"] < FEWEST_DECIDED:
        return formats.share_of(row["value"], round(row["value"] * row["n"]), row["n"])
    return formats.figure(metric, row["value"], figure)


def _interval(row: Row, figure: str | None) -> str:
    if row["low"] is None or (row["unit"] == "share" and row["n"] < FEWEST_DECIDED):
        return formats.NOTHING
    metric = answers.metric(row["metric"])
    return " to ".join(formats.figure(metric, row[end], figure) for end in ("low", "high"))
