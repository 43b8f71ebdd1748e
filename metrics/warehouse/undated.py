"""Ends and reopens that a table of cases tells without any date: each source is a warning on the
Data page, and said after a load."""

from collections.abc import Iterator

import duckdb

_COUNTED = """
    with found as (
        select source, 1 as ended, 0 as reopened from fct_cycles where is_undated and is_last
        union all
        select source, 0, 1 from undated_reopens join fct_cases using (source, case_id)
        where fct_cases.is_open
    )
    select source, sum(ended), sum(reopened) from found group by source order by source
"""


def warn(connection: duckdb.DuckDBPyConnection) -> None:
    """Add to policy_warnings how many cases of each source have ended, or were open again after
    an end, and no date tells when."""
    for source, ended, reopened in connection.sql(_COUNTED).fetchall():
        said = f"{source}: " + "; ".join(_said(int(ended), int(reopened)))
        cure = "Export them with the dates of their last update and resolve."
        connection.execute("insert into policy_warnings values (?)", [f"{said}. {cure}"])


def _said(ended: int, reopened: int) -> Iterator[str]:
    if ended:
        cases = "1 case has" if ended == 1 else f"{ended:,} cases have"
        yield f"{cases} ended and no date tells when: no period counts the end, or the case as open"
    if reopened:
        cases = "1 case is" if reopened == 1 else f"{reopened:,} cases are"
        yield f"{cases} open again after an end, both without a date: no period counts a reopen"
