"""Keeps the help texts in README.md fresh: `python -m tests.readme [--check]`."""

import io
import os
import re
import runpy
import sys
import warnings
from contextlib import redirect_stdout
from pathlib import Path
from unittest import mock

README = Path(__file__).resolve().parent.parent / "README.md"
# ```text
# $ python -m loaders --help
# ...
BLOCK = re.compile(r"```text\n\$ (python -m [^\n]*--help)\n.*?```", flags=re.DOTALL)
# Wide enough that no help text wraps, whatever the terminal: argparse reads COLUMNS.
COLUMNS = "100"


def help_text(command: str) -> str:
    """What `python -m ... --help` prints in a terminal 100 columns wide.

    In this process: a process for each of two dozen commands imported the same for ten seconds.
    """
    _, _, module, *words = command.split()
    # Defaults must read as on a fresh machine, whatever is set on this one.
    plain = {key: text for key, text in os.environ.items() if not key.startswith("TIERLINE_")}
    said = io.StringIO()
    with (
        mock.patch.dict(os.environ, {**plain, "COLUMNS": COLUMNS, "NO_COLOR": "1"}, clear=True),
        mock.patch.object(sys, "argv", [module, *words]),
        warnings.catch_warnings(action="ignore", category=RuntimeWarning),  # it is imported already
        redirect_stdout(said),
    ):
        try:
            runpy.run_module(module, run_name="__main__", alter_sys=True)
        except SystemExit as ended:
            if ended.code:
                raise
    return said.getvalue().strip()


def refreshed(text: str) -> str:
    """The README with every help text as the commands print it now."""
    return BLOCK.sub(lambda m: f"```text\n$ {m.group(1)}\n{help_text(m.group(1))}\n```", text)


def is_fresh(text: str) -> bool:
    """Whether the help texts say what the commands say; Pythons differ in where they wrap lines."""
    return text.split() == refreshed(text).split()


def main(arguments: list[str]) -> int:
    """Writes the README, or with --check says whether it is fresh (exit code 1 if not)."""
    before = README.read_text(encoding="utf-8")
    if "--check" not in arguments:
        README.write_text(refreshed(before), encoding="utf-8")
    elif not is_fresh(before):
        print("README.md shows old help texts; write them again with: make docs")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
