"""A look at every real file says what loading it would, with rows to see."""

from pathlib import Path

import pytest

from loaders.meaning import Options
from loaders.preview import preview
from tests.real.test_every_file import FILES

SLOW = (".xes.gz",)  # its rows are looked at as CSV, too


@pytest.mark.parametrize("name", [name for name in FILES if not name.endswith(SLOW)])
def test_look_at_a_real_file(name: str, shared: Path, tmp_path: Path) -> None:
    """The same reader and rows as the load; the zone is asked for where the load asks."""
    expected = FILES[name]

    found = preview(shared / "data" / name, tmp_path / "home", Options())

    asked = {question.topic for question in found.questions if not question.is_optional}
    assert (found.reader, found.rows) == (expected.reader, expected.rows)
    assert asked == ({"time_zone"} if expected.options else set())
    assert found.tables or not expected.cases
