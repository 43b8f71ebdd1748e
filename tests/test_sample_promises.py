"""What the sample generator believes about promises and hours is what the sample policy says."""

from datetime import UTC, date

import pytest

from loaders.sample_clock import clock, instant
from loaders.sample_promises import ALWAYS_OPEN, target
from loaders.sample_vendor import SEVERITIES, TIERS
from metrics import policy as policies
from metrics.policy.expansion import open_intervals
from tests.conftest import PROJECT


def test_the_sample_promises_what_the_policy_promises() -> None:
    """Targets and the choice of calendar, for every tier, severity and region, before and after."""
    policy = policies.load(PROJECT / "sample_data" / "policy")
    calendars = {"EU": "eu-business", "US": "us-business"}

    for version, opened in zip(policy.versions, ("2026-06-01", "2026-11-01"), strict=True):
        for promise in ("acknowledge", "first_response", "resolve"):
            for tier, severity, region in every_case():
                found = version.target(promise, tier, severity, region)
                always = (tier, severity) in ALWAYS_OPEN
                assert found is not None
                assert found.within_seconds == target(promise, tier, severity, instant(opened))
                assert found.calendar == ("always" if always else calendars[region])


def every_case() -> list[tuple[str, str, str]]:
    return [(t, s, r) for t in TIERS for s in SEVERITIES for r in ("EU", "US")]


@pytest.mark.parametrize("region, name", [("EU", "eu-business"), ("US", "us-business")])
def test_the_sample_works_when_the_policy_says_so(region: str, name: str) -> None:
    """The same open intervals, holidays and short days included."""
    first, last = date(2025, 5, 15), date(2026, 12, 31)
    policy = policies.load(PROJECT / "sample_data" / "policy")
    theirs = open_intervals(policy.versions[-1].calendars[name], first, last)

    ours = clock(region)
    edges = [[int(t.replace(tzinfo=UTC).timestamp()) for t in pair] for pair in theirs]
    mine = [
        [start, start + length]
        for start, length in zip(ours.starts, ours.lengths, strict=True)
        if edges[0][0] <= start <= edges[-1][0]
    ]
    assert mine == edges
