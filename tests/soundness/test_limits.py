"""Wrong numbers where a limit of the policy or of the data decides, one each; never weakened."""

from pathlib import Path

from tests.soundness.test_ties_and_edges import CASE, POLICY, at, events, value
from tests.warehouses import build_rows


def test_reopen_rate_waits_as_long_as_the_policy_says(tmp_path: Path) -> None:
    """A case came back ten days after its resolve under `reopen_window_days: 7`: kept on the
    ninth, yet printed as reopened on the twelfth, since the rate always waited 30 days."""
    log = events(
        (at("09:00"), "created", None, None),
        (at("10:00"), "resolved", None, None),
        (at("10:00", 12), "reopened", None, None),
    )
    week = {"reporting.yaml": POLICY["reporting.yaml"] + "reopen_window_days: 7\n"}

    with build_rows(tmp_path, [CASE], log, policy_yaml=POLICY | week, as_of=at("00:00", 19)) as now:
        days = value(now, "reopen_rate", "ratio", "day")

    assert [(2 + n, told) for n, told in enumerate(days) if told[1]] == [(9, [0, 1])]
