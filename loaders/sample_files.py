"""Writes sample cases down in the formats in which exports really come; it makes nothing up."""

import csv
import gzip
import io
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from loaders.sample_cases import Case, Event
from loaders.sample_vendor import Account

EVENT_COLUMNS = (
    "Case", "Timestamp", "Activity", "Actor", "Actor type", "Status", "Severity", "Team", "Owner",
    "Account", "Kind", "Subject", "Category", "System", "Parent", "Drill", "Note",
    "Stage", "Dependency",
)  # fmt: skip
ACCOUNT_COLUMNS = (
    "Account ID", "Account", "Tier", "Region", "Time zone", "Owner", "Renewal", "Effective from",
)  # fmt: skip
WORKAROUNDS = ("Workaround applied", "Workaround expired")
# Chances of a blocker to come in each stage, and to wait for somebody outside the vendor.
STAGES = ("initiation", "integration", "testing", "go_live", "live")
EVENLY = (1, 3, 3, 2, 1)
STUCK = {
    "Single sign-on": (0, 2, 2, 5, 3),
    "Data migration": (0, 2, 5, 3, 0),
    "Vendor delay": (3, 5, 1, 1, 0),
    "Configuration": (4, 3, 3, 0, 0),
}
WAITS_OUTSIDE = {"Vendor delay": 0.95, "Single sign-on": 0.35}
Row = tuple[str, ...]


def iso(at: int) -> str:
    """'2026-11-15 23:58:00' in UTC."""
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M:%S")


def text_of(header: Row, rows: Iterable[Row]) -> str:
    """A CSV as text with Unix newlines."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def write_text(path: Path, text: str) -> Path:
    """The file, packed when its name ends in .gz; the same text gives the same bytes."""
    data = text.encode()
    if path.suffix == ".gz":
        packed = io.BytesIO()
        with gzip.GzipFile(filename="", fileobj=packed, mode="wb", mtime=0) as stream:
            stream.write(data)
        data = packed.getvalue()
    path.write_bytes(data)
    return path


def event_row(case: Case, event: Event) -> Row:
    """One line of the support desk's event log."""
    stage, dependency = implementation(case)
    return (
        case.case_id, iso(event.at), activity(event), event.actor, event.role, event.status,
        event.severity, event.team, event.owner, case.account.account_id if case.account else "",
        case.kind, case.subject, case.line.category, case.line.system, case.parent_id,
        "yes" if case.is_drill else "no", event.text, stage, dependency,
    )  # fmt: skip


def activity(event: Event) -> str:
    """What the support desk calls an event: a note on a workaround has a name of its own."""
    return event.text if event.text in WORKAROUNDS else event.type


def implementation(case: Case) -> tuple[str, str]:
    """Where an implementation stood when it got stuck, and who held it up; of blockers alone."""
    if case.kind != "blocker":
        return "", ""
    chance = Random(case.created_at)
    stage = chance.choices(STAGES, STUCK.get(case.line.category, EVENLY))[0]
    waits_outside = chance.random() < WAITS_OUTSIDE.get(case.line.category, 0.15)
    return stage, "external" if waits_outside else "internal"


def event_rows(cases: Iterable[Case]) -> list[Row]:
    """The support desk's event log in order of time."""
    dated = [(event.at, case.case_id, n, event_row(case, event))
             for case in cases for n, event in enumerate(case.events)]  # fmt: skip
    return [row for *_, row in sorted(dated)]


def account_rows(accounts: Iterable[Account]) -> list[Row]:
    """One line per account, and one more for each change of tier."""
    rows: list[Row] = []
    for account in accounts:
        for since, tier in (("", account.tier), *account.changes):
            rows.append(
                (account.account_id, account.name, tier, account.region, account.time_zone,
                 account.owner, account.renewal_on, since)
            )  # fmt: skip
    return rows
