"""What is measured side by side is the same question: all three clocks give the same answer."""

from pathlib import Path

import polars as pl
import pytest

from benchmarks import clock_inputs, clock_ours, clock_pandas, clock_polars, tierline_load
from benchmarks.export import EVENTS_PER_CASE, export
from tests.conftest import PROJECT

CASES = 400
POLICY = str(PROJECT / "sample_data" / "policy")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small generated export, loaded and staged as the benchmark does it."""
    made = tmp_path_factory.mktemp("benchmark")
    tierline_load.load(str(export(made, CASES)), str(made / "home"), POLICY)
    staged, frames = str(made / "staged.duckdb"), str(made / "frames")
    clock_inputs.write(str(made / "home"), POLICY, staged, frames)
    return made


def answer(folder: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(folder / f"{name}.parquet").cast(pl.Int64).sort("case_key")


def test_three_clocks_agree_on_every_case(folder: Path) -> None:
    """Elapsed seconds, the last target and the last team are equal in DuckDB, Polars and pandas."""
    clock_ours.clock(str(folder / "staged.duckdb"), str(folder / "ours.parquet"))
    clock_polars.clock(str(folder / "frames"), str(folder / "polars.parquet"))
    clock_pandas.clock(str(folder / "frames"), str(folder / "pandas.parquet"))

    ours, polars, pandas = (answer(folder, name) for name in ("ours", "polars", "pandas"))

    assert ours.height == CASES
    assert ours.equals(polars)
    assert ours.equals(pandas)


def test_generated_log_has_what_makes_a_clock_hard(folder: Path) -> None:
    """Pauses, reopens, priority changes and open work, in eight rows a case."""
    log = pl.read_csv(folder / f"export-{CASES}" / "events.csv")
    last = log.group_by("Case").agg(pl.col("Status").last())["Status"]
    reopened = log.with_columns(pl.col("Status").shift(1).over("Case").alias("before")).filter(
        (pl.col("before") == "Resolved") & (pl.col("Status") == "Open")
    )

    assert log.height == CASES * EVENTS_PER_CASE
    assert (log["Status"] == "Waiting on customer").any()
    assert (log["Activity"] == "Priority changed").any()
    assert reopened.height > 0
    assert (~last.is_in(["Resolved", "Closed"])).any()
