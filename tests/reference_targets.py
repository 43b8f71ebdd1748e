"""The slow second implementation: which target of a policy holds."""

from typing import Any


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
