"""sample: writes the sample exports."""

import argparse
from pathlib import Path

from loaders.commands.saying import ROOT, Commands


def add(commands: Commands) -> None:
    """The parser of `sample`."""
    sample = commands.add_parser("sample", help="write the sample exports")
    sample.add_argument("--out", type=Path, default=ROOT / "sample_data" / "exports")
    sample.set_defaults(command=_sample)


def _sample(options: argparse.Namespace) -> int:
    from loaders import sample

    for path in sample.write(options.out):
        print(f"{path}  {path.stat().st_size:,} bytes")
    return 0
