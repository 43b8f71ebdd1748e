"""Uptime for accounts: who uses which service is policy, and what it names in vain is said."""

from pathlib import Path
from shutil import copytree

import pytest

from metrics.catalog import catalog
from metrics.query import Question, run
from metrics.warehouse.connection import open_warehouse
from tests.warehouse.test_downtime import POLICY, built, impact

ACCOUNTS = [
    {"account_id": "A1", "account": "Acme", "tier": "Gold"},
    {"account_id": "B1", "account": "Bolt", "tier": "Gold"},
    {"account_id": "C1", "account": "Calm", "tier": "Silver"},
]
HURT = [
    impact("2 09:00", "2 10:00", case_id=None),
    impact("2 09:00", "2 13:00", case_id=None, system="Reports"),
]


def policy(tmp_path: Path, services: str) -> Path:
    """The sample's policy with these rows about services."""
    folder = tmp_path / "policy"
    copytree(POLICY, folder)
    (folder / "services.yaml").write_text(f"versions:\n  - services:\n{services}")
    return folder


def shares(home: Path, metric: str, *by: str) -> dict[str, float]:
    """The hours lost of the hours of the services: figures by their breakdown."""
    with open_warehouse(home) as warehouse, warehouse.cursor() as cursor:
        frame = run(cursor, catalog()[metric], Question(metric=metric, by=by))
    names = frame[by[0]] if by else ["all"]
    return dict(zip(names, frame["value"], strict=True))


def test_where_policy_is_silent_every_account_uses_every_service(tmp_path: Path) -> None:
    """Then any account, any tier and all of them together are as the services are."""
    silent = policy(tmp_path, "      - {objective: 99 %}\n")
    with built(tmp_path, silent, impacts=HURT, accounts=ACCOUNTS):
        pass

    whole = shares(tmp_path, "uptime")["all"]
    assert shares(tmp_path, "account_uptime") == {"all": pytest.approx(whole)}
    assert shares(tmp_path, "account_uptime", "tier") == {
        "Gold": pytest.approx(whole), "Silver": pytest.approx(whole),
    }  # fmt: skip


def test_each_account_counts_with_the_services_that_it_uses(tmp_path: Path) -> None:
    """The reports are Bolt's and Silver's: of 183 h until Tuesday Acme lost 1 of the API, Bolt 5
    of both, and Gold 6 of 549."""
    row = "      - {service: Reports, used_by: {tier: Silver, account: BOLT}}\n"
    with built(tmp_path, policy(tmp_path, row), impacts=HURT, accounts=ACCOUNTS):
        pass

    hours = 183  # from Monday 09:00Z to Tuesday of the next week, 00:00Z
    assert shares(tmp_path, "account_uptime", "account") == {
        "Acme": pytest.approx(1 - 1 / hours),
        "Bolt": pytest.approx(1 - 5 / (2 * hours)),
        "Calm": pytest.approx(1 - 5 / (2 * hours)),
    }
    assert shares(tmp_path, "account_uptime", "tier")["Gold"] == pytest.approx(1 - 6 / (3 * hours))


def test_names_that_nothing_loaded_has_are_warned_of(tmp_path: Path) -> None:
    """The service, the tier and the account, each with the nearest; what is known is silent."""
    rows = (
        "      - {service: [API, Report], objective: 99 %}\n"
        "      - {service: Reports, used_by: {tier: [Gold, Sliver], account: [acme, Bold]}}\n"
    )
    with built(tmp_path, policy(tmp_path, rows), impacts=HURT, accounts=ACCOUNTS) as cursor:
        found = cursor.execute("select warning from policy_warnings order by warning").fetchall()

    said = [text for (text,) in found if "services.yaml names" in text]
    assert said == [
        'services.yaml names the account "Bold", which no export of accounts has.'
        ' Did you mean "Bolt"?',
        'services.yaml names the service "Report", which no export has. Did you mean "Reports"?',
        'services.yaml names the tier "Sliver", which neither policy nor an account has.'
        ' Did you mean "Silver"?',
    ]
