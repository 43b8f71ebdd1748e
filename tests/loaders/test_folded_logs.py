"""A large log stays one row a row, a small one becomes events: the warehouse says the same."""

from pathlib import Path
from typing import Any

import pytest

from loaders.load import land
from loaders.manifest import exports
from loaders.meaning import Options
from metrics.warehouse import stages
from metrics.warehouse.build import build
from metrics.warehouse.connection import open_warehouse
from tests.loaders.exports import LOG_ROWS, log_text, write

POLICY = Path(__file__).parents[2] / "sample_data" / "policy"
HEADER = "case_id,event_at,created_at,activity,status,priority,team,owner,actor"
PLAIN = log_text(*LOG_ROWS, *(row.replace("C1", "C2") for row in LOG_ROWS))
# C3 reopens, and two of its rows share a second; C4 begins before its creation; C5 ends in 2062.
FLAWED = log_text(
    "C3,2026-01-05 08:00:00,2026-01-05 08:00:00,created,New,P1,Desk,,Ann",
    "C3,2026-01-05 09:00:00,2026-01-05 08:00:00,solved,Resolved,P1,Desk,Bob,Bob",
    "C3,2026-01-05 09:00:00,2026-01-05 08:00:00,solved,Resolved,P2,Desk,Bob,Bob",
    "C3,2026-01-06 09:00:00,2026-01-05 08:00:00,again,Open,P2,Net,Bob,Ann",
    "C4,2026-01-05 07:00:00,2026-01-05 08:00:00,assigned,Open,P1,Desk,Bob,Ann",
    "C4,2026-01-05 12:00:00,2026-01-05 08:00:00,solved,Resolved,P1,Desk,Bob,Bob",
    "C5,2026-01-05 08:00:00,2026-01-05 08:00:00,created,New,P1,Desk,,Ann",
    "C5,2062-01-05 09:00:00,2026-01-05 08:00:00,solved,Resolved,P1,Desk,Bob,Bob",
    header=HEADER,
)
ASKED = {
    "events": "select c.case_id, e.* exclude (case_key) from case_events e join fct_cases c"
    " using (case_key)",
    "cases": "select * exclude (case_key) from fct_cases",
    "promises": "select * exclude (case_key) from fct_promises",
    "silences": "select * exclude (case_key) from fct_silences",
    "follow-ups": "select * exclude (case_key) from fct_follow_ups",
    "set aside": "select * from rejected_rows",
    "loads": "select load_key, rows_landed, rows_duplicate from loads",
}


def told(home: Path) -> dict[str, list[Any]]:
    """What the warehouse built from everything landed in `home` says."""
    build(home, POLICY, exports(home))
    with open_warehouse(home) as opened, opened.cursor() as cursor:
        return {
            name: sorted(cursor.execute(sql).fetchall(), key=str) for name, sql in ASKED.items()
        }


AGAIN = log_text(*LOG_ROWS, "C1,2026-01-09 10:00:00,again,Open,P1,Desk,Bob,Ann")


@pytest.mark.parametrize(
    ("texts", "rules", "repeats"),
    [
        ((PLAIN,), set(), 0),
        ((FLAWED,), {"before_creation", "future_date"}, 0),
        ((PLAIN, AGAIN), set(), 9),
        ((PLAIN, AGAIN, FLAWED), {"before_creation", "future_date"}, 9),
    ],
)
def test_folded_log_says_what_its_events_say(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    texts: tuple[str, ...],
    rules: set[str],
    repeats: int,
) -> None:
    """Repeats, rows of one second, events before a creation and after the landing included."""
    for place, text in enumerate(texts):
        file = write(tmp_path / "in", text, f"log_{place}.csv")
        land(file, tmp_path, Options(time_zone="UTC"))

    event_by_event = told(tmp_path)
    monkeypatch.setattr(stages, "LARGE", 0)

    folded = told(tmp_path)
    assert folded == event_by_event
    assert {row[8] for row in folded["set aside"]} == rules
    assert sum(row[2] for row in folded["loads"]) == repeats
