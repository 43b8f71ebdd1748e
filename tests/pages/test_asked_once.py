"""A page asks the query layer for each figure once, and not at all when nothing has changed."""

from collections import Counter
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from metrics import query
from metrics.question import Question
from tests.pages.conftest import PAGES, Opened


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Counter[Question]:
    """How often each question has reached the warehouse."""
    found: Counter[Question] = Counter()
    run = query.run

    def counted(cursor: Any, metric: Any, question: Question) -> pd.DataFrame:
        found[question] += 1
        return run(cursor, metric, question)

    monkeypatch.setattr(query, "run", counted)
    return found


@pytest.mark.parametrize("page", PAGES)
def test_no_figure_is_computed_twice(
    opened: Opened, sample_home: Path, asked: Counter[Question], page: str
) -> None:
    """Neither within a run, nor by the run after it that shows the same."""
    app = opened(sample_home, page, tier="Gold")
    first = dict(asked)

    app.run()

    assert not app.exception
    assert {question: n for question, n in first.items() if n > 1} == {}
    assert dict(asked) == first


def test_a_change_of_filter_asks_anew(
    opened: Opened, sample_home: Path, asked: Counter[Question]
) -> None:
    """The counter sees what the page asks: another tier, other questions."""
    opened(sample_home, "weekly", tier="Gold")
    gold = set(asked)

    opened(sample_home, "weekly", tier="Silver")

    assert gold
    assert set(asked) - gold
