"""A table of client accounts in CSV; a later line of an account is its tier from then on."""

from loaders.mapping import Mapping
from loaders.source import Header, Recognition, Row, Source, columns_by

WORDS = {
    "account_id": ("account_id", "account id", "client_id", "customer_id"),
    "account": ("account", "account_name", "name", "client", "customer"),
    "tier": ("tier", "plan", "contract"),
    "region": ("region",),
    "time_zone": ("time_zone", "timezone"),
    "owner": ("owner", "account_owner", "csm"),
    "renewal_on": ("renewal_on", "renewal", "renewal_date"),
    "effective_from": ("effective_from", "valid_from"),
}


def _recognise(header: Header, rows: list[Row]) -> Recognition | None:
    found = columns_by(header, WORDS)
    if not {"account_id", "tier"} <= set(found):
        return None
    return Recognition(0.4, f"the header has {found['account_id']} and {found['tier']}")


def _mapping(header: Header) -> Mapping:
    columns: dict[str, str | list[str]] = dict(columns_by(header, WORDS))
    return Mapping(table="accounts", columns=columns)


SOURCE = Source("accounts", "Client accounts", _recognise, _mapping)
