"""XES names in a table: a car maker's log gives others' figures; a step counts once."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.loaders.sources.command_line import Built, loaded, written


@pytest.mark.parametrize("name", ["incidents.xes.gz", "incidents_derived_events.csv.gz"])
def test_car_maker_log_needs_no_mapping(
    name: str, shared: Path, real_home: Callable[..., Path]
) -> None:
    """First resolution: n 5,663, mean 236.5689 h, median 50.6758 h, p90 483.7474 h. "In Call" is
    no state that we know: it resolves nothing and is listed."""
    answers = json.loads((shared / "data" / "reference_answers.json").read_text())
    expected = answers["volvo_it_incidents"]
    hours = expected["first_event_to_first_Completed_hours"]

    built = Built(real_home(f"volvo_it_incidents/{name}"))

    ((cases, n, mean, median, p90),) = built.ask(
        "with h as (select customer_first_resolution_seconds / 3600 as x from fct_cases)"
        " select count(*), count(x), avg(x), median(x), quantile_cont(x, 0.9) from h"
    )
    assert built.manifest().reader == "xes"
    assert (cases, n) == (expected["cases"], hours["n"])
    assert (mean, median, p90) == pytest.approx(
        (hours["mean"], hours["p50"], hours["p90"]), abs=1e-4
    )
    assert (
        dict(built.ask("select priority, count(*) from fct_cases group by all"))
        == (expected["impact_last"])
    )
    assert ("In Call",) in built.ask("select value from unmapped_values")


def test_step_logged_as_started_and_completed_at_one_instant_counts_once(tmp_path: Path) -> None:
    """The activity log of a bank holds every step twice. A start without its end stays."""
    text = (
        "case:concept:name,concept:name,lifecycle:transition,time:timestamp\n"
        "C1,Open,start,2026-01-05T08:00:00Z\n"
        "C1,Open,complete,2026-01-05T08:00:00Z\n"
        "C1,Call back,start,2026-01-05T08:30:00Z\n"
        "C1,Closed,start,2026-01-05T09:00:00Z\n"
        "C1,Closed,complete,2026-01-05T09:00:00Z\n"
    )

    built = loaded(tmp_path / "home", written(tmp_path, text, "log.csv"))

    assert built.events("C1") == [
        ("05 08:00:00", "created", None),
        ("05 08:00:00", "commented", "Open/complete"),
        ("05 08:30:00", "commented", "Call back/start"),
        ("05 09:00:00", "status_changed", "closed"),
    ]
