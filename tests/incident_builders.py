"""Rows of the marts of incidents and uptime, every field defaulted (see tests/builders.py)."""

from itertools import count
from typing import Any

from tests.builders import Row, T, any_row

_DEFAULTS: Row = {
    "source": "desk",
    "account": "Acme",
    "tier": "Gold",
    "region": "EU",
    "severity": "S1",
    "team": "Support",
    "category": "Login",
    "system": "SSO",
}
_keys = count(100_001)  # far from those of other builders


def incident(**fields: Any) -> tuple[str, Row]:
    """An incident of severity S1, never major: created Monday 09:00, impact unknown, going on."""
    known = _DEFAULTS | {
        "case_key": next(_keys),
        "kind": "incident",
        "is_drill": False,
        "created_at": T("2026-03-02 09:00"),
        "is_retroactive": False,
        "restored_at": fields.get("mitigated_at"),
    }
    row = known | fields
    row = {"is_restored": row["restored_at"] is not None} | row
    moments = ["restored"] + ["major"] * ("major_at" in fields)
    words = ("tier", "region", "severity", "team")
    then = {f"{moment}_{word}": row[word] for moment in moments for word in words}
    return any_row("fct_incidents", **(then | row))


def felt(**fields: Any) -> tuple[str, Row]:
    """An hour from Monday 09:00 in which a service of Acme was gone."""
    known = {"case_key": next(_keys), "felt_at": T("2026-03-02 09:00"), "day": "2026-03-02"}
    known |= {"from_at": T("2026-03-02 09:00"), "until_at": T("2026-03-02 10:00")}
    words = {name: _DEFAULTS[name] for name in ("account", "tier", "region", "system", "source")}
    return any_row("fct_felt", **(words | known | {"weighted_ppm": 3_600_000_000} | fields))


def touch(**fields: Any) -> tuple[str, Row]:
    """Acme's first case about an incident, on Monday 09:30."""
    known: Row = {"account": "Acme", "tier": "Gold", "region": "EU", "case_count": 1}
    known |= {"first_case_at": T("2026-03-02 09:30")}
    return any_row("fct_touches", **(known | fields))


def downtime(**fields: Any) -> tuple[str, Row]:
    """An hour from Monday 09:00 in which a service was gone."""
    known = _DEFAULTS | {
        "case_key": next(_keys),
        "day": "2026-03-02",
        "from_at": T("2026-03-02 09:00"),
        "until_at": T("2026-03-02 10:00"),
        "weight": 1.0,
        "depth": "severe",
        "weighted_seconds": 3600,
    }
    return any_row("fct_downtime", **(known | fields))


def service_day(**fields: Any) -> tuple[str, Row]:
    """A quiet Monday of a service that policy wants up for 99 % of the time."""
    known: Row = {"system": "SSO", "day": "2026-03-02", "observed_seconds": 86400}
    known |= {"from_at": T("2026-03-02"), "until_at": T("2026-03-03")}
    known |= {"objective": 0.99, "allowed_ppm": 10_000} if fields.pop("is_promised", True) else {}
    return any_row(
        "fct_service_days", **(known | {"maintenance_seconds": 0, "weighted_seconds": 0} | fields)
    )


def account_day(**fields: Any) -> tuple[str, Row]:
    """A quiet Monday of Acme, which uses one service."""
    known: Row = {"account_id": "A1", "account": "Acme", "tier": "Gold", "region": "EU"}
    known |= {"day": "2026-03-02", "from_at": T("2026-03-02"), "until_at": T("2026-03-03")}
    return any_row(
        "fct_account_days", **(known | {"service_seconds": 86400, "weighted_seconds": 0} | fields)
    )


def link(**fields: Any) -> tuple[str, Row]:
    """A case that belongs to another."""
    return any_row("fct_links", **({} | fields))
