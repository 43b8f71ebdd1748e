"""The planted story "Single sign-on keeps breaking", found as a reader finds it."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from loaders import sample
from metrics.catalog import catalog
from metrics.query import Question, rows_behind, run
from metrics.warehouse.connection import open_warehouse

SIGN_ON = (("kind", ("blocker",)), ("category", ("Single sign-on",)))
SUBJECT = "Single sign-on loop after certificate rotation"


@pytest.fixture(scope="module")
def cursor(sample_home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """One cursor on the warehouse of the sample exports."""
    with open_warehouse(sample_home) as warehouse, warehouse.cursor() as opened:
        yield opened


def test_every_repair_is_followed_by_the_next_break(cursor: duckdb.DuckDBPyConnection) -> None:
    """Of the seventeen blockers sixteen were followed within 30 days; after the last nobody
    knows yet. The interval between them is under thirty days."""
    asked = Question(metric="recurrence_rate", where=SIGN_ON)
    rate = run(cursor, catalog()["recurrence_rate"], asked).iloc[0]
    interval = run(
        cursor, catalog()["repeat_interval"], Question(metric="repeat_interval", where=SIGN_ON)
    ).iloc[0]

    assert (rate["hits"], rate["n"]) == (16, 16)
    assert interval["n"] == 16
    assert 0 < interval["value"] < 30


def test_the_story_is_one_cluster(cursor: duckdb.DuckDBPyConnection) -> None:
    """Exactly its cases, under the subject that they share, and named by its terms."""
    planted = set(sample.told(sample.world())["single sign-on blocker"])
    asked = Question(metric="cases_opened", where=(("cluster", (SUBJECT,)),))

    found = rows_behind(cursor, catalog()["cases_opened"], asked)

    terms = "select terms from dim_clusters where cluster = $name"
    assert set(found["case_id"]) == planted
    assert "rotation" in cursor.execute(terms, {"name": SUBJECT}).fetchall()[0][0]


def test_what_is_in_no_cluster_is_in_view(cursor: duckdb.DuckDBPyConnection) -> None:
    """The parts by cluster add up to the whole, and the unclustered are one of them."""
    whole = run(cursor, catalog()["cases_opened"], Question(metric="cases_opened")).iloc[0]

    parts = run(cursor, catalog()["cases_opened"], Question(metric="cases_opened", by=("cluster",)))

    assert parts["value"].sum() == whole["value"]
    assert parts.set_index("cluster")["value"]["Unclustered"] == 1
