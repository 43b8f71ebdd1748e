"""Dropped files: refused, asked about, answered, loaded; archives and mappings among them."""

import io
import zipfile
from pathlib import Path

import pytest

from pages.ui import intake
from tests.loaders.exports import LOG_ROWS, log_text
from tests.loaders.test_forms_tables import workbook
from tests.pages.conftest import Opened, words
from tests.pages.data_page import button, drop, errors, finished, labels

AMBIGUOUS = log_text(
    "C9,05/06/2026 08:00,created,New,P1,Desk,,Ann",
    "C9,06/06/2026 08:00,solved,Resolved,P1,Desk,Bob,Ann",
    ",06/06/2026 08:00,solved,Resolved,P1,Desk,Bob,Ann",
)


def test_file_of_nobody_is_refused_with_the_reason(opened: Opened, loaded: Path) -> None:
    app = drop(opened(loaded, "data"), ("photo.csv", "a,b\n1,2\n"))

    assert not app.exception
    assert "cannot be used" in words(app)
    assert "nothing can be counted by day" in words(app)
    assert not [label for label in labels(app) if label.startswith("Load")]


def test_open_question_keeps_the_file_from_loading(opened: Opened, loaded: Path) -> None:
    """Its readings stand beside the answers; the profile has answered the zone already."""
    app = drop(opened(loaded, "data"), ("tickets.csv", AMBIGUOUS))

    assert "Which comes first, day or month?" in words(app)
    assert "time zone UTC, as remembered" in words(app)
    assert button(app, "Load this file").disabled
    assert "2** of 3 rows can be used" in words(app)


def test_answered_question_lands_and_is_remembered(opened: Opened, loaded: Path) -> None:
    app = drop(opened(loaded, "data"), ("tickets.csv", AMBIGUOUS))
    app.radio[0].set_value("mdy").run()
    assert not button(app, "Load this file").disabled

    button(app, "Load this file").click().run()
    finished(app)

    assert not app.exception
    assert "2 rows as Event log, 1 set aside; date order mdy is remembered" in words(app)
    assert "1 set aside: missing\\_id" in words(app)
    assert intake.remembered()["generic_events"].date_order == "mdy"
    assert len(app.file_uploader[0].value) == 0


def test_zone_is_read_in_the_order_that_was_answered(opened: Opened, loaded: Path) -> None:
    """The readings of a zone follow the answer about day and month, not the first guess."""
    intake.forget_source("generic_events")
    app = drop(opened(loaded, "data"), ("tickets.csv", AMBIGUOUS))

    app.radio[0].set_value("mdy").run()

    assert app.radio[1].proto.captions[0] == "2026-05-06 08:00Z · 2026-06-06 08:00Z"


def test_mapping_may_be_dropped_with_its_file(opened: Opened, loaded: Path) -> None:
    text = "Nr;Wann;Was\n1;2026-01-05 08:00:00;created\n"
    mapping = (
        "table: events\ncolumns: {case_id: Nr, event_at: Wann, activity: Was}\ntime_zone: UTC\n"
    )

    app = drop(opened(loaded, "data"), ("log.csv", text), ("log.mapping.yaml", mapping))

    assert "a mapping file says which column is what" in words(app)
    assert not button(app, "Load this file").disabled


@pytest.mark.parametrize("name", ["../../evil.csv", "..\\evil.csv", "/etc/evil.csv", "..", ""])
def test_name_of_a_dropped_file_leads_nowhere(loaded: Path, name: str) -> None:
    upload = intake.Upload("1", name, log_text().encode())

    found = intake.look(upload, [], intake.Options(time_zone="UTC"))

    assert found.file_name in ("evil.csv", "export")


def test_dropped_archive_is_looked_into(opened: Opened, loaded: Path) -> None:
    """Its members are files like any other; a mapping in it lies beside them."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("exports/a.csv", log_text())
        archive.writestr("exports/b.csv", log_text(*LOG_ROWS[:2]))
    app = opened(loaded, "data")

    app.file_uploader[0].set_value([("all.zip", packed.getvalue(), "application/zip")]).run()

    assert not app.exception
    assert "a\\.csv" in words(app)
    assert "b\\.csv" in words(app)
    assert not button(app, "Load 2 files").disabled


def test_damaged_archive_is_said(opened: Opened, loaded: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../a.csv", log_text())
    app = opened(loaded, "data")

    app.file_uploader[0].set_value([("all.zip", packed.getvalue(), "application/zip")]).run()

    assert not app.exception
    assert "leads out of the archive" in errors(app).replace("\\", "")


def test_column_of_the_account_is_offered_and_waits_for_nobody(
    opened: Opened, loaded: Path
) -> None:
    """The file can be loaded as it is; another choice is taken and remembered."""
    text = (
        "Ticket,Company,Customer,Created,Resolved,Status\n"
        "T1,Nordwind,Ann,2026-01-05T08:00:00Z,2026-01-05T09:00:00Z,Resolved\n"
    )
    app = drop(opened(loaded, "data"), ("cases.csv", text))
    assert app.radio[0].value == "Customer"
    assert not button(app, "Load this file").disabled

    app.radio[0].set_value("Company").run()
    button(app, "Load this file").click().run()
    finished(app)

    assert intake.remembered()["generic_cases"].account == "Company"


def test_another_sheet_of_a_workbook_can_be_named(opened: Opened, loaded: Path) -> None:
    rows = [["case_id", "created_at", "status"], ["A", "2026-01-05T08:00:00Z", "Open"]]
    more = [*rows, ["B", "2026-01-06T08:00:00Z", "Open"]]
    content = workbook({"First": rows, "Second": more})
    app = opened(loaded, "data")
    app.file_uploader[0].set_value([("cases.xlsx", content, "application/xlsx")]).run()
    assert "**1** of 1 rows" in words(app)

    app.text_input[0].set_value("Second").run()

    assert "**2** of 2 rows" in words(app)
    assert not button(app, "Load this file").disabled


def test_reading_without_an_answer_is_called_provisional(opened: Opened, loaded: Path) -> None:
    app = drop(opened(loaded, "data"), ("tickets.csv", AMBIGUOUS))
    assert "for now day first" in words(app)

    app.radio[0].set_value("mdy").run()

    assert "for now" not in words(app)
    assert "month first" in words(app)
