"""How exports get in: landed as they are, understood or asked about, built into the warehouse."""

import os
import sys
from collections.abc import Sequence

from loaders.commands import history, load, look, profiles, sample
from loaders.commands.saying import Parser, failed
from metrics.errors import TierlineError

COMMANDS = (load, look, history, profiles, sample)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code: 0 done, 1 error, 2 a question only a person can answer."""
    try:
        options = _parser().parse_args(arguments)
        return int(options.command(options))
    except TierlineError as error:
        return failed(error)
    except KeyboardInterrupt:
        print("Stopped; the old warehouse goes on serving.", file=sys.stderr)
        return 130
    except Exception as error:
        if os.environ.get("TIERLINE_DEBUG"):
            raise
        print(
            f"error: something broke inside Tierline ({type(error).__name__}: {error})."
            " The old warehouse goes on serving. TIERLINE_DEBUG=1 shows where.",
            file=sys.stderr,
        )
        return 1


def _parser() -> Parser:
    parser = Parser(prog="python -m loaders", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in COMMANDS:
        module.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
