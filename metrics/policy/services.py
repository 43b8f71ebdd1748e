"""What is promised of services: how much each is up, who uses it, and what an impact weighs."""

from datetime import datetime
from typing import Any

from pydantic import Field, field_validator, model_validator

from metrics.policy.problems import PolicyModel, below, problem
from metrics.policy.targets import share

PPM = 1_000_000  # an objective is kept in millionths, so that the time it allows is exact


class Users(PolicyModel):
    """Who uses a service: accounts of these tiers, and these accounts by name or id."""

    tier: tuple[str, ...] = ()
    account: tuple[str, ...] = ()

    @field_validator("tier", "account", mode="before")
    @classmethod
    def _several(cls, value: Any) -> Any:
        return _listed(value) or ()

    @model_validator(mode="after")
    def _anybody(self) -> "Users":
        if not (self.tier or self.account):
            raise problem("nobody is named", None, "Name a tier or an account, or leave it out.")
        return self


class Terms(PolicyModel):
    """One row: the share of time that a service is up (null: none is promised) and who uses it
    (null: every account); without a service, of every other one."""

    service: tuple[str, ...] | None = None
    objective: float | None = None
    used_by: Users | None = None

    @field_validator("service", mode="before")
    @classmethod
    def _several(cls, value: Any) -> Any:
        return _listed(value)

    @model_validator(mode="after")
    def _something(self) -> "Terms":
        if self.objective is None and self.used_by is None:
            raise problem('"objective" is missing', None, "Give an objective, or used_by.")
        return self

    @field_validator("objective", mode="before")
    @classmethod
    def _share(cls, value: Any) -> float | None:
        if value is None:
            return None
        found = share(value)
        if round(found * PPM) != round(found * PPM, 6):
            raise problem(
                f'"{value}" is too fine', None, "Write at most four decimals of a per cent."
            )
        return found

    @property
    def allowed_ppm(self) -> int | None:
        """Millionths of the time in which the service may be down; null without an objective."""
        return None if self.objective is None else PPM - round(self.objective * PPM)


class Services(PolicyModel):
    """Terms (the first row that matches a service counts), the weight of an impact by the
    source's own word (in lower case), and the weight from which an impact is severe; in force from
    `effective_from` (naive UTC; null: always) on."""

    effective_from: datetime | None = None
    services: tuple[Terms, ...] = ()
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


def _listed(value: Any) -> Any:
    """One name as a list of it."""
    return value if value is None or isinstance(value, (list, tuple)) else (value,)
