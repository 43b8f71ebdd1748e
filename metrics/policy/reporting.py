"""What every report is cut by: zone, tiers, severities and three limits; it reads no file."""

from typing import Any

from pydantic import Field, field_validator, model_validator

from metrics.policy.calendar import a_zone
from metrics.policy.problems import PolicyModel, problem, unknown
from metrics.policy.targets import share


class Reporting(PolicyModel):
    """Weeks begin at Monday 00:00 in `zone`; tiers and severities stand in report order.

    `at_risk_share` is the used share of a target from which a promise is at risk;
    `reopen_window_days` is how long after a resolve a reopen still counts, and
    `recurrence_window_days` how long after it another case of the kind does. An incident of one
    of the `major_severities` (left out: of the first severity) is a major one, and its
    post-mortem is due within `postmortem_days` of its resolve.
    """

    zone: str
    tiers: tuple[str, ...]
    severities: tuple[str, ...]
    major_severities: tuple[str, ...] | None = None
    at_risk_share: float = 0.75
    reopen_window_days: int = Field(default=30, gt=0)
    recurrence_window_days: int = Field(default=30, gt=0)
    postmortem_days: int = Field(default=10, gt=0)

    @field_validator("zone")
    @classmethod
    def _zone_exists(cls, value: str) -> str:
        return a_zone(value)

    @field_validator("tiers", "severities")
    @classmethod
    def _named_once(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not value:
            raise problem("the list is empty", None, "Name at least one, the first one first.")
        for number, name in enumerate(value):
            if name in value[:number]:
                raise problem(f'"{name}" is listed twice', None, "Name each once.", number)
        return value

    @property
    def majors(self) -> tuple[str, ...]:
        """The severities of a major incident."""
        return self.severities[:1] if self.major_severities is None else self.major_severities

    @model_validator(mode="after")
    def _majors_are_known(self) -> "Reporting":
        for number, name in enumerate(self.major_severities or ()):
            if name not in self.severities:
                raise unknown("severity", name, self.severities, ("major_severities", number))
        return self

    @field_validator("at_risk_share", mode="before")
    @classmethod
    def _share(cls, value: Any) -> float:
        return share(value)
