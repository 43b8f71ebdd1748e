"""The dashboard as a user serves it, in a process of its own: for browser tests, pictures and
benchmarks.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

PROJECT = Path(__file__).resolve().parent.parent
START_SECONDS = 90  # a cold import on a loaded 2-core machine takes up to 30


@contextmanager
def serving(
    home: Path, started: Callable[[int], None] = lambda process: None
) -> Iterator[tuple[str, int]]:
    """The address of a fresh server of a home, and the number of its process; ended with the
    block. `started` is told the number before the server does anything."""
    port = free_port()
    run = [
        sys.executable, "-m", "streamlit", "run", "app.py", f"--server.port={port}",
        "--server.address=127.0.0.1", "--server.headless=true",
    ]  # fmt: skip
    env = os.environ | {"TIERLINE_HOME": str(home)}
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(run, cwd=PROJECT, env=env, stdout=quiet, stderr=quiet)
    try:
        started(process.pid)
        address = f"http://127.0.0.1:{port}"
        wait(f"{address}/_stcore/health")
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait(url: str) -> None:
    """Wait until the server answers. Raises `TimeoutError`."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urlopen(url, timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise TimeoutError(f"the dashboard did not start within {START_SECONDS} s: {url}")
