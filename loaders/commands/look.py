"""look: what files would become, with nothing landed."""

import argparse
from datetime import datetime
from pathlib import Path
from typing import Any

from loaders.commands.load import reading, reading_options
from loaders.commands.saying import Commands, failed, home_option, say
from loaders.files import opened
from loaders.preview import Preview, preview
from loaders.questions import Question
from metrics.errors import ExportError

WIDE = 26  # characters of a cell: five or six columns fit in a terminal


def add(commands: Commands) -> None:
    """The parser of `look`."""
    look = commands.add_parser("look", help="what files would become; nothing is landed")
    look.add_argument("paths", nargs="+", type=Path, metavar="FILE_OR_FOLDER")
    reading_options(look)
    look.set_defaults(command=_look)
    home_option(look)


def _look(options: argparse.Namespace) -> int:
    code = 0
    with opened(options.paths) as found:
        for path in found:
            try:
                code = max(code, _say(preview(path, options.home, reading(options))))
            except ExportError as error:
                code = max(code, failed(error))
    return code


def _say(found: Preview) -> int:
    say(f"{found.file_name}: {found.title} ({found.reader}; {found.why})")
    others = [one for one in found.guesses if one.source != found.reader]
    for other in others:
        say(f"  could also be {other.source} ({other.confidence:.0%} sure): {other.why}")
    told = [found.encoding]
    told += [f"times in {found.time_zone}"] if found.time_zone else []
    told += [f"dates {found.date_order}"] if found.date_order else []
    say(f"  {found.kept:,} of {found.rows:,} rows can be used; {', '.join(told)}")
    for rule, count in found.set_aside.items():
        say(f"    {rule}: {count:,} set aside")
    for topic, value in found.recalled.items():
        say(f"  {topic.replace('_', ' ')} {value}, as remembered for {found.source}")
    for caution in found.cautions:
        say(f"  caution: {caution}")
    for question in found.questions:
        _ask(question)
    for name, rows in found.tables.items():
        _table(name, rows)
    return 2 if any(not question.is_optional for question in found.questions) else 0


def _ask(question: Question) -> None:
    say(f"  question: {question.problem}. Answer with {question.option}:")
    if question.samples:
        say(f"    the file says  {' | '.join(question.samples)}")
    for choice in question.choices:
        readings = " | ".join(choice.readings) or choice.title
        mark = f"  <- {question.because}" if choice.value == question.proposed else ""
        say(f"    {choice.value:<14} {readings}{mark}")
    say(f"  below as {question.likely() or 'none of these'}")


def _table(name: str, rows: list[dict[str, Any]]) -> None:
    columns = [one for one in rows[0] if any(row[one] is not None for row in rows)]
    cells = [[one[:WIDE] for one in columns], *([_cell(row[c]) for c in columns] for row in rows)]
    widths = [max(len(line[place]) for line in cells) for place in range(len(columns))]
    say(f"  {name.replace('_', ' ')}, the first {len(rows)}:")
    for line in cells:
        say("    " + "  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)))


def _cell(value: object) -> str:
    if value is None:
        return "-"
    text = f"{value:%Y-%m-%d %H:%M:%S}Z" if isinstance(value, datetime) else str(value)
    return text if len(text) <= WIDE else text[: WIDE - 1] + "…"
