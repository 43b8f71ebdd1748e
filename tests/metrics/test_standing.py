"""A stock at the end of one period is what the rows behind it say, whenever the period lies."""

from datetime import datetime
from pathlib import Path

import pytest

from metrics import query
from metrics.catalog import catalog
from metrics.question import Question
from metrics.warehouse.connection import open_warehouse

STOCKS = [each.name for each in catalog().values() if each.family == "stock"]
RANGES = {
    "a quarter": (datetime(2026, 8, 16, 22), datetime(2026, 11, 8, 23)),
    "all there is": (None, None),
    "before the data": (datetime(2024, 1, 1), datetime(2024, 2, 1)),
    "after the data": (datetime(2026, 12, 1), datetime(2027, 1, 1)),
}


@pytest.mark.parametrize("span", RANGES)
@pytest.mark.parametrize("name", STOCKS)
def test_a_stock_is_the_rows_behind_it(sample_home: Path, name: str, span: str) -> None:
    """By every breakdown; after the data it stands as it stood at the as-of instant."""
    metric = catalog().metric(name)
    start, end = RANGES[span]
    with open_warehouse(sample_home) as warehouse, warehouse.cursor() as cursor:
        whole = Question(metric=name, start=start, end=end)
        rows = query.rows_behind(cursor, metric, whole)
        assert query.run(cursor, metric, whole)["n"].tolist() == [len(rows)]
        for dimension in metric.dimensions:
            asked = whole.model_copy(update={"by": (dimension,)})
            found = query.run(cursor, metric, asked).set_index(dimension)["n"].to_dict()
            assert found == rows[dimension].value_counts().to_dict()
