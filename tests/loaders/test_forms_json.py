"""JSON comes as lists, envelopes and lines; each record arrives once, or is set aside."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.load import land
from loaders.meaning import Options
from loaders.read import read
from loaders.reading import Reading
from metrics.errors import ExportError
from tests.loaders.exports import parquet, table, write

RECORDS: list[dict[str, Any]] = [
    {"id": 1, "name": 'a "quoted" \\ {brace] \n line', "nested": [{"id": 9}, []]},
    {"id": 2, "name": "é ü 漢", "late": None},
    {"id": 3},
]


def reading(folder: Path, content: str | bytes, name: str = "x.json") -> Reading:
    workspace = folder / "work"
    workspace.mkdir(parents=True, exist_ok=True)
    return read(write(folder / "in", content, name), workspace, folder)


def records(found: Reading) -> list[dict[str, Any]]:
    return [json.loads(text) for (text,) in parquet(found.rows_path, "record")]


def refused(folder: Path, content: str | bytes) -> str:
    with pytest.raises(ExportError) as error:
        reading(folder, content)
    return str(error.value)


LINES = "\n".join(json.dumps(one) for one in RECORDS)
FORMS = {
    "list": json.dumps(RECORDS),
    "pretty list": json.dumps(RECORDS, indent=2),
    "envelope": json.dumps({"count": 3, "tickets": RECORDS, "next_page": None}),
    "pretty envelope": json.dumps({"tickets": RECORDS, "count": 3}, indent=1),
    "unknown envelope": json.dumps({"total": 3, "things": RECORDS}),
    "lines": LINES,
    "lines and blanks": "\n" + LINES.replace("\n", "\r\n\r\n") + "\n \n",
    "objects one after the other": "\n".join(json.dumps(one, indent=2) for one in RECORDS),
    "pages": "\n".join(json.dumps({"issues": [one], "total": 3}) for one in RECORDS),
    "lists one after the other": json.dumps(RECORDS[:1]) + json.dumps(RECORDS[1:]),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_form_gives_the_same_records(tmp_path: Path, form: str, encoding: str) -> None:
    """A list, an envelope, its pages, lines: what stands round the records makes no difference."""
    found = reading(tmp_path, FORMS[form].encode(encoding))

    assert records(found) == RECORDS
    assert (found.form, found.rows, found.rejects) == ("records", 3, 0)
    assert found.columns == ("id", "name", "nested", "late")


def test_what_stands_round_the_records_is_kept(tmp_path: Path) -> None:
    """The zone of a page or its total; a long list of something else is not, and is named."""
    page = {"zone": "UTC", "total": 9, "issues": RECORDS, "users": [{"id": "x" * 70_000}]}

    found = reading(tmp_path, json.dumps(page))

    kept = {"records_key": "issues", "zone": "UTC", "total": 9}
    assert found.envelope == kept | {"unread": ["users"]}


def test_an_object_with_an_id_is_a_record_though_it_holds_lists(tmp_path: Path) -> None:
    """One issue saved by itself has lists, but is no envelope."""
    found = reading(tmp_path, json.dumps({"id": 7, "parts": [{"a": 1}, {"a": 2}]}))

    assert records(found) == [{"id": 7, "parts": [{"a": 1}, {"a": 2}]}]


def test_lines_are_where_records_start(tmp_path: Path) -> None:
    """Physical lines, blank lines and the lines of long records counted."""
    by_line = reading(tmp_path / "a", '{"a": 1}\n{"a": 2}\n')
    pretty = reading(tmp_path / "b", '[\n {\n  "a": 1\n },\n\n {"a": 2}\n]')

    assert (by_line.first_line, table(by_line, "row_number, line")) == (1, [(1, 1), (2, 2)])
    assert (pretty.first_line, table(pretty, "row_number, line")) == (None, [(1, 2), (2, 6)])


def test_a_bad_line_is_set_aside_with_its_place(tmp_path: Path) -> None:
    """Truncated, no JSON, a bare number, no comma: the other lines arrive."""
    found = reading(tmp_path, '{"a": 1}\n{"a": \nhello\n5\n{"a": 1 "b": 2}\n{"a": 6}\n')

    assert records(found) == [{"a": 1}, {"a": 6}]
    assert table(found, "row_number, line") == [(1, 1), (2, 6)]
    assert parquet(found.rejects_path, "line, rule, value") == [
        (2, "bad_json", '{"a": '),
        (3, "bad_json", "hello"),
        (4, "not_an_object", "5"),
        (5, "bad_json", '{"a": 1 "b": 2}'),
    ]


def test_a_bad_record_of_a_list_is_set_aside(tmp_path: Path) -> None:
    """A list whose brackets close is cut in spite of what is wrong inside one record."""
    found = reading(tmp_path, '[{"a": 1},\n{"a": 01},\n 7, {"a": 3}, "x"]')

    assert records(found) == [{"a": 1}, {"a": 3}]
    assert parquet(found.rejects_path, "line, rule, value") == [
        (2, "bad_json", '{"a": 01}'),
        (2, "not_an_object", "7"),
        (3, "not_an_object", '"x"'),
    ]


@pytest.mark.parametrize(
    "content, says",
    [
        ("[]", "no records"),
        ('{"tickets": []}', "no records"),
        ("[1, 2]", "no record can be used"),
        ('[{"a": 1}, {"a": ', "breaks off or breaks in record 2"),
        ('[{"a": 1}, {"a": 2}', "breaks off"),
        ('[{"a": "x}, {"a": 2}]', "breaks off or breaks in record 1"),
        ('[{"a": 1}]\nOops, timeout', "no JSON stands round the records"),
        ('[{"a": 1}]]', "breaks off"),
        ('{"tickets": [{"a": 1}, {"a"', "breaks off or breaks in record 2"),
        ('{"a": 1', "breaks off"),
    ],
)
def test_a_file_that_is_cut_off_or_empty_is_refused(
    tmp_path: Path, content: str, says: str
) -> None:
    """Half an export would look like a quiet week."""
    message = refused(tmp_path, content)

    assert says in message
    assert "Nothing was landed" in message or "at least one record" in message


def test_one_giant_record_arrives(tmp_path: Path) -> None:
    """A description of 10 MB is long, but it is a record."""
    giant = {"id": 2, "text": 'é\\"' * 2_500_000}

    found = reading(tmp_path, json.dumps([{"id": 1}, giant], ensure_ascii=False))

    assert records(found) == [{"id": 1}, giant]


def test_a_record_over_the_limit_is_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is named and shown, and the others arrive."""
    monkeypatch.setattr("loaders.json_records.RECORD_LIMIT", 40)

    found = reading(tmp_path, json.dumps([{"id": 1}, {"id": "é" * 50}, {"id": 3}]))

    assert records(found) == [{"id": 1}, {"id": 3}]
    assert parquet(found.rejects_path, "rule") == [("too_long",)]


values = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=8),
    lambda inside: (
        st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=3), inside, max_size=3)
    ),
    max_leaves=8,
)
objects = st.dictionaries(st.text(max_size=4), values, max_size=4)


@settings(max_examples=60, deadline=None)
@given(made=st.lists(objects, min_size=1, max_size=5), indent=st.none() | st.integers(0, 2))
def test_no_record_is_lost_or_changed(
    tmp_path_factory: pytest.TempPathFactory, made: list[dict[str, Any]], indent: int | None
) -> None:
    """Quotes, backslashes, braces and unicode anywhere: what goes in comes out."""
    folder = tmp_path_factory.mktemp("made")
    text = json.dumps(made, indent=indent, ensure_ascii=False)

    found = reading(folder, text.encode("utf-8", "surrogatepass"))

    assert [json.loads(one) for (one,) in parquet(found.rows_path, "record")] == made


@pytest.mark.parametrize(
    "made",
    [
        [{"id": n, "text": "x" * 9} for n in range(50)],
        [{"id": n, "in": [{"id": 1}, {"id": 2}]} for n in range(50)],
        [{"id": n} if n != 30 else {"other": 1, "id": n} for n in range(50)],
        [{"id": n, "text": '},{"id":'} for n in range(50)],
    ],
)
def test_a_guess_at_a_long_list_is_never_believed_unchecked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: list[dict[str, Any]]
) -> None:
    """Lists inside records, records that start otherwise, and texts that look like an end."""
    monkeypatch.setattr("loaders.json_guess.HEAD", 200)

    for folder, indent in (("a", None), ("b", 1)):
        found = reading(tmp_path / folder, json.dumps(made, indent=indent))

        assert records(found) == made
        assert found.rejects == 0


def test_a_guess_loses_no_bad_record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One bad record and one bare number in a long list: both are set aside."""
    monkeypatch.setattr("loaders.json_guess.HEAD", 200)
    made = [f'{{"id": {n}}}' for n in range(50)]
    made[30], made[40] = '{"id": 01}', "7"

    found = reading(tmp_path, "[" + ", ".join(made) + "]")

    assert len(records(found)) == 48
    assert parquet(found.rejects_path, "rule, value") == [
        ("bad_json", '{"id": 01}'),
        ("not_an_object", "7"),
    ]


def test_a_second_list_of_records_is_pointed_out(tmp_path: Path) -> None:
    """A status page's summary holds incidents and maintenances; nothing is passed over unsaid."""
    opened = {"id": "i1", "name": "Login", "status": "resolved", "impact": "minor",
              "created_at": "2026-03-02T09:00:00Z", "resolved_at": "2026-03-02T10:00:00Z",
              "incident_updates": [{"id": "u1", "status": "resolved", "body": "",
                                    "display_at": "2026-03-02T10:00:00Z",
                                    "created_at": "2026-03-02T10:00:00Z"}]}  # fmt: skip
    page = {"page": {"id": "p", "name": "P", "time_zone": "Etc/UTC"}, "incidents": [opened],
            "scheduled_maintenances": [opened | {"impact": "maintenance"}]}  # fmt: skip
    path = tmp_path / "summary.json"
    path.write_text(json.dumps(page), encoding="utf-8")

    found = land(path, tmp_path / "home", Options())

    assert [c for c in found.manifest.cautions if '"scheduled_maintenances"' in c]
