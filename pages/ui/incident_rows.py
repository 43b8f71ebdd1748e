"""The rows of the incidents page: stretches of harm, maintenance, and the major incidents."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pages.ui import answers, formats
from pages.ui.scope import Scope

SERVICES = 12  # lanes that can still be read; the most hurt come first


def hurt(scope: Scope) -> pd.DataFrame:
    """One row per impact that reaches into the window: system, case_id, source, severity,
    start_at and end_at (local), weight, said, link (its place in the frame)."""
    rows = answers.read("impacts", start_at=scope.window.start, end_at=scope.window.end)
    for key, values in scope.where:
        rows = rows[rows[key].isin(values)] if key in rows else rows
    rows = _local(rows, scope.zone).reset_index(drop=True)
    said = [_hurt(row) for row in rows.to_dict("records")]
    return rows.assign(said=said, link=[str(place) for place in rows.index])


def maintenance(scope: Scope) -> pd.DataFrame:
    """Announced windows that reach into the window: system, subject, start_at, end_at, said."""
    rows = _announced(scope)
    rows = rows[(rows["end_at"] > scope.window.start) & (rows["start_at"] < scope.window.end)]
    rows = _local(rows, scope.zone)
    return rows.assign(said=[_announcement(row) for row in rows.to_dict("records")])


def upcoming(scope: Scope) -> pd.DataFrame:
    """Announced windows that are not over: service, what, from, for."""
    rows = answers.listed("upcoming_maintenance")
    picked = dict(scope.where).get("system")
    rows = rows[rows["system"].isin(picked)] if picked else rows
    return pd.DataFrame(
        {
            "service": rows["system"],
            "what": rows["subject"],
            "from": [formats.when(at, scope.zone, year=True) for at in rows["started_at"]],
            "for": [
                formats.NOTHING if pd.isna(length) else formats.span(length)
                for length in (rows["ended_at"] - rows["started_at"]).dt.total_seconds()
            ],
        }
    )


def services(frame: pd.DataFrame) -> list[str]:
    """The services of the lanes, the most hurt first."""
    lost = (frame["end_at"] - frame["start_at"]) * frame["weight"].astype(float)
    return list(lost.groupby(frame["system"]).sum().sort_values(ascending=False).index[:SERVICES])


def _announced(scope: Scope) -> pd.DataFrame:
    picked = dict(scope.where).get("system")
    rows = answers.read("maintenance")
    return rows[rows["system"].isin(picked)] if picked else rows


def _local(rows: pd.DataFrame, zone: str) -> pd.DataFrame:
    return rows.assign(
        start_at=pd.to_datetime([formats.local(at, zone) for at in rows["start_at"]]),
        end_at=pd.to_datetime([formats.local(at, zone) for at in rows["end_at"]]),
    )


def _hurt(row: Mapping[Any, Any]) -> str:
    name = formats.chart_escape(row["case_id"] or "no incident")
    service = formats.chart_escape(row["system"])
    long = formats.span((row["end_at"] - row["start_at"]).total_seconds())
    return (
        f"<b>{name}</b> · {service}<br>{long} from {row['start_at']:%a %-d %b %H:%M}<br>"
        f"{formats.percent(row['weight'])} of the service gone"
    )


def _announcement(row: Mapping[Any, Any]) -> str:
    span = f"{row['start_at']:%a %-d %b %H:%M} to {row['end_at']:%H:%M}"
    return f"Maintenance {formats.chart_escape(row['subject'] or '')}<br>{span}"
