"""What the first rows show is never taken for all: a shape is found wherever it stands."""

import pyarrow as pa
import pytest

from loaders.date_shapes import _FIRST_ROWS
from loaders.dates import infer, readable_expression, utc_expression
from loaders.dating import Dated, Layouts
from loaders.questions import Answers
from metrics.warehouse.connection import scratch
from tests.loaders.test_dates import read

MANY = _FIRST_ROWS + 1


@pytest.mark.parametrize(
    "usual, late, utc",
    [
        ("24/Jun/26 5:39 PM", "24/Dec/26 15:39", "2026-12-24 15:39:00"),
        ("24/Jun/26 5:39 PM", "24/mag/26 5:39 PM", "2026-05-24 17:39:00"),
        ("2026-06-05 23:20:11", "2026-06-05T23:20:11Z", "2026-06-05 23:20:11"),
        ("2026-06-05T23:20:11Z", "2026-06-05T23:20:11+02:00", "2026-06-05 21:20:11"),
        ("05/06/2026 23:20", "13/06/2026 23:20", "2026-06-13 23:20:00"),
        ("05/06/2026 23:20", "13/06/2026", "2026-06-13 00:00:00"),
    ],
)
def test_shape_behind_the_first_rows_is_read(usual: str, late: str, utc: str) -> None:
    assert read([usual] * MANY + [late])[-1] == utc


def test_text_that_looks_like_iso_hides_no_layout() -> None:
    assert read(["none-at-all--:--:--", "2026-06-05 23:20:11"])[-1] == "2026-06-05 23:20:11"


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Pacific/Niue"])
def test_readable_agrees_with_the_instant_at_the_edges(zone: str) -> None:
    texts = ["1969-12-31 12:00:00", "1970-01-01 00:00:00", "1970-01-02 12:00:00", "2026-02-30 1:00",
             "2100-12-31 23:59:59", "2100-12-30 12:00:00", "2101-01-01 00:00:00"]  # fmt: skip
    how = ("x", Layouts(("%Y-%m-%d %H:%M:%S",)), zone, 1970, 2100)
    with scratch() as connection:
        rows = connection.execute(
            f"select {readable_expression(*how)}, {utc_expression(*how)} is not null"
            f" from (select unnest({texts}) as x)"
        ).fetchall()

    assert {one for one, _ in rows} == {True, False}
    assert all(one == other for one, other in rows)


@pytest.mark.parametrize(
    "ends",
    [
        ("2024-03-01 10:00:00", "2026-03-01 10:00:00"),
        ("2024-03-01 10:00:00", "2026-03-01 10:00:00", "2026-99-99 10:00:00"),
        ("2024-03-01 10:00:00", "2026-03-01 10:00:00", "0000-00-00 00:00:00"),
        ("2024-03-01 10:00:00", "2026-03-01 10:00:00", "1802-01-01 00:00:00"),
        ("2024-03-01", "2026/3/1 10:00", "?"),
        ("1/3/2024", "31/3/2026"),
        ("2023-12-31 22:00:00-05:00", "2026-03-01 10:00:00Z"),
        ("\n2026-03-01 10:00:00", "2024-03-01 10:00:00", "2025-03-01 10:00:00"),
        ("\n2024-03-01 10:00:00", "2025-03-01 10:00:00", "2026-03-01 10:00:00"),
    ],
)
def test_the_years_are_those_of_the_instants(ends: tuple[str, ...]) -> None:
    """What stands at an end of the texts but is no date of ours hides no year, nor does a column
    of nothing."""
    with scratch() as connection:
        connection.register("texts", pa.table({"t": [*ends, None]}))
        connection.execute("create table landed as select t, cast(null as text) as u from texts")
        told = [Dated("landed", columns, ("?",)) for columns in (("t",), ("t", "u"))]
        (dating, beside), (nothing,) = (
            infer(connection, views, None, "f.csv", Answers())
            for views in (told, [Dated("landed", ("u",))])
        )

    assert (dating.first_year, dating.last_year) == (2024, 2026)
    assert (beside.first_year, beside.last_year) == (2024, 2026)
    assert nothing.first_year == nothing.last_year == 1970
