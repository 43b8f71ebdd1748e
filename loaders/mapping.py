"""A mapping file: which column of an export is what, and what its words mean.

    table: events                 # or cases, accounts, surveys, maintenance, ...
    columns:
      case_id: Incident ID        # our word: the header
      event_at: DateStamp
      activity: [State, Step]     # two columns are joined as "State/Step"
    activities: {Open: created, "Status Change": "status:open"}
    statuses: {Waiting: pending}
    priorities: {"1 - High": S1}
    time_zone: Europe/Amsterdam

`seconds_after: {acknowledged_at: First ack (s)}` says that a column counts seconds from
created_at; it is believed before a date in columns. Without table and columns a mapping only
sets options, such as the time_zone of a format that the loader knows. It may lie beside the
export, as `<export>.mapping.yaml`, or as `mapping.yaml` with `files: "*.csv"`. An activity that
`activities` does not name is shown as a comment.
"""

from collections.abc import Iterable
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, Literal, Self

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from loaders import flat_fields
from metrics.errors import ExportError, did_you_mean
from metrics.warehouse.contract import EVENT_TYPES

TEXTS = {
    "case_id": "id of the case",
    "alias_id": "another id of the same case, by which other files name it",
    "seq": "the log's own number, which breaks ties",
    "activity": "what happened",
    "status": "status of the case after the row",
    "severity": "severity or priority that sets the target",
    "priority": "the same as severity, if there is no severity",
    "kind": "ticket, incident or blocker",
    "account_id": "id of the client account",
    "account": "name of the client account",
    "subject": "what it is about",
    "category": "kind of problem",
    "system": "system or service",
    "data_domain": "data domain",
    "stage": "initiation, integration, testing, go_live, live",
    "dependency": "internal or external",
    "team": "team that holds the case",
    "owner": "person that holds the case",
    "actor": "who did it",
    "level": "escalation level",
    "other_names": "other names of the account, separated by ;",
    "domains": "internet domains of the account, separated by ;",
    "tier": "contract class",
    "region": "region",
    "parent_id": "case this one was merged into or belongs to",
    "status_before": "status before the row, where the log says it",
    "severity_before": "severity or priority before the row",
    "team_before": "team before the row",
    "owner_before": "owner before the row",
    "is_drill": "true for a drill",
    "is_agent_created": "true where an agent, not the customer, opened the case",
    "time_zone": "zone of the account",
    "vendor_met": "the source's own SLA verdict",
    "vendor_reopen_count": "the source's own count of reopens",
}
INSTANTS = {
    "event_at": "when it happened",
    "created_at": "when the case was created",
    "acknowledged_at": "when a person first acknowledged it",
    "first_replied_at": "when a person first replied to the customer",
    "mitigated_at": "when customers were hurt no more",
    "resolved_at": "when it was resolved",
    "postmortem_at": "when its post-mortem was published",
    "closed_at": "when it was closed",
    "cancelled_at": "when it was given up, or merged into another",
    "updated_at": "when the row was last changed",
    "effective_from": "from when the account's tier holds",
    "vendor_resolved_at": "the source's own final resolution time",
    "vendor_decided_at": "when the source's own verdict fell",
}
DAYS = {"renewal_on": "renewal date"}
TEXTS |= flat_fields.TEXTS
INSTANTS |= flat_fields.INSTANTS
FIELDS = TEXTS | INSTANTS | DAYS
_ALIASES = flat_fields.ALIASES | {
    "first_responded_at": "first_replied_at",
    "seen_at": "updated_at",
}
_REQUIRED = {
    "events": ("case_id", "event_at"),
    "cases": ("case_id", "created_at"),
    "accounts": ("account_id",),
    **flat_fields.REQUIRED,
}
Table = Literal[
    "events", "cases", "accounts", "impacts", "maintenance", "surveys", "drills", "coverage",
    "training", "contacts", "verdicts",
]  # fmt: skip
_TARGETS = (*EVENT_TYPES, "ignore")


class Mapping(BaseModel):
    """One mapping file, checked; see the module text for its form."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    table: Table | None = None
    columns: dict[str, str | list[str]] = Field(default_factory=dict)
    seconds_after: dict[str, str] = Field(default_factory=dict)  # seconds after created_at
    source: str | None = None
    files: str | None = None
    time_zone: str | None = None
    date_order: Literal["dmy", "mdy", "ymd"] | None = None
    kind: Literal["ticket", "incident", "blocker"] = "ticket"
    created_from: Literal["created", "first_event"] = "created"
    activities: dict[str, str] = Field(default_factory=dict)
    statuses: dict[str, str] = Field(default_factory=dict)
    # Statuses are texts "Status␟Category"; one that `statuses` does not name is as its category.
    status_categories: dict[str, str] = Field(default_factory=dict)
    priorities: dict[str, str] = Field(default_factory=dict)
    null_values: list[str] = Field(default_factory=list)
    seq_rules: bool = False  # rows whose sequence contradicts their time are set aside
    bots: list[str] = Field(default_factory=list)
    records: list[
        Literal["acknowledged", "replied", "updated", "mitigated", "resolved", "postmortem"]
    ] = Field(default_factory=list)
    drill: bool = False
    changes_only: bool = False  # an empty cell says that nothing changed, not that it was emptied
    inferred: bool = False  # the events are worked out from columns, not read from a log

    @model_validator(mode="before")
    @classmethod
    def _known(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            raise ValueError("a mapping is a list of keys and values")
        _refuse_unknown(data, cls.model_fields, "key")
        columns = data.get("columns")
        if isinstance(columns, dict):
            columns = {_ALIASES.get(name, name): header for name, header in columns.items()}
            _refuse_unknown(columns, FIELDS, "column")
            data = data | {"columns": columns}
        seconds = data.get("seconds_after")
        if isinstance(seconds, dict):
            _refuse_unknown(seconds, INSTANTS, "date column")
        return data

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.columns and self.table is None:
            raise ValueError(f"table: {', '.join(_REQUIRED)} is needed with columns")
        for name in _REQUIRED[self.table] if self.table else ():
            if name not in self.columns:
                raise ValueError(f'columns: "{name}" ({FIELDS[name]}) is needed')
        if self.seconds_after and "created_at" not in self.columns:
            raise ValueError("seconds_after counts from created_at, which columns does not name")
        for value in self.activities.values():
            if not value.startswith("status:") and value not in _TARGETS:
                near = did_you_mean(value, _TARGETS)
                hint = f" Did you mean {near}?" if near else ""
                raise ValueError(f'activities: "{value}" is no event type.{hint}')
        return self

    def headers(self, name: str) -> tuple[str, ...]:
        """The export's columns behind one of ours; empty when it is not mapped."""
        header = self.columns.get(name, ())
        return (header,) if isinstance(header, str) else tuple(header)

    def every_header(self) -> tuple[str, ...]:
        """Each column of the export that the mapping names."""
        named = [header for name in self.columns for header in self.headers(name)]
        return tuple(dict.fromkeys([*named, *self.seconds_after.values()]))

    def instants(self) -> tuple[str, ...]:
        """Our date columns that are mapped, days included."""
        return tuple(name for name in (*INSTANTS, *DAYS) if name in self.columns)


def parse(text: str, where: str) -> Mapping:
    """The mapping in YAML `text`; raises `ExportError` with place and nearest right word."""
    try:
        # Every word as it is written: plain YAML reads the header No as false and 1 as a number.
        return Mapping.model_validate(yaml.load(text, Loader=yaml.BaseLoader))
    except yaml.YAMLError as error:
        raise ExportError(f"this is no YAML ({error})", where=where) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        message = first["msg"].removeprefix("Value error, ")
        raise ExportError(message, where=f"{where}, {place}" if place else where) from error


def read(path: Path) -> Mapping:
    """The mapping file at `path`, with a source name from its own name if it gives none."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ExportError("the mapping file cannot be read", where=str(path)) from error
    except UnicodeDecodeError as error:
        raise ExportError("the mapping file is not UTF-8", where=str(path)) from error
    mapping = parse(text, path.name)
    if mapping.source is None and mapping.table and path.name != "mapping.yaml":
        name = path.name.removesuffix(".yaml").removesuffix(".yml").removesuffix(".mapping")
        mapping = mapping.model_copy(update={"source": name})
    return mapping


def beside(export: Path) -> Mapping | None:
    """The mapping that lies beside an export, or None."""
    bare = export.name.removesuffix(".gz")
    stem = bare.rsplit(".", 1)[0]
    for name in dict.fromkeys((export.name, bare, stem)):
        path = export.with_name(f"{name}.mapping.yaml")
        if path.is_file():
            return read(path)
    common = export.with_name("mapping.yaml")
    if common.is_file():
        mapping = read(common)
        if mapping.files is not None and fnmatch(export.name, mapping.files):
            return mapping
    return None


def require_columns(mapping: Mapping, header: Iterable[str], where: str) -> None:
    """Raises `ExportError` when the mapping names a column that the export does not have."""
    present = list(header)
    for name in (*mapping.columns, *mapping.seconds_after):
        for column in (*mapping.headers(name), *_seconds(mapping, name)):
            if column not in present:
                raise ExportError(
                    f'the mapping says {name} is in column "{column}", which the file lacks',
                    where=where,
                    nearest=did_you_mean(column, present),
                    next_step=f"The file has: {', '.join(present[:30])}.",
                )


def _seconds(mapping: Mapping, name: str) -> tuple[str, ...]:
    return (mapping.seconds_after[name],) if name in mapping.seconds_after else ()


def _refuse_unknown(data: dict[str, Any], known: Iterable[str], what: str) -> None:
    names = list(known)
    for key in data:
        if key not in names:
            near = did_you_mean(str(key), names)
            hint = f" Did you mean {near}?" if near else ""
            raise ValueError(f'"{key}" is no {what} of a mapping.{hint}')
