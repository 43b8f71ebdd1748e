"""A file that no source knows: the mapping to begin with works, and no dates is a reason."""

from pathlib import Path

import pytest

from metrics.errors import ExportError
from tests.loaders.exports import landed, rows

TEXT = "Vorgang,Betreff,Angelegt,Erledigt\nV-1,Mail,2026-01-05 08:00,2026-01-05 09:00\n"


def test_mapping_in_the_message_reads_the_file(tmp_path: Path) -> None:
    """The first filled column without dates stands for the id until a person knows better."""
    with pytest.raises(ExportError) as refused:
        landed(tmp_path, TEXT)
    message = str(refused.value)
    given = '{table: cases, columns: {case_id: "Vorgang", created_at: "Angelegt"}}'
    assert given in message
    assert "dates are in: Angelegt, Erledigt" in message
    mapping = tmp_path / "m.yaml"
    mapping.write_text(given)

    _, export = landed(tmp_path / "again", TEXT, mapping=mapping)

    assert [row["case_id"] for row in rows(export, "cases")] == ["V-1"]


def test_a_name_that_says_id_or_created_is_proposed_first(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match='case_id: "Claim ID", created_at: "Created on site"'):
        landed(
            tmp_path,
            "Site,Claim ID,Visited,Created on site\nBonn,7,2026-01-06 08:00,2026-01-05 08:00\n",
        )


def test_table_without_dates_is_refused_for_that(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no column holds dates"):
        landed(tmp_path, "Claim,State,Amount\n7,open,12\n")


def test_news_feed_is_refused_with_the_file_to_load_instead(tmp_path: Path) -> None:
    feed = '<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><entry/></feed>\n'

    with pytest.raises(ExportError, match=r"news feed.*incidents\.json"):
        landed(tmp_path, feed, "history.atom")
