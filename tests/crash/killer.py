"""`python -m tests.crash.killer N PACKAGE ...` kills itself before the Nth durable step."""

import os
import runpy
import signal
import sys
from itertools import count

STEPS = ("fsync", "fdatasync", "rename", "replace")


def arm(last: int) -> None:
    """Let `last` - 1 durable steps pass and kill -9 this process before the next one."""
    steps = count(1)

    def armed(real):
        def step(*arguments, **options):
            if next(steps) == last:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments, **options)

        return step

    for name in STEPS:
        if hasattr(os, name):
            setattr(os, name, armed(getattr(os, name)))


if __name__ == "__main__":
    arm(int(sys.argv[1]))
    package = sys.argv[2]
    sys.argv = [package, *sys.argv[3:]]
    runpy.run_module(package, run_name="__main__", alter_sys=True)
