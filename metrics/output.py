"""Where an answer goes: to the file asked for, else to standard output."""

import sys
from argparse import Namespace

from metrics import report


def put(content: str | bytes, arguments: Namespace) -> None:
    """Write to the file of `--out`, else print. Raises `TierlineError` as `report.write` does."""
    if arguments.out:
        report.write(content, arguments.out)
        return
    sys.stdout.write(content if isinstance(content, str) else content.decode())
    sys.stdout.flush()
