"""The same SLA clock in Polars, as somebody who knows Polars would write it."""

from pathlib import Path

import polars as pl

from benchmarks.child import ready

OVER = ("resolved", "closed", "cancelled", "merged")
ORDER = ["case_key", "event_at", "place", "seq", "step", "row_number"]


def clock(frames: str, answer: str) -> int:
    """Writes case_key, elapsed_seconds, target_seconds, team_code as Parquet; returns how many."""
    read = {path.stem: pl.read_parquet(path) for path in Path(frames).glob("*.parquet")}
    ready()
    found = _clock(read)
    found.write_parquet(answer)
    return found.height


def _clock(read: dict[str, pl.DataFrame]) -> pl.DataFrame:
    spans = _spans(read["changes"].lazy(), read["watermark"].item())
    placed = (
        spans.join(read["cases"].lazy(), on="case_key")
        .join(
            read["clocks"].lazy(),
            on=["policy_version", "client_code", "severity", "status"],
            maintain_order="left",
        )
        .select(
            "case_key",
            "from_at",
            "until_at",
            "team_code",
            "calendar_key",
            "target_seconds",
            "is_paused",
            "place",
        )
        .collect()
    )
    openings = read["openings"].lazy()
    opened = _position(_position(placed.lazy(), openings, "from_at"), openings, "until_at")
    running = (pl.col("until_at_open") - pl.col("from_at_open")) * ~pl.col("is_paused")
    return (
        opened.group_by("case_key")
        .agg(
            running.sum().alias("elapsed_seconds"),
            pl.col("target_seconds", "team_code").sort_by("place").last(),
        )
        .sort("case_key")
        .collect()
    )


def _spans(changes: pl.LazyFrame, as_of: object) -> pl.LazyFrame:
    """The stretches in which a case was neither solved nor void, with what was then in force."""
    return (
        changes.sort(ORDER)
        .with_columns(
            pl.col("status", "severity", "team_code", "client_code")
            .forward_fill()
            .over("case_key"),
            pl.col("event_at")
            .shift(-1)
            .over("case_key")
            .fill_null(pl.lit(as_of))
            .alias("until_at"),
            pl.int_range(pl.len()).over("case_key").alias("place"),
        )
        .filter(~pl.col("status").is_in(OVER))
        .rename({"event_at": "from_at"})
    )


def _position(spans: pl.LazyFrame, openings: pl.LazyFrame, at: str) -> pl.LazyFrame:
    """Open seconds of the calendar before an instant."""
    known = openings.rename({"from_at": "segment_at"}).sort("segment_at")
    inside = (pl.col(at) - pl.col("segment_at")).dt.total_seconds() * pl.col("is_open")
    return (
        spans.sort(at)
        .join_asof(
            known,
            left_on=at,
            right_on="segment_at",
            by="calendar_key",
            check_sortedness=False,  # it cannot check within groups and warns; both are sorted
        )
        .with_columns((pl.col("open_seconds_before") + inside).alias(f"{at}_open"))
        .drop("segment_at", "is_open", "open_seconds_before")
    )
