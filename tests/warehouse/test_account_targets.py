"""Targets that name accounts: whom they bind, before whom they go, and what the ledger says."""

from pathlib import Path
from typing import Any

import pytest

from metrics.warehouse.connection import Warehouse
from tests.soundness.test_ties_and_edges import POLICY as PLAIN
from tests.soundness.test_ties_and_edges import Row, at
from tests.warehouse.test_late import POLICY as SAMPLE_POLICY
from tests.warehouse.test_late import life
from tests.warehouse.test_published import said
from tests.warehouses import build_rows

ACCOUNTS = (
    {"account_id": "A1", "account": "Nordwind Logistik", "tier": "Gold", "other_names": "NWL"},
    {"account_id": "A2", "account": "Bergkamp", "tier": "Gold"},
)
SLA = """
versions:
  - targets:
      - {promise: resolve, tier: Gold, within: 8 h, calendar: always, objective: 95 %}
      - {promise: resolve, account: NORDWIND, severity: S1, within: 2 h, calendar: always, objective: 99 %}
      - {promise: resolve, within: 16 h, calendar: always, objective: 90 %}
  - effective_from: 2026-03-03T00:00:00Z
    targets:
      - {promise: resolve, tier: Gold, within: 8 h, calendar: always, objective: 95 %}
"""  # noqa: E501


def built(
    home: Path, *cases: Row, named: str = "NWL", accounts: Any = ACCOUNTS, log: Any = ()
) -> Warehouse:
    """Each case is created on Monday at 09:00 and resolved three hours later, unless `log` says."""
    known = [{"case_id": f"C{n}", "severity": "S1"} | case for n, case in enumerate(cases, start=1)]
    steps = log or [(at("09:00"), "created"), (at("12:00"), "resolved")]
    events = [
        {"case_id": case["case_id"], "event_at": moment, "seq": seq, "type": kind}
        for case in known
        for seq, (moment, kind) in enumerate(steps)
    ]
    policy = PLAIN | {"sla.yaml": SLA.replace("NORDWIND", named)}
    return build_rows(home, known, events, accounts, policy)


def rows(warehouse: Warehouse, query: str) -> list[tuple[Any, ...]]:
    with warehouse, warehouse.cursor() as cursor:
        return cursor.execute(query).fetchall()


JUDGED = "select target_seconds // 3600, target_scope, state, decided_at from fct_promises"


def test_an_account_goes_before_its_tier_wherever_it_stands(tmp_path: Path) -> None:
    """Resolved after 3 h: late for Nordwind (2 h), in time for Bergkamp of the same tier (8 h),
    for Nordwind's lesser cases, of which no row of its own speaks (8 h), and for nobody (16 h)."""
    warehouse = built(
        tmp_path,
        {"account_id": "A1"},
        {"account_id": "A2"},
        {"account_id": "A1", "severity": "S2"},
        {},
    )

    found = rows(warehouse, f"{JUDGED} join fct_cases using (case_key) order by fct_cases.case_id")

    assert found == [
        (2, "account", "breached", at("11:00:01")),
        (8, "tier", "met", at("12:00")),
        (8, "tier", "met", at("12:00")),
        (16, "any tier", "met", at("12:00")),
    ]


@pytest.mark.parametrize("named", ["A1", "nwl", "Nordwind logistik", "[Bergkamp Ltd, NWL]"])
@pytest.mark.parametrize("said", ["A1", "NWL"])
def test_an_account_is_named_as_cases_name_it(tmp_path: Path, named: str, said: str) -> None:
    """By id or any of its names in any letters, in the policy and in the case alike."""
    warehouse = built(tmp_path, {"account_id": said}, named=named)

    assert rows(warehouse, "select target_scope, objective from fct_promises") == [
        ("account", 0.99)
    ]


def test_an_account_that_no_list_knows_is_the_one_that_cases_name(tmp_path: Path) -> None:
    warehouse = built(
        tmp_path, {"account_id": "Acme"}, {"account_id": "Acme Ltd"}, named="ACME", accounts=()
    )

    assert sorted(rows(warehouse, "select target_scope from fct_promises")) == [
        ("account",),
        ("any tier",),
    ]


def test_an_account_that_nobody_is_called_is_told(tmp_path: Path) -> None:
    """The build goes on: the account may come with the next export."""
    warehouse = built(tmp_path, {"account_id": "A1"}, named="Nordwind Logistic")

    assert rows(warehouse, "select warning from policy_warnings") == [
        (
            'sla.yaml, line 5, key "account": no one account is meant by "Nordwind Logistic", '
            'so its target binds no case. Did you mean "Nordwind Logistik"?',
        )
    ]


def test_the_version_at_the_creation_binds_the_account_too(tmp_path: Path) -> None:
    """From Tuesday on Nordwind has the target of its tier."""
    log = [(at("09:00", 3), "created"), (at("12:00", 3), "resolved")]

    warehouse = built(tmp_path, {"account_id": "A1"}, log=log)

    assert rows(warehouse, JUDGED) == [(8, "tier", "met", at("12:00", 3))]


def test_another_tier_leaves_the_target_of_the_account(tmp_path: Path) -> None:
    """The ledger says of every stretch whose target held: the account's, whatever its tier."""
    later = {"account_id": "A1", "tier": "Silver", "effective_from": at("10:00")}

    warehouse = built(tmp_path, {"account_id": "A1"}, accounts=(*ACCOUNTS, later))

    assert rows(
        warehouse, "select tier, target_scope, target_seconds from fct_segments order by segment"
    ) == [("Gold", "account", 7200), ("Silver", "account", 7200)]


def test_a_corrected_account_restates_what_its_target_judges(tmp_path: Path) -> None:
    """The same rows of events; Gold has 8 h, the account that C1 turns out to be has 1 h."""
    texts = {path.name: path.read_text() for path in sorted(SAMPLE_POLICY.glob("*.yaml"))}
    own = "{promise: resolve, account: Bergkamp, within: 1 h, calendar: always, objective: 90 %}"
    texts["sla.yaml"] = texts["sla.yaml"].replace("targets:\n", f"targets:\n      - {own}\n")
    said(tmp_path, life("C1", 3), policy=texts, account_id="Nordwind")

    lines = said(tmp_path, life("C1", 3), policy=texts, account_id="Bergkamp")

    assert {line["metric"] for line in lines} == {"sla_adherence"}
    assert {tuple(line["reasons"]) for line in lines} == {("corrected account",)}
