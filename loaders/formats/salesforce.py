"""Salesforce by Data Loader: Case and CaseHistory as CSV, every field quoted, times in UTC.

A change of owner writes two rows of history, one with names and one with ids.
"""

import csv
import io
from collections.abc import Iterator, Sequence

from loaders.formats import life
from loaders.formats.format import Carries, Files, Format
from loaders.sample_cases import Case, Event

STATUSES = {
    "New": "New", "Open": "Working", "Waiting on customer": "Waiting on Customer",
    "Resolved": "Closed", "Closed": "Closed", "Merged": "Closed", "Cancelled": "Closed",
}  # fmt: skip
PRIORITIES = {"S1": "Critical", "S2": "High", "S3": "Medium", "S4": "Low"}
TYPES = {"ticket": "Question", "incident": "Problem", "blocker": "Feature Request"}
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
Row = dict[str, str]


def key(prefix: str, text: str) -> str:
    """An id of 18 letters and digits: prefix of the object, 12 for the thing, 3 of check."""
    rest, value = "", life.code(text)
    for _ in range(12 - len(prefix) + 3):
        value, place = divmod(value, len(_LETTERS))
        rest += _LETTERS[place]
    short = f"{prefix}{rest}"
    return short + "".join(_check(short[n : n + 5]) for n in (0, 5, 10))


def _check(five: str) -> str:
    """Salesforce's letter for which of five characters are capitals."""
    bits = sum(1 << n for n, letter in enumerate(five) if "A" <= letter <= "Z")
    return "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[bits]


def account(account_id: str) -> str:
    """The id of an account."""
    return key("001", f"account {account_id}")


def owner(event: Event) -> tuple[str, str]:
    """(id, name): a person, or the queue of the team while nobody has the case."""
    if event.owner:
        return key("005", event.owner), event.owner
    return key("00G", event.team), event.team


def case_row(case: Case) -> Row:
    """The record of a case."""
    end, done = life.last(case), life.resolved(case)
    return {
        "Id": key("500", case.case_id),
        "IsDeleted": "false",
        "CaseNumber": f"{life.number(case):08}",
        "AccountId": account(life.account(case)) if case.account else "",
        "ParentId": key("500", case.parent_id) if case.parent_id else "",
        "Type": TYPES[case.kind],
        "Status": STATUSES[end.status],
        "Reason": case.line.category,
        "Origin": "Email",
        "Subject": case.subject,
        "Priority": PRIORITIES[end.severity],
        "Description": f"{case.subject}.\nReported by the client.",
        "IsClosed": "true" if done else "false",
        "ClosedDate": stamp(done.at) if done else "",
        "IsEscalated": "false",
        "OwnerId": owner(end)[0],
        "CreatedDate": stamp(case.created_at),
        "LastModifiedDate": stamp(life.updated(case)),
        "SystemModstamp": stamp(life.updated(case)),
    }


def history(case: Case) -> Iterator[Row]:
    """The tracked fields' changes; the first row says only that the case was created."""
    yield _change(case, 0, case.events[0], "created", "Text", "", "")
    for place, (before, event) in enumerate(zip(case.events, case.events[1:], strict=False), 1):
        if STATUSES[before.status] != STATUSES[event.status]:
            yield _change(case, place, event, "Status", "DynamicEnum",
                          STATUSES[before.status], STATUSES[event.status])  # fmt: skip
        if before.severity != event.severity:
            yield _change(case, place, event, "Priority", "DynamicEnum",
                          PRIORITIES[before.severity], PRIORITIES[event.severity])  # fmt: skip
        if owner(before) != owner(event):
            for n, kind in ((1, "Text"), (0, "EntityId")):
                yield _change(case, place, event, "Owner", kind, owner(before)[n], owner(event)[n])


def _change(case: Case, place: int, event: Event, field: str, kind: str, old: str, new: str) -> Row:
    person = {"customer": "Client", "bot": "Automated Process"}.get(event.role, event.actor)
    return {
        "Id": key("017", f"{case.case_id} {place} {field} {kind}"),
        "IsDeleted": "false",
        "CaseId": key("500", case.case_id),
        "CreatedById": key("005", person),
        "CreatedBy.Name": person,
        "CreatedDate": stamp(event.at),
        "Field": field,
        "DataType": kind,
        "OldValue": old,
        "NewValue": new,
    }


def stamp(second: int) -> str:
    """2026-11-15T23:58:00.000Z."""
    return life.z(second).replace("Z", ".000Z")


def quoted(rows: Sequence[Row]) -> bytes:
    """A CSV in which every field stands in quotes."""
    out = io.StringIO(newline="")
    lines = csv.DictWriter(out, list(rows[0]), quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    lines.writeheader()
    lines.writerows(rows)
    return out.getvalue().encode()


def files(cases: Sequence[Case]) -> Files:
    """Both objects; history newest first."""
    told = sorted((row for case in cases for row in history(case)),
                  key=lambda row: row["CreatedDate"], reverse=True)  # fmt: skip
    return {"Case.csv": quoted([case_row(case) for case in cases]), "CaseHistory.csv": quoted(told)}


FORMATS = (
    Format(
        "salesforce",
        "Salesforce Case and CaseHistory (CSV)",
        Carries(
            statuses="every change", priorities="every change", teams="while queued",
            owners="every change", acknowledgement="inferred", resolves="every one",
        ),
        files,
        lambda case: f"{life.number(case):08}",
        account,
    ),
)  # fmt: skip
