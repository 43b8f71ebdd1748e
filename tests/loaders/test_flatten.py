"""Nested JSON becomes flat text columns, and a person's mapping may name paths into it."""

from pathlib import Path
from typing import Any

import pytest

from loaders.flatten import fields, path, unnested
from metrics.errors import ExportError
from metrics.warehouse.connection import scratch
from tests.loaders.exports import events, landed, rows

RECORD = (
    '{"id": 1, "a.b": "dotted", "stats": {"at": " 2026-01-05 "}, "none": null, "empty": "",'
    ' "log": [{"at": "x", "items": [{"f": "s"}, {"f": "p"}]}, {"at": "y", "items": []}]}'
)


def asked(query: str) -> list[tuple[Any, ...]]:
    with scratch() as connection:
        connection.execute(
            f"create view file_rows as select '{RECORD}' as record, 7 as row_number, 8 as line"
        )
        return connection.execute(query).fetchall()


@pytest.mark.parametrize(
    "written, meant",
    [
        ("id", '$."id"'),
        ("stats.at", '$."stats"."at"'),
        ("log[0].at", '$."log"[0]."at"'),
        ("a.b", '$."a.b"'),
        ("$.as_it_is", "$.as_it_is"),
    ],
)
def test_a_path_is_written_as_a_person_would(written: str, meant: str) -> None:
    """A member whose name holds a dot wins over a path."""
    assert path(written, ("id", "a.b")) == meant


def test_fields_are_text_and_blank_is_null() -> None:
    """Trimmed; null, empty and absent are one thing."""
    wanted = {"id": "id", "at": "stats.at", "n": "none", "e": "empty", "gone": "no.where"}

    assert asked(fields(wanted)) == [("1", "2026-01-05", None, None, None, 7, 8)]


def test_lists_in_lists_come_apart_with_what_stands_above_them() -> None:
    """Each change of each history, with the history's own time; an empty list gives nothing."""
    histories = unnested("log")
    above = fields({"at": "at"}, keep=("item",), rows=histories, record="item")
    changes = unnested("items", keep=("at",), rows=above, record="item", item="change")

    found = asked(fields({"f": "f"}, keep=("at", "change_place"), rows=changes, record="change"))

    assert found == [("x", 1, "s", 7, 8), ("x", 2, "p", 7, 8)]
    assert asked(f"select item_place from ({histories})") == [(1,), (2,)]
    assert asked(unnested("none")) == []


def test_a_mapping_names_paths_into_records(tmp_path: Path) -> None:
    """A JSON export that no source knows is read by a mapping, as a table is."""
    mapping = tmp_path / "m.yaml"
    mapping.write_text(
        "table: cases\ncolumns: {case_id: key, created_at: fields.created,"
        " status: fields.state.name, resolved_at: fields.done}\nstatuses: {Fixed: resolved}\n"
    )

    _, export = landed(
        tmp_path,
        '[{"key": "A-1", "fields": {"created": "2026-01-05T08:00:00Z", "state": {"name": "Fixed"},'
        ' "done": "2026-01-05T09:00:00Z"}},\n {"key": "A-2", "fields": {"created": "soon"}}]',
        "x.json",
        mapping=mapping,
        time_zone=None,
    )

    assert events(export) == [
        ("2026-01-05 08:00:00", "created", None),
        ("2026-01-05 09:00:00", "resolved", "resolved"),
    ]
    (row,) = rows(export, "rejected_rows")
    assert (row["line"], row["column_name"], row["value"]) == (2, "fields.created", "soon")


def test_a_mapping_that_names_no_member_is_refused(tmp_path: Path) -> None:
    """The first step of a path must be there in some record."""
    mapping = tmp_path / "m.yaml"
    mapping.write_text("table: cases\ncolumns: {case_id: key, created_at: field.created}\n")

    with pytest.raises(ExportError, match=r'column "field\.created", which'):
        landed(tmp_path, '[{"key": 1, "fields": {}}]', "x.json", mapping=mapping)


def test_generic_tables_come_as_json_too(tmp_path: Path) -> None:
    """Records whose members are the well-known columns need no mapping."""
    _, export = landed(
        tmp_path,
        '{"case_id": "C1", "created_at": "2026-01-05 08:00:00", "status": "open"}\n'
        '{"case_id": "C2", "created_at": "2026-01-05 09:00:00"}',
        "x.jsonl",
    )

    assert events(export, "created") == [
        ("2026-01-05 08:00:00", "created", None),
        ("2026-01-05 09:00:00", "created", None),
    ]
