"""What a warehouse answers: figures, the rows behind them, reads and lists.

`Answers` is what the figures of a week need; a page brings its own, which remembers
(pages/ui/answers.py), the command line brings a cursor.
"""

from dataclasses import dataclass
from typing import Protocol

import duckdb
import pandas as pd

from metrics import query
from metrics.catalog import catalog
from metrics.lists import LISTS
from metrics.question import Question
from metrics.reads import READS
from metrics.warehouse import tables


class Answers(Protocol):
    """Who answers questions about one warehouse."""

    def ask(self, question: Question) -> pd.DataFrame:
        """The answer, as `metrics.query.run` gives it."""

    def behind(self, question: Question) -> pd.DataFrame:
        """The rows that the figure is computed from, oldest first."""

    def read(self, name: str) -> pd.DataFrame:
        """The rows of one named read (metrics/reads.py)."""

    def listed(self, name: str, **of: object) -> pd.DataFrame:
        """The rows of one named list (metrics/lists.py), `of` what it asks to be told."""

    def meta(self) -> pd.Series:
        """The one row about the warehouse: as_of, policy_version, reporting_zone, ..."""


@dataclass(frozen=True)
class WarehouseAnswers:
    """Answers straight from a warehouse."""

    cursor: duckdb.DuckDBPyConnection

    def ask(self, question: Question) -> pd.DataFrame:
        return query.run(self.cursor, catalog().metric(question.metric), question)

    def behind(self, question: Question) -> pd.DataFrame:
        return query.rows_behind(self.cursor, catalog().metric(question.metric), question)

    def read(self, name: str) -> pd.DataFrame:
        return tables.frame(self.cursor.execute(READS[name]))

    def listed(self, name: str, **of: object) -> pd.DataFrame:
        return LISTS[name](self.cursor, **of)

    def meta(self) -> pd.Series:
        return self.read("meta").iloc[0]
