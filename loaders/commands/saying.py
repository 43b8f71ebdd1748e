"""What all commands share: where home and policy lie, and how an error is said."""

import argparse
import os
import sys
from pathlib import Path
from typing import NoReturn, TypeAlias

from loaders import places as standard
from metrics.errors import Ask, ExportError, TierlineError

Commands: TypeAlias = "argparse._SubParsersAction[Parser]"


class Parser(argparse.ArgumentParser):
    """argparse, but wrong usage is an error like any other: exit code 2 is a question."""

    def error(self, message: str) -> NoReturn:
        raise ExportError(message, next_step=f"See: {self.prog} --help")


def places(command: argparse.ArgumentParser) -> None:
    """Add --home and --policy, which every command takes that reads or writes."""
    home_option(command)
    command.add_argument(
        "--policy", type=Path, default=standard.policy(), help="folder of policy files"
    )


def home_option(command: argparse.ArgumentParser, is_action: bool = False) -> None:
    """Add --home alone; an action of a command must not overwrite what the command was given."""
    home = argparse.SUPPRESS if is_action else standard.home()
    command.add_argument("--home", type=Path, default=home, help="landing files and warehouse")


def say(text: str) -> None:
    """Print a line at once. When the reader (head, less) has left, the work goes on unheard."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def waiting() -> None:
    """Said once while another process holds the lock."""
    print("another load or build is running; waiting for it", file=sys.stderr)


def failed(error: TierlineError) -> int:
    """Say what is wrong on standard error; the exit code."""
    is_question = isinstance(error, Ask)
    print(f"{'question' if is_question else 'error'}: {error}", file=sys.stderr)
    return 2 if is_question else 1
