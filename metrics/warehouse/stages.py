"""Events in stages: texts and case ids become numbers first, event logs stay one row a row.

A text that events say is a value of the enum `event_text`, a case id the key `case_no` of
`case_names`; both are filled by a first pass over every part. `contract_case_events` is a view:
an event log gives its events from `log_changes_N` each time they are asked for, which is
cheaper than to keep them. Events of small logs, of other parts, and of cases from which an event
is left out stand one by one in `plain_events`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import duckdb

from metrics.warehouse.contract import EVENT_TYPES, STATUSES, TABLES, Log

_TEXTS = ("from_value", "to_value", "actor")
_CODED = {"type": "event_type"} | dict.fromkeys(_TEXTS, "event_text")
# Rows from which a log stays folded. Each such log makes every question about events longer to
# plan, so that a hundred small ones cost more than their events; 8 million rows are 16 at most.
LARGE = 500_000
TOLD = "told_events"  # events of plain parts, until they have their numbers
_ROW_TYPES = {"activity_type": "event_type"}
_NAMES = ["case_no" if name == "case_id" else name for name in TABLES["case_events"]]


@dataclass
class Stages:
    """The stages of one build: SQL of every kind of event, by the table of its log; and the loads
    whose logs number no rows, so that those of one second are in the order of the file."""

    connection: duckdb.DuckDBPyConnection
    logs: dict[str, list[str]] = field(default_factory=dict)
    signs: dict[str, list[str]] = field(default_factory=dict)
    assumed: dict[str, str] = field(default_factory=dict)
    unnumbered: set[int] = field(default_factory=set)

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
        self.connection.execute(
            "create or replace temp table case_names as select"
            " cast(row_number() over (order by source, case_id) as integer) as case_no,"
            " source, case_id from case_names"
        )
        known = ", ".join(f"'{status}'" for status in STATUSES)
        self.connection.execute(
            "create type event_text as enum (select distinct text from (from event_texts"
            f" union all select unnest([{known}])) where text is not null order by text)"
        )
        self.connection.execute("drop table event_texts")
        kinds = {"case_no": "integer"} | TABLES["case_events"] | _CODED
        columns = ", ".join(f"{name} {kinds[name]}" for name in _NAMES)
        self.connection.execute(f"create table plain_events (load_key bigint, {columns})")

    def take(self, table: str) -> None:
        """Take in a table of events as they were told; it goes."""
        self.connection.execute(
            f"insert into plain_events select load_key, {_columns('case_no')} from {table}"
            " left join case_names using (source, case_id)"
        )
        self.connection.execute(f"drop table {table}")

    def stage(self, key: int, source: str, log: Log, gives_events: bool) -> int:
        """The second pass over an event log, open as `landed`; leaves it as `log_changes`. How
        many rows it leaves out: those that break a rule and those that have not happened yet."""
        rows = self.connection.sql("select count(*) from landed").fetchall()[0][0]
        name = f"log_changes_{len(self.logs)}"
        # Packed, its 18 narrow columns would take a third of the room and twice the time.
        self.connection.execute("set force_compression = 'uncompressed'")
        kept = self.connection.execute(
            f"create {'temp' if rows < LARGE else ''} table {name} as"
            f" with log_rows as ({self._numbered(source, log)}) {log.changes}"
        ).fetchall()[0][0]
        self.connection.execute("set force_compression = 'auto'")
        self.connection.execute(f"create or replace temp view log_changes as from {name}")
        self.logs[name] = [
            f"select {key}::bigint as load_key, {_columns('case_id')}"
            f" from (with log_changes as (from {name}) {event})"
            for event in (log.events if gives_events else ())
        ]
        self.signs[name] = [
            f"from (with log_changes as (from {name}) {sign})"
            for sign in (log.signs if gives_events else ())
        ]
        if log.assumed:
            self.assumed[name] = log.assumed
        if log.is_backwards:
            self.unnumbered.add(key)
        return int(rows - kept)

    def publish(self) -> None:
        """Make `contract_case_events` of all that was staged, and `case_signs`: when somebody (no
        bot) did something on a case, less often than once an event."""
        self.connection.execute("drop view if exists log_changes")
        self._take_back_ends()
        temporary = "select table_name from duckdb_tables() where temporary"
        small = {name for (name,) in self.connection.sql(temporary).fetchall()}
        for name in [one for one in self.logs if one in small]:
            for event in self.logs.pop(name):
                self.connection.execute(f"insert into plain_events {event}")
            self.connection.execute(f"drop table {name}")
            self.signs.pop(name)
        plain = f"select load_key, {', '.join(_NAMES)} from plain_events"
        logged = [event for events in self.logs.values() for event in events]
        self.connection.execute(
            f"create view logged_events as {' union all '.join(logged) or f'{plain} limit 0'}"
        )
        self.connection.execute(
            f"create view contract_case_events as {plain} union all from logged_events"
        )
        signs = [sign for signs in self.signs.values() for sign in signs]
        signs.append(
            "select case_no, event_at, type = 'customer_replied' from plain_events"
            " where not coalesce(is_bot, false) and type not in ('tier_changed', 'region_changed')"
        )
        self.connection.execute(
            "create temp view case_signs (case_key, event_at, is_by_client) as "
            + " union all ".join(signs)
        )

    def rename(self) -> None:
        """Give a case that goes by several numbers, since its names are one, the first of them."""
        self.connection.execute(
            "create temp table renamed as select case_no, min(case_no) over"
            " (partition by source, case_id) as first_no from case_names"
        )
        self.connection.execute("delete from renamed where case_no = first_no")
        numbered = [("plain_events", "case_no"), *((name, "case_id") for name in self.logs)]
        for table, column in numbered:
            self.connection.execute(
                f"update {table} set {column} = first_no from renamed"
                f" where {table}.{column} = renamed.case_no"
            )
        self.connection.execute(
            "delete from case_names where case_no in (select case_no from renamed)"
        )

    def unfold(self, cases: str) -> None:
        """Keep the events of these cases (SQL for their numbers) one by one from now on."""
        self.connection.execute(f"create or replace temp table unfolded as {cases}")
        if not self._has("unfolded"):
            return
        self.connection.execute(
            "insert into plain_events from logged_events where case_no in (from unfolded)"
        )
        for name in self.logs:
            self.connection.execute(f"delete from {name} where case_id in (from unfolded)")

    def first_events(self) -> str:
        """SQL for the first instant of every case in each log."""
        columns = "case_id as case_no, event_at"
        firsts = [f"select {columns} from {name} where is_first" for name in self.logs]
        return " union all ".join(firsts) or "select case_no, event_at from plain_events limit 0"

    def crowded(self) -> str:
        """SQL for the cases in which an event can stand twice: two rows in one second, or rows
        from several parts or under several ids."""
        twins = [f"select case_id as case_no from {name} where is_twin" for name in self.logs]
        twins.append(
            "select case_no from plain_events group by case_no, event_at, type having count(*) > 1"
        )
        within = " union ".join(twins)
        seen = [f"select distinct case_id as case_no from {name}" for name in self.logs]
        seen.append("select distinct load_key, case_no from plain_events")
        if len(self.logs) + self._has("plain_events") + self._has("aliases") < 2:
            return within
        across = " union all by name ".join(seen)
        return f"{within} union select case_no from ({across}) group by case_no having count(*) > 1"

    def _take_back_ends(self) -> None:
        """Of the ends of a case that logs assumed, leave the one of the log that goes on longest:
        whose last row but those began last, by the later landing where they are the same."""
        if len(self.assumed) < 2:
            return
        begun = " union all ".join(
            f"select case_id, {place} as place, max(event_at) as begun_at from {name}"
            f" where not ({assumed}) group by case_id"
            for place, (name, assumed) in enumerate(self.assumed.items())
        )
        self.connection.execute(
            "create temp table longest as select case_id, arg_max(place, (begun_at, place))"
            f" as place from ({begun}) group by case_id"
        )
        for place, (name, assumed) in enumerate(self.assumed.items()):
            longer = f"select case_id from longest where place <> {place}"
            self.connection.execute(f"delete from {name} where {assumed} and case_id in ({longer})")
        self.connection.execute("drop table longest")

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
            f"insert into case_names select null, {_literal(source)}, case_id"
            f" from ({case_ids}) where case_id is not null"
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
