"""The policy as the build uses it: numbered, dated versions of calendars and targets."""

from collections.abc import Collection
from datetime import datetime
from functools import cached_property
from hashlib import sha256

from pydantic import Field

from metrics.policy.calendar import Calendar
from metrics.policy.problems import PolicyModel
from metrics.policy.reporting import Reporting
from metrics.policy.services import Services
from metrics.policy.targets import PROMISES, Target


class PolicyVersion(PolicyModel):
    """What binds the clocks that start from `effective_from` (naive UTC; null: always) on."""

    number: int
    effective_from: datetime | None
    calendars: dict[str, Calendar]
    targets: tuple[Target, ...]

    def target(
        self,
        promise: str,
        tier: str | None,
        severity: str | None,
        region: str | None,
        account: Collection[str] = (),
    ) -> Target | None:
        """The first row, top down, that names the account of such a case (`account`: every word
        of the policy that means it), else the first of the others; None when none speaks of it."""
        rows = self._asked[promise]
        return next((row for row in rows if row.matches(tier, severity, region, account)), None)

    @cached_property
    def _asked(self) -> dict[str, list[Target]]:
        """The rows of each promise in the order in which they are asked."""
        ordered = sorted(self.targets, key=lambda row: row.account is None)
        return {name: [row for row in ordered if row.promise == name] for name in PROMISES}


class Policy(PolicyModel):
    """Reporting, the versions and those of services in order of time (the first one from the
    beginning), warnings, and the accounts that targets name, each with where it is written."""

    reporting: Reporting
    versions: tuple[PolicyVersion, ...]
    services: tuple[Services, ...] = (Services(),)
    warnings: tuple[str, ...] = ()
    named_accounts: dict[str, str] = Field(default_factory=dict)

    @property
    def digest(self) -> str:
        """SHA-256 of the meaning: comments, order of keys and spelling of times do not count."""
        return sha256(_canonical(self).encode()).hexdigest()

    def version_at(self, instant: datetime) -> PolicyVersion:
        """The version in force at a naive-UTC instant."""
        in_force = (v for v in self.versions if not v.effective_from or v.effective_from <= instant)
        return max(in_force, key=lambda version: version.number)


_UNSAID = ("warnings", "named_accounts")  # what follows from the rest, or from its place


def _canonical(value: object) -> str:
    """Models, mappings and sets as one text that does not depend on their order."""
    if isinstance(value, PolicyModel):
        names = [name for name in type(value).model_fields if name not in _UNSAID]
        return _canonical({name: getattr(value, name) for name in names})
    if isinstance(value, dict):
        return repr(sorted((str(key), _canonical(item)) for key, item in value.items()))
    if isinstance(value, (set, frozenset)):
        return repr(sorted(_canonical(item) for item in value))
    if isinstance(value, (list, tuple)):
        return repr([_canonical(item) for item in value])
    return str(value)
