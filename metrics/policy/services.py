"""What is promised of services: the share of time that each is up, and what an impact weighs."""

from datetime import datetime
from typing import Any

from pydantic import Field, field_validator

from metrics.policy.problems import PolicyModel, below, problem
from metrics.policy.targets import share

PPM = 1_000_000  # an objective is kept in millionths, so that the time it allows is exact


class Objective(PolicyModel):
    """One row: the share of time that a service is up; without a service, of every other one."""

    service: tuple[str, ...] | None = None
    objective: float

    @field_validator("service", mode="before")
    @classmethod
    def _several(cls, value: Any) -> Any:
        return value if value is None or isinstance(value, (list, tuple)) else (value,)

    @field_validator("objective", mode="before")
    @classmethod
    def _share(cls, value: Any) -> float:
        found = share(value)
        if round(found * PPM) != round(found * PPM, 6):
            raise problem(
                f'"{value}" is too fine', None, "Write at most four decimals of a per cent."
            )
        return found

    @property
    def allowed_ppm(self) -> int:
        """Millionths of the time in which the service may be down."""
        return PPM - round(self.objective * PPM)


class Services(PolicyModel):
    """Objectives (the first row that matches a service counts), the weight of an impact by the
    source's own word (in lower case), and the weight from which an impact is severe; in force from
    `effective_from` (naive UTC; null: always) on."""

    effective_from: datetime | None = None
    services: tuple[Objective, ...] = ()
    weights: dict[str, float] = Field(default_factory=dict)
    severe_from: float = 0.5

    @field_validator("severe_from", mode="before")
    @classmethod
    def _share(cls, value: Any) -> float:
        return share(value)

    @field_validator("weights", mode="before")
    @classmethod
    def _weights(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        found = {}
        for word, weight in value.items():
            with below(str(word)):
                found[str(word).lower()] = share(weight)
        return found
