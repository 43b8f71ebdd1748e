"""The slow second implementation: which target of a policy holds."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from tests.reference import Row, Story, value_at
from tests.reference_accounts import own_names
from tests.reference_clients import EVER, Clients

OWN_CLOCK = ("next_response", "update")


class Targets(Clients):
    """What a policy promises to the clients of an account table."""

    def __init__(self, policy: Any, accounts: list[Row]) -> None:
        super().__init__(accounts)
        self.policy = policy
        self.ruled: dict[tuple[int, str | None], list[Any]] = {}
        self.found: dict[tuple[Any, ...], Any] = {}

    def version_of(self, story: Story, kind: str, started_at: datetime) -> Any:
        """The policy version in force when the clock started: what goes on through a case has one
        clock, from its creation; each next response and update has its own."""
        return self.version_at(started_at if kind in OWN_CLOCK else story.created_at)

    def version_at(self, instant: datetime) -> Any:
        known = sorted(self.policy.versions, key=lambda v: v.effective_from or EVER)
        begun = [v for v in known if (v.effective_from or EVER) <= instant]
        return [known[0], *begun][-1]

    def targets(
        self, story: Story, version: Any, kind: str, instants: Iterable[datetime]
    ) -> Iterator[Any]:
        """The target that a version has for the case at each instant."""
        tiers, regions = (self.client_steps(story, name) for name in ("tier", "region"))
        account = story.case.get("account_id")
        for instant in instants:
            words = (value_at(steps, instant) for steps in (tiers, story.severities, regions))
            yield self.target(version, account, kind, *words)

    def target(self, version: Any, account: str | None, kind: str, *words: Any) -> Any:
        key = (version.number, account, kind, *words)
        if key not in self.found:
            self.found[key] = first_match(self.rows(version, account), kind, *words)
        return self.found[key]

    def rows(self, version: Any, account: str | None) -> list[Any]:
        key = (version.number, account)
        if key not in self.ruled:
            self.ruled[key] = rows_for(version, own_names(self.accounts, account) | {account or ""})
        return self.ruled[key]


def first_match(targets: Any, kind: str, tier: Any, severity: Any, region: Any) -> Any:
    """The first target, top down, whose keys all match; a missing key matches anything."""
    for target in targets:
        keys = ((target.tier, tier), (target.severity, severity), (target.region, region))
        if target.promise == kind and all(wanted is None or v in wanted for wanted, v in keys):
            return target
    return None


def rows_for(version: Any, words: set[str]) -> list[Any]:
    """The targets of a version that may hold for an account of these words (its id and names, in
    any letters): first those that name it."""
    known = {word.strip().lower() for word in words}
    own = [
        target
        for target in version.targets
        if any(name.strip().lower() in known for name in target.account or ())
    ]
    return [*own, *(target for target in version.targets if not target.account)]
