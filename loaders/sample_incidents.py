"""The vendor's major incidents: one line each, felt by many accounts, belonging to none."""

from random import Random

from loaders.sample_clock import instant
from loaders.sample_files import Row, iso
from loaders.sample_vendor import HOUR, MINUTE

INCIDENT_COLUMNS = (
    "Incident", "Title", "Severity", "Status", "Service", "Team", "Commander", "Opened",
    "Acknowledged", "First update", "Resolved", "Accounts affected", "Drill", "Mitigated",
    "Post-mortem",
)  # fmt: skip
COMMANDERS = ("Viktor Horvat", "Andre Lewis", "Sanne de Wit", "Holly Jensen")
TROUBLES = (
    ("Web application", "Slow page loads in the EU region"),
    ("Public API", "Elevated API error rate"),
    ("Webhook delivery", "Webhook backlog"),
    ("Report builder", "Scheduled reports delayed"),
    ("Import pipeline", "Imports stuck in queue"),
    ("Identity service", "Log-in errors for single sign-on users"),
)
OPENED = (
    "2025-05-27 09:12", "2025-06-11 14:30", "2025-07-02 07:55", "2025-07-24 16:10",
    "2025-08-13 10:42", "2025-09-04 12:05", "2025-09-22 08:31", "2025-10-15 15:20",
    "2025-11-05 09:48", "2025-11-20 18:02", "2025-12-09 11:15", "2026-01-08 13:37",
    "2026-01-27 08:20", "2026-02-12 10:58", "2026-03-05 15:44", "2026-03-24 09:26",
    "2026-04-15 12:12", "2026-05-06 07:47", "2026-05-27 14:03", "2026-06-18 10:35",
    "2026-07-08 16:29", "2026-07-30 09:05", "2026-08-20 11:50", "2026-09-17 12:41",
    "2026-09-30 08:55", "2026-10-14 13:18", "2026-10-29 10:07", "2026-11-03 15:32",
    "2026-11-11 09:24",
)  # fmt: skip
DATABASE_OPENED = "2026-09-17 12:41"
# The gravest ones, and the days from the resolve to the post-mortem: one came late, one never did,
# and the newest is still owed.
GRAVE: dict[str, int | None] = {
    "2025-09-04 12:05": 6, "2025-11-20 18:02": 8, "2026-01-27 08:20": 4, "2026-03-24 09:26": 17,
    "2026-06-18 10:35": 7, "2026-07-30 09:05": None, DATABASE_OPENED: 5, "2026-10-14 13:18": 9,
    "2026-11-11 09:24": None,
}  # fmt: skip


def incident_row(number: int, opened: str, rng: Random) -> Row:
    """One incident; the database failover of September is the long one."""
    service, title = TROUBLES[number * 5 % len(TROUBLES)]
    severity = "S1" if opened in GRAVE else "S2"
    minutes, accounts = rng.randint(24, 170), rng.randint(3, 12)
    if opened == DATABASE_OPENED:
        service, title = "Web application", "EU database failover did not complete"
        minutes, accounts = 262, 26
    at = instant(opened)
    acknowledged = at + rng.randint(2, 9) * MINUTE + rng.randint(0, 59)
    resolved = at + minutes * MINUTE
    days = GRAVE.get(opened)
    return (
        f"MI-{number:04}", title, severity, "Resolved", service, "Platform",
        rng.choice(COMMANDERS), iso(at), iso(acknowledged),
        iso(acknowledged + rng.randint(5, 14) * MINUTE), iso(resolved),
        str(accounts), "no", iso(resolved - number % 11 * MINUTE),
        iso(resolved + days * 24 * HOUR - 90 * MINUTE) if days else "",
    )  # fmt: skip


def incident_rows(rng: Random) -> list[Row]:
    """Every major incident in order of opening."""
    return [incident_row(n, opened, rng) for n, opened in enumerate(OPENED, start=1)]
