"""One query, asked a few times, each on a cursor of its own as a page asks it."""

import time
from collections.abc import Callable
from statistics import median
from typing import Any

from metrics.warehouse.connection import Warehouse

REPEATS = 5
Work = Callable[[Any], Any]


def timed(warehouse: Warehouse, work: Work) -> dict[str, Any]:
    """Median and worst wall milliseconds, median processor milliseconds, and the n of the
    answer where it has one (else 0)."""
    walls, works = [], []
    for _ in range(REPEATS):
        with warehouse.cursor() as cursor:
            began, worked = time.perf_counter(), time.process_time()
            found = work(cursor)
            walls.append((time.perf_counter() - began) * 1000)
            works.append((time.process_time() - worked) * 1000)
    return {
        "median_ms": median(walls),
        "worst_ms": max(walls),
        "cpu_ms": median(works),
        "n": int(found["n"].fillna(0).sum()) if "n" in getattr(found, "columns", ()) else 0,
    }
