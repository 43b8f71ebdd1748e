"""Events in stages: texts and case ids become numbers first, event logs stay one row a row.

A text that events say is a value of the enum `event_text`, a case id the key `case_no` of
`case_names`; both are filled by a first pass over every part. `contract_case_events` is a view:
an event log gives its events from `log_changes_N` each time they are asked for, which is
cheaper than to keep them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb

from metrics.warehouse.contract import EVENT_TYPES, STATUSES, TABLES, Log

_TEXTS = ("from_value", "to_value", "actor")
_CODED = {"type": "event_type"} | dict.fromkeys(_TEXTS, "event_text")
TOLD = "told_events"  # events of plain parts, until they have their numbers
_ROW_TYPES = {"activity_type": "event_type"}
_NAMES = ["case_no" if name == "case_id" else name for name in TABLES["case_events"]]


@dataclass
class Stages:
    """The stages of one build: SQL of every branch of its events, by load."""

    connection: duckdb.DuckDBPyConnection
    branches: list[str] = field(default_factory=list)
    logs: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        types = ", ".join(f"'{name}'" for name in (*EVENT_TYPES, "ignore"))
        self.connection.execute(f"create type event_type as enum ({types})")
        self.connection.execute(
            "create temp table case_names (case_no integer, source varchar, case_id varchar)"
        )
        self.connection.execute("create temp table event_texts (text varchar)")

    def learn(self, source: str, log: Log) -> None:
        """The first pass over an event log, open as `landed`: its case ids and its texts."""
        self._name_cases(source, log.case_ids)
        for texts in log.texts:
            self.connection.execute(f"insert into event_texts {texts}")

    def number(self, tables: Sequence[str]) -> None:
        """Learn from tables of events as they were told, too, then number every text."""
        for table in tables:
            found = self.connection.sql(f"select distinct source from {table}").fetchall()
            for (source,) in sorted(found):
                said = f"from {table} where source = {_literal(source)}"
                self._name_cases(source, f"select distinct case_id {said}")
            for column in _TEXTS:
                texts = f"select distinct {column} from {table}"
                self.connection.execute(f"insert into event_texts {texts}")
        known = ", ".join(f"'{status}'" for status in STATUSES)
        self.connection.execute(
            "create type event_text as enum (select distinct text from (from event_texts"
            f" union all select unnest([{known}])) where text is not null order by text)"
        )
        self.connection.execute("drop table event_texts")
        kinds = {"case_no": "integer"} | TABLES["case_events"] | _CODED
        columns = ", ".join(f"{name} {kinds[name]}" for name in _NAMES)
        self.connection.execute(f"create temp table plain_events (load_key bigint, {columns})")

    def take(self, table: str) -> None:
        """Take in a table of events as they were told; it goes."""
        self.connection.execute(
            f"insert into plain_events select load_key, {_columns('case_no')} from {table}"
            " left join (select source, case_id, min(case_no) as case_no from case_names"
            " group by source, case_id) as named using (source, case_id)"
        )
        self.connection.execute(f"drop table {table}")

    def stage(self, key: int, source: str, log: Log, gives_events: bool) -> None:
        """The second pass over an event log, open as `landed`; leaves it as `log_changes`."""
        name = f"log_changes_{len(self.logs)}"
        self.connection.execute(
            f"create temp table {name} as with log_rows as ({self._numbered(source, log)})"
            f" {log.changes}"
        )
        self.connection.execute(f"create or replace temp view log_changes as from {name}")
        self.logs.append(name)
        for event in log.events if gives_events else ():
            told = f"with log_changes as (from {name}) {event}"
            self.branches.append(
                f"select {key}::bigint as load_key, {_columns('case_id')} from ({told})"
            )

    def publish(self) -> None:
        """Make `contract_case_events` of all that was staged."""
        plain = f"select load_key, {', '.join(_NAMES)} from plain_events"
        events = " union all ".join((plain, *self.branches))
        self.connection.execute(f"create temp view staged_events as {events}")
        self.connection.execute("create temp view contract_case_events as from staged_events")

    def crowded(self) -> str:
        """SQL for the cases (case_key) in which an event can stand twice: two rows in one
        second, or rows from several parts or under several ids."""
        twins = [f"select case_id as case_no from {name} where is_twin" for name in self.logs]
        twins.append(
            "select case_no from plain_events group by case_no, event_at, type having count(*) > 1"
        )
        within = (
            f"select case_key from ({' union '.join(twins)}) join stg_case_keys using (case_no)"
        )
        seen = [f"select distinct case_id as case_no from {name}" for name in self.logs]
        seen.append("select distinct load_key, case_no from plain_events")
        if len(self.logs) + self._has("plain_events") + self._has("aliases") < 2:
            return within
        across = " union all by name ".join(seen)
        return (
            f"{within} union select case_key from ({across}) join stg_case_keys using (case_no)"
            " group by case_key having count(*) > 1"
        )

    def close(self) -> None:
        """Let go of what only placing needs."""
        self.connection.execute("drop view contract_case_events")
        self.connection.execute("drop view staged_events")
        self.connection.execute("drop view if exists log_changes")
        for name in (*self.logs, "plain_events"):
            self.connection.execute(f"drop table {name}")

    def _has(self, table: str) -> bool:
        return bool(self.connection.sql(f"select 1 from {table} limit 1").fetchall())

    def _numbered(self, source: str, log: Log) -> str:
        """The rows of a log with numbers for the case ids and texts."""
        described = self.connection.execute(f"describe {log.rows}").fetchall()
        columns = [
            f"cast({name} as {_ROW_TYPES.get(name, 'event_text')}) as {name}"
            if kind == "VARCHAR"
            else name
            for name, kind, *_ in described
            if name != "case_id"
        ]
        return (
            f"select case_no as case_id, {', '.join(columns)} from ({log.rows}) as told"
            f" join case_names on case_names.source = {_literal(source)}"
            " and case_names.case_id = told.case_id"
        )

    def _name_cases(self, source: str, case_ids: str) -> None:
        known = f"from case_names where source = {_literal(source)}"
        self.connection.execute(
            "insert into case_names select row_number() over ()"
            f" + (select count(*) from case_names), {_literal(source)}, found.case_id"
            f" from ({case_ids}) as found where case_id is not null"
            f" and case_id not in (select case_id {known})"
        )


def _columns(case_no: str) -> str:
    """The columns of an event, coded."""
    own = {"case_no": case_no}
    return ", ".join(
        f"cast({name} as {_CODED[name]}) as {name}" if name in _CODED
        else f"{own.get(name, name)} as {name}"
        for name in _NAMES
    )  # fmt: skip


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
