"""What waits for a decision: the rows of the marts put in words, in order of urgency."""

from typing import Any

import pandas as pd

from pages.ui import answers, formats
from pages.ui.link import Filters
from pages.ui.words import promise as promise_word

LATE, NEARLY = 1, 2
FILTERS = ("tier", "team", "kind", "severity", "category", "system", "source", "account")


def attention(where: Filters) -> pd.DataFrame:
    """case, what, tier, account, owner, late_by, used, source; open breaches first, by how late."""
    rows = answers.read("attention")
    for key, values in where:
        rows = rows[rows[key].isin(values)]
    frame = pd.DataFrame(
        {
            "case": rows["case_id"],
            "what": [_what(row) for row in rows.itertuples()],
            "tier": rows["tier"],
            "late by": [_late(row) for row in rows.itertuples()],
            "used": (100 * rows["used"].astype(float)).clip(upper=100),
            "owner": rows["owner"].fillna("nobody"),
            "account": rows["account"],
            "source": rows["source"],
        }
    )
    return frame.reset_index(drop=True)


def _what(row: Any) -> str:
    promise = promise_word(row.promise)
    nobody = ", no owner" if formats.is_nothing(row.owner) else ""
    if row.reason == LATE:
        return f"{promise} is late{nobody}"
    if row.reason == NEARLY:
        return f"{promise} due in {formats.clock(-row.over_seconds)}{nobody}"
    return f"{promise} runs, no owner"


def _late(row: Any) -> str:
    return formats.clock(row.over_seconds) if row.reason == LATE else formats.NOTHING
