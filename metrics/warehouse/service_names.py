"""Names in services.yaml that nothing loaded has: each is a warning on the Data page."""

from collections.abc import Iterable, Iterator

import duckdb

from metrics.errors import did_you_mean
from metrics.policy import Policy

_SERVICES = """
    select system from contract_impacts
    union select system from contract_maintenance
    union select system from stg_cases
"""
_TIERS = "select tier from policy_tiers union select tier from stg_accounts"
_ACCOUNTS = "select account_id from stg_accounts union select account from stg_accounts"


def warn(connection: duckdb.DuckDBPyConnection, policy: Policy) -> None:
    """Add to policy_warnings each service, tier and account that services.yaml names and nothing
    loaded has, with the nearest that it has. Where no export tells of services there is nothing
    to compare with, and so for accounts."""
    found = list(dict.fromkeys(_warnings(connection, policy)))
    if found:
        connection.executemany("insert into policy_warnings values (?)", [(one,) for one in found])


def _warnings(connection: duckdb.DuckDBPyConnection, policy: Policy) -> Iterator[str]:
    rows = [row for version in policy.services for row in version.services]
    users = [row.used_by for row in rows if row.used_by]
    told = "select 1 from contract_impacts union all select 1 from contract_maintenance limit 1"
    if connection.sql(told).fetchall():
        services = [name for row in rows for name in row.service or ()]
        yield from _unknown("service", services, _known(connection, _SERVICES), "no export")
    tiers = [name for each in users for name in each.tier]
    yield from _unknown("tier", tiers, _known(connection, _TIERS), "neither policy nor an account")
    if accounts := _known(connection, _ACCOUNTS):
        named = [name for each in users for name in each.account]
        yield from _unknown("account", named, accounts, "no export of accounts")


def _known(connection: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    found = connection.sql(f"select * from ({query}) as known (name) where name is not null")
    return sorted(name for (name,) in found.fetchall())


def _unknown(what: str, names: Iterable[str], known: list[str], who: str) -> Iterator[str]:
    """Letter case counts for services and tiers, as everywhere; accounts go without it."""
    held = {name.casefold() for name in known} if what == "account" else set(known)
    for name in names:
        if (name.casefold() if what == "account" else name) not in held:
            near = did_you_mean(name, known)
            hint = f" Did you mean {near}?" if near else ""
            yield f'services.yaml names the {what} "{name}", which {who} has.{hint}'
