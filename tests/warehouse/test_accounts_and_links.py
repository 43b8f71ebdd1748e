"""Which account a case means, and which cases belong together."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from metrics.warehouse.connection import Warehouse
from tests.warehouse.test_build import POLICY
from tests.warehouses import build_rows

BEGIN = datetime(2026, 3, 2, 9)
ACCOUNTS = (
    {"account_id": "A1", "account": "Nordwind Logistik", "tier": "Gold",
     "other_names": "NWL; Nordwind", "domains": "nordwind.example;nordwind-logistik.example"},
    {"account_id": "A2", "account": "Bergkamp", "tier": "Silver", "other_names": "Retail"},
    {"account_id": "A3", "account": "Almgren", "tier": "Silver", "other_names": "Retail"},
)  # fmt: skip


def built(tmp: Path, *cases: dict[str, Any]) -> Warehouse:
    created = [{"case_id": c["case_id"], "event_at": BEGIN, "type": "created"} for c in cases]
    return build_rows(tmp, cases, created, ACCOUNTS, POLICY)


def one(warehouse: Warehouse, sql: str) -> Any:
    with warehouse, warehouse.cursor() as cursor:
        return cursor.execute(sql).fetchall()


@pytest.mark.parametrize(
    ("said", "account_id"),
    [
        ("A1", "A1"),
        ("a1", "A1"),
        ("Nordwind logistik ", "A1"),
        ("NWL", "A1"),
        ("ann@nordwind.example", "A1"),
        ("https://www.nordwind-logistik.example/support", "A1"),
        ("Retail", "Retail"),  # two accounts could mean it: nobody's
        ("ann@elsewhere.example", "ann@elsewhere.example"),
    ],
)
def test_account_is_matched_by_id_name_or_domain(
    tmp_path: Path, said: str, account_id: str
) -> None:
    warehouse = built(tmp_path, {"case_id": "C1", "account_id": said})

    assert one(warehouse, "select account_id from fct_cases") == [(account_id,)]


def test_leftover_accounts_are_listed_with_their_cases(tmp_path: Path) -> None:
    warehouse = built(
        tmp_path, {"case_id": "C1", "account_id": "Retail"}, {"case_id": "C2", "account_id": "NWL"}
    )

    assert one(warehouse, "select account_id, reason, cases from unmatched_accounts") == [
        ("Retail", "not in the account list", 1)
    ]


def test_ticket_is_joined_to_the_incident_it_names(tmp_path: Path) -> None:
    """A parent that is not loaded, and a case that names itself, make no link."""
    warehouse = built(
        tmp_path,
        {"case_id": "INC-1"},
        {"case_id": "T-1", "parent_id": "INC-1"},
        {"case_id": "T-2", "parent_id": "T-2"},
        {"case_id": "T-3", "parent_id": "not loaded"},
    )

    assert one(
        warehouse,
        "select child.case_id, parent.case_id from fct_links"
        " join fct_cases as child using (case_key)"
        " join fct_cases as parent on parent.case_key = parent_key",
    ) == [("T-1", "INC-1")]
