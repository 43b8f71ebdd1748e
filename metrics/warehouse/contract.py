"""The tables that loaders fill: columns, types, meaning. It reads nothing and decides nothing."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

TABLES: dict[str, dict[str, str]] = {
    "cases": {
        "case_id": "varchar",
        "alias_id": "varchar",
        "kind": "varchar",
        "account_id": "varchar",
        "subject": "varchar",
        "severity": "varchar",
        "priority": "varchar",
        "category": "varchar",
        "system": "varchar",
        "data_domain": "varchar",
        "stage": "varchar",
        "dependency": "varchar",
        "team": "varchar",
        "owner": "varchar",
        "tier": "varchar",
        "region": "varchar",
        "parent_id": "varchar",
        "is_drill": "boolean",
        "drill_at": "timestamp",
        "is_agent_created": "boolean",
        "seen_at": "timestamp",
        "row_number": "bigint",
    },
    "case_events": {
        "case_id": "varchar",
        "event_at": "timestamp",
        "seq": "bigint",
        "type": "varchar",
        "from_value": "varchar",
        "to_value": "varchar",
        "actor": "varchar",
        "level": "bigint",
        "is_public": "boolean",
        "is_bot": "boolean",
        "inferred": "boolean",
        "row_number": "bigint",
    },
    "accounts": {
        "account_id": "varchar",
        "account": "varchar",
        "tier": "varchar",
        "region": "varchar",
        "time_zone": "varchar",
        "owner": "varchar",
        "other_names": "varchar",
        "domains": "varchar",
        "renewal_on": "date",
        "effective_from": "timestamp",
        "row_number": "bigint",
    },
    "vendor_verdicts": {
        "case_id": "varchar",
        "vendor_met": "boolean",
        "vendor_decided_at": "timestamp",
        "vendor_resolved_at": "timestamp",
        "vendor_resolution_seconds": "bigint",
        "vendor_reopen_count": "bigint",
        "row_number": "bigint",
    },
    "vendor_promises": {
        "case_id": "varchar",
        "promise": "varchar",
        "cycle": "bigint",
        "met": "boolean",
        "started_at": "timestamp",
        "due_at": "timestamp",
        "decided_at": "timestamp",
        "target_seconds": "bigint",
        "elapsed_seconds": "bigint",
        "row_number": "bigint",
    },
    "impacts": {
        "case_id": "varchar",
        "system": "varchar",
        "started_at": "timestamp",
        "ended_at": "timestamp",
        "impact": "varchar",
        "weight": "double",
        "row_number": "bigint",
    },
    "surveys": {
        "survey_id": "varchar",
        "case_id": "varchar",
        "account_id": "varchar",
        "answered_at": "timestamp",
        "score": "double",
        "max_score": "double",
        "comment": "varchar",
        "row_number": "bigint",
    },
    "maintenance": {
        "maintenance_id": "varchar",
        "system": "varchar",
        "subject": "varchar",
        "started_at": "timestamp",
        "ended_at": "timestamp",
        "row_number": "bigint",
    },
    "drills": {
        "drill_id": "varchar",
        "subject": "varchar",
        "system": "varchar",
        "team": "varchar",
        "held_at": "timestamp",
        "result": "varchar",
        "target_seconds": "bigint",
        "elapsed_seconds": "bigint",
        "row_number": "bigint",
    },
    "coverage": {
        "module": "varchar",
        "playbook": "varchar",
        "team": "varchar",
        "owner": "varchar",
        "reviewed_at": "timestamp",
        "row_number": "bigint",
    },
    "training": {
        "person": "varchar",
        "team": "varchar",
        "course": "varchar",
        "completed_at": "timestamp",
        "expires_at": "timestamp",
        "row_number": "bigint",
    },
    "contacts": {
        "person": "varchar",
        "role": "varchar",
        "team": "varchar",
        "level": "bigint",
        "account_id": "varchar",
        "verified_at": "timestamp",
        "row_number": "bigint",
    },
    "unread_words": {
        "case_id": "varchar",
        "column_name": "varchar",
        "value": "varchar",
        "counted_as": "varchar",
        "row_number": "bigint",
    },
    "rejected_rows": {
        "row_number": "bigint",
        "line": "bigint",
        "column_name": "varchar",
        "value": "varchar",
        "rule": "varchar",
        "cure": "varchar",
        "case_id": "varchar",
        "told_at": "timestamp",
    },
}
EVENT_TYPES = (
    "created",
    "acknowledged",
    "replied",
    "customer_replied",
    "updated",
    "assigned",
    "team_assigned",
    "status_changed",
    "priority_changed",
    "tier_changed",
    "region_changed",
    "escalated",
    "workaround_applied",
    "workaround_expired",
    "mitigated",
    "resolved",
    "reopened",
    "closed",
    "cancelled",
    "merged",
    "commented",
    "postmortem_published",
)
STATUSES = ("new", "open", "pending", "hold", "resolved", "closed", "cancelled", "merged")


@dataclass(frozen=True)
class Log:
    """An event log in stages, which a build keeps as numbers in place of texts (see stages.py).

    `case_ids` and `texts` are selects of what `rows` can say, all over `landed`; `changes`
    reads those rows as `log_rows` and adds what came before each; `events` (one select per
    kind of event), `signs` (case, instant, and whether nothing but a reply of the client came in
    it: a row once that gives events, bots left out) and `selects` (contract tables) read them
    as `log_changes`. `assumed`, where not empty, is a condition on those: ends that a file tells
    only because nothing follows in it, so that a log which goes on takes them back.
    `is_backwards`, empty where the log numbers its rows, asks whether the newest row comes
    first, and `backwards` then makes the log of such a file.
    """

    case_ids: str
    texts: tuple[str, ...]
    rows: str
    changes: str
    events: tuple[str, ...]
    signs: tuple[str, ...]
    selects: dict[str, str]
    assumed: str = ""
    is_backwards: str = ""
    backwards: "Callable[[], Log] | None" = field(default=None, compare=False)


@dataclass(frozen=True)
class LandedPart:
    """One flat view of a landed file: `rows` is SQL over the view `file_rows`, `selects` maps
    a contract table to SQL over the view `landed`, which is those rows (see parts.py).

    `carries` names what the part has columns for: columns of `cases`, and for a table of cases
    the event types that its dates tell; `is_snapshot`: its events are told by such dates, so a
    later export corrects them (see snapshots.py). A `log` gives the same in stages (stages.py).
    """

    rows: str
    selects: dict[str, str]
    carries: frozenset[str] = frozenset()
    is_snapshot: bool = False
    log: Log | None = None


@dataclass(frozen=True)
class LandedExport:
    """One landed file and how to read it, part by part, into the contract tables.

    `first_line` is that of row 1 where each row is one line (see landing.py); `records` names the
    evidence it carries, of acknowledged, replied, updated, mitigated, resolved, postmortem.
    """

    load_id: str
    source: str
    file_name: str
    sha256: str
    landed_at: str
    rows_path: Path
    rejects_path: Path | None
    options: dict[str, Any]
    parts: tuple[LandedPart, ...]
    records: frozenset[str] = field(default_factory=frozenset)
    first_line: int | None = None
