"""The project's Python as the structure tests see it: modules, imports, functions; read only."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from tests.conftest import PROJECT

ROOMS = ("metrics", "loaders", "pages")


@dataclass(frozen=True)
class Module:
    """One Python file of the project: its dotted name, its path from the root and its source."""

    name: str
    path: str
    source: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.source, self.path)

    @property
    def lines(self) -> int:
        return len(self.source.splitlines())

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        """Every function and method, nested ones included."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    def imports(self) -> Iterator[tuple[int, str]]:
        """(line, dotted name) of every import; `from a import b` yields both a and a.b."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node.lineno, alias.name) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = "." * node.level + (node.module or "")
                yield node.lineno, base
                yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def module(path: str, source: str) -> Module:
    """A module from its path and source, such as a deliberately bad example in a test."""
    name = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    return Module(name, path, source)


def modules(*rooms: str) -> list[Module]:
    """The modules under these folders (the whole product when none is given), app.py included."""
    files: list[Path] = [PROJECT / "app.py"] if not rooms else []
    for room in rooms or ROOMS:
        files += sorted((PROJECT / room).rglob("*.py"))
    return [
        module(file.relative_to(PROJECT).as_posix(), file.read_text(encoding="utf-8"))
        for file in files
        if file.exists()
    ]


def page_scripts() -> list[Module]:
    """The pages themselves: scripts directly under pages/."""
    return [m for m in modules("pages") if m.path.count("/") == 1 and m.name != "pages"]
