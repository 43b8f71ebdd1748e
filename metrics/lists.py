"""Lists that are shown as they are made, by name; each takes a cursor, and what of."""

from collections.abc import Callable

import pandas as pd

from metrics import account_rows, remedies, risk
from metrics.budgets import budgets
from metrics.incident_lists import last_majors, postmortems_due, upcoming_maintenance

LISTS: dict[str, Callable[..., pd.DataFrame]] = {
    "accounts": account_rows.accounts,
    "breaches": account_rows.breaches,
    "incidents_felt": account_rows.incidents_felt,
    "open_cases": account_rows.open_cases,
    "backtest": risk.backtest,
    "budgets": budgets,
    "calibration": risk.calibration,
    "last_majors": last_majors,
    "playbooks": remedies.playbooks,
    "postmortems_due": postmortems_due,
    "upcoming_maintenance": upcoming_maintenance,
    "workarounds": remedies.workarounds,
}
