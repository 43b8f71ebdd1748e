"""Runs one measured task in a process of its own; the parent reads what it cost.

A task is a function of JSON arguments that returns JSON; `ready()` in it starts its clock,
after imports and preloading. Wall seconds are the task's own, memory is the peak of the
process by `wait4`, so that one task never counts for another.
"""

import importlib
import json
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

CORES = 2
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024  # ru_maxrss: bytes on macOS, else KiB
_began = _began_cpu = 0.0


@dataclass(frozen=True)
class Cost:
    """What a task returned; from `ready()` its wall and processor seconds; its peak memory.

    Processor seconds tell a busy machine from a slow task: two cores can at best halve them.
    """

    result: Any
    seconds: float
    cpu_seconds: float
    peak_bytes: int


def ready() -> None:
    """Start the clock of this task again: what came before was preparation."""
    global _began, _began_cpu
    _began, _began_cpu = time.perf_counter(), _cpu_seconds()


def cost(task: str, *arguments: Any) -> Cost:
    """The cost of `module:function` called with the arguments in a fresh process."""
    with TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.json"
        command = [sys.executable, "-m", "benchmarks.child", task, str(answer)]
        child = os.posix_spawn(
            sys.executable, [*command, json.dumps(arguments)], os.environ | THREADS
        )
        _, status, usage = os.wait4(child, 0)
        if os.waitstatus_to_exitcode(status):
            raise SystemExit(f"{task} failed; its message is above")
        told = json.loads(answer.read_text(encoding="utf-8"))
    peak = usage.ru_maxrss * PEAK_UNIT
    return Cost(told["result"], told["seconds"], told["cpu_seconds"], peak)


def main(task: str, answer: str, arguments: str) -> None:
    """Run the task in this process and write its answer."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    module, function = task.split(":")
    called = getattr(importlib.import_module(module), function)
    from benchmarks import child  # this module under its own name, not __main__

    child.ready()
    result = called(*json.loads(arguments))
    told = {
        "result": result,
        "seconds": time.perf_counter() - child._began,
        "cpu_seconds": _cpu_seconds() - child._began_cpu,
    }
    Path(answer).write_text(json.dumps(told), encoding="utf-8")


def _cpu_seconds() -> float:
    """Processor seconds of this process and of the children that it has waited for."""
    return sum(os.times()[:4])


THREADS = {name: str(CORES) for name in ("POLARS_MAX_THREADS", "OMP_NUM_THREADS")}

if __name__ == "__main__":
    main(*sys.argv[1:])
