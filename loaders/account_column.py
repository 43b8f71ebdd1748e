"""Which column of a table names the client account, where its source does not know or more than
one could; matching the text to an account is the build's work."""

import re
from collections.abc import Sequence
from dataclasses import replace

from loaders.meaning import Meaning
from loaders.questions import SAMPLES, Answers, Choice, Question
from loaders.quoting import identifier
from loaders.shape import Row, Shape
from loaders.source import Part
from metrics.errors import ExportError, did_you_mean
from metrics.warehouse.parts import WHOLE

_ACCOUNT = re.compile(
    r"(?:custom field \()?(?:end )?(?:account|customer|company|organi[sz]ation|client|tenant)s?"
    r"(?: (?:name|id|key))?\)?"
)
_ADDED = "account column"  # how it is called in a flat view that had left it out
_TABLES = ("cases", "events")


def settled(
    meaning: Meaning, shape: Shape, rows: list[Row], said: str | None, answers: Answers, where: str
) -> Meaning:
    """The meaning with the account column that was said or answered; as it is without one.

    A mapping says it itself. Raises `ExportError` when the file has no column of that name.
    """
    if meaning.given is not None or shape.form != "table":
        return meaning
    question = account_question(meaning.parts, shape, rows, where)
    answered = answers.offer(question) if said is None and question is not None else None
    if answered is not None and answered not in shape.columns:
        del answers.given["account"]  # remembered of a file with other columns
        answered = None
    header = said or answered
    if header is None or header in taken(meaning.parts):
        return replace(meaning, hints=_hints(meaning.parts, question))
    if header not in shape.columns:
        raise ExportError(
            f'there is no column "{header}" to take the account from',
            where=where,
            nearest=did_you_mean(header, shape.columns),
            next_step=f"The file has: {', '.join(shape.columns[:30])}.",
        )
    return replace(meaning, parts=placed(meaning.parts, header), account=header)


def account_question(
    parts: Sequence[Part], shape: Shape, rows: list[Row], where: str
) -> Question | None:
    """Which of several columns names the account; None when there is nothing to choose."""
    known = [one for one in taken(parts) if one in shape.columns]
    fitting = [one for one in shape.columns if _ACCOUNT.fullmatch(_folded(one))]
    could = [one for one in dict.fromkeys([*known, *fitting]) if _samples(one, rows)]
    if not any(_has_cases(part) for part in parts) or set(could) <= set(known):
        return None
    choices = tuple(Choice(one, one, _samples(one, rows)) for one in could)
    return Question(
        "account",
        "more than one column could name the client account"
        if len(could) > 1
        else "one column looks as if it named the client account",
        choices,
        proposed=known[0] if known else None,
        because="it is the one that this source means" if known else "",
        where=where,
        is_optional=True,
    )


def taken(parts: Sequence[Part]) -> tuple[str, ...]:
    """The columns that the parts take for the account."""
    return tuple(
        header
        for part in parts
        for name in ("account_id", "account")
        for header in part.mapping.headers(name)
    )


def placed(parts: Sequence[Part], header: str) -> tuple[Part, ...]:
    """The parts with the account of each case taken from the column `header` of the file."""
    return tuple(_with(part, header) if _has_cases(part) else part for part in parts)


def _with(part: Part, header: str) -> Part:
    if part.rows == WHOLE:
        name, rows = header, part.rows
    else:
        name = _ADDED
        rows = (
            f"select part.*, file_rows.{identifier(header)} as {identifier(name)}"
            f" from ({part.rows}) as part"
            " join file_rows on file_rows.row_number = part.row_number"
        )
    columns = part.mapping.columns | {"account_id": name}
    return replace(part, mapping=part.mapping.model_copy(update={"columns": columns}), rows=rows)


def _has_cases(part: Part) -> bool:
    return part.mapping.table in _TABLES and (not part.fills or "cases" in part.fills)


def _hints(parts: Sequence[Part], question: Question | None) -> tuple[str, ...]:
    """What to say when nothing names the account though a column could."""
    if question is None or taken(parts):
        return ()
    names = " or ".join(f'"{choice.value}"' for choice in question.choices)
    return (f"no column is taken for the client account; {names} could be: --account COLUMN",)


def _samples(header: str, rows: list[Row]) -> tuple[str, ...]:
    found = dict.fromkeys(value for row in rows if (value := row.get(header)))
    return tuple(list(found)[:SAMPLES])


def _folded(header: str) -> str:
    return header.casefold().replace("_", " ").replace("-", " ").strip()
