"""Up to which instant running clocks may be shown: now, or no further than the data reach."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from metrics.freshness import Freshness


@dataclass(frozen=True)
class Clocks:
    """`at` is the instant (naive UTC, whole seconds) to which clocks are run; `behind` are the
    sources that hold it back."""

    at: datetime
    is_live: bool
    behind: tuple[Freshness, ...] = ()


def clocks(
    as_of: datetime,
    now: datetime,
    told: Sequence[Freshness],
    running: Iterable[str],
    hours_until: datetime | None = None,
) -> Clocks:
    """Now when every source with a `running` clock is fresh, else the as-of instant.

    A case of a source that has gone quiet may be solved by now: its clock would be a guess. Where
    no clock runs every source counts. From `hours_until` on no calendar knows its hours.
    """
    needed = set(running) or {each.source for each in told}
    behind = tuple(each for each in told if each.source in needed and each.state != "fresh")
    if behind or now <= as_of:
        return Clocks(as_of, not behind, behind)
    if hours_until and now >= hours_until:
        return Clocks(as_of, False)
    return Clocks(now.replace(microsecond=0), True)
