"""Twenty readers at once on a real server, each an open tab that clicks, reads, and clicks again;
and what their pages weigh: bytes of figures over the wire, and memory of an idle reader."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from random import Random
from typing import Any

from benchmarks.reader import Reader, Shown
from benchmarks.serving import Server, serving, sites

READERS = 20
SECONDS = 90.0
THINK = (5.0, 20.0)  # seconds between the page and the next click: who reads it takes 12 or so
SETTLE_SECONDS = 10.0
SEED = 20_261_122


def page_readers(home: str) -> dict[str, Any]:
    """`weights`: per page its name, bytes of figures and of everything at its heaviest, and what
    trouble it showed; `alone` and `together`: seconds of every click; `cpu_share`: of one core
    while all clicked; `idle_bytes`: of memory that each open tab added."""
    with serving(home) as server:
        weights, alone = _weights(server)
        before = server.memory
        readers = [Reader(server.address, _start(number)) for number in range(READERS)]
        with ThreadPoolExecutor(READERS) as pool:
            list(pool.map(Reader.open, readers))
            list(pool.map(lambda reader: reader.wait(SETTLE_SECONDS), readers))
            idle = (server.memory - before) / READERS
            began, worked = time.perf_counter(), server.cpu_seconds
            told = list(pool.map(_clicks, readers, range(READERS)))
            took = time.perf_counter() - began
        share = (server.cpu_seconds - worked) / took
        for reader in readers:
            reader.close()
    together = [shown.seconds for each in told for shown in each]
    return {
        "weights": weights, "alone": alone, "together": together, "cpu_share": share,
        "idle_bytes": idle,
    }  # fmt: skip


def _start(number: int) -> str:
    pages = [site.slug for site in sites()]
    return pages[number % len(pages)]


def _weights(server: Server) -> tuple[list[dict[str, Any]], list[float]]:
    """Every page opened by one reader, then changed a few times."""
    rows, seconds = [], []
    for site in sites():
        reader = Reader(server.address, site.slug)
        dice = Random(SEED)
        shown = [reader.open()]
        changed = [each for _ in range(4) if (each := _click(reader, dice))]
        shown += changed
        seconds += [each.seconds for each in changed]
        reader.close()
        rows.append(
            {
                "name": site.title,
                "figure_bytes": max(each.figure_bytes for each in shown),
                "bytes": max(each.bytes for each in shown),
                "trouble": sorted({text for each in shown for text in each.trouble}),
            }
        )
    return rows, seconds


def _clicks(reader: Reader, number: int) -> list[Shown]:
    """What one reader was shown in that time."""
    dice = Random(SEED + number)
    until = time.monotonic() + SECONDS
    found = []
    while time.monotonic() < until:
        reader.wait(dice.uniform(*THINK))
        if shown := _click(reader, dice):
            found.append(shown)
    return found


def _click(reader: Reader, dice: Random) -> Shown | None:
    """Another period, or other values of the filter beside it; None on a page without either."""
    choices: list[tuple[str, list[str] | str]] = []
    for key, widget in reader.widgets.items():
        options = list(widget.options)
        if key == "pick_period":
            choices.append((key, dice.choice(options[:8])))
        elif widget.DESCRIPTOR.name == "MultiSelect" and options:
            choices.append((key, dice.sample(options, dice.randint(0, min(2, len(options))))))
    with suppress(IndexError):
        return reader.click(*dice.choice(choices))
    return None
