"""The ledger of closed weeks says what the catalogue answers."""

from math import isnan
from pathlib import Path

import pytest

from metrics.catalog import catalog
from metrics.query import Question, run
from metrics.warehouse import published
from metrics.warehouse.connection import open_warehouse


@pytest.mark.parametrize("by", [(), ("tier",)])
@pytest.mark.parametrize("name", [*published.METRICS, *published.MEDIANS])
def test_every_figure_is_what_the_catalogue_answers(
    sample_home: Path, name: str, by: tuple[str, ...]
) -> None:
    """The metric's own compiler, week by week and tier by tier, up to the last closed week."""
    metric, last = catalog().metric(name), "2026-W45"
    if not set(by) <= set(metric.dimensions) or (by and name in published.WHOLE):
        pytest.skip("it has no tier, and is told as a whole only")
    with open_warehouse(sample_home) as warehouse, warehouse.cursor() as cursor:
        found = published.figures(cursor)
        frame = run(cursor, metric, Question(metric=name, by=by, period="week"))

    expected = {
        (row["period"], name, row.get("tier")): (
            int(row["n"]),
            int(row["hits"]) if metric.family == "share" else None,
            None if isnan(row["value"]) else row["value"],
        )
        for row in frame.to_dict("records")
        if row["n"] and row["period"] <= last
    }
    assert expected == {
        key: said
        for key, said in found.items()
        if key[1] == name and key[0] <= last and (key[2] is not None) == bool(by)
    }
