"""Why a closed week says something else than it did: by case, from two warehouses."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from metrics.warehouse.connection import Warehouse
from metrics.warehouse.late import late_by_week

LATE, WITHDRAWN, POLICY = "late rows", "withdrawn file", "back-dated policy"
TIER, ACCOUNT = "corrected tier", "corrected account"
NEW_SOURCE, OTHER = "new source", "other"
_CASES = """
    select
        fct_cases.source,
        fct_cases.case_id,
        cast(any_value(fct_cases.tier) as varchar),
        any_value(fct_cases.account_id),
        cast(any_value(fct_cases.opened_tier) as varchar),
        list(distinct loads.load_id),
    from fct_cases
    join case_events
        on case_events.case_key = fct_cases.case_key
    join loads
        on loads.load_key = case_events.load_key
    where (fct_cases.source, fct_cases.case_id) in (select (unnest($sources), unnest($cases)))
    group by fct_cases.source, fct_cases.case_id
"""
Case = tuple[str, str]


@dataclass(frozen=True)
class Reasons:
    """The cases behind each week that changed, with a reason each; and those of a whole."""

    by_week: dict[str, dict[Case, str]]
    overall: tuple[str, ...]

    def of(self, week: str) -> list[str]:
        """The reasons of a week, in order of their cases; those of the whole where it has none."""
        return sorted(set(self.by_week.get(week, {}).values()) or self.overall)

    def cases(self, week: str) -> list[str]:
        """The cases of a week as `source case`."""
        return [" ".join(case) for case in sorted(self.by_week.get(week, {}))]


def reasons(older: Warehouse, newer: Warehouse) -> Reasons:
    """What made the weeks that `older` had closed say something else in `newer`."""
    found = late_by_week(older, newer)
    cases = sorted(set(zip(found["source"], found["case_id"], strict=True)))
    had, has = _described(older, cases), _described(newer, cases)
    overall = _overall(older, newer)
    why = {case: _why(had.get(case), has.get(case), overall) for case in cases}
    by_week: dict[str, dict[Case, str]] = defaultdict(dict)
    for week, source, case_id in found.itertuples(index=False):
        by_week[week][(source, case_id)] = why[(source, case_id)]
    return Reasons(dict(by_week), overall)


def _why(had: Any, has: Any, overall: tuple[str, ...]) -> str:
    if has is None:
        return WITHDRAWN
    is_more = had is None or bool(set(has[3]) - set(had[3]))
    # A tier that newer rows tell begins with them and corrects nothing.
    if had is not None and (had[2] != has[2] or (had[0] != has[0] and not is_more)):
        return TIER
    if had is not None and had[1] != has[1]:
        return ACCOUNT
    if is_more:
        return LATE
    if set(had[3]) - set(has[3]):
        return WITHDRAWN
    return next((one for one in (POLICY, WITHDRAWN, LATE) if one in overall), OTHER)


def _described(warehouse: Warehouse, cases: list[Case]) -> dict[Case, Any]:
    """(tier now, account, tier at the opening, loads of its events) by case."""
    asked = {"sources": [source for source, _ in cases], "cases": [case for _, case in cases]}
    with warehouse.cursor() as cursor:
        rows = cursor.execute(_CASES, asked).fetchall() if cases else []
    return {(source, case_id): tuple(rest) for source, case_id, *rest in rows}


def _overall(older: Warehouse, newer: Warehouse) -> tuple[str, ...]:
    """What differs between the two warehouses as wholes."""
    had, has = _whole(older), _whole(newer)
    differs = {
        NEW_SOURCE: has["sources"] - had["sources"],
        POLICY: has["policy"] != had["policy"],
        WITHDRAWN: had["loads"] - has["loads"],
        LATE: has["loads"] - had["loads"],
    }
    return tuple(name for name, is_so in differs.items() if is_so) or (OTHER,)


def _whole(warehouse: Warehouse) -> dict[str, Any]:
    with warehouse.cursor() as cursor:
        sources = cursor.execute("select distinct source from fct_cases").fetchall()
        loads = cursor.execute("select load_id from loads").fetchall()
        policy = cursor.execute("select policy_digest from meta").fetchall()
    return {"sources": set(sources), "loads": set(loads), "policy": policy}
