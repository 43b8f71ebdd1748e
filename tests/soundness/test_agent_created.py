"""First responses that were owed to nobody: cases that an agent opened, one test each."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from loaders.manifest import exports
from metrics.catalog import catalog
from metrics.query import Question, run
from metrics.warehouse.build import build
from metrics.warehouse.connection import open_warehouse
from tests.loaders.exports import write
from tests.loaders.sources.built import POLICY, asked, land_all, land_texts
from tests.loaders.sources.test_zendesk_json import DAY, audit, comment, create, metrics, ticket
from tests.warehouses import build_rows, policy_folder

T = datetime.fromisoformat
CUSTOMER, AGENT = 9, 5
NEXT = {
    "sla.yaml": POLICY["sla.yaml"]
    + "  - {promise: next_response, within: 1 h, calendar: always, objective: 90 %}\n"
}
FOUND = """
select case_id, promise, cycle, state, started_at, stopped_at
from fct_promises where promise <> 'resolve' order by all
"""


def test_a_ticket_that_an_agent_opened_owes_no_first_response(tmp_path: Path) -> None:
    """2 is an agent's own outreach, answered by its customer only after 3 h: it stood as a breach
    of the first response beside 1, adherence 1 of 2, and its wait of 180 min in the time to first
    response and in its coverage."""
    tickets = [ticket(1), ticket(2, submitter_id=AGENT)]
    replies = [metrics(1, "11:30", 45), metrics(2, "11:30", 180)]
    texts = {"tickets.json": json.dumps(tickets)}
    texts["metrics.json"] = json.dumps({"ticket_metrics": replies})
    land_texts(tmp_path, texts)

    kept, cases = asked(
        tmp_path,
        "select case_id, state from fct_promises where promise = 'first_response'",
        "select case_id, first_responded_at, customer_first_response_seconds,"
        " contract_first_response_seconds from fct_cases order by case_id",
    )

    assert kept == [("1", "met")]
    assert cases == [
        ("1", T(f"{DAY}08:45"), 2700, 2700),
        ("2", T(f"{DAY}11:00"), None, None),
    ]
    assert figure(tmp_path, "first_response_time") == [(45.0, 1)]
    assert figure(tmp_path, "first_response_coverage") == [(1.0, 1)]
    assert figure(tmp_path, "cases_opened") == [(2, 2)]


def figure(home: Path, metric: str) -> list[tuple[Any, ...]]:
    """Value and n over all time, of the warehouse that stands in `home`."""
    with open_warehouse(home) as warehouse, warehouse.cursor() as cursor:
        found = run(cursor, catalog().metric(metric), Question(metric=metric, period="all"))
    return [tuple(row) for row in found[["value", "n"]].itertuples(index=False)]


def test_what_the_customer_then_asks_is_owed_the_next_response(tmp_path: Path) -> None:
    """Opened by an agent with a public comment at 08:00, and the customer asked at 10:00 and 10:10:
    the answer of 11:30 was held against the agent's own words, 3 h 30 after them, and nobody owed
    the customer's question anything."""
    told = (
        audit(1, "08:00", AGENT, comment(AGENT), create("requester_id", str(CUSTOMER))),
        audit(2, "10:00", CUSTOMER, comment(CUSTOMER)),
        audit(3, "10:10", CUSTOMER, comment(CUSTOMER)),
        audit(4, "11:30", AGENT, comment(AGENT)),
    )
    texts = {"tickets.json": json.dumps([ticket(1, submitter_id=AGENT, status="open")])}
    land_texts(tmp_path, texts | {"audits.json": json.dumps({"audits": told})})

    build(tmp_path, policy_folder(tmp_path, POLICY | NEXT), exports(tmp_path))
    with open_warehouse(tmp_path) as warehouse, warehouse.cursor() as cursor:
        found = cursor.execute(FOUND).fetchall()

    asked_at, answered_at = T(f"{DAY}10:00"), T(f"{DAY}11:30")
    assert found == [("1", "next_response", 1, "breached", asked_at, answered_at)]


@pytest.mark.parametrize(
    "by_agent, promised",
    [
        (True, [("next_response", T(f"{DAY}10:00"))]),
        (False, [("first_response", T(f"{DAY}08:00"))]),
        (None, [("first_response", T(f"{DAY}08:00"))]),
    ],
)
def test_where_nobody_knows_who_opened_it_the_customer_did(
    tmp_path: Path, by_agent: bool | None, promised: list[tuple[str, datetime]]
) -> None:
    """One question, never answered: it waits for one response and not for two, and a source
    without the column loses none."""
    at = {"case_id": "A", "type": "created", "event_at": T(f"{DAY}08:00"), "seq": 1}
    more = {"type": "customer_replied", "event_at": T(f"{DAY}10:00"), "seq": 2}
    case = {"case_id": "A", "kind": "ticket", "severity": "S1", "is_agent_created": by_agent}

    built = build_rows(tmp_path, [case], [at, at | more], [], POLICY | NEXT)
    with built as warehouse, warehouse.cursor() as cursor:
        found = cursor.execute(
            "select promise, started_at from fct_promises where promise like '%_response'"
        ).fetchall()

    assert found == promised


@pytest.mark.parametrize("table", ["events", "cases"])
def test_a_mapping_names_who_opened_a_case(tmp_path: Path, table: str) -> None:
    """No mapping could say it, so such a list judged every outreach. A later blank takes nothing
    back, and a word that nobody can read counts as the customer's and is listed."""
    mapping = f"""
table: {table}
time_zone: UTC
source: desk
columns: {{case_id: Case, {"event_at" if table == "events" else "created_at"}: At,
  is_agent_created: Proactive}}
{"created_from: first_event" if table == "events" else ""}
"""
    told = ("A,{}:00,yes", "A,{}:01,", "B,{}:00,No", "C,{}:00,", "D,{}:00,perhaps")
    lines = [row.format("2026-03-02 09") for row in told]
    write(tmp_path / "in", mapping, "desk.mapping.yaml")
    text = "\n".join(("Case,At,Proactive", *lines, ""))
    land_all(tmp_path / "home", write(tmp_path / "in", text, "desk.csv"))

    cases, unread = asked(
        tmp_path / "home",
        "select case_id, is_agent_created from fct_cases order by 1",
        "select column_name, value, cases, treated from unmapped_values",
    )

    assert cases == [("A", True), ("B", False), ("C", False), ("D", False)]
    treated = "counted as opened by the customer; write yes or no"
    assert unread == [("opened by an agent", "perhaps", 1, treated)]
