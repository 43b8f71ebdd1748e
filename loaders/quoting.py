"""Names and texts as SQL."""


def identifier(name: str) -> str:
    """A quoted SQL name."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    """A quoted SQL text."""
    return "'" + value.replace("'", "''") + "'"
