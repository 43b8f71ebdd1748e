"""The backtest of the chance of breach, beside the slow second implementation."""

from pathlib import Path

import pytest

from metrics import policy as policies
from metrics import risk
from metrics.warehouse import tables
from metrics.warehouse.connection import open_warehouse
from tests.conftest import PROJECT
from tests.reference_clock import WallClock
from tests.reference_risk import mondays, replayed, scores, watches

SOURCE = "servicenow_event_log"


def test_the_backtest_of_the_sample_is_the_slow_one(sample_home: Path) -> None:
    """The same promises watched, the same three scores to the twelfth digit."""
    policy = policies.load(PROJECT / "sample_data" / "policy")
    clocks = {name: WallClock(one) for name, one in policy.versions[-1].calendars.items()}
    with open_warehouse(sample_home) as warehouse, warehouse.cursor() as cursor:
        as_of = cursor.execute("select as_of from meta").fetchall()[0][0]
        promises, segments = (
            tables.frame(cursor.execute(sql)).astype(object).to_dict("records")
            for sql in (
                "from fct_promises where state <> 'unknown' and not is_drill",
                "from fct_segments order by case_key, promise, cycle, segment",
            )
        )
        for row in promises:
            row |= {name: at if at == at else None for name, at in row.items()}
        tested = risk.backtest(cursor).set_index("promise")

    weeks = mondays(promises, as_of)
    every = replayed(promises, list(watches(promises, segments, clocks, weeks)), weeks)

    for name in tested.index:
        row = tested.loc[name]
        told = (
            row["watches"],
            row["breached"],
            row["brier"],
            row["brier_bands"],
            row["brier_tier"],
        )
        assert told == pytest.approx(scores(every, None if name == "all" else name), rel=1e-12)
