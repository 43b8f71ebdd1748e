"""The same SLA clock in pandas, as somebody who knows pandas would write it."""

from pathlib import Path

import pandas as pd

from benchmarks.child import ready

OVER = ("resolved", "closed", "cancelled", "merged")
ORDER = ["case_key", "event_at", "place", "seq", "step", "row_number"]
CARRIED = ["status", "severity", "team_code", "client_code"]
STATE = ["policy_version", "client_code", "severity", "status"]


def clock(frames: str, answer: str) -> int:
    """Writes case_key, elapsed_seconds, target_seconds, team_code as Parquet; returns how many."""
    read = {path.stem: pd.read_parquet(path) for path in Path(frames).glob("*.parquet")}
    ready()
    found = _clock(read)
    found.to_parquet(answer, index=False)
    return len(found)


def _clock(read: dict[str, pd.DataFrame]) -> pd.DataFrame:
    spans = _spans(read["changes"], read["watermark"]["as_of"].iloc[0])
    spans = spans.merge(read["cases"], on="case_key")
    columns = [
        "case_key",
        "place",
        "from_at",
        "until_at",
        "team_code",
        "calendar_key",
        "target_seconds",
        "is_paused",
    ]
    spans = spans.merge(read["clocks"], on=STATE)[columns]
    openings = read["openings"].sort_values("from_at").rename(columns={"from_at": "segment_at"})
    for at in ("from_at", "until_at"):
        spans = _with_position(spans, openings, at)
    running = (spans["until_at_open"] - spans["from_at_open"]).where(~spans["is_paused"], 0)
    spans = spans.assign(elapsed_seconds=running).sort_values(["case_key", "place"])
    grouped = spans.groupby("case_key", sort=True)
    found = grouped.agg(
        elapsed_seconds=("elapsed_seconds", "sum"),
        target_seconds=("target_seconds", "last"),
        team_code=("team_code", "last"),
    )
    return found.reset_index()


def _spans(changes: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """The stretches in which a case was neither solved nor void, with what was then in force."""
    log = changes.sort_values(ORDER)
    cases = log.groupby("case_key", sort=False)
    log = log.assign(
        **{name: cases[name].ffill() for name in CARRIED},
        until_at=cases["event_at"].shift(-1).fillna(as_of),
        place=cases.cumcount(),
    )
    columns = ["case_key", "place", "event_at", "until_at", *CARRIED]
    return log.loc[~log["status"].isin(OVER), columns].rename(columns={"event_at": "from_at"})


def _with_position(spans: pd.DataFrame, openings: pd.DataFrame, at: str) -> pd.DataFrame:
    """The spans with open seconds of the calendar before an instant as `<at>_open`."""
    found = pd.merge_asof(
        spans.sort_values(at), openings, left_on=at, right_on="segment_at", by="calendar_key"
    )
    inside = (found[at] - found["segment_at"]) // pd.Timedelta(seconds=1)
    found[f"{at}_open"] = found["open_seconds_before"] + inside.where(found["is_open"], 0)
    return found.drop(columns=["segment_at", "is_open", "open_seconds_before"])
