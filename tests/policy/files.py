"""A small valid policy folder whose files a test may replace, so that it shows what matters."""

from pathlib import Path

import pytest

from metrics.errors import PolicyError
from metrics.policy import load

REPORTING = """\
zone: Europe/Berlin
tiers: [Gold, Silver]
severities: [S1, S2]
"""
CALENDARS = """\
versions:
  - calendars:
      office:
        zone: Europe/Berlin
        weekly: {mon-fri: ["09:00-17:00"]}
      always: {zone: UTC, always_open: true}
"""
SLA = """\
versions:
  - targets:
      - {promise: resolve, tier: Gold, within: 8 h, calendar: office, objective: 0.9}
      - {promise: resolve, within: 16 h, calendar: always, objective: 0.9}
"""


def write_policy(
    folder: Path, reporting: str = REPORTING, calendars: str = CALENDARS, sla: str = SLA
) -> Path:
    """The folder, with the three files in it."""
    (folder / "reporting.yaml").write_text(reporting, encoding="utf-8")
    (folder / "calendars.yaml").write_text(calendars, encoding="utf-8")
    (folder / "sla.yaml").write_text(sla, encoding="utf-8")
    return folder


def refusal(folder: Path, **files: str) -> str:
    """What `load` says about these files."""
    write_policy(folder, **files)
    with pytest.raises(PolicyError) as caught:
        load(folder)
    return str(caught.value)
