"""A source for a flat table: recognised by well-known headers, or read by a mapping file."""

from collections.abc import Mapping as Dictionary

from loaders.flat_fields import REQUIRED
from loaders.mapping import Mapping, Table
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source, columns_by

Words = Dictionary[str, tuple[str, ...]]


def flat_source(table: Table, title: str, words: Words, telling: tuple[str, ...]) -> Source:
    """The source called like its table; `words` are the headers behind each of our words.

    It knows a header with every needed word and all of `telling`, the words that no other kind
    of table has.
    """
    needed = {*REQUIRED[table], *telling}

    def recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
        found = columns_by(shape.columns, words)
        if not needed <= set(found):
            return None
        seen = ", ".join(f"{word} ({found[word]})" for word in words if word in needed)
        return Recognition(0.45, f"the columns are those of {title.lower()}: {seen}")

    def parts(shape: Shape) -> tuple[Part, ...]:
        return (Part(Mapping(table=table, columns=dict(columns_by(shape.columns, words)))),)

    return Source(table, title, recognise, parts)
