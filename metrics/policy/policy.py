"""The policy as the build uses it: numbered, dated versions of calendars and targets."""

from datetime import datetime
from hashlib import sha256

from metrics.policy.calendar import Calendar
from metrics.policy.problems import PolicyModel
from metrics.policy.reporting import Reporting
from metrics.policy.services import Services
from metrics.policy.targets import Target


class PolicyVersion(PolicyModel):
    """What binds the clocks that start from `effective_from` (naive UTC; null: always) on."""

    number: int
    effective_from: datetime | None
    calendars: dict[str, Calendar]
    targets: tuple[Target, ...]

    def target(
        self, promise: str, tier: str | None, severity: str | None, region: str | None
    ) -> Target | None:
        """The first row, top down, that speaks of such a case; None when none does."""
        rows = (row for row in self.targets if row.promise == promise)
        return next((row for row in rows if row.matches(tier, severity, region)), None)


class Policy(PolicyModel):
    """Reporting, the versions and those of services in order of time (the first one from the
    beginning), warnings."""

    reporting: Reporting
    versions: tuple[PolicyVersion, ...]
    services: tuple[Services, ...] = (Services(),)
    warnings: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of the meaning: comments, order of keys and spelling of times do not count."""
        return sha256(_canonical(self).encode()).hexdigest()

    def version_at(self, instant: datetime) -> PolicyVersion:
        """The version in force at a naive-UTC instant."""
        in_force = (v for v in self.versions if not v.effective_from or v.effective_from <= instant)
        return max(in_force, key=lambda version: version.number)


def _canonical(value: object) -> str:
    """Models, mappings and sets as one text that does not depend on their order."""
    if isinstance(value, PolicyModel):
        names = [name for name in type(value).model_fields if name != "warnings"]
        return _canonical({name: getattr(value, name) for name in names})
    if isinstance(value, dict):
        return repr(sorted((str(key), _canonical(item)) for key, item in value.items()))
    if isinstance(value, (set, frozenset)):
        return repr(sorted(_canonical(item) for item in value))
    if isinstance(value, (list, tuple)):
        return repr([_canonical(item) for item in value])
    return str(value)
