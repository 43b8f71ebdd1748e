"""Who the sample vendor is: its accounts, teams, subjects and promises; fixed facts, no chance."""

from dataclasses import dataclass
from typing import NamedTuple

from loaders.sample_clock import instant

MINUTE, HOUR = 60, 3600
TIERS, SEVERITIES = ("Platinum", "Gold", "Silver"), ("S1", "S2", "S3", "S4")


@dataclass(frozen=True)
class Account:
    """A client; `changes` holds (from when, tier) after the first tier."""

    account_id: str
    name: str
    tier: str
    region: str
    time_zone: str
    owner: str
    renewal_on: str
    changes: tuple[tuple[str, str], ...] = ()

    def tier_at(self, at: int) -> str:
        """The tier in force at an instant."""
        past = [tier for since, tier in self.changes if instant(since) <= at]
        return past[-1] if past else self.tier


class Line(NamedTuple):
    """One kind of trouble: category, system, the team that solves it, and how it is worded."""

    category: str
    system: str
    team: str
    weight: int
    subjects: tuple[str, ...]


EU_NAMES = """
    Nordwind Logistik|Almgren & Falk|Bergkamp Retail|Cala Foods|Dorval Assurances|Elbtal Kliniken
    Fjordbank|Gaudin Textiles|Hanse Energie|Istra Travel|Jansen Optik|Kestrel Rail|Lindqvist Bygg
    Montclair Vins|Neckar Motoren|Oresund Shipping|Pavia Ceramiche|Quantum Apotheken
    Rheinufer Verlag|Saar Stahl|Tallinn Timber|Ulmer Druck|Vistula Software|Wexford Dairy
    Xanten Museen|Ypres Brewing|Zuiderzee Bouw|Adria Hotels|Baltic Data|Corvin Pharma
    Danube Freight|Eiger Outdoor|Fontaine Presse|Graz Mechatronik"""
US_NAMES = """
    Harbor & Finch|Blue Mesa Health|Cascade Credit Union|Delmarva Foods|Eastgate Realty
    Fox River Paper|Granite State Bank|Hudson Analytics|Ironwood Mining|Juniper Schools
    Keystone Freight|Lakeshore Media|Monarch Airlines|Northbeam Solar|Old Dominion Steel
    Pioneer Seeds|Quincy Robotics|Redwood Insurance|Summit Apparel|Tidewater Gas
    Union Square Tickets|Valley Forge Tools|Westfield Labs|Yellowstone Tours|Zephyr Telecom
    Arrowhead Water"""
TIER_CYCLE = ("Silver", "Gold", "Platinum", "Gold", "Silver", "Silver")
TIER_CHANGES = {
    "ACC-011": (("2026-01-01 00:00:00", "Gold"),),
    "ACC-022": (("2026-04-01 00:00:00", "Platinum"),),
    "ACC-038": (("2025-12-01 00:00:00", "Silver"), ("2026-07-01 00:00:00", "Gold")),
    "ACC-047": (("2026-10-06 00:00:00", "Platinum"),),
    "ACC-055": (("2026-08-01 00:00:00", "Silver"),),
    "ACC-056": (("2026-08-01 00:00:00", "Gold"),),
    "ACC-057": (("2026-03-01 00:00:00", "Silver"),),
}
MANAGERS = ("Ines Okafor", "Marek Dvorak", "Sofia Lindahl", "Grace Whitfield", "Tom Alvarez")
LINES = (
    Line(
        "Data import",
        "Import pipeline",
        "Integrations",
        15,
        (
            "Nightly import stops at row 40,000",
            "Import rejects dates after the locale switch",
            "Duplicate records after a repeated import",
            "Column mapping lost after an edit",
        ),
    ),
    Line(
        "API",
        "Public API",
        "Integrations",
        14,
        (
            "429 on bulk endpoint well below the agreed rate",
            "Pagination cursor returns page one",
            "Timeouts on the orders endpoint",
            "Field missing in v3 response",
        ),
    ),
    Line(
        "Webhooks",
        "Webhook delivery",
        "Integrations",
        10,
        (
            "Webhook deliveries arrive an hour late",
            "Signature check fails after key rotation",
            "Events delivered twice",
        ),
    ),
    Line(
        "Reporting",
        "Report builder",
        "Data Platform",
        14,
        (
            "Scheduled report is empty",
            "Totals differ between export and screen",
            "Dashboard takes a minute to open",
            "Report cannot be shared outside the team",
        ),
    ),
    Line(
        "Permissions",
        "Access control",
        "Identity",
        9,
        (
            "Read-only role can no longer open projects",
            "Group sync leaves former members in",
            "Guest cannot accept the invitation",
        ),
    ),
    Line(
        "Single sign-on",
        "Identity service",
        "Identity",
        6,
        (
            "Users sent back to the login page",
            "Certificate rollover question",
            "New domain for single sign-on",
        ),
    ),
    Line(
        "Performance",
        "Web application",
        "Platform",
        10,
        (
            "Search is slow in the morning",
            "Saving a large project takes minutes",
            "Page hangs on the activity tab",
        ),
    ),
    Line(
        "Billing",
        "Billing",
        "Frontline",
        8,
        ("Invoice shows last year's seats", "VAT number not on the invoice", "Credit note missing"),
    ),
    Line(
        "How-to",
        "Help",
        "Frontline",
        14,
        (
            "How to archive a workspace",
            "How to move a project between teams",
            "Which plan includes audit logs",
            "How to export all comments",
        ),
    ),
)
BLOCKER_LINES = (
    Line(
        "Data migration",
        "Import pipeline",
        "Implementation",
        5,
        ("Legacy records fail validation", "Trial migration runs past its window"),
    ),
    Line(
        "Configuration",
        "Access control",
        "Implementation",
        4,
        ("Role model does not fit the client's org chart", "Sandbox differs from production"),
    ),
    Line(
        "Vendor delay",
        "Connector gateway",
        "Implementation",
        3,
        ("Client's ERP vendor has not opened the port", "Connector certificate outstanding"),
    ),
)
DESK_LINES = (
    Line("Infrastructure", "Storage cluster", "Platform Operations", 5, ("disk",)),
    Line("Network", "Edge gateway", "Platform Operations", 4, ("latency",)),
    Line("Batch", "Job scheduler", "Platform Operations", 4, ("job",)),
    Line("Access request", "Admin console", "Platform Operations", 3, ("access",)),
)
PEOPLE = {
    ("Frontline", "EU"): ("Jana Vogel", "Pieter Maas", "Chiara Romano", "Lukas Brandt"),
    ("Frontline", "US"): ("Dana Whitcomb", "Marcus Reed", "Alicia Gomez", "Kevin Tran"),
    ("Identity", "EU"): ("Oskar Nilsson", "Elif Demir"),
    ("Identity", "US"): ("Priya Raman", "Ben Calloway"),
    ("Integrations", "EU"): ("Tomas Novak", "Marta Kowalska", "Yann Perrot"),
    ("Integrations", "US"): ("Rachel Stein", "Omar Haddad", "Julia Chen"),
    ("Data Platform", "EU"): ("Anke Friedrich", "Rui Tavares"),
    ("Data Platform", "US"): ("Neil Patterson", "Tessa Morgan"),
    ("Platform", "EU"): ("Viktor Horvat", "Sanne de Wit"),
    ("Platform", "US"): ("Andre Lewis", "Holly Jensen"),
    ("Implementation", "EU"): ("Clara Fontana", "Jonas Weber"),
    ("Implementation", "US"): ("Erin Douglas", "Luis Ortega"),
    ("Platform Operations", "EU"): ("Resolver 11", "Resolver 12", "Resolver 13"),
    ("Platform Operations", "US"): ("Resolver 21", "Resolver 22", "Resolver 23"),
}


def _names(block: str) -> list[str]:
    return [name.strip() for line in block.split("\n") for name in line.split("|") if name.strip()]


def _account(position: int, name: str, region: str) -> Account:
    account_id = f"ACC-{position:03}"
    us_zones = ("America/New_York", "America/Chicago", "America/Los_Angeles")
    return Account(
        account_id=account_id,
        name=name,
        tier=TIER_CYCLE[position % 6],
        region=region,
        time_zone="Europe/Berlin" if region == "EU" else us_zones[position % 3],
        owner=MANAGERS[position % 3] if region == "EU" else MANAGERS[3 + position % 2],
        renewal_on=f"2027-{1 + position % 12:02}-{1 + position * 7 % 28:02}",
        changes=TIER_CHANGES.get(account_id, ()),
    )


def accounts() -> list[Account]:
    """The sixty accounts in the order of their ids: 34 in the EU, 26 in the US."""
    named = [(name, "EU") for name in _names(EU_NAMES)] + [(n, "US") for n in _names(US_NAMES)]
    return [_account(n, name, region) for n, (name, region) in enumerate(named, start=1)]
