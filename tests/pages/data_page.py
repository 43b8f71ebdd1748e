"""What a reader does on the Data page: drop files, press buttons, wait for a job."""

import time

from streamlit.testing.v1 import AppTest

from pages.ui import intake

PATIENCE = 60  # seconds for a load and a build on a busy machine


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
