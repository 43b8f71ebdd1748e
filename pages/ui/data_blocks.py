"""What is loaded, how fresh it is, what was set aside and why, what nobody has mapped."""

from datetime import UTC, datetime
from typing import Any

import pandas as pd
import streamlit as st

from metrics import restated as restatements
from metrics.errors import TierlineError
from pages.ui import (
    answers,
    cards,
    data_job,
    data_words,
    export,
    filters,
    formats,
    intake,
    states,
    tables,
    words,
)

NAMES = {"file_name": "file", "column_name": "column", "case_id": "case"}
SOURCE_WIDTH = 195  # px: four sources side by side at 1280, one on a phone
ORDER = {"silent": 0, "late": 1, "fresh": 2, "unknown": 3}  # what asks for something comes first
SHOWN_RESTATED = 5  # the newest; every one is in the CSV
BADGES = {
    "fresh": ":gray-badge[:material/check: fresh]",
    "late": ":orange-badge[:material/schedule: late]",
    "silent": ":red-badge[:material/notifications_off: silent]",
    "unknown": ":gray-badge[no rhythm yet]",
}


def is_loaded() -> bool:
    """Whether there is a warehouse to ask, and it answers."""
    return answers.version() is not None and not st.session_state.get("_data_trouble")


def header() -> None:
    """Title, the warehouse that is shown, and one sentence that says what matters. A warehouse
    that does not answer is said; what is loaded can still be changed and built again."""
    filters.refuse_unknown(())
    st.title("Data", anchor=False)
    filters.notes()
    st.session_state["_data_trouble"] = False
    try:
        if is_loaded():
            _stamp()
            _headline()
    except TierlineError as error:
        st.session_state["_data_trouble"] = True
        states.trouble(error)
        st.button(
            "Build again",
            icon=":material/refresh:",
            key="build_again",
            on_click=data_job.start,
            args=(intake.build_again,),
        )


def _stamp() -> None:
    meta, zone = answers.meta(), answers.zone()
    since = meta["policy_effective_from"]
    version = f"policy v{meta['policy_version']}"
    if not formats.is_nothing(since):
        version += f", in force since {formats.when(since, zone, year=True)}"
    parts = [
        f"Data to {formats.when(meta['as_of'], zone, year=True)} {zone}",
        version,
        f"{str(meta['version']).removesuffix('.duckdb')}, built "
        + formats.moment(meta["built_at"], zone),
    ]
    st.caption(":material/schedule: " + " · ".join(formats.md_escape(part) for part in parts))


def _headline() -> None:
    said = data_words.headline(answers.freshness(_now()), answers.read("accounts"))
    st.subheader(formats.md_escape(said), anchor=False)
    for warning in answers.read("warnings")["warning"]:
        st.warning(formats.md_escape(warning), icon=":material/rule:")


def sources() -> None:
    """Freshness by source against its own rhythm."""
    zone = answers.zone()
    found = {row["source"]: row for row in answers.read("sources").to_dict("records")}
    with cards.card("sources"):
        cards.heading("Sources", "each against its own rhythm")
        with st.grid("auto", min_column_width=SOURCE_WIDTH, gap=12, key="source_grid"):
            for fresh in sorted(answers.freshness(_now()), key=lambda one: ORDER[one.state]):
                row = found[fresh.source]
                with cards.card(f"source_{fresh.source}"):
                    title = formats.md_escape(data_words.named(fresh.source))
                    st.markdown(f"**{title}** {BADGES[fresh.state]}")
                    st.caption(formats.md_escape(data_words.rhythm(fresh)))
                    st.space("stretch")
                    st.caption(formats.md_escape(data_words.reach(row, zone)))


def set_aside() -> None:
    """Rows that broke a rule: where they are, which rule, and the cure."""
    found = answers.read("rejected")
    with cards.card("set_aside"):
        cards.heading("Set aside", "rows that break a rule count nowhere until they are cured")
        if found.empty:
            states.nothing("No row was set aside.")
            return
        rules = found.groupby("rule").size().sort_values(ascending=False)
        said = " · ".join(f"{rule}: {formats.count(many)}" for rule, many in rules.items())
        st.caption(formats.md_escape(said))
        columns = ["file_name", "line", "column_name", "value", "rule", "cure", "case_id", "source"]
        tables.plain(
            found[columns].fillna("").rename(columns=NAMES),
            "rejected_rows",
            f"{len(found)} rows that were set aside",
            line=st.column_config.NumberColumn("line", format="localized"),
        )
        export.button(found, "set-aside", "rejected_csv")


def unmapped() -> None:
    """Values that no mapping knows, and what is made of them."""
    found = answers.read("unmapped")
    with cards.card("unmapped"):
        cards.heading("Values nobody has mapped", "and how they count all the same")
        if found.empty:
            states.nothing("Every status, severity, tier, kind and drill is known.")
            return
        shown = found.rename(columns={"column_name": "column"})
        shown["source"] = [words.source(s) for s in shown["source"]]
        alt = f"{len(shown)} values that no mapping knows"
        tables.plain(shown, "unmapped_rows", alt, **_counts())
        export.button(found, "unmapped-values", "unmapped_csv")


def accounts() -> None:
    """Cases without a tier, by what they say of their account."""
    found = answers.read("accounts")
    with cards.card("accounts"):
        cards.heading("Cases without a tier", 'they count as "No tier"')
        if found.empty:
            states.nothing("Every case has a tier.")
            return
        shown = found.fillna({"account_id": ""}).rename(
            columns={"account_id": "account", "reason": "why"}
        )
        shown["source"] = [words.source(s) for s in shown["source"]]
        alt = f"{len(shown)} accounts whose cases have no tier"
        tables.plain(shown, "account_rows", alt, **_counts())
        export.button(found, "cases-without-a-tier", "accounts_csv")


def restated() -> None:
    """Closed weeks that a later build changed, with the cases that did it."""
    found = answers.restated()
    with cards.card("restated"):
        cards.heading("Restated weeks", "closed weeks that were said otherwise before")
        if not found:
            states.nothing("No closed week was restated.")
            return
        for said in restatements.summary(found)[:SHOWN_RESTATED]:
            st.caption(formats.md_escape(said))
        rows = pd.DataFrame(found)
        for name in ("reasons", "cases"):
            rows[name] = [", ".join(each or []) for each in rows[name]]
        export.button(rows, "restated-weeks", "restated_csv")


def _counts() -> dict[str, Any]:
    return {"cases": st.column_config.NumberColumn("cases", format="localized")}


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)
