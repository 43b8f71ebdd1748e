"""How a file writes its dates, as found out by dates.py and kept in the manifest."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from loaders.month_words import Words
from loaders.quoting import literal

_FRACTION = r"(:[0-9]{2}:[0-9]{2})[.,][0-9]+"


@dataclass(frozen=True)
class Layouts:
    """How one column writes its dates: strptime formats without and with an offset.

    `words` are replaced before, in order: months and day periods of other languages.
    """

    local: tuple[str, ...] = ()
    offset: tuple[str, ...] = ()
    has_fraction: bool = False
    words: Words = ()

    @property
    def sorts_as_text(self) -> bool:
        """Whether a later year is a greater text: Parquet knows the ends of a column of texts."""
        if not self.local or self.offset or self.words:
            return False
        return all(one.startswith("%Y-") for one in self.local)

    def plain(self, column_sql: str) -> str:
        """SQL for the text without fractions of seconds and with English words."""
        for word, english in self.words:
            column_sql = f"replace({column_sql}, {literal(word)}, {literal(english)})"
        if self.has_fraction:
            return f"regexp_replace({column_sql}, '{_FRACTION}', '\\1')"
        return column_sql


@dataclass(frozen=True)
class Dating:
    """How one file writes its dates: layouts per column, order, and years spanned (UTC, wide)."""

    columns: Mapping[str, Layouts]
    order: str | None
    first_year: int
    last_year: int

    def as_options(self) -> dict[str, Any]:
        """Plain JSON for the manifest."""
        columns = {name: asdict(used) for name, used in self.columns.items()}
        years = {"first_year": self.first_year, "last_year": self.last_year}
        return {"columns": columns, "order": self.order, **years}

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> "Dating":
        """The inverse of `as_options`."""
        columns = {name: _from_options(used) for name, used in options["columns"].items()}
        return cls(columns, options["order"], options["first_year"], options["last_year"])


@dataclass(frozen=True)
class Dated:
    """A view, its date columns and its null tokens."""

    view: str
    columns: tuple[str, ...]
    nulls: tuple[str, ...] = ()


def _from_options(used: Mapping[str, Any]) -> Layouts:
    words = tuple((word, english) for word, english in used.get("words", ()))
    return Layouts(tuple(used["local"]), tuple(used["offset"]), used["has_fraction"], words)
