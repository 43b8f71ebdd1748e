"""What is owed, planned and how long ago: rows worked by hand, none of which is a drill's."""

from metrics.incident_lists import last_majors, postmortems_due, upcoming_maintenance
from tests.builders import T, any_row, case, marts
from tests.incident_builders import incident

OWED = {"postmortem_owed_at": T("2026-03-02 12:00"), "postmortem_due_at": T("2026-03-12 12:00")}


def test_post_mortems_owed_come_by_their_due_instant() -> None:
    """Late ones are said to be late; published ones and drills owe nothing."""
    late = {"postmortem_owed_at": T("2026-03-20"), "postmortem_due_at": T("2026-03-30")}
    rows = [
        incident(case_key=1, major_at=T("2026-03-20"), **late),
        incident(case_key=2, major_at=T("2026-03-02"), **OWED),
        incident(case_key=3, major_at=T("2026-03-02"), is_drill=True, **OWED),
        incident(case_key=4, major_at=T("2026-03-02"), postmortem_at=T("2026-03-20"), **OWED),
        *(case(case_key=key) for key in (1, 2, 3, 4)),
    ]

    with marts(*rows) as cursor:
        found = postmortems_due(cursor)

    assert list(zip(found["case_id"], found["is_late"], strict=True)) == [
        ("C2", True),
        ("C1", False),
    ]


def test_maintenance_that_is_over_is_not_upcoming() -> None:
    """As of 29 March 23:59:59: one runs, one is announced, one without an end lies ahead."""
    starts = {
        "Over": "2026-03-28",
        "Runs": "2026-03-29",
        "Open": "2026-04-02",
        "Next": "2026-04-01",
    }
    ends = {"Over": "2026-03-29", "Runs": "2026-03-30", "Next": "2026-04-03"}
    rows = [
        any_row("maintenance", system=name, started_at=T(start),
                ended_at=T(ends[name]) if name in ends else None)
        for name, start in starts.items()
    ]  # fmt: skip

    with marts(*rows) as cursor:
        found = upcoming_maintenance(cursor)

    assert list(found["system"]) == ["Runs", "Next", "Open"]
    assert list(found["is_running"]) == [True, False, False]


def test_the_last_major_of_each_service() -> None:
    """SSO's newest of two, 27 days before the as-of instant less a second; a drill is none."""
    rows = [
        incident(major_at=T("2026-03-01")),
        incident(case_key=7, major_at=T("2026-03-03")),
        incident(system="API", major_at=T("2026-03-02"), is_drill=True),
        incident(system="Web"),
    ]

    with marts(*rows) as cursor:
        found = last_majors(cursor)

    assert list(found["case_id"]) == ["C7"]
    assert list(found["since_seconds"]) == [27 * 86_400 - 1]
