"""Writes the export that is measured: one event log, one accounts file, their mappings.

Drawn from a fixed seed, so every run and every machine measures the same bytes. Cases that the
end of the log cuts short stay open, as in a real export.
"""

from pathlib import Path

import numpy as np
import polars as pl

SEED = 20_261_031
FIRST = np.datetime64("2025-05-01T00:00:00", "us")
LAST = np.datetime64("2026-10-31T18:00:00", "us")
MICROSECONDS = 1_000_000
EVENTS_PER_CASE = 8
ACCOUNTS = 400
SEVERITIES = np.array(["S1", "S2", "S3", "S4"])
TIERS = np.array(["Platinum", "Gold", "Silver"])
TEAMS = np.array(["Service desk", "Identity", "Payments", "Integrations", "Data platform"])
CATEGORIES = np.array(["Sign-on", "Billing", "Import", "Export", "Performance", "Permissions"])
SYSTEMS = np.array(["Portal", "API", "Ledger", "Warehouse", "Mobile app", "Reports", "Webhooks"])

# What happens to a case: activity, status after it; how often; the mean hours before each step.
ASKED = [
    ("Created", "New"),
    ("Assigned", "Open"),
    ("Public reply", "Open"),
    ("Public reply", "Waiting on customer"),
    ("Customer reply", "Open"),
    ("Public reply", "Resolved"),
    ("Closed", "Closed"),
]
PLAIN = [
    ("Created", "New"),
    ("Assigned", "Open"),
    ("Public reply", "Open"),
    ("Priority changed", "Open"),
    ("Public reply", "Resolved"),
    ("Closed", "Closed"),
]
TWICE = [*ASKED[:5], *ASKED[3:5], *ASKED[5:]]
REOPENED = [*ASKED[:3], ("Public reply", "Resolved"), ("Customer reply", "Open"), *ASKED[5:]]
STORIES = ((ASKED, 0.45), (PLAIN, 0.33), (TWICE, 0.12), (REOPENED, 0.10))
HOURS = {"Created": 0.0, "Assigned": 0.6, "Customer reply": 14.0, "Closed": 90.0}
OTHER_HOURS = 5.0

EVENTS_MAPPING = """\
table: events
time_zone: UTC
kind: ticket
records: [acknowledged, replied, resolved]
columns:
  case_id: Case
  event_at: Timestamp
  activity: Activity
  actor: Actor
  status: Status
  severity: Severity
  team: Team
  owner: Owner
  account_id: Account
  subject: Subject
  category: Category
  system: System
activities:
  Created: created
  Assigned: acknowledged
  Public reply: replied
  Customer reply: customer_replied
  Internal note: commented
  Priority changed: commented
  Closed: commented
statuses:
  New: new
  Open: open
  Waiting on customer: pending
  Resolved: resolved
  Closed: closed
priorities: {S1: S1, S2: S2, S3: S3, S4: S4}
"""
ACCOUNTS_MAPPING = """\
table: accounts
time_zone: UTC
columns:
  account_id: Account ID
  account: Account
  tier: Tier
  region: Region
"""


def export(folder: Path, cases: int) -> Path:
    """The folder of the export with so many cases; written once, then found again."""
    target = folder / f"export-{cases}"
    if (target / "complete").is_file():
        return target
    target.mkdir(parents=True, exist_ok=True)
    (target / "events.mapping.yaml").write_text(EVENTS_MAPPING, encoding="utf-8")
    (target / "accounts.mapping.yaml").write_text(ACCOUNTS_MAPPING, encoding="utf-8")
    random = np.random.default_rng(SEED)
    _accounts(random).write_csv(target / "accounts.csv")
    _events(random, cases).write_csv(target / "events.csv", datetime_format="%Y-%m-%d %H:%M:%S")
    (target / "complete").touch()
    return target


def _accounts(random: np.random.Generator) -> pl.DataFrame:
    numbers = np.arange(ACCOUNTS)
    return pl.DataFrame(
        {
            "Account ID": [f"A{number:04}" for number in numbers],
            "Account": [f"Client {number:04}" for number in numbers],
            "Tier": random.choice(TIERS, ACCOUNTS, p=[0.15, 0.35, 0.5]),
            "Region": random.choice(["EU", "US"], ACCOUNTS, p=[0.6, 0.4]),
        }
    )


def _events(random: np.random.Generator, cases: int) -> pl.DataFrame:
    """All rows in order of time, about as many notes as it takes to EVENTS_PER_CASE."""
    steps = _steps(random, cases)
    notes = _notes(random, steps, max(0, cases * EVENTS_PER_CASE - steps.height))
    together = pl.concat([steps, notes]).sort("case", "Timestamp", "step")
    filled = together.with_columns(
        pl.col("Status", "severity").forward_fill().over("case", order_by=["Timestamp", "step"])
    )
    # A stable order of time, as a log is written: ties of one case stay in their order.
    return _dressed(random, filled.sort("Timestamp", "case", "step"), cases)


def _steps(random: np.random.Generator, cases: int) -> pl.DataFrame:
    """The story of each case, cut at the end of the log."""
    span = int((LAST - FIRST) / np.timedelta64(1, "s"))
    created = np.sort(random.integers(0, span, cases))
    severity = random.choice(4, cases, p=[0.04, 0.16, 0.5, 0.3])
    told = random.choice(len(STORIES), cases, p=[share for _, share in STORIES])
    slowness = np.array([0.25, 0.5, 1.0, 1.6])[severity]
    frames = []
    for number, (story, _) in enumerate(STORIES):
        chosen = np.flatnonzero(told == number)
        at, now = created[chosen].astype(float), severity[chosen]
        for step, (activity, status) in enumerate(story):
            mean = HOURS.get(activity, OTHER_HOURS) * 3600
            at = at + random.exponential(mean, chosen.size) * slowness[chosen]
            if activity == "Priority changed":
                now = random.integers(0, 4, chosen.size)
            frames.append(_frame(chosen, step, at, activity, status, SEVERITIES[now]))
    return pl.concat(frames).filter(pl.col("Timestamp") <= LAST)


def _frame(
    case: np.ndarray, step: int, at: np.ndarray, activity: str, status: str, severity: np.ndarray
) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "case": case,
            "step": np.full(case.size, step),
            "Timestamp": FIRST + (at.astype("int64") * MICROSECONDS).astype("timedelta64[us]"),
            "severity": severity,
        }
    ).with_columns(pl.lit(activity).alias("Activity"), pl.lit(status).alias("Status"))


def _notes(random: np.random.Generator, steps: pl.DataFrame, count: int) -> pl.DataFrame:
    """Internal notes some time after a random step; they change nothing."""
    picked = steps[random.integers(0, steps.height, count)]
    later = random.exponential(3600, count).astype("int64") * MICROSECONDS
    return picked.with_columns(
        (pl.col("Timestamp") + pl.Series(later.astype("timedelta64[us]"))).clip(
            upper_bound=pl.lit(LAST)
        ),
        pl.lit(99).cast(pl.Int64).alias("step"),
        pl.lit("Internal note").alias("Activity"),
        pl.lit(None, pl.String).alias("Status"),
        pl.lit(None, pl.String).alias("severity"),
    )


def _dressed(random: np.random.Generator, events: pl.DataFrame, cases: int) -> pl.DataFrame:
    """The columns of the file; what belongs to a case is drawn once per case."""
    of_case = pl.DataFrame(
        {
            "case": np.arange(cases),
            "Team": random.choice(TEAMS, cases),
            "Owner": [f"agent{n:03}" for n in random.integers(0, 120, cases)],
            "Account": [f"A{n:04}" for n in random.integers(0, ACCOUNTS, cases)],
            "Category": random.choice(CATEGORIES, cases),
            "System": random.choice(SYSTEMS, cases),
        }
    )
    by_customer = pl.col("Activity").is_in(["Created", "Customer reply"])
    return events.join(of_case, on="case", how="left", maintain_order="left").select(
        pl.format("CS{}", (pl.col("case") + 1_000_000)).alias("Case"),
        "Timestamp",
        "Activity",
        pl.when(by_customer).then(pl.lit("customer")).otherwise(pl.col("Owner")).alias("Actor"),
        "Status",
        pl.col("severity").alias("Severity"),
        "Team",
        "Owner",
        "Account",
        pl.format("{} fails in {}", "Category", "System").alias("Subject"),
        "Category",
        "System",
    )
