"""A case, a list of cases, definitions and data: found by link, shown as text, not markup."""

from pathlib import Path

from pages.ui import answers
from tests.pages.conftest import HOSTILE, Opened, words


def test_a_subject_is_text_and_not_markup(opened: Opened, one_case: Path) -> None:
    """No image, link, colour or formula of an export reaches markdown unescaped."""
    app = opened(one_case, "case", case="T-1")

    title = app.title[0].value
    assert "evil" in title
    assert "![" not in title
    assert "](" not in title
    assert ":red[" not in title
    assert HOSTILE not in words(app)


def test_a_case_shows_a_tile_for_each_promise(opened: Opened, one_case: Path) -> None:
    """Gold S1 must be acknowledged in 30 min; it took 90."""
    app = opened(one_case, "case", case="T-1")

    tiles = {each.label.split(" ")[0]: each.value for each in app.metric}
    assert tiles["Acknowledge"] == "1 h over"
    assert set(tiles) == {"Acknowledge", "First", "Update", "Resolve"}


def test_an_event_leads_to_its_landed_row(opened: Opened, one_case: Path) -> None:
    """The raw row shows every column of the export as it was read."""
    app = opened(one_case, "case", case="T-1", event="0")

    raw = next(f.value for f in app.dataframe if list(f.value.columns) == ["column", "value"])
    assert dict(zip(raw["column"], raw["value"], strict=True))["case_id"] == "T-1"
    assert "made.csv" in words(app).replace("\\", "")


def test_the_number_of_a_row_stands_before_the_name_of_its_file(
    opened: Opened, one_case: Path
) -> None:
    """A long name of a file is cut at the edge of the table, and the number with it."""
    app = opened(one_case, "case", case="T-1")

    events = next(f.value for f in app.dataframe if "source row" in f.value)
    assert events["source row"].str.fullmatch(r"(line|row) [0-9,]+ of made\.csv").all()


def test_a_case_that_is_not_there_is_named(opened: Opened, one_case: Path) -> None:
    """A wrong link says which case it asked for."""
    app = opened(one_case, "case", case="T-404", source="made")

    assert 'no case "T-404"' in words(app)


def test_a_list_shows_the_rows_behind_its_figure(opened: Opened, one_case: Path) -> None:
    """Met of decided (no percentage under five), and the same number of rows."""
    app = opened(one_case, "cases", metric="sla_adherence", week="2026-W46", tier="Gold")

    rows = app.dataframe[0].value
    assert app.subheader[0].value.endswith(": 2 of 4")
    assert len(rows) == 4
    assert rows["verdict"].iloc[0] == "breached"


def test_a_list_of_an_unknown_metric_names_the_nearest(opened: Opened, one_case: Path) -> None:
    """The catalogue answers a typo with the nearest name."""
    app = opened(one_case, "cases", metric="sla_adherance", week="2026-W46")

    assert 'Did you mean "sla_adherence"?' in words(app)


def test_every_metric_is_on_the_definitions_page(opened: Opened, one_case: Path) -> None:
    """Title, meaning, exclusions and SQL come from the one declaration."""
    app = opened(one_case, "definitions")

    said = words(app).replace("\\", "")
    assert all(metric.title in said for metric in answers.metrics().values())
    assert len(app.code) == len(answers.metrics())


def test_definitions_can_be_searched(opened: Opened, one_case: Path) -> None:
    """A search keeps the metrics that hold every word."""
    app = opened(one_case, "definitions", search="reopened first time")

    assert [each for each in app.markdown if "cases\\_reopened" in each.value]
    assert len(app.code) < len(answers.metrics())


def test_data_shows_sources_and_loads(opened: Opened, one_case: Path) -> None:
    """What was loaded, and that nothing was set aside."""
    app = opened(one_case, "data")

    said = words(app).replace("\\", "")
    assert "**Made**" in said
    assert "1 case, " in said
    assert "1 file" in said
    assert "No row was set aside" in said
