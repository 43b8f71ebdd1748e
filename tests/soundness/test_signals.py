"""Deltas that were called a signal, or noise, for the wrong reason: one test each."""

from datetime import datetime, timedelta
from pathlib import Path

from metrics.compared import Span, compare
from metrics.statistics import NORMAL
from tests.soundness.test_reopens import log
from tests.soundness.test_ties_and_edges import POLICY
from tests.warehouses import build_rows


def test_an_incident_felt_by_many_is_no_crowd_of_events(tmp_path: Path) -> None:
    """26 accounts touched by one incident, after 13 weeks without any, was a signal as if 26 things
    had happened; one week of 26 differs."""
    day = datetime(2026, 3, 3, 9)
    cases = [{"case_id": "I", "kind": "incident", "severity": "S1"}]
    said = log("I", (day + timedelta(weeks=20), "created"))
    for number in range(26):
        name = f"T{number}"
        link = {"parent_id": "I", "account_id": f"a{number}"}
        cases.append({"case_id": name, "kind": "ticket", "severity": "S2"} | link)
        said += log(name, (day + timedelta(weeks=20, hours=1), "created"))
    cases += [{"case_id": name, "kind": "ticket", "severity": "S2"} for name in ("A", "Z")]
    said += log("A", (day, "created")) + log("Z", (day + timedelta(weeks=26), "created"))
    middle = datetime(2026, 3, 2) + timedelta(weeks=13)
    before = Span("before", datetime(2026, 3, 2), middle)
    after = Span("after", middle, middle + timedelta(weeks=13))

    with build_rows(tmp_path, cases, said, [], POLICY) as found, found.cursor() as cursor:
        (row,) = compare(cursor, "accounts_touched", before, after)

    assert (row["before"], row["after"], row["verdict"]) == (0, 26, NORMAL)
