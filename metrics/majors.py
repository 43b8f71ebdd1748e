"""The major incidents of a window: how long, whom they touched, what is owed. Rows of words."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import pandas as pd

from metrics.answers import Answers
from metrics.catalog import catalog
from metrics.question import Question
from metrics.unit import NOTHING
from metrics.wording import is_nothing, local, value, when


def majors(answers: Answers, question: Callable[..., Question]) -> pd.DataFrame:
    """The major incidents of a window, newest first: case, what, service, severity, became
    major, restored in, accounts touched, post-mortem, status, source."""
    meta = answers.meta()
    zone, as_of = str(meta["reporting_zone"]), meta["as_of"]
    rows = answers.behind(question("major_incidents")).sort_values("major_at")[::-1]
    restored = answers.behind(question("time_to_restore")).set_index("case_key")
    touched = answers.behind(question("accounts_touched", end=None)).groupby("case_key").size()
    owed = answers.read("postmortems").set_index("case_key").to_dict("index")
    unit = catalog().metric("time_to_restore").unit
    lengths = rows["case_key"].map(restored["value"])
    over = rows["case_key"].map(restored["ended_by_event"])
    return pd.DataFrame(
        {
            "case": rows["case_id"],
            "what": rows["subject"],
            "service": rows["system"],
            "severity": rows["severity"],
            "became major": [when(at, zone) for at in rows["major_at"]],
            "restored in": [_length(*pair, unit) for pair in zip(lengths, over, strict=True)],
            "accounts touched": rows["case_key"].map(touched).fillna(0).astype(int),
            "post-mortem": [
                _postmortem(owed.get(key, {}), zone, as_of) for key in rows["case_key"]
            ],
            "status": rows["status"],
            "source": rows["source"],
        }
    ).reset_index(drop=True)


def _length(length: float | None, is_over: object, unit: str) -> str:
    if is_nothing(length):
        return NOTHING
    return value(length, unit) + ("" if is_over is True else ", still open")


def _postmortem(row: Mapping[Any, Any], zone: str, as_of: datetime) -> str:
    """`published`, `due 21 Nov`, `late since 9 Aug`; nothing where none is owed or told."""
    if not row or is_nothing(row["owed_at"]):
        return NOTHING
    due = row["due_at"]
    day = f"{local(due, zone):%-d %b}"
    if not is_nothing(row["published_at"]):
        return "published" if row["published_at"] <= due else "published late"
    return f"late since {day}" if due < as_of else f"due {day}"
