"""Wrong numbers out of what accounts are called, one test each; never weakened."""

from pathlib import Path
from typing import Any

import pytest

from metrics.account_sheet import account_sheet
from metrics.catalog import catalog
from metrics.errors import QuestionError
from metrics.query import Question, run
from metrics.warehouse.build import build
from metrics.warehouse.connection import Warehouse, open_warehouse
from tests.soundness.test_ties_and_edges import POLICY, Row, at
from tests.warehouses import ALL_EVIDENCE, build_rows, landed, policy_folder

ACME = ({"account_id": "A-1", "account": "Acme"}, {"account_id": "A-2", "account": "Acme"})
INCIDENT = {"case_id": "I", "kind": "incident"}
LOGIN = {"category": "Login", "system": "Web", "parent_id": "I"}


def built(tmp: Path, *said: str, accounts: tuple[Row, ...] = ACME) -> Warehouse:
    """An incident on 2 March at 08:00, and a case about it a day from 2 March on, of these
    accounts, each resolved after an hour."""
    cases = [INCIDENT, *({"case_id": f"T{n}", "account_id": a} | LOGIN for n, a in enumerate(said))]
    log = [{"case_id": "I", "event_at": at("08:00"), "type": "created"}]
    for day in range(len(said)):
        for seq, (clock, kind) in enumerate([("09:00", "created"), ("10:00", "resolved")]):
            event = {"case_id": f"T{day}", "event_at": at(clock, 2 + day), "type": kind}
            log.append(event | {"seq": seq})
    return build_rows(tmp, cases, log, accounts, POLICY)


def by_account(warehouse: Warehouse, metric: str) -> dict[str, Any]:
    with warehouse.cursor() as cursor:
        asked = Question(metric=metric, by=("account",), where=(("category", ("Login",)),))
        if metric == "accounts_touched":
            asked = Question(metric=metric, by=("account",))
        found = run(cursor, catalog().metric(metric), asked)
    return dict(zip(found["account"], found["n"], strict=True))


def test_two_accounts_of_one_name_are_two(tmp_path: Path) -> None:
    """One Acme opened a case, the other two: the figures said 3 by Acme, 1 account touched, and a
    third case of its kind at one account. Who asks for Acme is told the word that means one."""
    with built(tmp_path, "A-1", "A-2", "A-2") as warehouse:
        opened = by_account(warehouse, "cases_opened")
        touched = by_account(warehouse, "accounts_touched")
        chronic = by_account(warehouse, "chronic_cases")
        with warehouse.cursor() as cursor:
            sheets = [account_sheet(cursor, name).account for name in ("A-2", "Acme (A-2)")]
            with pytest.raises(QuestionError, match=r'Did you mean "Acme \(A-.\)"'):
                account_sheet(cursor, "Acme")

    assert opened == {"Acme (A-1)": 1, "Acme (A-2)": 2}
    assert touched == {"Acme (A-1)": 1, "Acme (A-2)": 1}
    assert chronic == {}
    assert [sheet["account_id"] for sheet in sheets] == ["A-2", "A-2"]


@pytest.mark.parametrize(
    ("accounts", "words"),
    [
        # Letter case tells no two accounts apart, neither for us nor for who reads it.
        ([("A-1", "Acme"), ("A-2", "ACME")], ["Acme (A-1)", "ACME (A-2)"]),
        # A name that is another one's id; an account without a name is called by its id.
        ([("A-1", "A-2"), ("A-2", "A-2")], ["A-2 (A-1)", "A-2"]),
        # A name that is what another one would be called.
        ([("A-1", "Acme (A-2)"), ("A-2", "Acme"), ("A-3", "Acme")],
         ["Acme (A-2) (A-1)", "Acme (A-2)", "Acme (A-3)"]),
        ([("A-1", "Acme"), ("A-2", "Bolt")], ["Acme", "Bolt"]),
    ],
)  # fmt: skip
def test_no_two_accounts_are_called_the_same(
    tmp_path: Path, accounts: list[tuple[str, str]], words: list[str]
) -> None:
    rows = tuple({"account_id": one, "account": name} for one, name in accounts)

    with built(tmp_path, *(one for one, _ in accounts), accounts=rows) as warehouse:
        found = by_account(warehouse, "cases_opened")

    assert found == dict.fromkeys(words, 1)


def test_a_case_that_says_a_shared_name_is_of_neither(tmp_path: Path) -> None:
    """The word that is shown means its account, in a case as on a sheet; the bare name does not."""
    with built(tmp_path, "Acme", "acme (a-2)", "A-2") as warehouse:
        found = by_account(warehouse, "cases_opened")

    assert found == {"Acme": 1, "Acme (A-2)": 2}


def test_a_target_for_a_shared_name_binds_nobody(tmp_path: Path) -> None:
    """Two clients are called Acme, and a third was (other_names): a target for Acme bound the third
    without a word, and a case that says Acme, of which nobody knows whose it is."""
    third = {"account_id": "A-3", "account": "Bolt", "other_names": "acme"}
    target = "{promise: resolve, account: Acme, within: 2 h, calendar: always, objective: 99 %}"
    policy = POLICY | {"sla.yaml": f"versions:\n  - targets:\n      - {target}\n"}
    cases = [{"case_id": name, "account_id": name} for name in ("A-3", "Acme", "A-1")]
    log = [{"case_id": one["case_id"], "event_at": at("09:00"), "type": "created"} for one in cases]

    made = build_rows(tmp_path, cases, log, (*ACME, third), policy)
    with made as warehouse, warehouse.cursor() as cursor:
        bound = cursor.execute("select count(*) from fct_promises").fetchall()
        warned = cursor.execute("select warning from policy_warnings").fetchall()

    assert bound == [(0,)]
    assert len(warned) == 1
    assert 'no one account is meant by "Acme"' in warned[0][0]
    assert 'Did you mean "Acme (A-' in warned[0][0]


def test_an_answer_may_name_its_account_as_a_case_may(tmp_path: Path) -> None:
    """An answer from "acme corp" that belongs to no loaded case stood under an account of that
    name without a tier: only cases were matched with the names of accounts."""
    one = {"account_id": "A-1", "account": "Acme", "other_names": "Acme Corp", "tier": "Gold"}
    answer = {"account_id": "acme corp", "answered_at": at("10:00"), "score": 5, "max_score": 5}
    tables = {
        "cases": [{"case_id": "T"}],
        "case_events": [{"case_id": "T", "event_at": at("09:00"), "type": "created"}],
        "accounts": [one],
        "surveys": [answer],
    }
    exports = [landed(tmp_path, tables, ALL_EVIDENCE, "made")]
    build(tmp_path, policy_folder(tmp_path, POLICY), exports, at("12:00"))

    with open_warehouse(tmp_path) as warehouse, warehouse.cursor() as cursor:
        found = cursor.execute("select account, tier from fct_surveys").fetchall()

    assert found == [("Acme", "Gold")]
