"""The commands about one week: its headline, its brief, and what of it was said otherwise."""

import sys
from argparse import Namespace as Arguments

from metrics import brief as briefs
from metrics import brief_files, options, weekly
from metrics import restated as restatements
from metrics.answers import WarehouseAnswers
from metrics.errors import QuestionError
from metrics.output import put
from metrics.warehouse.connection import open_warehouse


def headline(arguments: Arguments) -> int:
    """The sentence of a week, and its cases."""
    with open_warehouse(arguments.home) as warehouse, warehouse.cursor() as cursor:
        found = weekly.headline(cursor, arguments.week, arguments.tier)
    put(weekly.as_text(found, arguments.format), arguments)
    return 0


def brief(arguments: Arguments) -> int:
    """The weekly page as a file."""
    if arguments.format == "pdf" and not arguments.out:
        raise QuestionError("pdf is no text to print", next_step="Name a file: --out brief.pdf")
    with open_warehouse(arguments.home) as warehouse, warehouse.cursor() as cursor:
        answers = WarehouseAnswers(cursor)
        where = options.filters(arguments.where)
        board = briefs.board_of(answers, arguments.week, where, arguments.compare)
        said = restatements.sentences(restatements.restated(arguments.home, board.week.name))[:1]
        told, as_of = briefs.brief(board, said), answers.meta()["as_of"]
    put(brief_files.made(arguments.format, told, as_of), arguments)
    return 0


def restated(arguments: Arguments) -> int:
    """What closed weeks said before."""
    rows = restatements.restated(arguments.home, arguments.week)
    put(restatements.as_text(rows, arguments.format), arguments)
    sys.stderr.write("\n".join(restatements.summary(rows)) + "\n")
    return 0
