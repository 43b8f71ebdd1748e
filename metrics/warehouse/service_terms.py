"""What policy says of services, as tables of half-open spans."""

from collections.abc import Iterator
from datetime import datetime

import duckdb
import pyarrow as pa

from metrics.policy import Policy, Services
from metrics.policy.services import PPM, Terms
from metrics.warehouse.calendars import BEGINNING, FOREVER
from metrics.warehouse.tables import TEXT, TIME, table

SPAN = {"from_at": TIME, "until_at": TIME}


def service_tables(connection: duckdb.DuckDBPyConnection, policy: Policy) -> None:
    """policy_services (the severe weight of each version), policy_terms (its rows by name, null
    for every other service; users_key null: every account uses it), policy_users (who is meant by
    a users_key, one tier or one account a row) and policy_weights (its words)."""
    spans = list(_spans(policy.services))
    severe = [(*span, version.severe_from) for span, version in spans]
    table(connection, "temp table policy_services", SPAN | {"severe_from": pa.float64()}, severe)
    rows = [
        (span, position, row)
        for span, version in spans
        for position, row in enumerate(version.services, start=1)
    ]
    numbered = list(enumerate(rows, start=1))
    terms = [
        (*span, position, name, row.allowed_ppm, row.objective and _exact(row), _key(key, row))
        for key, (span, position, row) in numbered
        for name in row.service or (None,)
    ]
    columns = SPAN | {"position": pa.int64(), "system": TEXT}
    columns |= {"allowed_ppm": pa.int64(), "objective": pa.float64(), "users_key": pa.int64()}
    table(connection, "temp table policy_terms", columns, terms)
    ids = _account_ids(connection)
    users = {user for key, (_, _, row) in numbered for user in _users(key, row, ids)}
    columns = {"users_key": pa.int64(), "tier": TEXT, "account_id": TEXT}
    table(connection, "temp table policy_users", columns, sorted(users, key=str))
    weights = [
        (*span, word, weight) for span, version in spans for word, weight in version.weights.items()
    ]
    columns = SPAN | {"impact": TEXT, "weight": pa.float64()}
    table(connection, "temp table policy_weights", columns, weights)


def _exact(row: Terms) -> float:
    assert row.allowed_ppm is not None
    return (PPM - row.allowed_ppm) / PPM


def _key(key: int, row: Terms) -> int | None:
    return key if row.used_by else None


def _users(
    key: int, row: Terms, ids: dict[str, list[str]]
) -> Iterator[tuple[int, str | None, str | None]]:
    """A tier or an account a row; accounts that no export names are left out."""
    if row.used_by:
        yield from ((key, tier, None) for tier in row.used_by.tier)
        for name in row.used_by.account:
            yield from ((key, None, one) for one in ids.get(name.casefold(), ()))


def _account_ids(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The ids that a name or an id of an account, in small letters, may mean."""
    found: dict[str, list[str]] = {}
    rows = connection.sql("select distinct account_id, account from stg_accounts").fetchall()
    for account_id, account in sorted(rows, key=str):
        for name in {account_id.casefold(), (account or account_id).casefold()}:
            meant = found.setdefault(name, [])
            meant += [] if account_id in meant else [account_id]
    return found


def _spans(
    versions: tuple[Services, ...],
) -> list[tuple[tuple[datetime, datetime], Services]]:
    """Each version with the span in which it is in force; the first one from the beginning."""
    starts = [BEGINNING, *(version.effective_from or BEGINNING for version in versions[1:])]
    return list(zip(zip(starts, [*starts[1:], FOREVER], strict=True), versions, strict=True))
