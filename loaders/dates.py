"""The one module for dates: which layouts a file uses, and SQL that turns text into UTC.

Text is landed as it came. A layout is inferred from the shapes of the whole column; the order
of day, month and year from any component over 12 in any date column of the file. What the file
cannot say is asked, never guessed.
"""

from calendar import timegm
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

import duckdb

from loaders.date_shapes import ISO, ZULU, shapes
from loaders.dating import Dated, Dating, Layouts
from loaders.layouts import ORDERS, Seen, fits, strptime_format
from loaders.month_words import ordered
from loaders.questions import SAMPLES, Answers, order_question, zone_question
from loaders.quoting import identifier, literal
from loaders.zones import FIRST_YEAR, LAST_YEAR, local_to_utc, time_zone
from metrics.errors import Ask, did_you_mean

_OFFSET = r"(:[0-9]{2}) ?([Zz]|[+-][0-9]{2}(:?[0-9]{2})?)$"
_LOW, _HIGH = f"timestamp '{FIRST_YEAR}-01-01'", f"timestamp '{LAST_YEAR}-12-31 23:59:59.999999'"
APART = "interval 2 days"  # more than any two zones are apart
# Every instant so near to the middle of the years that we read (in microseconds) is one of
# them, whatever its zone.
_MIDDLE = 500_000 * sum(timegm((year, 1, 1, 0, 0, 0)) for year in (FIRST_YEAR, LAST_YEAR + 1))
_REACH = _MIDDLE - 1_000_000 * (timegm((FIRST_YEAR, 1, 1, 0, 0, 0)) + 2 * 86_400)


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
    seen = [shapes(connection, view) for view in views]
    every = [one for columns in seen for column in columns.values() for one in column]
    found = order or _order(every, where, answers)
    datings = []
    for view, columns in zip(views, seen, strict=True):
        layouts = {name: _layouts(column, found) for name, column in columns.items()}
        first, last = _years(connection, view.view, layouts)
        datings.append(Dating(layouts, found, first, last))
    return tuple(datings)


def utc_expression(
    column_sql: str,
    layouts: Layouts,
    zone: str | None = None,
    first_year: int = FIRST_YEAR,
    last_year: int = LAST_YEAR,
) -> str:
    """SQL for the naive UTC timestamp, in whole seconds, that the text in `column_sql` means.

    Null when the text is null, of no layout in `layouts`, no date, or outside 1970 to 2100.
    """
    instant = _instant(column_sql, layouts, zone, first_year, last_year)
    return f"(case when {instant} between {_LOW} and {_HIGH} then {instant} end)"


def wall_expression(column_sql: str, layouts: Layouts) -> str:
    """SQL for the timestamp as it is written, local ones not taken to UTC, of any year: within
    `APART` of what `utc_expression` gives where that gives anything, and cheaper."""
    return _instant(column_sql, layouts, None, FIRST_YEAR, LAST_YEAR)


def readable_expression(
    column_sql: str, layouts: Layouts, zone: str | None, first_year: int, last_year: int
) -> str:
    """SQL for whether `utc_expression` gives an instant, mostly without working it out.

    One distance from the middle reads the text once; `between` would read it twice.
    """
    wall = wall_expression(column_sql, layouts)
    utc = utc_expression(column_sql, layouts, zone, first_year, last_year)
    inside = f"abs(epoch_us({wall}) - {_MIDDLE}) < {_REACH}"
    return f"(case when {inside} then true else {utc} is not null end)"


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
    """The first and the last year of all columns; those outside 1970 to 2100 are no dates."""
    if not layouts:
        return FIRST_YEAR, FIRST_YEAR
    if all(used.sorts_as_text for used in layouts.values()):
        years = _ends(connection, view, layouts, wall_expression, of_texts=True)
        if len(years) == 2 * len(layouts) and _are_ours(years):
            return min(years), max(years)
    years = _ends(connection, view, layouts, wall_expression)
    if not _are_ours(years):
        years = _ends(connection, view, layouts, utc_expression)
    return (min(years), max(years)) if years else (FIRST_YEAR, FIRST_YEAR)


def _are_ours(years: Iterable[int]) -> bool:
    return all(FIRST_YEAR <= year <= LAST_YEAR for year in years)


def _ends(
    connection: duckdb.DuckDBPyConnection,
    view: str,
    layouts: Mapping[str, Layouts],
    expression: Callable[[str, Layouts], str],
    of_texts: bool = False,
) -> list[int]:
    """The years of the first and of the last instant of each column, or of its texts: none where
    a blank before a date, which is read all the same, makes it sort first."""
    ends = [
        f"case when min({text}) >= '0' then {expression(f'{end}({text})', used)} end"
        if of_texts
        else f"{end}({expression(text, used)})"
        for text, used in ((identifier(name), used) for name, used in layouts.items())
        for end in ("min", "max")
    ]
    asked = ", ".join(f"year({end})" for end in ends)
    (years,) = connection.execute(f"select {asked} from {view}").fetchall()
    return [year for year in years if year is not None]


def _instant(
    column_sql: str, layouts: Layouts, zone: str | None, first_year: int, last_year: int
) -> str:
    local = _local_expression(column_sql, layouts)
    if zone is not None and layouts.local:
        local = local_to_utc(local, zone, first_year, last_year)
    if not layouts.offset:
        return local
    offset = _offset_expression(column_sql, layouts)
    if not layouts.local:
        return offset
    has_offset = f"regexp_matches({layouts.plain(column_sql)}, '{_OFFSET}')"
    return f"(case when {has_offset} then {offset} else {local} end)"


def _local_expression(column: str, layouts: Layouts) -> str:
    if not layouts.local:
        return "cast(null as timestamp)"
    iso = [one for one in layouts.local if one in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")]
    fast = f"case when {ISO.format(x=column)} then try_cast({column} as timestamp)"
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
    fast = f"when {ZULU.format(x=column)} then try_cast(left({column}, 19) as timestamp)"
    return f"case {fast} else {slow} end"


def _list(formats: Iterable[str]) -> str:
    return "[" + ", ".join(literal(one) for one in formats) + "]"
