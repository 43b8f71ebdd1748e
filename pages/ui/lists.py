"""The lists that pages show as metrics makes them, by name: no question, no filter."""

from collections.abc import Callable

import pandas as pd
from duckdb import DuckDBPyConnection

from metrics.budgets import budgets
from metrics.incident_lists import last_majors, postmortems_due, upcoming_maintenance

LISTS: dict[str, Callable[[DuckDBPyConnection], pd.DataFrame]] = {
    "budgets": budgets,
    "last_majors": last_majors,
    "postmortems_due": postmortems_due,
    "upcoming_maintenance": upcoming_maintenance,
}
