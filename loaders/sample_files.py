"""Writes sample cases down in the formats in which exports really come; it makes nothing up."""

import csv
import gzip
import io
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from loaders.sample_cases import Case, Event
from loaders.sample_vendor import Account

EVENT_COLUMNS = (
    "Case", "Timestamp", "Activity", "Actor", "Actor type", "Status", "Severity", "Team", "Owner",
    "Account", "Kind", "Subject", "Category", "System", "Parent", "Drill", "Note",
)  # fmt: skip
ACCOUNT_COLUMNS = (
    "Account ID", "Account", "Tier", "Region", "Time zone", "Owner", "Renewal", "Effective from",
)  # fmt: skip
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
    return (
        case.case_id, iso(event.at), event.type, event.actor, event.role, event.status,
        event.severity, event.team, event.owner, case.account.account_id if case.account else "",
        case.kind, case.subject, case.line.category, case.line.system, case.parent_id,
        "yes" if case.is_drill else "no", event.text,
    )  # fmt: skip


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
