"""The Data page in each of its states: nothing, a look, a question, a load, an undo, a failure."""

import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from loaders.__main__ import main
from loaders.profiles import remember
from pages.ui import intake
from tests.conftest import PROJECT
from tests.loaders.exports import LOG_ROWS, log_text, write
from tests.pages.conftest import Opened, panels, words

AMBIGUOUS = log_text(
    "C9,05/06/2026 08:00,created,New,P1,Desk,,Ann",
    "C9,06/06/2026 08:00,solved,Resolved,P1,Desk,Bob,Ann",
    ",06/06/2026 08:00,solved,Resolved,P1,Desk,Bob,Ann",
)
PATIENCE = 20  # seconds for a load and a build of one case on a busy machine


@pytest.fixture
def loaded(tmp_path: Path) -> Path:
    """A home with one file, loaded from the command line."""
    home = tmp_path / "home"
    path = write(tmp_path, log_text())
    main(["load", str(path), "--time-zone", "UTC", "--home", str(home)])
    return home


def drop(app: AppTest, *files: tuple[str, str]) -> AppTest:
    """Drop files on the page."""
    app.file_uploader[0].set_value([(name, text.encode(), "text/csv") for name, text in files])
    return app.run()


def finished(app: AppTest) -> AppTest:
    """Wait for the job of the page and look again."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        job = intake.job()
        if job is not None and job.is_done:
            return app.run()
        time.sleep(0.05)
    raise AssertionError("the job did not end")


def button(app: AppTest, label: str):
    return next(one for one in app.button if one.label == label)


def labels(app: AppTest) -> list[str]:
    return [one.label for one in app.button]


def errors(app: AppTest) -> str:
    return "\n".join(str(each.value) for each in app.error)


def test_first_run_offers_the_sample_and_a_place_to_drop(opened: Opened, tmp_path: Path) -> None:
    app = opened(tmp_path / "empty", "data")

    assert "Load the sample" in labels(app)
    assert len(app.file_uploader) == 1
    assert "Nothing is loaded yet" in words(app)


def test_bare_address_leads_to_data_as_long_as_nothing_is_loaded(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TIERLINE_HOME", str(tmp_path / "empty"))

    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=60).run()

    assert "Load the sample" in labels(app)


def test_sample_is_loaded_by_one_click(opened: Opened, tmp_path: Path) -> None:
    app = opened(tmp_path / "empty", "data")

    button(app, "Load the sample").click().run()
    finished(app)

    assert not app.exception
    assert "support\\_events\\.csv\\.gz**: 60,225 rows as support events, 2 set aside" in words(app)
    assert "No closed week changes" in words(app)
    assert labels(app).count("Undo") == 4


def test_file_of_nobody_is_refused_with_the_reason(opened: Opened, loaded: Path) -> None:
    app = drop(opened(loaded, "data"), ("photo.csv", "a,b\n1,2\n"))

    assert not app.exception
    assert "cannot be used" in words(app)
    assert "no source knows this header" in words(app)
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


def test_late_case_is_said(opened: Opened, loaded: Path) -> None:
    """C1 of January 2026 is in a closed week once November is loaded; changing it is late."""
    news = log_text(*(row.replace("C1", "C2").replace("2026-01", "2026-11") for row in LOG_ROWS))
    old = log_text(*(row.replace("C1", "C3") for row in LOG_ROWS))
    app = opened(loaded, "data")
    for name, text in (("news.csv", news), ("old.csv", old)):
        drop(app, (name, text))
        button(app, "Load this file").click().run()
        finished(app)

    assert "1 case changes closed weeks (2026-W02 to 2026-W02)." in words(app)


def test_undo_and_restore(opened: Opened, loaded: Path) -> None:
    write(loaded.parent, log_text(*(row.replace("C1", "C2") for row in LOG_ROWS)), "b.csv")
    main(["load", str(loaded.parent / "b.csv"), "--home", str(loaded)])
    app = opened(loaded, "data")

    button(app, "Undo").click().run()
    finished(app)
    assert "withdrawn" in words(app)
    assert "Cases 1" in words(app)

    button(app, "Restore").click().run()
    finished(app)
    assert "Cases 2" in words(app)
    assert "withdrawn" not in words(app)


def test_undoing_everything_leads_back_to_the_start(opened: Opened, loaded: Path) -> None:
    """The file can still be restored from there."""
    app = opened(loaded, "data")

    button(app, "Undo").click().run()
    finished(app)

    assert not app.exception
    assert "Nothing is loaded yet" in words(app)
    assert "Restore" in labels(app)


def test_failed_job_is_said_in_words(
    opened: Opened, loaded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What broke is not shown as a trace, and the old figures stay."""
    monkeypatch.setattr(intake.batch, "undo", lambda *_: 1 / 0)
    app = opened(loaded, "data")

    button(app, "Undo").click().run()
    finished(app)

    assert not app.exception
    assert "something broke inside Tierline" in errors(app).replace("\\", "")
    assert "counts" in words(app)


def test_remembered_answer_is_shown_and_forgotten(opened: Opened, loaded: Path) -> None:
    remember(loaded, "jira", {"time_zone": "Europe/Berlin"})
    app = opened(loaded, "data")
    assert "time zone Europe/Berlin" in words(app)

    app.button(key="forget_jira").click().run()

    assert "time zone Europe/Berlin" not in words(app)
    assert list(intake.remembered()) == ["generic_events"]


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


def test_broken_warehouse_can_be_built_again(opened: Opened, broken: Path) -> None:
    app = opened(broken, "data")

    assert panels(app) == ["This page cannot be shown"]
    assert "Build again" in labels(app)
