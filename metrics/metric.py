"""A metric, read from one `.sql` file: a typed header and the population it counts."""

import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator, model_validator

from metrics.aggregation import AGGREGATIONS, ALLOWED, COLUMNS, FAMILIES
from metrics.dimension import DIMENSIONS
from metrics.errors import DefinitionError, QuestionError, did_you_mean
from metrics.unit import UNITS

_HEADER = re.compile(r"\A\s*/\*(?P<header>.*?)\*/\s*(?P<sql>.*)\Z", re.DOTALL)
_NAME = re.compile(r"[a-z][a-z0-9_]*")
BETTER = ("lower", "higher", "neither")


class Metric(BaseModel):
    """One metric as its file declares it.

    `name` is the file's name, `sql` the population as it stands in the file. `key` names the
    columns that make a row of it unique. `superseded_column`, if any, holds the instant from
    which a later row of the same case replaces this one. A `cohort` counts what became of a
    period's rows since then, so that a closed period goes on changing; no other metric does.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    sql: str
    title: str
    definition: str
    unit: str
    better: str
    aggregation: str
    grain: str
    time_column: str
    dimensions: tuple[str, ...]
    excludes: str
    key: tuple[str, ...] = ("case_key",)
    superseded_column: str | None = None
    cohort: bool = False
    decimals: int | None = None

    @property
    def family(self) -> str:
        """events, values, share, portion, duration, stock or pace: what may be asked for."""
        return FAMILIES[self.aggregation]

    @property
    def aggregations(self) -> tuple[str, ...]:
        """The aggregations this metric may be asked for, its own among them."""
        return ALLOWED[self.family]

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column its select must yield."""
        superseded = (self.superseded_column,) if self.superseded_column else ()
        every = (*self.key, "case_id", self.time_column, *self.dimensions)
        return tuple(dict.fromkeys((*every, *COLUMNS[self.family], *superseded)))

    def unit_of(self, aggregation: str | None = None) -> str:
        """The unit of a figure: the metric's own, or a count when rows or hits are counted."""
        chosen = aggregation or self.aggregation
        counted = AGGREGATIONS[chosen].is_count or (self.family == "share" and chosen == "sum")
        return "count" if counted else self.unit

    def check_dimension(self, name: str) -> None:
        """Raises `QuestionError` when the metric has no such breakdown."""
        if name not in self.dimensions:
            raise QuestionError(
                f'there is no breakdown "{name}"',
                where=self.name,
                nearest=did_you_mean(name, self.dimensions),
                next_step=f"It can be broken down by: {', '.join(self.dimensions)}.",
            )

    def check_aggregation(self, name: str) -> None:
        """Raises `QuestionError` when the metric cannot be aggregated so."""
        if name not in self.aggregations:
            raise QuestionError(
                f'it cannot be asked for "{name}"',
                where=self.name,
                nearest=did_you_mean(name, self.aggregations),
                next_step=f"It knows: {', '.join(self.aggregations)}.",
            )

    @field_validator("unit")
    @classmethod
    def _known_unit(cls, unit: str) -> str:
        return _one_of(unit, UNITS, "unit")

    @field_validator("better")
    @classmethod
    def _known_better(cls, better: str) -> str:
        return _one_of(better, BETTER, "better")

    @field_validator("aggregation")
    @classmethod
    def _known_aggregation(cls, aggregation: str) -> str:
        return _one_of(aggregation, AGGREGATIONS, "aggregation")

    @field_validator("dimensions")
    @classmethod
    def _known_dimensions(cls, dimensions: tuple[str, ...]) -> tuple[str, ...]:
        for dimension in dimensions:
            _one_of(dimension, DIMENSIONS, "dimension")
        return dimensions

    @field_validator("title", "definition", "grain", "excludes")
    @classmethod
    def _said(cls, text: str) -> str:
        if not text.strip():
            raise ValueError("must not be empty")
        return text

    @field_validator("time_column", "key", "superseded_column")
    @classmethod
    def _column_names(cls, names: Any) -> Any:
        for name in (names,) if isinstance(names, str) else names or ():
            if not _NAME.fullmatch(name):
                raise ValueError(f'"{name}" is no column name')
        return names

    @model_validator(mode="after")
    def _time_column_fits(self) -> "Metric":
        needed = {"duration": "ended_at", "stock": "entered_at"}.get(self.family)
        if needed and self.time_column != needed:
            raise ValueError(f'time_column must be "{needed}" for {self.aggregation}')
        return self


HEADER_KEYS = tuple(key for key in Metric.model_fields if key not in ("name", "sql"))


def read_metric(path: Path) -> Metric:
    """The metric declared in `path`.

    Raises `DefinitionError` naming the file and the key: no header, unknown or missing keys,
    values outside their allow-lists.
    """
    parts = _HEADER.match(path.read_text(encoding="utf-8"))
    if not parts or not parts["sql"].strip():
        raise DefinitionError(
            "a definition is a TOML header in a /* comment */, then a select",
            where=str(path),
            next_step="Copy the form of metrics/definitions/cases_opened.sql.",
        )
    header = _header(parts["header"], path)
    sql = parts["sql"].strip().rstrip(";").rstrip()
    try:
        return Metric(name=path.stem, sql=sql, **header)
    except ValidationError as error:
        raise _in_words(error, path) from error


def _header(text: str, path: Path) -> dict[str, Any]:
    try:
        header = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(f"the header is not TOML ({error})", where=str(path)) from error
    for key in header:
        if key not in HEADER_KEYS:
            raise DefinitionError(
                f'unknown key "{key}"',
                where=str(path),
                nearest=did_you_mean(key, HEADER_KEYS),
                next_step=f"The keys are: {', '.join(HEADER_KEYS)}.",
            )
    return header


def _in_words(error: ValidationError, path: Path) -> DefinitionError:
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"]) or "header"
    if first["type"] == "missing":
        return DefinitionError(f'the key "{key}" is missing', where=str(path))
    return DefinitionError(f'key "{key}": {first["msg"]}', where=str(path))


def _one_of(word: str, choices: Any, what: str) -> str:
    if word not in choices:
        near = did_you_mean(word, choices)
        hint = f"; did you mean {near}?" if near else ""
        raise ValueError(f'unknown {what} "{word}" (one of: {", ".join(choices)}){hint}')
    return word
