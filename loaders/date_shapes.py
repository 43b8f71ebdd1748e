"""The distinct shapes of a column of dates, each with a text that has it; no order, no meaning.

Nearly all texts of a column have a shape that its first rows show. Those are told by one look
at each; only what is left over is taken apart.
"""

import re

import duckdb

from loaders.dating import Dated
from loaders.layouts import Seen, recognised
from loaders.month_words import ENGLISH
from loaders.quoting import identifier, literal

ISO = "({x} like '____-__-_____:__:__')"
# The same with a T and a Z behind it, as most APIs write UTC: cast, not parsed.
ZULU = "(length({x}) = 20 and {x}[5] = '-' and {x}[11] = 'T' and {x}[14] = ':' and {x}[20] = 'Z')"
_ISO = re.compile(r".{4}-.{2}-.{5}:.{2}:.{2}", re.DOTALL)
_ZULU = re.compile(r".{4}-.{5}T.{2}:.{5}Z", re.DOTALL)
_FIRST_ROWS = 2_048  # one vector of DuckDB: more would be read anyway
_MOST = 40  # shapes in one pattern; free text has thousands
_DIGITS = str.maketrans("012345678", "999999999")
_MONTH = re.compile(rf"(?<![A-Za-z])({'|'.join(ENGLISH)})(?![A-Za-z])")


def shapes(connection: duckdb.DuckDBPyConnection, view: Dated) -> dict[str, list[Seen]]:
    """The dates among the texts of each column of `view`, one of each shape.

    Of dates in numbers each distinct day is there, since it may tell the order.
    """
    if not view.columns:
        return {}
    listed = ", ".join(map(identifier, view.columns))
    first = connection.execute(f"select {listed} from {view.view} limit {_FIRST_ROWS}").fetchall()
    return {
        name: _shapes(connection, view, name, {str(row[place]) for row in first if row[place]})
        for place, name in enumerate(view.columns)
    }


def _shapes(
    connection: duckdb.DuckDBPyConnection, view: Dated, column: str, first: set[str]
) -> list[Seen]:
    texts = sorted(first - set(view.nulls))
    iso, zulu = _first(_ISO, column, texts), _first(_ZULU, column, texts)
    named, tails = _patterns(column, [text for text in texts if not _is_iso(text)])
    where = ["x is not null", *(f"x <> {literal(token)}" for token in view.nulls)]
    where += [f"not {ISO.format(x='x')}"] if iso else []
    where += [f"not {ZULU.format(x='x')}"] if zulu else []
    where += [f"not regexp_full_match(x, {literal('|'.join(named))})"] if named else []
    rest = _rest(connection, view.view, column, " and ".join(where), "|".join(tails))
    found = [text for text in (*named.values(), *rest, iso, zulu) if text]
    masks = {_mask(text): text for text in found}
    return [seen for text in masks.values() if (seen := recognised(column, text)) is not None]


def _rest(
    connection: duckdb.DuckDBPyConnection, view: str, column: str, where: str, tails: str
) -> list[str]:
    """One text of each (first ten characters, shape of what follows): days and layouts, not
    instants. Tails of a known shape are told by their length."""
    is_iso = f"{ISO.format(x='x')} or {ZULU.format(x='x')}"
    tail = "translate(substr(x, 11), '012345678', '999999999')"
    told = f"regexp_full_match(substr(x, 11), {literal(tails)})"
    rows = connection.execute(
        f"""
        select any_value(x) from (select {identifier(column)} as x from {view}) where {where}
        group by case when {is_iso} then '' else left(x, 10) end, length(x),
            case when {is_iso} or {told} then '' else {tail} end
        """
    ).fetchall()
    return [str(text) for (text,) in rows]


def _patterns(column: str, texts: list[str]) -> tuple[dict[str, str], list[str]]:
    """Regular expressions: of whole texts that decide no order, each with one of them, and of
    what follows the first ten characters of the others, one for each length."""
    named: dict[str, str] = {}
    tails: dict[int, str] = {}
    for text in {text.translate(_DIGITS): text for text in texts}.values():
        seen = recognised(column, text)
        if seen is not None and seen.kind == "numeric":
            tails.setdefault(len(text), _pattern(text[10:]))
        elif seen is not None and len(named) < _MOST:
            named[_pattern(text)] = text
    return named, sorted(set(tails.values()))


def _pattern(text: str) -> str:
    """Any digits in the places of digits, any English month for an English month."""
    digits = re.escape(text.translate(_DIGITS)).replace("9", "[0-9]")
    return _MONTH.sub(f"(?:{'|'.join(ENGLISH)})", digits)


def _first(pattern: re.Pattern[str], column: str, texts: list[str]) -> str | None:
    """The first that is a date: others may only look like one."""
    alike = filter(pattern.fullmatch, texts)
    return next((text for text in alike if recognised(column, text)), None)


def _is_iso(text: str) -> bool:
    return bool(_ISO.fullmatch(text) or _ZULU.fullmatch(text))


def _mask(text: str) -> str:
    """The text without its digits if it names a month: its numbers then decide no order."""
    return text.translate(_DIGITS) if any(map(str.isalpha, text[:10])) else text
