"""What is asked of a metric: range, period, breakdown, filters; not how it is shown."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, field_validator, model_validator

Period = Literal["day", "week", "month", "quarter", "all"]


class Question(BaseModel):
    """One question. `start` and `end` are naive UTC instants, half-open; None is unbounded.

    `by` breaks down, `where` keeps rows whose dimension has one of the values. `aggregation`
    None means the metric's own. `band` asks for the confidence band of a survival quantile, which
    costs as much again; any other aggregation has its interval or none. Raises pydantic's
    `ValidationError`, a `ValueError`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    metric: str
    start: datetime | None = None
    end: datetime | None = None
    period: Period = "all"
    by: tuple[str, ...] = ()
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    aggregation: str | None = None
    band: bool = False

    @field_validator("start", "end")
    @classmethod
    def _naive(cls, instant: datetime | None) -> datetime | None:
        if instant is not None and instant.tzinfo is not None:
            raise ValueError("instants are naive UTC; convert first")
        return instant

    @field_validator("by")
    @classmethod
    def _once(cls, by: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(by)) != len(by):
            raise ValueError("the same breakdown twice")
        return by

    @field_validator("where")
    @classmethod
    def _with_values(
        cls, where: tuple[tuple[str, tuple[str, ...]], ...]
    ) -> tuple[tuple[str, tuple[str, ...]], ...]:
        names = [name for name, _ in where]
        if len(set(names)) != len(names):
            raise ValueError("the same filter twice; give its values together")
        if any(not values for _, values in where):
            raise ValueError("a filter without values; leave it out")
        return where

    @model_validator(mode="after")
    def _forwards(self) -> "Question":
        if self.start and self.end and self.end < self.start:
            raise ValueError("the end lies before the start")
        return self
