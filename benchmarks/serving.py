"""The dashboard as a user serves it, in a process of its own on the benchmark's cores."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from benchmarks.child import CORES
from pages.ui.sites import SITES, Site

PROJECT = Path(__file__).resolve().parent.parent
START_SECONDS = 90
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
    """Serve a home as `make run` does, on a free port; ended with the block."""
    port = _free_port()
    run = [
        sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}",
        "--server.address=127.0.0.1", "--server.headless=true",
    ]  # fmt: skip
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    env = os.environ | {"TIERLINE_HOME": str(home)}
    process = subprocess.Popen(run, cwd=PROJECT, env=env, **quiet)  # type: ignore[call-overload]
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(process.pid, sorted(os.sched_getaffinity(0))[:CORES])
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(f"{address}/_stcore/health")
        yield Server(address, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urlopen(url, timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise SystemExit(f"the dashboard did not start within {START_SECONDS} s: {url}")
