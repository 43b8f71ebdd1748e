"""Uptime by tier: the pooled figure of its accounts, how it moved, and the account with least."""

import pandas as pd

from pages.ui import answers, formats
from pages.ui.board import Board
from pages.ui.scope import values

METRIC = "account_uptime"


def by_tier(board: Board) -> pd.DataFrame:
    """One row per tier in the order of policy: tier, uptime, change, accounts, least up."""
    metric, scope = answers.metric(METRIC), board.scope
    accounts = board.by(METRIC, "tier", "account")
    now = board.by(METRIC, "tier").set_index("tier")["value"]
    before: pd.Series = pd.Series(dtype=float)
    if scope.before is not None and board.covers(scope.before):
        asked = scope.question(METRIC, scope.before, by=("tier",))
        before = answers.ask(asked).set_index("tier")["value"]
    rows = []
    for tier in dict.fromkeys(one for one in (*values("tier"), *now.index) if one in now.index):
        own = accounts[accounts["tier"] == tier].sort_values(["value", "account"])
        least = own.iloc[0]
        said = formats.value(least["value"], "share", metric.decimals)
        moved = formats.change(now[tier], before.get(tier), "share", metric.decimals)
        rows.append(
            {
                "tier": tier,
                "uptime": formats.value(now[tier], "share", metric.decimals),
                "change": moved or formats.NOTHING,
                "accounts": len(own),
                "least up": f"{least['account']}, {said}",
            }
        )
    return pd.DataFrame(rows)


def users() -> str:
    """Who uses what, as policy says it."""
    named = list(answers.read("restricted")["system"])
    if not named:
        return "Policy names no users of a service: every account uses every one."
    return f"By policy not every account uses {' and '.join(named)}."
