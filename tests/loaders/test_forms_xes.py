"""An XES event log lands as a table of its events, and nothing in it is expanded or fetched."""

import gzip
from pathlib import Path

import pytest

from loaders.read import read
from loaders.reading import Reading
from metrics.errors import ExportError
from tests.loaders.exports import table, write

XES = """<?xml version="1.0" encoding="UTF-8"?>
<!-- made by a library -->
<log xes.version="1.0" xmlns="http://www.xes-standard.org/">
  <global scope="event"><string key="concept:name" value="UNKNOWN"/></global>
  <trace>
    <string key="concept:name" value="C&amp;1"/><int key="size" value="2"/>
    <event><string key="concept:name" value="created"/>
      <date key="time:timestamp" value="2026-01-05T09:00:00.000+01:00"/></event>
    <event><string key="concept:name" value="solved"><string key="inner" value="no"/></string>
      <date key="time:timestamp" value="2026-01-05T10:00:00.000+01:00"/>
      <string key="org:resource" value=" Ann "/></event>
  </trace>
  <trace><event><string key="Concept:Name" value="odd"/></event></trace>
</log>
"""


def reading(folder: Path, content: bytes, name: str) -> Reading:
    workspace = folder / "work"
    workspace.mkdir(parents=True, exist_ok=True)
    return read(write(folder / "in", content, name), workspace, folder)


def refused(folder: Path, content: bytes) -> str:
    with pytest.raises(ExportError) as error:
        reading(folder, content, "log.xes")
    return str(error.value)


def test_events_of_a_log_are_rows_with_their_trace(tmp_path: Path) -> None:
    """case:* of the trace, the event's own attributes; a name that only differs by case is
    another column; nested attributes and globals are left out."""
    found = reading(tmp_path, gzip.compress(XES.encode()), "log.xes.gz")

    assert found.columns == (
        "case:concept:name", "case:size", "Concept:Name", "concept:name (2)", "org:resource",
        "time:timestamp",
    )  # fmt: skip
    assert table(found, '"case:concept:name", "case:size", "concept:name (2)", line') == [
        ("C&1", "2", "created", 7),
        ("C&1", "2", "solved", 9),
        (None, None, None, 13),
    ]


BOMB = '<!DOCTYPE log [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
STOLEN = '<!DOCTYPE log [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "content, says",
    [
        (XES[:500], "breaks off"),
        (XES.replace("</trace>\n</log>", ""), "breaks off"),
        (XES.replace("C&amp;1", "C & 1"), "breaks off or breaks on line 6"),
        ("<?xml version='1.0'?>" + BOMB + "<log><trace/></log>", "document type or entities"),
        ("<?xml version='1.0'?>" + STOLEN + "<log><trace/></log>", "document type or entities"),
        ("<?xml version='1.0'?><log><trace/></log>", "names 0 events"),
        ("<!doctype html><html><body>Sign in</body></html>", "HTML or XML"),
    ],
)
def test_a_log_that_is_cut_off_unsafe_or_empty_is_refused(
    tmp_path: Path, content: str, says: str
) -> None:
    """Nothing is expanded and nothing is fetched."""
    assert says in refused(tmp_path, content.encode())


def test_a_value_of_ten_megabytes_is_refused(tmp_path: Path) -> None:
    """The parser's own limit, which a bomb of text would need to be lifted."""
    log = XES.replace("C&amp;1", "x" * 10_000_001)

    assert "is longer than 10 MB" in refused(tmp_path, log.encode())
