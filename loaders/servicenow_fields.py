"""Fields of ServiceNow's Table API as flat text: plain, or objects with a value and a display."""

import json
from collections.abc import Iterable

from loaders.quoting import identifier, literal
from loaders.shape import Shape

FAMILY = "servicenow_incidents"  # what names its incidents otherwise joins the table


def flat(shape: Shape, columns: Iterable[str], shown: Iterable[str] = ()) -> str:
    """SQL for the rows with these columns as text; names in `shown` as people see them.

    Everything else is the value behind it: a code, an instant in UTC, a sys_id.
    """
    if shape.form == "table":
        return "select * from file_rows"
    names, seen = list(dict.fromkeys(columns)), set(shown)
    paths = ", ".join(
        literal(f'$."{name}"{member}')
        for name in names
        for member in ("", ".value", ".display_value")
    )
    listed = ", ".join(
        f"{_field(3 * place + 1, name in seen)} as {identifier(name)}"
        for place, name in enumerate(names)
    )
    return (
        f"select {listed}, row_number, line from (select json_extract_string(record, [{paths}])"
        " as found, row_number, line from file_rows)"
    )


def _field(place: int, is_shown: bool) -> str:
    plain, value, display = (f"nullif(trim(found[{place + more}]), '')" for more in range(3))
    bare = f"case when left({plain}, 1) <> '{{' then {plain} end"
    order = (display, value) if is_shown else (value, display)
    return f"coalesce({bare}, {', '.join(order)})"


def waiting(state: str, reason: str) -> str:
    """SQL for the state; on hold for the caller is waiting for the customer, and says so."""
    held = f"{state} in ('3', 'On Hold') and {reason} in ('1', 'Awaiting Caller')"
    return f"case when {held} then 'Awaiting Caller' else {state} end"


def raw_text(text: str | None) -> str | None:
    """The value in a sampled cell, where the cell is an object with one; else the cell."""
    if not text or not text.startswith("{"):
        return text
    try:
        value = json.loads(text).get("value")
    except ValueError:
        return text
    return None if value is None else str(value)
