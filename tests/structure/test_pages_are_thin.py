"""A page asks and shows; it computes nothing."""

import ast

import pytest

from tests.structure.code import Module, module, page_scripts

LIMIT = 60
ARITHMETIC = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow)
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)


def first_statement(found: Module) -> ast.stmt | None:
    """The first statement that does something: past docstring, imports."""
    for node in found.tree.body:
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not is_text and not isinstance(node, ast.Import | ast.ImportFrom):
            return node
    return None


def calls_guard(node: ast.stmt | None) -> bool:
    """True for `guard(...)` as a statement and for `x = guard(...)`."""
    value = node.value if isinstance(node, ast.Expr | ast.Assign) else None
    if not isinstance(value, ast.Call):
        return False
    called = value.func
    return (called.attr if isinstance(called, ast.Attribute) else ast.unparse(called)) == "guard"


def complaints(found: Module) -> list[str]:
    """What makes this page more than a page, each with what to do."""
    said = []
    if found.lines >= LIMIT:
        said.append(f"{found.path}: {found.lines} lines; move blocks into pages/ui (under {LIMIT})")
    if not calls_guard(first_statement(found)):
        said.append(
            f"{found.path}: the first statement must be guard(...): Streamlit serves pages/"
        )
    for node in ast.walk(found.tree):
        line = getattr(node, "lineno", 0)
        if isinstance(node, FUNCTIONS):
            said.append(f"{found.path}:{line}: a function in a page; move it into pages/ui")
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ARITHMETIC):
            said.append(f"{found.path}:{line}: arithmetic in a page; a figure belongs in metrics")
    return said


def test_pages_ask_and_show_only() -> None:
    """Under 60 lines, guard first, no functions, no arithmetic."""
    found = [line for page in page_scripts() for line in complaints(page)]

    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        "import streamlit as st\nst.title('x')",
        "guard()\ndef f(): ...",
        "guard()\nx = 1 + y",
        "guard()\nx += 1",
        "guard()\nx = sorted(y, key=lambda z: z)",
        "guard()\n" + "show()\n" * 60,
    ],
)
def test_a_fat_page_is_refused(source: str) -> None:
    """Each rule can fail."""
    assert complaints(module("pages/bad.py", source)) != []


def test_a_thin_page_is_let_through() -> None:
    """Docstring and imports may stand before the guard."""
    page = module(
        "pages/good.py", '"""What."""\nfrom pages.ui.guard import guard\n\nguard()\nshow()'
    )

    assert complaints(page) == []
