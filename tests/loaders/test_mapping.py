"""A mapping file is checked whole before anything is read with it."""

from pathlib import Path

import pytest

from loaders.mapping import beside, parse, read, require_columns
from metrics.errors import ExportError
from tests.loaders.exports import write

GOOD = "table: events\ncolumns: {case_id: Case, event_at: When, activity: What}\n"


@pytest.mark.parametrize(
    "text, message",
    [
        (
            GOOD + "activites: {}\n",
            r'"activites" is no key of a mapping. Did you mean "activities"',
        ),
        ("table: events\ncolumns: {case: Case}\n", r'"case" is no column.*"case_id"'),
        ("table: event\ncolumns: {}\n", "table"),
        ("columns: {case_id: Case}\n", "table: events, cases, accounts, .* is needed"),
        ("table: events\ncolumns: {case_id: Case}\n", r'"event_at" \(when it happened\) is needed'),
        (
            GOOD + "activities: {Open: creatd}\n",
            r'"creatd" is no event type. Did you mean "created"',
        ),
        (GOOD + "date_order: dym\n", "date_order"),
        (GOOD + "kind: problem\n", "kind"),
        ("- a\n- b\n", "a mapping is a list of keys and values"),
        ("a: [", "no YAML"),
    ],
)
def test_wrong_mapping_is_refused_with_the_nearest_word(text: str, message: str) -> None:
    """A typing error in a mapping must not read as 'not mapped'."""
    with pytest.raises(ExportError, match=message):
        parse(text, "my.mapping.yaml")


def test_column_that_the_file_lacks_is_named_with_the_nearest() -> None:
    mapping = parse(GOOD, "my.mapping.yaml")

    with pytest.raises(ExportError, match=r'column "When".*Did you mean "When "'):
        require_columns(mapping, ["Case", "When ", "What"], "log.csv")


def test_unreadable_mapping_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"absent\.yaml: the mapping file cannot be read"):
        read(tmp_path / "absent.yaml")


@pytest.mark.parametrize("name", ["log.mapping.yaml", "log.csv.mapping.yaml"])
def test_mapping_beside_the_export_is_found(tmp_path: Path, name: str) -> None:
    """So that a folder of exports loads by itself; its source is named like the mapping."""
    write(tmp_path, GOOD, name)

    found = beside(tmp_path / "log.csv.gz")

    assert found is not None
    assert found.headers("case_id") == ("Case",)


def test_common_mapping_needs_a_matching_glob(tmp_path: Path) -> None:
    write(tmp_path, GOOD + 'files: "desk-*.csv"\n', "mapping.yaml")

    assert beside(tmp_path / "desk-may.csv") is not None
    assert beside(tmp_path / "other.csv") is None


def test_source_is_named_after_its_mapping_file(tmp_path: Path) -> None:
    """Next week's export has another name and is still the same source."""
    path = write(tmp_path, GOOD, "desk.mapping.yaml")

    assert read(path).source == "desk"
