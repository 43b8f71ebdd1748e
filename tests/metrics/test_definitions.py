"""A definition that is not sound stops the start, and says where and what next."""

from pathlib import Path

import pytest

from metrics import docs, weekly_medians
from metrics.catalog import DEFINITIONS, catalog, read_catalog
from metrics.errors import DefinitionError
from metrics.metric import read_metric

GOOD = (DEFINITIONS / "cases_opened.sql").read_text(encoding="utf-8")


def broken(folder: Path, old: str, new: str) -> Path:
    """A definition with one thing changed."""
    assert old in GOOD
    path = folder / "mine.sql"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "old, new, said",
    [
        ("excludes ", "exclude ", 'unknown key "exclude". Did you mean "excludes"?'),
        ('unit        = "count"', "", 'the key "unit" is missing'),
        ('unit        = "count"', 'unit = "hour"', 'did you mean "hours"?'),
        ('better      = "neither"', 'better = "bigger"', "one of: lower, higher, neither"),
        ('"severity"', '"severty"', 'did you mean "severity"?'),
        ('aggregation = "count"', 'aggregation = "cuont"', 'did you mean "count"?'),
        ('time_column = "created_at"', 'time_column = "a; drop"', "is no column name"),
        ('title       = "Cases opened"', 'title = ""', "must not be empty"),
        ('title       = "Cases opened"', "title = Cases", "the header is not TOML"),
        ("/*", "--", "a definition is a TOML header"),
        ('aggregation = "count"', 'aggregation = "closing"', 'time_column must be "entered_at"'),
    ],
)
def test_a_broken_definition_says_what_is_wrong(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    """File, key, the nearest right word."""
    path = broken(tmp_path, old, new)

    with pytest.raises(DefinitionError) as error:
        read_metric(path)

    assert said in str(error.value)
    assert "mine.sql" in str(error.value)


def test_two_metrics_cannot_share_a_title(tmp_path: Path) -> None:
    """A reader who sees one title on two cards cannot know which number is which."""
    for name in ("one", "two"):
        (tmp_path / f"{name}.sql").write_text(GOOD, encoding="utf-8")

    with pytest.raises(DefinitionError, match="belongs to one already"):
        read_catalog(tmp_path)


def test_the_metrics_page_is_fresh() -> None:
    """docs/metrics.md says what the definitions say: python -m metrics docs."""
    assert docs.is_fresh(catalog())


def test_a_stale_metrics_page_is_seen(tmp_path: Path) -> None:
    """The rule can fail."""
    page = tmp_path / "metrics.md"
    docs.write_page(catalog(), page)
    page.write_text(page.read_text(encoding="utf-8") + "more", encoding="utf-8")

    assert not docs.is_fresh(catalog(), page)
    assert not docs.is_fresh(catalog(), tmp_path / "none.md")


def test_the_weekly_medians_are_fresh(tmp_path: Path) -> None:
    """What a build asks of closed weeks is what the catalogue compiles, and the rule can fail."""
    assert weekly_medians.is_fresh(catalog())

    weekly_medians.write(catalog(), tmp_path / "weekly")
    assert weekly_medians.is_fresh(catalog(), tmp_path / "weekly")
    next((tmp_path / "weekly").glob("*.sql")).write_text("select 1")
    assert not weekly_medians.is_fresh(catalog(), tmp_path / "weekly")
