"""What the promises that still run say together: how many, of whom, how near. It reads nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

import pandas as pd

from metrics.risk import BANDS
from metrics.wording import count

HOUR = 3600
LOOKS = {"4h": 4, "24h": 24, "7d": 168}  # hours of working time ahead
SPOKEN = {"4h": "4 hours", "24h": "24 hours", "7d": "7 days"}
BREACHED = BANDS[-1]
NO_TIER = "No tier"
# Days without an update: from, and up to (excluded); a case updated today is in none.
QUIET = {
    "1-5 days": (1, 6),
    "6-10 days": (6, 11),
    "11-30 days": (11, 31),
    "over 30 days": (31, None),
}


@dataclass(frozen=True)
class RiskFigures:
    """`rows` are those of `metrics.risk.running` at `at`, narrowed or not; `tiers` the order of
    policy, the first one first."""

    rows: pd.DataFrame
    at: datetime
    tiers: Sequence[str]

    @property
    def breached(self) -> pd.DataFrame:
        """Past the target, and what was promised still has not happened; the newest first."""
        late = self.rows[self.rows["band"] == BREACHED]
        return late.sort_values("left_seconds", ascending=False, kind="stable")

    def due(self, look: str) -> pd.DataFrame:
        """Not breached, with at most this much working time left (LOOKS), paused ones included;
        the least time first."""
        near = self.rows["left_seconds"] <= LOOKS[look] * HOUR
        return self.rows[near & (self.rows["band"] != BREACHED)]

    @property
    def unowned(self) -> pd.DataFrame:
        """Clocks that run and have nobody to stop them; the oldest first."""
        alone = self.rows["owner"].isna() & (self.rows["state"] == "running")
        return self.rows[alone].sort_values("started_at", kind="stable")

    def square(self, tier: str, band: str) -> pd.DataFrame:
        """The promises of a tier in a band."""
        return self.rows[(self.rows["tier"] == tier) & (self.rows["band"] == band)]

    def next(self, look: str) -> pd.DataFrame:
        """What to act on: first what can still be kept, least time left first; then what is
        breached, the newest first."""
        return pd.concat([self.due(look), self.breached])

    @cached_property
    def bands(self) -> pd.DataFrame:
        """tier, band, n: promises by tier in the order of policy and by share of target used."""
        counted = self.rows.groupby(["tier", "band"], observed=True).size()
        return pd.DataFrame(
            [
                {"tier": tier, "band": band, "n": int(counted.get((tier, band), 0))}
                for tier in self.seen
                for band in BANDS
            ],
            columns=["tier", "band", "n"],
        )

    @property
    def seen(self) -> list[str]:
        """The tiers with a running promise, in the order of policy; others after them."""
        there = set(self.rows["tier"])
        return [t for t in self.tiers if t in there] + sorted(there - {*self.tiers})

    @cached_property
    def cases(self) -> pd.DataFrame:
        """One row per case with a running promise, the longest without an update first: its
        promise with the least time left, and `quiet_days`, whole days since the last update."""
        one = self.rows.drop_duplicates("case_key")
        days = (self.at - one["updated_at"]).dt.total_seconds() // 86_400
        return one.assign(quiet_days=days).sort_values("quiet_days", ascending=False, kind="stable")

    def quiet(self, band: str) -> pd.DataFrame:
        """The cases that nobody updated for so many days (QUIET)."""
        first, end = QUIET[band]
        days = self.cases["quiet_days"]
        return self.cases[(days >= first) & (days < (end or float("inf")))]

    def of_tiers(self, rows: pd.DataFrame) -> str:
        """`2 Platinum · 3 Gold`: the tiers with the most said in the order of policy."""
        counted = rows["tier"].value_counts()
        return " · ".join(f"{count(counted[tier])} {tier}" for tier in self.seen if tier in counted)

    @property
    def sentence(self) -> str:
        """What matters most: the nearest dues of the highest tier, or that there are none."""
        look = next((look for look in LOOKS if len(self.due(look))), None)
        if look is None:
            return f"Nothing falls due in the next {SPOKEN['7d']} of working time{self._late}."
        due = self.due(look)
        tier = next(tier for tier in self.seen if tier in set(due["tier"]))
        mine = due[due["tier"] == tier]
        one = len(mine) == 1
        name = "promise" if one else "promises"
        whose = f"{name} without a tier" if tier == NO_TIER else f"{tier} {name}"
        said = f"{count(len(mine))} {whose} {'falls' if one else 'fall'} due"
        return f"{said} in the next {SPOKEN[look]} of working time{_alone(mine) or self._late}."

    @property
    def _late(self) -> str:
        late = len(self.breached)
        if not late:
            return "; none is breached and still open"
        return f"; {count(late)} {'is' if late == 1 else 'are'} breached and still open"


def _alone(rows: pd.DataFrame) -> str:
    """`; one of them, T-88310, has nobody on it`; empty when each has an owner."""
    names = list(dict.fromkeys(rows.loc[rows["owner"].isna(), "case_id"]))
    if not names:
        return ""
    if len(rows) == 1:
        return f"; {names[0]} has nobody on it"
    if len(names) == 1:
        return f"; one of them, {names[0]}, has nobody on it"
    if len(names) == rows["case_id"].nunique():
        return "; nobody is on any of them"
    return f"; {count(len(names))} of the cases have nobody on them"
