"""A table of client accounts in CSV; a later line of an account is its tier from then on."""

from loaders.mapping import Mapping
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source, columns_by

WORDS = {
    "account_id": ("account_id", "account id", "client_id", "customer_id"),
    "account": ("account", "account_name", "name", "client", "customer"),
    "tier": ("tier", "plan", "contract"),
    "region": ("region",),
    "time_zone": ("time_zone", "timezone"),
    "owner": ("owner", "account_owner", "csm"),
    "other_names": ("other_names", "aliases", "also_known_as"),
    "domains": ("domains", "domain", "email_domain", "website"),
    "renewal_on": ("renewal_on", "renewal", "renewal_date"),
    "effective_from": ("effective_from", "valid_from"),
}


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    found = columns_by(shape.columns, WORDS)
    if not {"account_id", "tier"} <= set(found):
        return None
    return Recognition(0.4, f"the header has {found['account_id']} and {found['tier']}")


def _parts(shape: Shape) -> tuple[Part, ...]:
    columns: dict[str, str | list[str]] = dict(columns_by(shape.columns, WORDS))
    return (Part(Mapping(table="accounts", columns=columns)),)


SOURCE = Source("accounts", "Client accounts", _recognise, _parts)
