"""fct_follow_ups: what followed an acknowledgement, and whether in time."""

from pathlib import Path
from typing import Any

import pytest

from tests.soundness.test_ties_and_edges import at, built, events, one

S1 = {"severity": "S1"}  # an hour to acknowledge, around the clock


@pytest.mark.parametrize(
    ("clock", "kind", "hollow", "decided"),
    [
        ("10:10:00", "commented", False, "10:10:00"),
        ("10:10:01", "commented", True, "10:10:01"),
        ("09:30:00", "customer_replied", True, "10:10:01"),
        ("09:10:00", "commented", True, "10:10:01"),
        ("09:30:00", "resolved", False, "09:30:00"),
    ],
)
def test_an_acknowledgement_is_followed_up_within_its_target(
    tmp_path: Path, clock: str, kind: Any, hollow: bool, decided: str
) -> None:
    """At its last second still; the client, and the second of the acknowledgement, are nothing."""
    log = events(
        (at("09:00"), "created", None, None),
        (at("09:10"), "acknowledged", None, None),
        (at(clock), kind, None, None),
        (at("12:00"), "customer_replied", None, None),
    )

    with built(tmp_path, log, case=S1) as warehouse:
        found = one(warehouse, "select is_hollow, decided_at from fct_follow_ups")

    assert found == (hollow, at(decided))
