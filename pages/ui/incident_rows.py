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


def majors(scope: Scope) -> pd.DataFrame:
    """The major incidents of the window, newest first: case, what, service, severity, became
    major, restored in, accounts touched, post-mortem, status, source."""
    rows = answers.behind(scope.question("major_incidents")).sort_values("major_at")[::-1]
    restored = answers.behind(scope.question("time_to_restore")).set_index("case_key")
    touched = (
        answers.behind(scope.question("accounts_touched", end=None)).groupby("case_key").size()
    )
    owed = answers.read("postmortems").set_index("case_key").to_dict("index")
    unit = answers.metric("time_to_restore").unit
    lengths = rows["case_key"].map(restored["value"])
    over = rows["case_key"].map(restored["ended_by_event"])
    return pd.DataFrame(
        {
            "case": rows["case_id"],
            "what": rows["subject"],
            "service": rows["system"],
            "severity": rows["severity"],
            "became major": [formats.when(at, scope.zone) for at in rows["major_at"]],
            "restored in": [_length(*pair, unit) for pair in zip(lengths, over, strict=True)],
            "accounts touched": rows["case_key"].map(touched).fillna(0).astype(int),
            "post-mortem": [_postmortem(owed.get(key, {}), scope.zone) for key in rows["case_key"]],
            "status": rows["status"],
            "source": rows["source"],
        }
    ).reset_index(drop=True)


def _length(value: float | None, is_over: object, unit: str) -> str:
    if formats.is_nothing(value):
        return formats.NOTHING
    return formats.value(value, unit) + ("" if is_over is True else ", still open")


def _postmortem(row: Mapping[Any, Any], zone: str) -> str:
    """`published`, `due 21 Nov`, `late since 9 Aug`; nothing where none is owed or told."""
    if not row or formats.is_nothing(row["owed_at"]):
        return formats.NOTHING
    due = row["due_at"]
    day = f"{formats.local(due, zone):%-d %b}"
    if not formats.is_nothing(row["published_at"]):
        return "published" if row["published_at"] <= due else "published late"
    return f"late since {day}" if due < answers.meta()["as_of"] else f"due {day}"


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
    name = row["case_id"] or "no incident"
    long = formats.span((row["end_at"] - row["start_at"]).total_seconds())
    return (
        f"<b>{name}</b> · {row['system']}<br>{long} from {row['start_at']:%a %-d %b %H:%M}<br>"
        f"{formats.percent(row['weight'])} of the service gone"
    )


def _announcement(row: Mapping[Any, Any]) -> str:
    span = f"{row['start_at']:%a %-d %b %H:%M} to {row['end_at']:%H:%M}"
    return f"Maintenance {row['subject'] or ''}<br>{span}"
