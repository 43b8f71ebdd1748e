"""The one module for dates: which layouts a file uses, and SQL that turns text into UTC.

Text is landed as it came. A layout is inferred from the shapes of the whole column; the order
of day, month and year from any component over 12 in any date column of the file. What the file
cannot say is asked, never guessed.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import duckdb

from loaders.dating import Dated, Dating, Layouts
from loaders.layouts import ORDERS, Seen, fits, recognised, strptime_format
from loaders.month_words import ordered
from loaders.questions import SAMPLES, Answers, order_question, zone_question
from loaders.quoting import identifier, literal
from loaders.zones import FIRST_YEAR, LAST_YEAR, local_to_utc, time_zone
from metrics.errors import Ask, did_you_mean

_ISO = "({x} like '____-__-_____:__:__')"
# The same with a T and a Z behind it, as most APIs write UTC: cast, not parsed.
_ZULU = "(length({x}) = 20 and {x}[5] = '-' and {x}[11] = 'T' and {x}[14] = ':' and {x}[20] = 'Z')"
_OFFSET = r"(:[0-9]{2}) ?([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)$"


_DIGITS = str.maketrans("012345678", "999999999")


def infer(
    connection: duckdb.DuckDBPyConnection,
    views: Sequence[Dated],
    order: str | None,
    where: str,
    answers: Answers,
) -> tuple[Dating, ...]:
    """The layouts of each view of one file; values of no known layout are left unreadable.

    Raises `Ask` when the order of day, month and year cannot be known.
    """
    _check_order(order)
    seen = {
        (place, name): _shapes(connection, view.view, name, view.nulls)
        for place, view in enumerate(views)
        for name in view.columns
    }
    found = order or _order([one for shapes in seen.values() for one in shapes], where, answers)
    datings = []
    for place, view in enumerate(views):
        layouts = {name: _layouts(seen[place, name], found) for name in view.columns}
        first, last = _years(connection, view.view, layouts)
        datings.append(Dating(layouts, found, first, last))
    return tuple(datings)


def utc_expression(
    column_sql: str,
    layouts: Layouts,
    zone: str | None,
    first_year: int = FIRST_YEAR,
    last_year: int = LAST_YEAR,
) -> str:
    """SQL for the naive UTC timestamp, in whole seconds, that the text in `column_sql` means.

    Null when the text is null, of no layout in `layouts`, no date, or outside 1970 to 2100.
    """
    local = _local_expression(column_sql, layouts)
    if zone is not None and layouts.local:
        local = local_to_utc(local, zone, first_year, last_year)
    if not layouts.offset:
        return _guarded(local)
    offset = _offset_expression(column_sql, layouts)
    if not layouts.local:
        return _guarded(offset)
    has_offset = f"regexp_matches({layouts.plain(column_sql)}, '{_OFFSET}')"
    return _guarded(f"case when {has_offset} then {offset} else {local} end")


def require_zone(
    connection: duckdb.DuckDBPyConnection,
    view: str,
    columns: Mapping[str, Layouts],
    where: str,
    answers: Answers,
    proposed: tuple[str, str] | None = None,
) -> str | None:
    """The zone that a person says the local times of `columns` are in; None when there are none.
    `proposed` is what the file points to, and why.

    Raises `Ask` when nobody says it, or no such zone is known.
    """
    local = next((name for name, layouts in columns.items() if layouts.local), None)
    if local is None:
        return None
    seen = _spread(connection, view, local, columns[local])
    texts, walls = [text for text, _ in seen], [at for _, at in seen]
    question = zone_question(local, texts, walls, where, *(proposed or ()))
    return time_zone(answers.need(question))


def _spread(
    connection: duckdb.DuckDBPyConnection, view: str, column: str, layouts: Layouts
) -> list[tuple[str, datetime]]:
    """Up to three texts with their wall clock times: the earliest, the latest and any, so that
    both sides of a clock change are likely to be seen."""
    text, wall = identifier(column), utc_expression(identifier(column), layouts, None)
    (found,) = connection.execute(
        f"""
        select arg_min(seen, seen.wall), arg_max(seen, seen.wall), any_value(seen)
        from (select {{'x': {text}, 'wall': {wall}}} as seen from {view})
        where seen.wall is not null
        """
    ).fetchall()
    return list({seen["x"]: (str(seen["x"]), seen["wall"]) for seen in found if seen}.values())


def _check_order(order: str | None) -> None:
    if order is not None and order not in ORDERS:
        raise Ask(
            f'"{order}" is no order of day, month and year',
            where="--date-order",
            nearest=did_you_mean(order, ORDERS),
            next_step="Give one of dmy, mdy, ymd.",
        )


def _shapes(
    connection: duckdb.DuckDBPyConnection, view: str, column: str, nulls: tuple[str, ...]
) -> list[Seen]:
    """Distinct (first ten characters, shape of the rest): days and layouts, not instants."""
    quoted = identifier(column)
    skip = "".join(f" and x <> {literal(token)}" for token in nulls)
    iso, zulu = _ISO.format(x="x"), _ZULU.format(x="x")
    rows = connection.execute(
        f"""
        with texts as (select {quoted} as x from {view})
        select any_value(x) from texts where x is not null{skip} and not {iso} and not {zulu}
        group by left(x, 10), translate(substr(x, 11), '012345678', '999999999')
        union all
        (select x from texts where {iso} limit 1)
        union all
        (select x from texts where {zulu} limit 1)
        """
    ).fetchall()
    masks = {_mask(str(text)): str(text) for (text,) in rows}
    return [seen for text in masks.values() if (seen := recognised(column, text)) is not None]


def _mask(text: str) -> str:
    """The text without its digits if it names a month: its numbers then decide no order."""
    return text.translate(_DIGITS) if any(map(str.isalpha, text[:10])) else text


def _order(seen: list[Seen], where: str, answers: Answers) -> str | None:
    numeric = [one for one in seen if one.kind == "numeric"]
    if not numeric:
        return None
    possible = [order for order in ORDERS if all(fits(one.parts, order) for one in numeric)]
    if len(possible) == 1:
        return possible[0]
    column = numeric[0].column
    texts = {one.sample.split(" ")[0]: one.sample for one in numeric if one.column == column}
    days = sorted(texts.values())
    places = dict.fromkeys(place * (len(days) - 1) // (SAMPLES - 1) for place in range(SAMPLES))
    question = order_question(column, [days[place] for place in places], possible, where)
    found = answers.need(question)
    _check_order(found)
    return found


def _layouts(seen: list[Seen], order: str | None) -> Layouts:
    local: set[str] = set()
    offset: set[str] = set()
    fraction = False
    for one in seen:
        target = offset if one.parts["offset"] else local
        target.add(strptime_format(one, order or "dmy"))
        fraction = fraction or bool(one.parts["fraction"])
    words = ordered({word for one in seen for word in one.words})
    return Layouts(_sorted(local), _sorted(offset), fraction, words)


def _sorted(formats: set[str]) -> tuple[str, ...]:
    """Two-digit years first: %Y would read "17" as the year 17."""
    return tuple(sorted(formats, key=lambda one: ("%Y" in one, one)))


def _years(
    connection: duckdb.DuckDBPyConnection, view: str, layouts: Mapping[str, Layouts]
) -> tuple[int, int]:
    first, last = LAST_YEAR, FIRST_YEAR
    for name, used in layouts.items():
        quoted = identifier(name)
        utc = utc_expression(quoted, used, None)
        low, high = connection.execute(
            f"select year(min(t)), year(max(t)) from (select {utc} as t from {view})"
        ).fetchall()[0]
        if low is not None:
            first, last = min(first, low), max(last, high)
    return (first, last) if first <= last else (FIRST_YEAR, FIRST_YEAR)


def _local_expression(column: str, layouts: Layouts) -> str:
    if not layouts.local:
        return "cast(null as timestamp)"
    iso = [one for one in layouts.local if one in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")]
    fast = f"case when {_ISO.format(x=column)} then try_cast({column} as timestamp)"
    text = layouts.plain(column)
    slow = f"try_strptime({text}, {_list(layouts.local)})"
    return f"{fast} else {slow} end" if iso else slow


def _offset_expression(column: str, layouts: Layouts) -> str:
    """Every offset becomes +HH or +HHMM at the end of the text, which %z reads."""
    text = layouts.plain(column)
    plain = f"regexp_replace(regexp_replace({text}, '[Zz]$', '+00'), '{_OFFSET}', '\\1\\2')"
    formats = _list(one + "%z" for one in layouts.offset)
    slow = f"timezone('UTC', try_strptime({plain}, {formats}))"
    if "%Y-%m-%dT%H:%M:%S" not in layouts.offset:
        return slow
    fast = f"when {_ZULU.format(x=column)} then try_cast(left({column}, 19) as timestamp)"
    return f"case {fast} else {slow} end"


def _guarded(instant: str) -> str:
    low, high = f"timestamp '{FIRST_YEAR}-01-01'", f"timestamp '{LAST_YEAR + 1}-01-01'"
    return f"(case when {instant} >= {low} and {instant} < {high} then {instant} end)"


def _list(formats: Iterable[str]) -> str:
    return "[" + ", ".join(literal(one) for one in formats) + "]"
