"""Workarounds and playbooks: rows worked by hand, none of which is a drill's."""

from metrics.remedies import playbooks, workarounds
from tests.builders import T, any_row, case, marts


def told(key: int, kind: str, at: str) -> tuple[str, dict]:
    return any_row("case_events", case_key=key, type=kind, event_at=T(at))


def test_a_workaround_has_expired_until_another_is_applied() -> None:
    """C1 ran out; C2 ran out and was renewed; C3 runs on; a comment is none, nor is a drill's."""
    rows = [
        *(case(case_key=key) for key in (1, 2, 3, 4)),
        case(case_key=5, is_drill=True),
        told(1, "workaround_applied", "2026-03-02 10:00"),
        told(1, "workaround_expired", "2026-03-05 10:00"),
        told(2, "workaround_applied", "2026-03-02 10:00"),
        told(2, "workaround_expired", "2026-03-03 10:00"),
        told(2, "workaround_applied", "2026-03-04 10:00"),
        told(3, "workaround_applied", "2026-03-01 10:00"),
        told(4, "commented", "2026-03-01 10:00"),
        told(5, "workaround_expired", "2026-03-06 10:00"),
    ]

    with marts(*rows) as cursor:
        found = workarounds(cursor)

    said = zip(found["case_id"], found["is_expired"], found["told_at"], strict=True)
    assert list(said) == [
        ("C1", True, T("2026-03-05 10:00")),
        ("C2", False, T("2026-03-04 10:00")),
        ("C3", False, T("2026-03-01 10:00")),
    ]


def test_playbooks_belong_to_the_service_or_the_category_of_a_case() -> None:
    """SSO has one for its service, Login one for the category, Billing none yet; Web is nowhere."""
    rows = [
        case(category="Login", system="SSO"),
        case(category="Invoice", system="Billing"),
        case(category="Speed", system="Web"),
        case(category="Drilled", system="SSO", is_drill=True),
        any_row("coverage", module="sso ", playbook="PB SSO", reviewed_at=T("2026-01-10")),
        any_row("coverage", module="Login", playbook="PB Login"),
        any_row("coverage", module="Billing"),
    ]

    with marts(*rows) as cursor:
        found = playbooks(cursor)

    assert list(zip(found["category"], found["playbook"].fillna("none yet"), strict=True)) == [
        ("Invoice", "none yet"),
        ("Login", "PB Login"),
        ("Login", "PB SSO"),
    ]
