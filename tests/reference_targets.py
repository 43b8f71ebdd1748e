"""The slow second implementation: which target of a policy holds."""

from typing import Any


def first_match(targets: Any, kind: str, tier: Any, severity: Any, region: Any) -> Any:
    """The first target, top down, whose keys all match; a missing key matches anything."""
    for target in targets:
        keys = ((target.tier, tier), (target.severity, severity), (target.region, region))
        if target.promise == kind and all(wanted is None or v in wanted for wanted, v in keys):
            return target
    return None
