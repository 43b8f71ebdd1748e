"""What to say of a file that no source knows: which column could be what, or what it lacks."""

from collections.abc import Sequence

from loaders.layouts import recognised
from loaders.shape import Row, Shape
from metrics.errors import ExportError

_ID_WORDS = ("id", "key", "number", "no", "case", "ticket", "incident", "issue")
_CREATED_WORDS = ("creat", "open", "report", "start", "begin", "submit", "date", "time")
SHOWN = 12  # columns named in a message


def unknown(shape: Shape, rows: list[Row], where: str, sources: Sequence[str]) -> ExportError:
    """The refusal of a file that no source knows, with a mapping to begin with where one could
    be written, and the reason where none could: nothing can be counted without a date."""
    shown = ", ".join(shape.columns[:SHOWN]) + (", ..." if len(shape.columns) > SHOWN else "")
    dates = [name for name in shape.columns if _holds_dates(name, rows)]
    if not dates:
        place = "column" if shape.form == "table" else "member of the records"
        return ExportError(
            f"no {place} holds dates, so that nothing can be counted by day or measured ({shown})",
            where=where,
            next_step="Export it again with at least the id and the date of creation."
            + _nested(shape),
        )
    names = "header" if shape.form == "table" else "record"
    return ExportError(
        f"no source knows this {names} ({shown})",
        where=where,
        next_step=_ways(rows, dates, sources),
    )


def _ways(rows: list[Row], dates: list[str], sources: Sequence[str]) -> str:
    created = _best(dates, _CREATED_WORDS)
    others = [name for name in rows[0] if name not in dates]
    case = _best([name for name in others if _is_filled(name, rows)] or others or dates, _ID_WORDS)
    return (
        "Say which column is what in a file for --mapping, for example:"
        f' {{table: cases, columns: {{case_id: "{case}", created_at: "{created}"}}}},'
        f" with resolved_at, status, priority and team if it has them (dates are in:"
        f" {', '.join(dates[:SHOWN])}). Or say which format it is with --source"
        f" ({', '.join(sources)})."
    )


def _nested(shape: Shape) -> str:
    if shape.form == "table":
        return ""
    return " Dates deeper in the records can be named with --mapping, for example fields.created."


def _holds_dates(name: str, rows: list[Row]) -> bool:
    texts = [text for row in rows if (text := row.get(name))]
    return bool(texts) and all(recognised(name, text.strip()) for text in texts[:20])


def _is_filled(name: str, rows: list[Row]) -> bool:
    return all(row.get(name) for row in rows)


def _best(names: list[str], words: tuple[str, ...]) -> str:
    """The first name that holds the earliest of the words, else the first name."""
    for word in words:
        for name in names:
            if word in name.casefold():
                return name
    return names[0]
