"""The rows of Customers: every account in one line, and the lists of one account in words."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from metrics.risk_figures import NO_TIER
from pages.ui import answers, formats
from pages.ui.board import Board
from pages.ui.words import promise as promise_word

Rows = pd.DataFrame
COUNTED = {
    "late, h": "breach_hours",
    "open breaches": "open_breaches",
    "open cases": "open_cases",
    "incidents felt": "accounts_touched",
    "opened": "cases_opened",
}


def overview(board: Board) -> Rows:
    """account, tier, kept (words), late (hours), open breaches, open cases, incidents felt,
    opened, renewal; the most hours past promise first. Accounts without any of it stand last."""
    kept = board.by("sla_adherence", "account").set_index("account")
    said = {
        name: formats.share_of(row["value"], row["hits"], row["n"])
        for name, row in zip(kept.index, kept.to_dict("records"), strict=True)
        if row["n"]
    }
    listed = answers.listed("accounts").set_index("account")
    figures: dict[str, pd.Series] = {
        title: board.by(metric, "account").set_index("account")["value"]
        for title, metric in COUNTED.items()
    }
    picked = {*kept.index} | {name for each in figures.values() for name in each.index}
    known = listed.index if not board.scope.where else listed.index[listed.index.isin(picked)]
    names = [*known, *sorted(picked - {*known})]
    tiers = listed["tier"].reindex(names).fillna(NO_TIER)
    frame = pd.DataFrame({"account": names, "tier": tiers.to_numpy()})
    frame["promises kept"] = [said.get(name, formats.NOTHING) for name in names]
    for title, values in figures.items():
        frame[title] = values.reindex(names).fillna(0).to_numpy()
    frame["late, h"] = frame["late, h"].round(1)
    frame["renewal"] = pd.to_datetime(listed["renewal_on"].reindex(names)).to_numpy()
    ranked = frame.sort_values(["late, h", "account"], ascending=[False, True])
    return ranked.reset_index(drop=True)


def breaches(rows: Rows, zone: str) -> Rows:
    """case, promise, over by, breached, subject, source: the most over first."""
    return pd.DataFrame(
        {
            "case": rows["case_id"],
            "promise": rows["promise"].map(promise_word),
            "over by": [_over(row) for row in rows.to_dict("records")],
            "breached": [formats.stamp(at, zone) for at in rows["breached_at"]],
            "subject": rows["subject"],
            "severity": rows["severity"],
            "team": rows["team"],
            "source": rows["source"],
        }
    )


def incidents(rows: Rows, zone: str) -> Rows:
    """case, subject, service, opened, restored, felt, tickets, source: the newest first."""
    return pd.DataFrame(
        {
            "case": rows["case_id"],
            "what": rows["subject"],
            "service": rows["system"],
            "opened": [formats.stamp(at, zone) for at in rows["created_at"]],
            "felt": [formats.clock(3600 * hours) for hours in rows["felt_hours"]],
            "tickets": rows["case_count"],
            "source": rows["source"],
        }
    )


def open_cases(rows: Rows) -> Rows:
    """case, open for, subject, severity, status, owner, source: the oldest first."""
    return pd.DataFrame(
        {
            "case": rows["case_id"],
            "open for": [formats.span(seconds) for seconds in rows["age_seconds"]],
            "subject": rows["subject"],
            "severity": rows["severity"],
            "status": rows["status"],
            "owner": rows["owner"].fillna("nobody"),
            "source": rows["source"],
        }
    )


def _over(row: Mapping[Any, Any]) -> str:
    said = formats.over(row["over_seconds"])
    return f"{said}, open" if row["is_open"] else said
