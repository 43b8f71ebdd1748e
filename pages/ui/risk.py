"""What the risk page shows: the running promises under its filters, and the part picked of them."""

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from metrics.live import Clocks
from metrics.risk import BANDS
from metrics.risk_figures import LOOKS, QUIET, RiskFigures
from pages.ui import answers, filters, formats, scope, words
from pages.ui.scope import Scope

FILTERS = (*scope.FILTERS, "region", "promise")
RISK = "risk"  # what a link calls a list of running promises
LOOK, SHOW = "look", "show"
OWN = (LOOK, SHOW)  # the keys of the URL that belong to this page alone
AHEAD = {"4h": "4 h", "24h": "24 h", "7d": "7 d"}
DAY = "24h"
NEXT = "next"


@dataclass(frozen=True)
class RiskBoard:
    """The figures of the page. `look` says how far ahead it looks, `show` which part the table
    lists: NEXT, breached, unowned, a look, a stretch without update, or `tier|band`."""

    scope: Scope
    look: str
    show: str
    clocks: Clocks

    @cached_property
    def figures(self) -> RiskFigures:
        """The running promises that the filters of the page leave."""
        rows = answers.running(self.clocks.at)
        for key, values in self.scope.where:
            rows = rows[rows[key].isin(values)]
        return RiskFigures(rows, self.clocks.at, list(answers.read("tiers")["tier"]))

    @cached_property
    def parts(self) -> dict[str, str]:
        """Every part that the table can list, and what it is called."""
        return parts(self.figures.seen)

    @property
    def title(self) -> str:
        """What the table lists."""
        return self.parts.get(self.show, self.parts[NEXT])

    @property
    def url(self) -> dict[str, str]:
        """What the URL says of this page alone."""
        asked = {LOOK: (self.look, DAY), SHOW: (self.show, NEXT)}
        return {key: value for key, (value, usual) in asked.items() if value != usual}

    @property
    def listed(self) -> pd.DataFrame:
        """The rows of the part picked."""
        figures, show = self.figures, self.show
        if show == NEXT or show not in self.parts:
            return figures.next(self.look)
        if show in LOOKS:
            return figures.due(show)
        if show in QUIET:
            return figures.quiet(show)
        return figures.square(*show.split("|")) if "|" in show else getattr(figures, show)


def parts(tiers: list[str]) -> dict[str, str]:
    """The parts that the table can list, by what the URL says of them."""
    named = {NEXT: "Next to act on", "breached": "Breached, still open"}
    named |= {look: f"Due within {AHEAD[look]}" for look in LOOKS}
    named |= {"unowned": "Unowned and running"}
    named |= {f"{tier}|{band}": f"{tier}, {band}" for tier in tiers for band in BANDS}
    return named | {name: f"No update for {name}" for name in QUIET}


def board(found: Scope) -> RiskBoard:
    """The board of the link as it stands now."""
    asked = filters.query()
    look, show = (asked.get(key, [""])[-1] for key in OWN)
    return RiskBoard(found, look if look in LOOKS else DAY, show or NEXT, answers.clocks())


def refuse_unknown() -> None:
    """Name what the URL asks of this page in vain."""
    filters.chosen(LOOK, LOOKS)
    filters.chosen(SHOW, parts(scope.values("tier")))


def table(rows: pd.DataFrame, zone: str) -> pd.DataFrame:
    """case, account, tier, promise, ... in words, and source; one row per promise."""
    return pd.DataFrame(
        {
            "case": rows["case_id"],
            "account": rows["account"],
            "tier": rows["tier"],
            "promise": [
                f"{words.promise(p)} {formats.clock(s)}"
                for p, s in zip(rows["promise"], rows["target_seconds"], strict=True)
            ],
            "time left": [left(seconds) for seconds in rows["left_seconds"]],
            "due": [
                formats.NOTHING if formats.is_nothing(t) else formats.stamp(t, zone)
                for t in rows["due_at"]
            ],
            "used": (100 * rows["used_share"].astype(float)).clip(upper=100),
            "chance": 100 * rows["chance"].astype(float),
            "owner": rows["owner"].fillna("nobody, " + rows["team"]),
            "state": [_state(s, r) for s, r in zip(rows["state"], rows["reason"], strict=True)],
            "source": rows["source"],
        }
    ).reset_index(drop=True)


def left(seconds: float) -> str:
    """`2 h 10 min`, or `3 h over` once it is breached."""
    return f"{formats.clock(-seconds)} over" if seconds < 0 else formats.clock(seconds)


def _state(state: str, reason: object) -> str:
    """`running`, `running, outside hours`, `paused: waiting on customer`."""
    if formats.is_nothing(reason):
        return state
    if state == "paused":
        return f"paused: {words.status(str(reason))}"
    return str(reason)
