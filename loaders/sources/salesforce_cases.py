"""Salesforce's Case: by the API or Data Loader under field names, or a report under labels.

The API gives times with an offset, a report the wall clock of whoever ran it, so the loader
asks. An id has 15 characters or 18, of which the first 15 count.
"""

from loaders.flatten import flat
from loaders.mapping import Mapping
from loaders.quoting import identifier
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source, columns_by

FAMILY = "salesforce"
STATUSES = {
    "working": "open",
    "in progress": "open",
    "escalated": "open",
    "waiting on customer": "pending",
    "waiting for customer": "pending",
    "awaiting customer": "pending",
    "on hold": "hold",
    "closed": "resolved",
    "deleted": "cancelled",
}
PRIORITIES = {"critical": "S1", "urgent": "S1", "high": "S2", "medium": "S3", "low": "S4"}
_WORDS = {
    "case_id": ("CaseNumber", "Case Number", "Id"),
    "alias_id": ("Id", "Case ID"),
    "created_at": ("CreatedDate", "Date/Time Opened", "Opened Date", "Created Date"),
    "updated_at": ("SystemModstamp", "LastModifiedDate", "Last Modified Date",
                   "Case Last Modified Date"),
    "resolved_at": ("ClosedDate", "Date/Time Closed", "Closed Date"),
    "status": ("Status",),
    "priority": ("Priority",),
    "category": ("Reason", "Case Reason", "Type"),
    "account_id": ("AccountId", "Account ID", "Account Name"),
    "owner": ("Owner.Name", "Case Owner", "OwnerId"),
    "subject": ("Subject",),
    "parent_id": ("ParentId", "Parent Case ID"),
}  # fmt: skip
OWNER, QUEUE = "OwnerId", "Queue"  # an id that starts with 00G is a queue's: nobody has the case
_SIGNS = ("CaseNumber", "Case Number", "Date/Time Opened")


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    found = columns_by(shape.columns, _WORDS)
    if not {"case_id", "created_at", "status"} <= set(found):
        return None
    signs = [name for name in _SIGNS if name in shape.columns]
    if not signs:
        return None
    return Recognition(0.95, f"the header has Salesforce's {signs[0]} and {found['created_at']}")


def _parts(shape: Shape) -> tuple[Part, ...]:
    found = columns_by(shape.columns, _WORDS)
    meant = Mapping.model_validate(
        {
            "table": "cases",
            "columns": found | ({"team": QUEUE} if found.get("owner") == OWNER else {}),
            "statuses": STATUSES,
            "priorities": PRIORITIES,
            "records": ["resolved"],
        }
    )
    return (Part(meant, _rows(shape, found)),)


def _rows(shape: Shape, found: dict[str, str]) -> str:
    keys = [identifier(found[name]) for name in ("alias_id", "parent_id") if name in found]
    said = [f"{short(key)} as {key}" for key in keys]
    needed = list(found.values())
    if "IsDeleted" in shape.columns:
        needed.append("IsDeleted")
        status = identifier(found["status"])
        said.append(
            f"case when lower(\"IsDeleted\") = 'true' then 'Deleted' else {status} end as {status}"
        )
    queue = ""
    if found.get("owner") == OWNER:
        is_queue = f"{identifier(OWNER)} like '00G%'"
        said.append(f"if({is_queue}, null, {identifier(OWNER)}) as {identifier(OWNER)}")
        queue = f", if({is_queue}, {identifier(OWNER)}, null) as {identifier(QUEUE)}"
    rows = flat(shape, needed)
    return f"select * replace ({', '.join(said)}){queue} from ({rows})" if said else rows


def short(column: str) -> str:
    """SQL: the 15 characters of an id that count; a name or a number stays as it is."""
    return f"case when length({column}) = 18 then left({column}, 15) else {column} end"


SOURCE = Source("salesforce_cases", "Salesforce cases", _recognise, _parts, family=FAMILY)
