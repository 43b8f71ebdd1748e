"""What was said of closed weeks: a ledger beside the landing files, one part a build, never
changed. The warehouse does not read it; it only tells when a later build says something else.
"""

import json
import os
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from metrics.errors import WarehouseError
from metrics.warehouse.connection import Warehouse, open_warehouse, warehouse_folder
from metrics.warehouse.reasons import Reasons, reasons

Line = dict[str, Any]
Key = tuple[str, str, str | None]
Figure = tuple[int, int | None, float | None]
DEFINITIONS = Path(__file__).parent.parent / "definitions"
# Weekly statements of survival medians, compiled by the catalogue (metrics/weekly_medians.py).
WEEKLY = Path(__file__).parent / "weekly"
# What the weekly page counts and a closed week holds for good.
METRICS = (
    "sla_adherence",
    "reopen_rate",
    "cases_opened",
    "open_breaches",
    "major_incidents",
    "uptime",
    "downtime",
)
# By tier these move by nature: a case that still waited stands under the tier it has now.
MEDIANS = ("acknowledge_time", "resolution_time")
WHOLE = ("downtime", *MEDIANS)  # told of all tiers together only
ALL_TIERS = None
SHOWN_CASES = 50  # a week may be restated by thousands: the first ones and their number do
_FIGURES = """
    select weeks.period, counted.tier, count(*), {met}, {value}
    from (select {tier}, * from ({definition})) as counted
    join dim_periods as weeks
        on weeks.grain = 'week'
        and {counts}
    where weeks.end_at <= (select as_of from meta)
    group by grouping sets ((weeks.period, counted.tier), (weeks.period))
    having counted.tier is not null or grouping(counted.tier) = 1
    order by 1, 2
"""
_WITHIN = "counted.{0} >= weeks.start_at and counted.{0} < weeks.end_at"
_AT_END = "counted.{0} < weeks.end_at and coalesce(counted.left_at >= weeks.end_at, true)"
_MET = "cast(sum(counted.value) as bigint)"
# (met, value) by aggregation; what cannot be met has none.
_VALUES = {
    "count": ("null", "cast(count(*) as double)"),
    "closing": ("null", "cast(count(*) as double)"),
    "ratio": (_MET, f"{_MET} / cast(count(*) as double)"),
    "sum": ("null", f"cast({_MET} as double) / 3600.0"),  # of hours: downtime
    "portion": ("null", f"{_MET} / cast(sum(counted.base) as double)"),
}
_CLOSED = """
    select period
    from dim_periods
    where grain = 'week' and end_at <= (select as_of from meta)
"""


def folder(home: Path) -> Path:
    """Where the parts of the ledger lie."""
    return home / "published"


def publish(home: Path, version: str) -> list[Line]:
    """Append what `version` says of closed weeks and was not said before; the lines of weeks
    that were said otherwise, which carry `before`, `reasons` and `cases`.

    The caller holds the lock. A crash before the end leaves no part, and the next build says
    it. Raises `WarehouseError` when the part cannot be written.
    """
    known = latest(read(home))
    with open_warehouse(home, version) as warehouse:
        found = _new_lines(warehouse, known)
        _explain(home, warehouse, found)
    if found:
        _append(folder(home) / f"{version.removesuffix('.duckdb')}.jsonl", found)
    return [line for line in found if line["before"]]


def read(home: Path) -> list[Line]:
    """Every line ever published, oldest first. Raises `WarehouseError` on a damaged part."""
    lines: list[Line] = []
    for part in sorted(folder(home).glob("*.jsonl")):
        try:
            lines += [json.loads(text) for text in part.read_text(encoding="utf-8").splitlines()]
        except (OSError, ValueError) as error:
            raise WarehouseError(
                "a part of what was published cannot be read",
                where=str(part),
                next_step="Restore it from a backup, or move it away: its weeks are said anew.",
            ) from error
    return lines


def restated(home: Path) -> list[Line]:
    """Lines that say something else than an earlier one of the same week, newest first."""
    return [line for line in reversed(read(home)) if line["before"]]


def latest(lines: Iterable[Line]) -> dict[Key, Line]:
    """What was said last, by week, metric and tier (None: all tiers)."""
    return {(line["week"], line["metric"], line["tier"]): line for line in lines}


def figures(cursor: DuckDBPyConnection) -> dict[Key, Figure]:
    """n, met (None where nothing can be met) and value of every closed week, metric and tier;
    what has no tier is told as a whole only."""
    as_of = cursor.execute("select as_of from meta").fetchall()[0][0]
    found: dict[Key, Figure] = {}
    for metric in METRICS:
        for week, tier, *figure in cursor.execute(_sql(metric)).fetchall():
            found[(week, metric, tier)] = (figure[0], figure[1], figure[2])
    for metric in MEDIANS:
        text = (WEEKLY / f"{metric}.sql").read_text(encoding="utf-8")
        for week, _, end_at, value, _, _, n, _ in cursor.execute(text).fetchall():
            if n and as_of is not None and end_at <= as_of:
                found[(week, metric, ALL_TIERS)] = (n, None, value)
    return found


def _sql(metric: str) -> str:
    text = (DEFINITIONS / f"{metric}.sql").read_text(encoding="utf-8")
    header = tomllib.loads(text[text.index("/*") + 2 : text.index("*/")])
    met, value = _VALUES[header["aggregation"]]
    has_tier = "tier" in header["dimensions"] and metric not in WHOLE
    counts = _AT_END if header["aggregation"] == "closing" else _WITHIN
    return _FIGURES.format(
        met=met,
        value=value,
        tier="tier as told" if has_tier else "null::varchar as tier",
        definition=text,
        counts=counts.format(header["time_column"]),
    )


def _new_lines(warehouse: Warehouse, known: dict[Key, Line]) -> list[Line]:
    with warehouse.cursor() as cursor:
        found = figures(cursor)
        weeks = {row[0] for row in cursor.execute(_CLOSED).fetchall()}
        policy, built_at = cursor.execute("select policy_version, built_at from meta").fetchall()[0]
    about = {"warehouse": warehouse.version, "policy": policy, "built_at": str(built_at)}
    said_weeks, said_metrics = {key[0] for key in known}, {key[1] for key in known}
    gone: dict[Key, Figure] = {
        key: (0, None, None) for key in known if key[0] in weeks and key not in found
    }
    lines = []
    for key, (n, met, value) in sorted((found | gone).items(), key=lambda one: str(one[0])):
        before = known.get(key)
        if before and _figure(before) == (n, met or 0, value):
            continue
        if not before and key[0] in said_weeks and key[1] in said_metrics:
            before = {"value": None, "n": 0, "met": None, "warehouse": _whole(known, key)}
        lines.append(_line(key, n, met, value) | about | {"before": _short(before)})
    return lines


def _figure(line: Line) -> Figure:
    return line["n"], line["met"] or 0, line["value"]


def _whole(known: dict[Key, Line], key: Key) -> str | None:
    """The warehouse that last said something of this week."""
    said = [line["warehouse"] for one, line in known.items() if one[0] == key[0]]
    return max(said, default=None)


def _line(key: Key, n: int, met: int | None, value: float | None) -> Line:
    week, metric, tier = key
    return {
        "week": week, "metric": metric, "tier": tier, "value": value, "n": n,
        "met": met, "decided": n if met is not None else None,
    }  # fmt: skip


def _short(before: Line | None) -> Line | None:
    return before and {name: before[name] for name in ("value", "n", "met", "warehouse")}


def _explain(home: Path, newer: Warehouse, lines: list[Line]) -> None:
    """Give the restated lines their reasons and cases, from the warehouse that said otherwise;
    where it is no longer kept, the cases are unknown (None)."""
    told: dict[str, Reasons | None] = {}
    for line in lines:
        if not line["before"]:
            continue
        version = line["before"]["warehouse"]
        if version not in told:
            told[version] = _reasons(home, version, newer)
        why = told[version]
        cases = why.cases(line["week"]) if why else None
        line["reasons"] = why.of(line["week"]) if why else []
        line["cases"] = cases[:SHOWN_CASES] if cases is not None else None
        line["case_count"] = len(cases) if cases is not None else None


def _reasons(home: Path, version: str | None, newer: Warehouse) -> Reasons | None:
    kept = sorted(path.name for path in warehouse_folder(home).glob("warehouse-*.duckdb"))
    earlier = [name for name in kept if name < newer.version]
    # What was said then still held in the one before this, or it would have been said anew.
    name = version if version in earlier else max(earlier, default=None)
    if name is None:
        return None
    with open_warehouse(home, name) as older:
        return reasons(older, newer)


def _append(part: Path, lines: list[Line]) -> None:
    """A new part, there whole or not at all."""
    draft = part.with_name(f".{part.name}.tmp")
    try:
        part.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
            file.flush()
            os.fsync(file.fileno())
        os.replace(draft, part)
        if os.name != "nt":  # Windows cannot sync a folder
            handle = os.open(part.parent, os.O_RDONLY)
            os.fsync(handle)
            os.close(handle)
    except OSError as error:
        raise WarehouseError(
            f"what the new warehouse says of closed weeks cannot be written ({error.strerror})",
            where=str(part.parent),
            next_step="The new warehouse serves. Make room there, then: python -m loaders build",
        ) from error
