"""What is known of a file without its rows: its form, its columns and what stands round them."""

from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field
from typing import Any, Literal

Form = Literal["table", "records"]
Row = Dictionary[str, str | None]


@dataclass(frozen=True)
class Shape:
    """`columns` are the headers of a table in order, or the top-level keys of JSON records;
    `envelope` is what stands round the records: records_key, and every other member.
    """

    form: Form
    columns: tuple[str, ...]
    envelope: dict[str, Any] = field(default_factory=dict)
