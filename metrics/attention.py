"""What waits for a decision, put in words, in order of urgency: late promises and post-mortems,
workarounds that ran out, what is nearly late, what recurs for the third time, and what nobody
owns."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pandas as pd

from metrics.answers import Answers
from metrics.catalog import catalog
from metrics.names import promise as promise_word
from metrics.question import Question
from metrics.unit import NOTHING
from metrics.week import Where
from metrics.wording import clock, is_nothing, span

LATE, NEARLY, THIRD, UNOWNED = 1, 2, 3, 4
OPEN_PROMISE = {1: LATE, 2: NEARLY, 3: UNOWNED}  # the reasons of the read of promises
FILTERS = ("tier", "team", "kind", "severity", "category", "system", "source", "account")
NEWS = timedelta(days=7)  # a third recurrence waits for a decision for a week
OVER = ("resolved", "closed", "cancelled", "merged")  # nobody waits for these any more
COLUMNS = ("case", "what", "tier", "late by", "used", "owner", "account", "source")


def attention(answers: Answers, where: Where) -> pd.DataFrame:
    """case, what, tier, late by, used (per cent), owner, account, source; what is late first, by
    how late."""
    parts = [
        _promises(answers, where),
        _postmortems(answers, where),
        _expired(answers, where),
        _thirds(answers, where),
    ]
    rows = pd.DataFrame([row for part in parts for row in part])
    if rows.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    ranked = rows.sort_values(["reason", "over"], ascending=[True, False], kind="stable")
    return ranked[list(COLUMNS)].reset_index(drop=True)


def _promises(answers: Answers, where: Where) -> list[dict[str, Any]]:
    rows = _narrowed(answers.read("attention"), where)
    return [
        _row(
            row,
            what=_promise(row),
            reason=OPEN_PROMISE[int(row["reason"])],
            over=row["over_seconds"],
            used=row["used"],
        )
        for row in rows.to_dict("records")
    ]


def _postmortems(answers: Answers, where: Where) -> list[dict[str, Any]]:
    """Post-mortems that are owed, in time still or late."""
    found, as_of = [], answers.meta()["as_of"]
    for row in _narrowed(answers.listed("postmortems_due"), where).to_dict("records"):
        over = (as_of - row["due_at"]).total_seconds()
        whole = (row["due_at"] - row["owed_at"]).total_seconds()
        nobody = ", no owner" if is_nothing(row["owner"]) else ""
        when = "is late" if row["is_late"] else f"due in {span(-over)}"
        used = (whole + over) / whole if whole else 1.0
        reason = LATE if row["is_late"] else NEARLY
        what = f"Post-mortem {when}{nobody}"
        found.append(_row(row, what=what, reason=reason, over=over, used=used, in_days=True))
    return found


def _expired(answers: Answers, where: Where) -> list[dict[str, Any]]:
    """Open cases whose workaround ran out, and nothing took its place."""
    rows = answers.listed("workarounds")
    rows = _narrowed(rows[rows["is_open"] & rows["is_expired"]], where)
    as_of, found = answers.meta()["as_of"], []
    for row in rows.to_dict("records"):
        over = (as_of - row["expired_at"]).total_seconds()
        what = f"Workaround expired {span(over)} ago"
        found.append(_row(row, what=what, reason=LATE, over=over, used=None, in_days=True))
    return found


def _thirds(answers: Answers, where: Where) -> list[dict[str, Any]]:
    """Cases of the last week that were at least the third of their kind at one account."""
    as_of = answers.meta()["as_of"]
    known = catalog().metric("chronic_cases").dimensions
    asked = Question(
        metric="chronic_cases",
        start=as_of - NEWS,
        where=tuple(pair for pair in where if pair[0] in known),
    )
    rows = answers.behind(asked)
    return [
        _row(row, what=f"Third of its kind: {row['category']}", reason=THIRD, over=0, used=None)
        for row in rows[~rows["status"].isin(OVER)].to_dict("records")
    ]


def _narrowed(rows: pd.DataFrame, where: Where) -> pd.DataFrame:
    for key, values in where:
        rows = rows[rows[key].isin(values)] if key in rows else rows.head(0)
    return rows


def _row(
    row: Mapping[Any, Any], what: str, reason: int, over: float, used: float | None,
    in_days: bool = False,
) -> dict[str, Any]:  # fmt: skip
    late = span(over) if in_days else clock(over)
    return {
        "case": row["case_id"],
        "what": what,
        "tier": row["tier"],
        "late by": late if reason == LATE else NOTHING,
        "used": None if is_nothing(used) else min(100.0, 100 * float(used or 0)),
        "owner": "nobody" if is_nothing(row["owner"]) else row["owner"],
        "account": row["account"],
        "source": row["source"],
        "reason": reason,
        "over": over,
    }


def _promise(row: Mapping[Any, Any]) -> str:
    promise = promise_word(row["promise"])
    nobody = ", no owner" if is_nothing(row["owner"]) else ""
    if row["reason"] == LATE:
        return f"{promise} is late{nobody}"
    if row["reason"] == NEARLY:
        return f"{promise} due in {clock(-row['over_seconds'])}{nobody}"
    return f"{promise} {'is paused' if row['state'] == 'paused' else 'runs'}, no owner"
