"""Two columns of the same instants in two zones propose the zone of the file's clock."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from loaders.questions import Asked
from loaders.zone_evidence import proposal
from metrics.warehouse.connection import scratch
from tests.loaders.exports import landed

HEADER = "Issue key,Issue id,Issue Type,Created,Comment,Comment,Custom field ({})".format(
    "[CHART] Date of First Response"
)


def pairs(zone: str, days: int = 12) -> list[tuple[datetime, datetime]]:
    """Instants over a year, in UTC and by the clock of a zone."""
    instants = [datetime(2025, 1, 10, 18, 45, 55) + timedelta(days=30 * n) for n in range(days)]
    return [(at, at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))) for at in instants]


def clocks(found: list[tuple[datetime, datetime]]) -> str:
    rows = ", ".join(
        f"({n}, '{at:%Y-%m-%d %H:%M:%S}.01', '{wall:%d/%b/%y %I:%M %p}')"
        for n, (at, wall) in enumerate(found)
    )
    return f"select * from (values {rows}) as told (row_number, instant, wall)"


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Asia/Kolkata"])
def test_zone_is_proposed_with_its_evidence(zone: str) -> None:
    """A year of pairs tells summer time too, so that few zones are left."""
    with scratch() as connection:
        found = proposal(connection, clocks(pairs(zone)))

    assert found is not None
    assert found.zone == zone
    assert "2025-01-10 18:45:55.01" in found.because
    assert "12 of 12 such pairs agree" in found.because


def test_equal_clocks_are_no_evidence() -> None:
    """Both columns may stand in the same unknown zone; two pairs are too few as well."""
    with scratch() as connection:
        assert proposal(connection, clocks(pairs("UTC"))) is None
        assert proposal(connection, clocks(pairs("Europe/Berlin", 2))) is None


def test_jira_asks_with_a_proposal(tmp_path: Path) -> None:
    """One of the comments is the first response; the other is later."""
    lines = [
        f"A-{n},{n},Bug,10/Jan/25 9:00 AM,{wall + timedelta(hours=3):%d/%b/%y %I:%M %p};id;b,"
        f"{wall:%d/%b/%y %I:%M %p};id;a,{at:%Y-%m-%d %H:%M:%S}.01"
        for n, (at, wall) in enumerate(pairs("America/New_York"))
    ]

    with pytest.raises(Asked) as asked:
        landed(tmp_path, "\n".join([HEADER, *lines]) + "\n", time_zone=None)

    assert asked.value.question.proposed == "America/New_York"
    assert '"2025-01-10 18:45:55.01" is UTC' in asked.value.question.because
