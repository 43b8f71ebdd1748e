"""The dashboard as a user serves it, in a process of its own on the benchmark's cores."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.child import CORES
from pages.ui.sites import SITES, Site
from tests.serving import serving as served

_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass(frozen=True)
class Server:
    """A running server: its address and the number of its process."""

    address: str
    process: int

    @property
    def memory(self) -> int:
        """Resident bytes."""
        text = Path(f"/proc/{self.process}/status").read_text(encoding="utf-8")
        line = next(line for line in text.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) * 1024

    @property
    def cpu_seconds(self) -> float:
        """Processor seconds so far."""
        text = Path(f"/proc/{self.process}/stat").read_text(encoding="utf-8")
        user, system = text.rsplit(")", 1)[1].split()[11:13]
        return (int(user) + int(system)) / _TICKS


def sites() -> list[Site]:
    """Every page that opens without a link to something in particular."""
    return [site for site in SITES if site.slug != "case"]


@contextmanager
def serving(home: str) -> Iterator[Server]:
    """Serve a home as `make run` does, on a free port and the benchmark's cores; ended with the
    block."""
    with served(Path(home), _bound) as (address, process):
        yield Server(address, process)


def _bound(process: int) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(process, sorted(os.sched_getaffinity(0))[:CORES])
