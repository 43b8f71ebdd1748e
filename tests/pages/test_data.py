"""The Data page in each of its states: nothing, a load, late cases, an undo, a failure."""

import time
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from loaders.__main__ import main
from loaders.lock import locked
from loaders.profiles import remember
from pages.ui import intake
from pages.ui.data_loads import SHOWN
from tests.conftest import PROJECT
from tests.loaders.exports import LOG_ROWS, log_text, write
from tests.pages.conftest import Opened, panels, words
from tests.pages.data_page import button, drop, errors, finished, labels


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
    assert "support\\_events\\.csv\\.gz**: 60,226 rows as support events, 2 set aside" in words(app)
    assert "No closed week changes" in words(app)
    assert labels(app).count("Undo") == SHOWN


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


def test_broken_warehouse_can_be_built_again(opened: Opened, broken: Path) -> None:
    app = opened(broken, "data")

    assert panels(app) == ["This page cannot be shown"]
    assert "Build again" in labels(app)


def test_job_waits_for_whoever_loads_already(opened: Opened, loaded: Path) -> None:
    """The lock of the loaders holds on the page, too, and the page says what it waits for."""
    app = opened(loaded, "data")
    with locked(loaded):
        button(app, "Undo").click().run()
        deadline = time.monotonic() + 10
        while not is_waiting() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert is_waiting()
        app.run()
        assert "Undo" not in [one.label for one in app.button if not one.disabled]

    finished(app)
    assert "Nothing is loaded yet" in words(app)


def test_load_of_another_process_is_said(opened: Opened, loaded: Path) -> None:
    with locked(loaded):
        app = opened(loaded, "data")

    assert "Another process is loading or building here" in str(app.info[0].value)


def is_waiting() -> bool:
    job = intake.job()
    return job is not None and job.is_waiting
