"""What all commands share: where home and policy lie, and how an error is said."""

import argparse
import sys
from pathlib import Path
from typing import TypeAlias

from loaders import places as standard
from metrics.errors import Ask, TierlineError

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


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


def waiting() -> None:
    """Said once while another process holds the lock."""
    print("another load or build is running; waiting for it", file=sys.stderr)


def failed(error: TierlineError) -> int:
    """Say what is wrong on standard error; the exit code."""
    is_question = isinstance(error, Ask)
    print(f"{'question' if is_question else 'error'}: {error}", file=sys.stderr)
    return 2 if is_question else 1
