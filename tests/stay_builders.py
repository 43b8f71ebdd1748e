"""Rows of the marts of stays and stocks, every field defaulted (see tests/builders.py)."""

from itertools import count
from typing import Any

from tests.builders import Row, T, any_row

_DEFAULTS: Row = {
    "source": "desk",
    "kind": "ticket",
    "account": "Acme",
    "tier": "Gold",
    "region": "EU",
    "severity": "S3",
    "team": "Support",
    "category": "Login",
    "system": "SSO",
    "is_drill": False,
}
_keys = count(200_001)  # far from those of other builders


def stay(**fields: Any) -> tuple[str, Row]:
    """A stay in the status open that began on Monday 09:00 and goes on, without a target."""
    known = _DEFAULTS | {
        "case_key": next(_keys),
        "stay": "status",
        "status": "open",
        "level": "No level",
        "from_at": T("2026-03-02 09:00"),
    }
    return any_row("fct_stays", **(known | fields))


def backlog(**fields: Any) -> tuple[str, Row]:
    """A case that is open since Monday 09:00."""
    opened = fields.get("from_at", T("2026-03-02 09:00"))
    known = _DEFAULTS | {
        "case_key": next(_keys),
        "cycle": 1,
        "started_at": opened,
        "from_at": opened,
        "is_opening": True,
        "is_ending": "until_at" in fields,
    }
    return any_row("fct_backlog", **(known | fields))


def standing(**fields: Any) -> tuple[str, Row]:
    """A promise to resolve that is at risk since Monday 09:00."""
    known = _DEFAULTS | {
        "case_key": next(_keys),
        "promise": "resolve",
        "cycle": 1,
        "segment": 1,
        "state": "at_risk",
        "entered_at": T("2026-03-02 09:00"),
    }
    return any_row("fct_standings", **(known | fields))


def handoff(**fields: Any) -> tuple[str, Row]:
    """A case that came from the front line to Support on Tuesday, for the first time."""
    known = _DEFAULTS | {
        "case_key": next(_keys),
        "from_team": "Frontline",
        "moved_at": T("2026-03-03 09:00"),
        "is_return": False,
    }
    return any_row("fct_handoffs", **(known | fields))


def silence(**fields: Any) -> tuple[str, Row]:
    """A case on which nobody has done anything since Monday 09:00."""
    known = _DEFAULTS | {"case_key": next(_keys), "from_at": T("2026-03-02 09:00")}
    return any_row("fct_silences", **(known | fields))


def disorder(**fields: Any) -> tuple[str, Row]:
    """A case whose first event is older than its creation, on Tuesday."""
    known = _DEFAULTS | {
        "case_key": next(_keys),
        "disorder": "event before creation",
        "found_at": T("2026-03-03 09:00"),
    }
    return any_row("fct_disorders", **(known | fields))


def follow_up(**fields: Any) -> tuple[str, Row]:
    """A case acknowledged on Tuesday and followed up an hour later, in time."""
    known = _DEFAULTS | {
        "case_key": next(_keys),
        "acknowledged_at": T("2026-03-03 09:00"),
        "target_seconds": 7200,
        "decided_at": T("2026-03-03 10:00"),
        "is_hollow": False,
    }
    return any_row("fct_follow_ups", **(known | fields))
