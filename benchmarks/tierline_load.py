"""Load and build as a user runs them: `python -m loaders load FOLDER` into an empty home."""

import shutil
from pathlib import Path
from typing import Any

from benchmarks.child import ready
from loaders import __main__ as command
from loaders.commands import load as loading
from metrics.warehouse.build import BuildReport


def load(export: str, home: str, policy: str) -> dict[str, Any]:
    """From the export on disk to the swapped-in warehouse; the report of the build by steps."""
    shutil.rmtree(home, ignore_errors=True)
    reports: list[BuildReport] = []
    rebuild = loading.rebuild

    def noted(*arguments: Any, **named: Any) -> BuildReport:
        reports.append(rebuild(*arguments, **named))
        return reports[-1]

    loading.rebuild = noted  # type: ignore[assignment]
    ready()
    if command.main(["load", export, "--home", home, "--policy", policy]):
        raise SystemExit("the load failed; its message is above")
    report = reports[-1]
    size = sum(path.stat().st_size for path in Path(home).glob("warehouse/*.duckdb"))
    return {
        "cases": report.cases,
        "events": report.events,
        "promises": report.promises,
        "build_seconds": report.seconds,
        "steps": report.steps,
        "warehouse_bytes": size,
    }
