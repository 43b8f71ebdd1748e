"""Small functions, small files, and a docstring on everything public."""

import ast
from statistics import median, quantiles

from tests.structure.code import Module, module, modules

FILE_LINES = 250
MEDIAN_LINES = 10
P90_LINES = 40


def long_files(found: list[Module]) -> list[str]:
    return [
        f"{m.path}: {m.lines} lines; split it by what it is about (at most {FILE_LINES})"
        for m in found
        if m.lines > FILE_LINES
    ]


def function_lines(found: list[Module]) -> list[tuple[int, str]]:
    """(lines from def to end, where) of every function, longest first."""
    sizes = [
        ((node.end_lineno or 0) - node.lineno + 1, f"{m.path}:{node.lineno} {node.name}")
        for m in found
        for node in m.functions()
    ]
    return sorted(sizes, reverse=True)


def public_without_docstring(found: Module) -> list[str]:
    """Modules, public classes and public module-level functions that say nothing.

    Methods, properties and one-line functions need none if the name suffices.
    """
    is_silent = bool(found.source.strip()) and not ast.get_docstring(found.tree)
    said = [] if not is_silent else [f"{found.path}: say in one line what it is"]
    for node in found.tree.body:
        if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        is_tiny = (node.end_lineno or 0) - node.lineno <= 3
        if not is_tiny and not ast.get_docstring(node):
            said.append(f"{found.path}:{node.lineno} {node.name}: say what it returns")
    return said


def test_no_file_is_long() -> None:
    """250 lines at most, tests and benchmarks included: what is longer is two things."""
    assert long_files([*modules(), *modules("tests", "benchmarks")]) == []


def test_functions_are_short() -> None:
    """Over the product: median at most 10 lines, nine in ten at most 40."""
    sizes = function_lines(modules())
    lines = [size for size, _ in sizes]
    longest = "; ".join(f"{where} ({size})" for size, where in sizes[:8])

    assert median(lines) <= MEDIAN_LINES, longest
    assert quantiles(lines, n=10)[-1] <= P90_LINES, longest


def test_everything_public_says_what_it_is() -> None:
    """Undocumented means unfinished."""
    said = [line for found in modules() for line in public_without_docstring(found)]

    assert said == []


def test_a_long_file_a_long_function_and_a_mute_one_are_seen() -> None:
    """Each rule can fail."""
    body = "\n".join(f"    x = {i}" for i in range(300))
    bad = module("metrics/bad.py", f"def f():\n{body}\n")

    assert len(long_files([bad])) == 1
    assert function_lines([bad])[0][0] == 301
    assert len(public_without_docstring(bad)) == 2
