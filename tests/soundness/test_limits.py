"""Wrong numbers where a limit of the policy or of the data decides, one each; never weakened."""

from pathlib import Path

from metrics.catalog import catalog
from metrics.query import Question, run
from tests.soundness.test_ties_and_edges import CASE, POLICY, at, built, events, value
from tests.warehouse import test_downtime as downtime
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


def test_impact_that_begins_in_the_last_second_is_not_retroactive(tmp_path: Path) -> None:
    """Going on and cut at the very second of its beginning:
    the cut made an end of it, and with it an impact of no second, written down afterwards."""
    told = {
        "case_events": [downtime.opened("I1", downtime.END)],
        "impacts": [downtime.impact("10 00:00", None)],
    }

    with downtime.built(tmp_path, **told) as cursor:
        question = Question(metric="time_to_detect")
        found = run(cursor, catalog()["time_to_detect"], question)

    assert found[["value", "n"]].values.tolist() == [[0, 1]]


def test_promise_counts_where_its_own_opening_was_resolved(tmp_path: Path) -> None:
    """Created, resolved and reopened in one minute of Monday, resolved a week later: by time alone
    the promises of the first opening fell to the second, whose start is the same."""
    log = events(
        (at("09:00"), "created", None, None),
        (at("09:00"), "acknowledged", None, None),
        (at("09:00"), "resolved", None, None),
        (at("09:00"), "reopened", None, None),
        (at("12:00", 9), "resolved", None, None),
    )

    with built(tmp_path, log) as warehouse:
        days = value(warehouse, "sla_adherence_by_resolved", "ratio", "day")

    assert [(2 + n, told) for n, told in enumerate(days) if told[1]] == [(2, [1, 2]), (9, [0, 1])]
