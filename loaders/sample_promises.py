"""What the sample vendor promises: a mirror of sample_data/policy that a test holds to it."""

from loaders.sample_clock import Clock, clock, instant

MINUTE, HOUR = 60, 3600
TARGETS: dict[tuple[str, str], tuple[int, int, int, int]] = {
    ("acknowledge", "Platinum"): (15 * MINUTE, 30 * MINUTE, 2 * HOUR, 4 * HOUR),
    ("acknowledge", "Gold"): (30 * MINUTE, 60 * MINUTE, 4 * HOUR, 8 * HOUR),
    ("acknowledge", "Silver"): (1 * HOUR, 2 * HOUR, 8 * HOUR, 16 * HOUR),
    ("first_response", "Platinum"): (30 * MINUTE, 1 * HOUR, 4 * HOUR, 8 * HOUR),
    ("first_response", "Gold"): (1 * HOUR, 2 * HOUR, 8 * HOUR, 16 * HOUR),
    ("first_response", "Silver"): (2 * HOUR, 4 * HOUR, 16 * HOUR, 24 * HOUR),
    ("resolve", "Platinum"): (4 * HOUR, 8 * HOUR, 24 * HOUR, 60 * HOUR),
    ("resolve", "Gold"): (8 * HOUR, 16 * HOUR, 45 * HOUR, 90 * HOUR),
    ("resolve", "Silver"): (16 * HOUR, 27 * HOUR, 72 * HOUR, 120 * HOUR),
}
RENEWED_AT = instant("2026-09-30 22:00:00")
RENEWED: dict[tuple[str, str, str], int] = {
    ("acknowledge", "Gold", "S2"): 45 * MINUTE,
    ("acknowledge", "Gold", "S3"): 3 * HOUR,
    ("first_response", "Platinum", "S3"): 3 * HOUR,
    ("resolve", "Platinum", "S2"): 6 * HOUR,
}
ALWAYS_OPEN = frozenset((tier, grave) for tier in ("Platinum", "Gold") for grave in ("S1", "S2"))


def target(promise: str, tier: str, severity: str, at: int) -> int:
    """Seconds promised to a case that was created at an instant."""
    first = TARGETS[promise, tier][int(severity[1]) - 1]
    return RENEWED.get((promise, tier, severity), first) if at >= RENEWED_AT else first


def promise_clock(tier: str, severity: str, region: str) -> Clock:
    """The clock on which a promise to this tier and severity runs in this region."""
    return clock("always" if (tier, severity) in ALWAYS_OPEN else region)


def used(promise: str, tier: str, severity: str, at: int, share: float) -> int:
    """Seconds that a share of a promise stands for, which no change of terms makes shorter.

    Kept promises go by the first terms, since people do not answer faster because a contract
    changed, and stay within the terms in force; broken ones go by the terms in force.
    """
    allowed = target(promise, tier, severity, at)
    if share > 1:
        return int(share * allowed)
    return int(min(share * TARGETS[promise, tier][int(severity[1]) - 1], 0.97 * allowed))
