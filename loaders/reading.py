"""One file as read, whatever its form: where its rows lie and what was learnt on the way."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from loaders.shape import Form, Shape


@dataclass(frozen=True)
class Reading:
    """One file as read: where the rows lie, and what was learnt on the way."""

    rows_path: Path
    rejects_path: Path | None
    sha256: str
    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    rows: int
    rejects: int
    first_line: int | None = None  # the line of row 1 where each row is one line
    form: Form = "table"
    sheet: str | None = None
    envelope: dict[str, Any] = field(default_factory=dict)

    def shape(self) -> Shape:
        """What is known of the file without its rows."""
        return Shape(self.form, self.columns, self.envelope)
