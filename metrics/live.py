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
    as_of: datetime, now: datetime, told: Sequence[Freshness], running: Iterable[str]
) -> Clocks:
    """Now when every source with a `running` clock is fresh, else the as-of instant.

    A case of a source that has gone quiet may be solved by now: its clock would be a guess.
    """
    needed = set(running)
    behind = tuple(each for each in told if each.source in needed and each.state != "fresh")
    if behind or now <= as_of:
        return Clocks(as_of, not behind, behind)
    return Clocks(now.replace(microsecond=0), True)
