"""Runs Tierline's commands as processes that can be killed, and reads a home from outside."""

import json
import multiprocessing
import os
import signal
import sys
import time
from dataclasses import dataclass
from itertools import count
from multiprocessing.process import BaseProcess
from pathlib import Path

from loaders.__main__ import main as loaders
from metrics.__main__ import main as metrics
from tests.conftest import PROJECT

# A few metrics that between them read every fact table: cases, cycles, promises.
METRICS = ("cases_opened", "resolution_time", "sla_adherence", "open_cases", "reopen_rate")
# A stuck process fails the test instead of holding it for ever; a whole run takes seconds.
PATIENCE = 120
DURABLE = ("fsync", "fdatasync", "rename", "replace")
# Each command is a process of its own, forked from one that has imported everything: a load takes
# a second then instead of three, and kills hit the load instead of its imports.
PROCESSES = multiprocessing.get_context("forkserver" if sys.platform == "linux" else "spawn")
PROCESSES.set_forkserver_preload([__name__])


@dataclass(frozen=True)
class Home:
    """One home directory and the commands on it."""

    folder: Path

    def run(self, *words: str) -> None:
        """`python -m loaders WORDS`; an exit code other than 0 fails the test."""
        process = self._started(words)
        process.join(PATIENCE)
        assert process.exitcode == 0, f"{words}: {self._said.read_text(encoding='utf-8')}"

    def killed(self, after: float, *words: str, before_step: int = 0) -> bool:
        """Start `python -m loaders WORDS` and kill -9 it after so long, or by its own hand before
        that durable step; False if it was done by then."""
        process = self._started(words, before_step)
        process.join(after)
        process.kill()
        process.join()
        return process.exitcode == -signal.SIGKILL

    @property
    def _said(self) -> Path:
        return self.folder.with_name(self.folder.name + ".said.txt")

    def _started(self, words: tuple[str, ...], before_step: int = 0) -> BaseProcess:
        environment = {**os.environ, "TIERLINE_HOME": str(self.folder)}
        process = PROCESSES.Process(
            target=command, args=(words, environment, self._said, before_step)
        )
        process.start()
        return process

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


def command(
    words: tuple[str, ...], environment: dict[str, str], said: Path, before_step: int
) -> None:
    """What a process does: one command of the loaders, told into a file."""
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(PROJECT)
    with said.open("w", encoding="utf-8") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    if before_step:
        arm(before_step)
    sys.exit(loaders(words))


def arm(last: int) -> None:
    """Let `last` - 1 durable steps pass and kill -9 this process before the next one."""
    steps = count(1)

    def armed(real):
        def step(*arguments, **options):
            if next(steps) == last:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments, **options)

        return step

    for name in DURABLE:
        if hasattr(os, name):
            setattr(os, name, armed(getattr(os, name)))


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
