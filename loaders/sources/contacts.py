"""A contact list: who is to be reached in which role, and when that was last verified."""

from loaders.flat_source import flat_source

SOURCE = flat_source(
    "contacts",
    "Contact list",
    {
        "person": ("person", "name", "contact"),
        "role": ("role", "function"),
        "team": ("team", "group"),
        "level": ("level", "escalation_level"),
        "account_id": ("account_id", "account", "customer_id", "client_id"),
        "verified_at": ("verified_at", "last_verified", "verified_on", "verified"),
    },
    telling=("verified_at",),
)
