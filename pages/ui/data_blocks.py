"""What is loaded, how fresh it is, what was set aside and why, what nobody has mapped."""

import json
from typing import Any

import pandas as pd
import streamlit as st

from pages.ui import answers, cards, export, filters, formats, states, tables, words

NAMES = {"file_name": "file", "column_name": "column", "case_id": "case"}


def header() -> None:
    """Title and the warehouse that is shown."""
    filters.refuse_unknown(())
    meta, zone = answers.meta(), answers.zone()
    st.title("Data", anchor=False)
    since = meta["policy_effective_from"]
    version = f"policy v{meta['policy_version']}"
    if not formats.is_nothing(since):
        version += f", in force since {formats.when(since, zone, year=True)}"
    parts = [
        f"Data to {formats.when(meta['as_of'], zone, year=True)} {zone}",
        version,
        f"warehouse {meta['version']}, built {_moment(meta['built_at'], zone)}",
    ]
    st.caption(":material/schedule: " + " · ".join(formats.md_escape(part) for part in parts))
    filters.notes()
    for warning in answers.read("warnings")["warning"]:
        st.warning(formats.md_escape(warning), icon=":material/rule:")


def sources() -> None:
    """Freshness by source."""
    found, zone = answers.read("sources"), answers.zone()
    with cards.card("sources"):
        cards.heading("Sources", "how far each one reaches")
        shown = pd.DataFrame(
            {
                "source": [words.source(s) for s in found["source"]],
                "newest event": [
                    formats.when(t, zone, year=True) for t in found["newest_event_at"]
                ],
                "oldest event": [
                    formats.when(t, zone, year=True) for t in found["oldest_event_at"]
                ],
                "cases": found["cases"],
                "events": found["events"],
                "files": found["files"],
                "landed": [_moment(t, zone) for t in found["landed_at"]],
                "says when": found["records"],
            }
        )
        tables.plain(shown, "source_rows", f"{len(shown)} sources and their freshness", **_counts())


def loads() -> None:
    """Every file that was landed."""
    found, zone = answers.read("loads"), answers.zone()
    with cards.card("loads"):
        cards.heading("Loads", "every file, with what it was read as")
        if found.empty:
            states.nothing("No file is landed.")
            return
        shown = pd.DataFrame(
            {
                "file": found["file_name"],
                "source": [words.source(s) for s in found["source"]],
                "rows": found["rows_landed"],
                "set aside": found["rows_rejected"],
                "repeats": found["rows_duplicate"],
                "landed": [_moment(t, zone) for t in found["landed_at"]],
                "in use": ["yes" if used else "no, superseded" for used in found["is_used"]],
                "read with": [_options(text) for text in found["options"]],
                "content": found["sha256"].str[:12],
            }
        )
        tables.plain(shown, "load_rows", f"{len(shown)} landed files", **_counts())


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
    """Values that no mapping knows; they pass through as they are."""
    found = answers.read("unmapped")
    with cards.card("unmapped"):
        cards.heading("Values nobody has mapped", "they pass through as they are")
        if found.empty:
            states.nothing("Every status, severity and tier is known.")
            return
        shown = found.rename(columns={"column_name": "column"})
        shown["source"] = [words.source(s) for s in shown["source"]]
        alt = f"{len(shown)} values that no mapping knows"
        tables.plain(shown, "unmapped_rows", alt, **_counts())
        export.button(found, "unmapped-values", "unmapped_csv")


def _counts() -> dict[str, Any]:
    number = st.column_config.NumberColumn
    names = ("cases", "events", "files", "rows", "set aside", "repeats")
    return {name: number(name, format="localized") for name in names}


def _moment(text: object, zone: str) -> str:
    """An ISO instant in the reporting zone, to the minute."""
    if formats.is_nothing(text):
        return formats.NOTHING
    at = pd.Timestamp(str(text))
    naive = at.tz_convert("UTC").tz_localize(None) if at.tzinfo else at
    return formats.when(naive, zone, year=True)


def _options(text: object) -> str:
    """`times in UTC, dates dmy, utf-8, mapping support_events`."""
    found = json.loads(str(text)) if not formats.is_nothing(text) else {}
    mapping = found.get("mapping") or {}
    told = {
        "times in {}": found.get("time_zone"),
        "dates {}": found.get("date_order"),
        "{}": found.get("encoding"),
        "mapping {}": mapping.get("source") if isinstance(mapping, dict) else None,
    }
    return ", ".join(text.format(value) for text, value in told.items() if value)
