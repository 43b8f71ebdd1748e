"""What waits for a decision: the rows of the marts put in words, in order of urgency."""

import pandas as pd

from pages.ui import answers, formats
from pages.ui.words import promise as promise_word

LATE, NEARLY = 1, 2


def attention(tier: str | None) -> pd.DataFrame:
    """case, what, tier, account, owner, late_by, used, source; open breaches first, by how late."""
    rows = answers.read("attention")
    if tier:
        rows = rows[rows["tier"] == tier]
    frame = pd.DataFrame(
        {
            "case": rows["case_id"],
            "what": [_what(row) for row in rows.itertuples()],
            "tier": rows["tier"],
            "late by": [_late(row) for row in rows.itertuples()],
            "used": rows["used"].astype(float).clip(upper=1.0),
            "owner": rows["owner"].fillna("nobody"),
            "account": rows["account"],
            "source": rows["source"],
        }
    )
    return frame.reset_index(drop=True)


def _what(row: object) -> str:
    promise = promise_word(row.promise)  # type: ignore[attr-defined]
    nobody = ", no owner" if formats.is_nothing(row.owner) else ""  # type: ignore[attr-defined]
    if row.reason == LATE:  # type: ignore[attr-defined]
        return f"{promise} promise broken, still open{nobody}"
    if row.reason == NEARLY:  # type: ignore[attr-defined]
        left = formats.clock(-row.over_seconds)  # type: ignore[attr-defined]
        return f"{promise} due in {left} of its clock{nobody}"
    return f"{promise} running and nobody owns it"


def _late(row: object) -> str:
    return formats.clock(row.over_seconds) if row.reason == LATE else formats.NOTHING  # type: ignore[attr-defined]
