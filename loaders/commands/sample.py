"""sample: writes the sample exports, or the same history as other tools would export it."""

import argparse
from pathlib import Path

from loaders.commands.saying import Commands, say
from loaders.places import SAMPLE


def add(commands: Commands) -> None:
    """The parser of `sample`."""
    sample = commands.add_parser("sample", help="write the sample exports")
    sample.add_argument("--out", type=Path, help="folder; by itself sample_data/exports")
    sample.add_argument(
        "--format",
        metavar="NAME",
        help="write the support desk's history as this format, or `all` of them, a folder each;"
        " the formats are in docs/formats.md",
    )
    sample.set_defaults(command=_sample)


def _sample(options: argparse.Namespace) -> int:
    from loaders import sample
    from loaders.formats import history

    if options.format is None:
        paths = sample.write(options.out or SAMPLE)
    else:
        paths = history.write(options.format, options.out or Path("sample_formats"))
    for path in paths:
        say(f"{path}  {path.stat().st_size:,} bytes")
    return 0
