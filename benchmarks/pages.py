"""What readers feel, on a warehouse of a million cases: one in Chromium, twenty on the server."""

from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks.child import cost
from benchmarks.page_readers import READERS, SECONDS, THINK

ALONE_S, TOGETHER_S = 1.0, 2.5  # goals, at the 95th percentile
FIGURES_MB, IDLE_MB = 1.0, 30.0


def pages(home: Path, policy: Path, source: str) -> bool:
    """Measure and print; a home without a warehouse is loaded first. Whether all goals are met."""
    if not (home / "warehouse" / "CURRENT").is_file():
        cost("benchmarks.tierline_load:load", source, str(home), str(policy))
    changes = cost("benchmarks.page_changes:page_changes", str(home)).result
    told = cost("benchmarks.page_readers:page_readers", str(home)).result
    return all([_alone(changes), _together(told), _weights(told["weights"]), _idle(told)])


def _alone(rows: list[dict[str, Any]]) -> bool:
    print(f"\n{'one reader in Chromium: a filter changes, the new page stands':<62}{'seconds'}")
    print(f"  {'':<36}{'changes':>9}{'median':>9}{'p95':>9}{'worst':>9}")
    for row in rows:
        if row["changes"]:
            _line(row["name"], [each / 1000 for each in row["changes"]])
    every = [each / 1000 for row in rows for each in row["changes"]]
    _line("all pages", every)
    return _goal("s at the 95th percentile", _p95(every), ALONE_S)


def _together(told: dict[str, Any]) -> bool:
    print(f"\n{READERS} readers on the server, {SECONDS:.0f} s: a click, the run has finished")
    print(f"  each reads {THINK[0]:.0f} to {THINK[1]:.0f} s before the next click, at any instant")
    print(f"  {'':<36}{'changes':>9}{'median':>9}{'p95':>9}{'worst':>9}")
    _line("one of them alone, before", told["alone"])
    _line(f"{READERS} together", told["together"])
    print(f"    the server took {told['cpu_share']:.2f} of its cores")
    return _goal("s at the 95th percentile", _p95(told["together"]), TOGETHER_S)


def _weights(rows: list[dict[str, Any]]) -> bool:
    print(f"\n{'over the wire, the heaviest of five runs':<56}{'figures MB':>12}{'all MB':>9}")
    for row in rows:
        print(f"  {row['name']:<54}{row['figure_bytes'] / 1e6:>12.3f}{row['bytes'] / 1e6:>9.3f}")
        for text in row["trouble"]:
            print(f"    shown with it: {text}")
    heaviest = max(row["figure_bytes"] for row in rows) / 1e6
    return _goal("MB of figures on the heaviest page", heaviest, FIGURES_MB)


def _idle(told: dict[str, Any]) -> bool:
    print(f"\nmemory of {READERS} idle readers")
    return _goal("MB for each", told["idle_bytes"] / 1e6, IDLE_MB)


def _line(name: str, seconds: list[float]) -> None:
    found = f"{median(seconds):>9.2f}{_p95(seconds):>9.2f}{max(seconds):>9.2f}"
    print(f"  {name:<36}{len(seconds):>9}{found}", flush=True)


def _p95(seconds: list[float]) -> float:
    return quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else max(seconds)


def _goal(name: str, found: float, goal: float) -> bool:
    verdict = "met" if found < goal else "MISSED"
    print(f"  => {found:.2f} {name} (goal {goal:g}): {verdict}", flush=True)
    return found < goal
