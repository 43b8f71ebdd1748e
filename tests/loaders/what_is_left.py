"""The vendor's own record of a history, after leaving out what a format has no room for.

What a format must bring back is decided here from its declaration alone: by events where it
keeps a history, by a table of cases where it keeps last values.
"""

import copy
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from loaders.formats import life
from loaders.formats.format import Carries, Format
from loaders.sample_cases import Case, Event
from loaders.sample_files import EVENT_COLUMNS, event_rows, iso, text_of
from loaders.sample_mappings import SUPPORT_EVENTS

TABLE_COLUMNS = (
    "Case", "Opened", "Acknowledged", "Answered", "Resolved", "Withdrawn", "Changed", "Status",
    "Severity", "Account", "Kind", "Category",
)  # fmt: skip
TABLE_MAPPING = """\
table: cases
time_zone: UTC
records: [{records}]
columns:
  case_id: Case
  created_at: Opened
  acknowledged_at: Acknowledged
  first_replied_at: Answered
  resolved_at: Resolved
  cancelled_at: Withdrawn
  updated_at: Changed
  status: Status
  severity: Severity
  account_id: Account
  kind: Kind
  category: Category
statuses: {{New: new, Open: open, Waiting on customer: pending, Resolved: resolved, \
Closed: closed, Merged: merged, Cancelled: cancelled}}
priorities: {{S1: S1, S2: S2, S3: S3, S4: S4}}
"""


_LOST = {
    "yes": (),
    "cancelled only": ("Merged",),
    "merged only": ("Cancelled",),
    "no": ("Merged", "Cancelled"),
}


@dataclass(frozen=True)
class Left:
    """A native export: its text and the mapping that says what is in it."""

    text: str
    mapping: str

    @property
    def name(self) -> str:
        """The same for formats for which the same is left."""
        digest = hashlib.sha256((self.text + self.mapping).encode()).hexdigest()
        return f"left_{digest[:12]}"


def left(one: Format, cases: Sequence[Case]) -> Left:
    """The native record of what `one` can carry of these cases."""
    lived = [_left_of(case, one.carries, one.zone) for case in cases]
    if one.carries.statuses in ("last value", "open or done"):
        text = text_of(TABLE_COLUMNS, [_row(case, one.carries) for case in lived])
        return Left(text, TABLE_MAPPING.format(records=_records(one.carries)))
    return Left(text_of(EVENT_COLUMNS, event_rows(lived)), _log_mapping(one.carries))


def is_clear(case: Case, zone: str | None) -> bool:
    """No instant lies in the second pass of an hour that the wall clock shows twice."""
    if zone is None:
        return True
    return not any(life.at(event.at).astimezone(ZoneInfo(zone)).fold for event in case.events)


def _left_of(case: Case, carries: Carries, zone: str | None) -> Case:
    """The same case without what is not carried; the very same when all is."""
    end = life.last(case)
    kept = copy.copy(case)
    if carries.creation == "minute":
        kept.created_at -= case.created_at % 60
    kept.events = [_event_left(event, end, carries) for event in case.events]
    if carries.replies == "the first, in minutes":
        kept.events = _whole_minutes(case, kept)
    if carries.accounts == "no":
        kept.account = None
    return kept


def _event_left(event: Event, end: Event, carries: Carries) -> Event:
    if carries.creation == "minute":
        event = event._replace(at=event.at - event.at % 60)
    has_waits = carries.statuses in ("every change", "last value")
    if not has_waits and event.status == "Waiting on customer":
        event = event._replace(status="Open")
    if carries.priorities != "every change":
        event = event._replace(severity="" if carries.priorities == "no" else end.severity)
    if event.status in _LOST[carries.withdrawn]:
        event = event._replace(status="Closed")
    if carries.replies == "no" and event.type == "Public reply":
        event = event._replace(type="Internal note")
    return event


def _whole_minutes(case: Case, kept: Case) -> list[Event]:
    """The first answer at a whole number of minutes after the creation, by the exact times."""
    answer = life.first(case, "Public reply")
    return [
        event._replace(at=kept.created_at + (exact.at - case.created_at) // 60 * 60)
        if exact is answer
        else event
        for exact, event in zip(case.events, kept.events, strict=True)
    ]


def _records(carries: Carries) -> str:
    found = ["acknowledged"] if carries.acknowledgement == "yes" else []
    found += ["replied"] if carries.replies != "no" else []
    return ", ".join([*found, "resolved"])


def _log_mapping(carries: Carries) -> str:
    text = SUPPORT_EVENTS.replace("acknowledged, replied, resolved", _records(carries))
    if carries.acknowledgement != "yes":
        text = text.replace("  Acknowledged: acknowledged\n", "")
    if carries.acknowledgement == "no":
        text += "inferred: true\n"
    return text


def _row(case: Case, carries: Carries) -> tuple[str, ...]:
    end, done = life.last(case), life.resolved(case)
    is_withdrawn = end.status in ("Merged", "Cancelled")
    taken, answer = life.first(case, "Acknowledged"), life.first(case, "Public reply")
    return (
        case.case_id, iso(case.created_at), _at(taken) if carries.acknowledgement == "yes" else "",
        _at(answer), "" if is_withdrawn else _at(done), _at(done) if is_withdrawn else "",
        iso(life.updated(case)), end.status, end.severity, life.account(case), case.kind,
        case.line.category,
    )  # fmt: skip


def _at(event: Event | None) -> str:
    return iso(event.at) if event else ""


def instant(second: int) -> datetime:
    """As warehouses hold it: naive UTC."""
    return datetime.fromtimestamp(second, UTC).replace(tzinfo=None)
