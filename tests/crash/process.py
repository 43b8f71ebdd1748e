"""Runs Tierline's commands as processes that can be killed, and reads a home from outside."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from metrics.__main__ import main as metrics
from tests.conftest import PROJECT

# A few metrics that between them read every fact table: cases, cycles, promises.
METRICS = ("cases_opened", "resolution_time", "sla_adherence", "open_cases", "reopen_rate")
# A stuck process fails the test instead of holding it for ever; a whole run takes seconds.
PATIENCE = 120


@dataclass(frozen=True)
class Home:
    """One home directory and the commands on it."""

    folder: Path

    def environment(self) -> dict[str, str]:
        return {**os.environ, "TIERLINE_HOME": str(self.folder)}

    def run(self, *arguments: str) -> str:
        """Standard output of `python ARGUMENTS`; an exit code other than 0 fails the test."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=PROJECT,
            env=self.environment(),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, f"{arguments}: {done.stdout}\n{done.stderr}"
        return done.stdout

    def killed(self, after: float, *arguments: str) -> bool:
        """Start `python ARGUMENTS` and kill -9 it after so long; False if it was done by then."""
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=PROJECT,
            env=self.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            process.wait(after)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        return process.returncode == -signal.SIGKILL

    def figures(self) -> str:
        """What the serving warehouse answers, as the bytes that `metrics report` writes."""
        out = self.folder.with_name(self.folder.name + ".figures.json")
        words = ["report", *METRICS, "--period", "month", "--by", "source"]
        # In this process: the command line is the same, and the harness asks some eighty times.
        code = metrics([*words, "--format", "json", "--home", str(self.folder), "--out", str(out)])
        assert code == 0
        return out.read_text(encoding="utf-8")

    def half_landings(self) -> list[str]:
        """Landed loads that are not whole. Unfinished ones hide under a name with a dot."""
        loads = [f for f in (self.folder / "landing").glob("*") if not f.name.startswith(".")]
        return [load.name for load in loads if not is_whole(load)]


def is_whole(load: Path) -> bool:
    """A manifest that parses, beside rows in a Parquet file that is written to its end."""
    try:
        json.loads((load / "manifest.json").read_text(encoding="utf-8"))
        return (load / "rows.parquet").read_bytes()[-4:] == b"PAR1"
    except (OSError, ValueError):
        return False


def seconds_of(action) -> float:
    """How long `action()` takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start
