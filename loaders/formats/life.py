"""What a writer asks of a case: its changes, its instants, its last values; no format's words."""

import io
import json
from collections.abc import Iterable, Mapping, Sequence
from csv import writer
from datetime import UTC, datetime
from typing import Any, NamedTuple
from zlib import crc32

from loaders.sample_cases import ENDS, Case, Event
from loaders.sample_promises import target
from loaders.sample_vendor import PEOPLE

ENDINGS = ("Resolved", "Closed", "Merged", "Cancelled")


class Change(NamedTuple):
    """A value that an event changed; at creation `before` is empty."""

    name: str
    before: str
    after: str


def changes(case: Case, *names: str) -> list[tuple[Event, list[Change]]]:
    """Each event after the creation that changed some of `names`, in order, and what it changed."""
    found = []
    for before, event in zip(case.events, case.events[1:], strict=False):
        said = [Change(name, getattr(before, name), getattr(event, name)) for name in names]
        if told := [change for change in said if change.before != change.after]:
            found.append((event, told))
    return found


def entered(case: Case, *statuses: str) -> list[Event]:
    """The events with which a case came into one of these states, from outside of them."""
    return [
        event
        for event, (change,) in changes(case, "status")
        if change.after in statuses and change.before not in statuses
    ]


def first(case: Case, *types: str) -> Event | None:
    """The first event of one of these types."""
    return next((event for event in case.events if event.type in types), None)


def replies(case: Case) -> list[Event]:
    """The public answers of people."""
    return [event for event in case.events if event.type == "Public reply"]


def spoken(case: Case) -> list[Event]:
    """Everything that was written into the case after its creation, by whomever."""
    types = ("Public reply", "Customer reply", "Auto reply", "Internal note")
    return [event for event in case.events if event.type in types]


def last(case: Case) -> Event:
    """The values at the end."""
    return case.events[-1]


def resolved(case: Case) -> Event | None:
    """The last time the case was ended, if it is ended now; closing is not ending again."""
    found = entered(case, *ENDINGS)
    return found[-1] if found and last(case).status in ENDINGS else None


def closed(case: Case) -> Event | None:
    """When the case was closed for good."""
    found = entered(case, "Closed")
    return found[-1] if found and last(case).status == "Closed" else None


def reopened(case: Case) -> list[Event]:
    """Each time the case came back."""
    return [event for event in case.events if event.type == "Reopened"]


def vendor_goal(case: Case) -> int:
    """Seconds that the tool's own SLA gives to resolve, by the severity at the end."""
    return target("resolve", case.tier, last(case).severity, case.created_at)


def vendor_elapsed(case: Case) -> int:
    """Seconds that the tool's own SLA counted: around the clock, waits and reopens counted in."""
    done = resolved(case)
    return (done.at if done else ENDS) - case.created_at


def vendor_met(case: Case) -> bool | None:
    """That SLA's verdict; none on a case that is open and has time left."""
    is_breached = vendor_elapsed(case) > vendor_goal(case)
    return None if resolved(case) is None and not is_breached else not is_breached


def number(case: Case) -> int:
    """The digits of the case's id: T-104893 -> 104893."""
    return int("".join(letter for letter in case.case_id if letter.isdigit()))


def code(text: str, digits: int = 12) -> int:
    """A number that always stands for the same text, as tools give to people and teams."""
    return 360_000_000_000 + crc32(text.encode()) if digits == 12 else crc32(text.encode())


def people() -> list[str]:
    """Everybody who works for the vendor."""
    return sorted({name for names in PEOPLE.values() for name in names})


def account(case: Case) -> str:
    """The id of the client account, empty for none."""
    return case.account.account_id if case.account else ""


def at(second: int) -> datetime:
    """The instant in UTC, with its zone."""
    return datetime.fromtimestamp(second, UTC)


def z(second: int) -> str:
    """2026-11-15T23:58:00Z."""
    return at(second).strftime("%Y-%m-%dT%H:%M:%SZ")


def z_or_none(event: Event | None) -> str | None:
    """The same of an event, null without one."""
    return z(event.at) if event else None


def updated(case: Case) -> int:
    """When anything last happened to the case."""
    return max(event.at for event in case.events)


def pages(cases: Iterable[Case]) -> list[Case]:
    """The cases as most tools list them: newest first."""
    return sorted(cases, key=lambda case: case.created_at, reverse=True)


def json_bytes(value: Any) -> bytes:
    """JSON as an API answers it: one line, UTF-8."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def csv_bytes(
    header: Sequence[str], rows: Iterable[Sequence[str]], line_end: str = "\n", bom: bool = False
) -> bytes:
    """A CSV; headers may repeat."""
    out = io.StringIO(newline="")
    lines = writer(out, lineterminator=line_end)
    lines.writerow(header)
    lines.writerows(rows)
    return out.getvalue().encode("utf-8-sig" if bom else "utf-8")


def table_bytes(
    rows: Sequence[Mapping[str, str]], line_end: str = "\n", bom: bool = False
) -> bytes:
    """A CSV of rows that all have the keys of the first."""
    header = list(rows[0])
    return csv_bytes(header, ([row[name] for name in header] for row in rows), line_end, bom)


def utc(text: str) -> datetime:
    """The instant behind '2026-11-15 23:58:00'."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def moment(text: str) -> datetime:
    """The instant behind ISO text with an offset."""
    return datetime.fromisoformat(text)
