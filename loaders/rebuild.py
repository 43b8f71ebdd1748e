"""Builds the warehouse from every load that counts; with none left, none serves."""

from datetime import datetime
from pathlib import Path

from loaders.manifest import exports
from metrics.warehouse.build import BuildReport, Progress, build, retire
from metrics.warehouse.connection import current, open_warehouse
from metrics.warehouse.published import publish


def rebuild(
    home: Path,
    policy: Path,
    as_of: datetime | None = None,
    progress: Progress | None = None,
) -> BuildReport | None:
    """What was built, or None when nothing counts; the caller holds the lock. What it says of
    closed weeks is written down (see published.py).

    Raises `PolicyError` or `WarehouseError`, and then the old warehouse goes on serving.
    """
    found = exports(home, policy)
    if not found:
        retire(home)
        return None
    report = build(home, policy, found, as_of, progress)
    if as_of is None:  # a warehouse as of the past is nothing that was published
        publish(home, report.version)
    return report


def is_current(home: Path) -> bool:
    """Whether the serving warehouse knows every load that counts; a killed build left it older."""
    counting = {export.load_id for export in exports(home)}
    if current(home) is None:
        return not counting
    with open_warehouse(home) as warehouse, warehouse.cursor() as cursor:
        built = {row[0] for row in cursor.execute("select load_id from loads").fetchall()}
    return built == counting
