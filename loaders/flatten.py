"""JSON records as flat text columns: SQL over the view `file_rows`, each record parsed once."""

import re
from collections.abc import Iterable, Mapping

from loaders.quoting import identifier, literal
from loaders.shape import Shape
from metrics.warehouse.parts import WHOLE

_STEP = re.compile(r"([^.\[\]]+)|\[(-?\d+|\*)\]")


def path(written: str, columns: Iterable[str] = ()) -> str:
    """The JSON path behind what a person writes: `fields.status.name`, `labels[0]`, or a path
    that starts with $; a name that is itself a member is taken as it stands."""
    if written.startswith("$"):
        return written
    if written in columns:
        return f'$."{written}"'
    steps = _STEP.findall(written)
    return "$" + "".join(f'."{name}"' if name else f"[{place}]" for name, place in steps)


def first_step(written: str) -> str:
    """The member at the top of the record that a path starts with."""
    step = _STEP.match(written.removeprefix("$."))
    return step[1].strip('"') if step and step[1] else written


def fields(
    wanted: Mapping[str, str],
    keep: Iterable[str] = (),
    rows: str = WHOLE,
    record: str = "record",
) -> str:
    """A select of text columns out of JSON: column -> path into `record`, blank text as null.

    `rows` is the SQL that holds the JSON; `keep` names columns of it that go along beside
    `row_number` and `line`. The unnest of one element keeps conditions on the columns from
    being pushed down, where each would parse the record again.
    """
    paths = ", ".join(literal(path(one)) for one in wanted.values())
    kept = "".join(f"{identifier(name)}, " for name in keep)
    columns = "".join(
        f"nullif(trim(found[{place}]), '') as {identifier(name)}, "
        for place, name in enumerate(wanted, start=1)
    )
    return (
        f"select {kept}{columns}row_number, line from (select {kept}"
        f"unnest([json_extract_string({record}, [{paths}])]) as found,"
        f" row_number, line from ({rows}))"
    )


def unnested(
    list_path: str,
    keep: Iterable[str] = (),
    rows: str = WHOLE,
    record: str = "record",
    item: str = "item",
) -> str:
    """A select with one row per element of the list at `list_path` (a[*].b is followed through
    every a): its JSON as the column `item`, and its place in the list, from 1, as `item`_place.

    `keep` names columns of `rows` that go along (`record` itself, to read more of it later).
    Records without the list give no rows. Feed it to `fields(..., rows=..., record="item")`.
    """
    kept = "".join(f"{identifier(name)}, " for name in keep)
    elements = f"json_extract({record}, {literal(path(list_path) + '[*]')})"
    return (
        f"select {kept}unnest(items) as {item}, generate_subscripts(items, 1) as {item}_place,"
        f" row_number, line from (select {kept}{elements} as items, row_number, line from ({rows}))"
    )


def flat(shape: Shape, columns: Iterable[str]) -> str:
    """The rows of a file with these columns: a table as it stands, of records the members or
    paths named."""
    if shape.form == "table":
        return WHOLE
    return fields({name: path(name, shape.columns) for name in dict.fromkeys(columns)})
