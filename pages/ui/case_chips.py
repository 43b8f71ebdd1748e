"""The chips below the name of a case: where it comes from, whose it is, how it stands."""

import pandas as pd

from pages.ui import formats, words

UNSAID = {
    f"No {what}" for what in ("tier", "account", "team", "category", "system", "severity", "region")
}


def chips(row: pd.Series, source: str, zone: str) -> list[tuple[str, str]]:
    """(text, colour): source, tier, severity, state, category, account, ..."""
    said = [row[c] for c in ("severity", "category", "system", "team", "region")]
    account = row["account"]
    if not formats.is_nothing(row["renewal_on"]):
        day = pd.Timestamp(row["renewal_on"])
        account = f"{account} · renewal {day.day} {day:%b %Y}"
    found = [(words.source(source), "gray"), (row["kind"], "gray")]
    found += [(row["tier"], "blue")] if row["tier"] not in UNSAID else []
    found += [(text, "gray") for text in [*said, account] if text not in UNSAID]
    owner = "nobody" if formats.is_nothing(row["owner"]) else row["owner"]
    found += [(f"status: {words.status(row['status'])}", "gray"), (f"owner: {owner}", "gray")]
    linked = row["parent_id"]
    found += [] if formats.is_nothing(linked) else [(f"linked: {linked}", "gray")]
    found += [("opened by an agent", "gray")] if row["is_agent_created"] else []
    return found + ([(_drill(row, zone), "orange")] if row["is_drill"] else [])


def _drill(row: pd.Series, zone: str) -> str:
    if formats.is_nothing(row["drill_at"]) or row["drill_at"] <= row["created_at"]:
        return "drill: counts nowhere"
    return f"drill since {formats.stamp(row['drill_at'], zone)}: earlier verdicts count"
