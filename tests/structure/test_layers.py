"""Who may import whom. The arrows of the house, read from the imports by ast."""

from collections.abc import Iterable

import pytest

from tests.structure.code import Module, module, modules

# room -> what it may import of the project. Longest matching prefix names the room.
# metrics.warehouse may use metrics.policy: the build compiles the policy into the warehouse.
ARROWS: dict[str, tuple[str, ...]] = {
    "app": ("pages.ui",),
    "pages": ("pages.ui",),
    "pages.ui": ("pages.ui", "metrics"),
    # What is dropped on a page gets in by one door.
    "pages.ui.intake": ("pages.ui", "metrics", "loaders"),
    "metrics": ("metrics",),
    "metrics.warehouse": ("metrics.warehouse", "metrics.policy", "metrics.errors"),
    "metrics.policy": ("metrics.policy", "metrics.errors"),
    "metrics.errors": (),
    "loaders": ("loaders", "metrics.warehouse", "metrics.policy", "metrics.errors"),
}
PROJECT_ROOTS = {"app", "pages", "metrics", "loaders", "tests", "benchmarks"}
SHOWS = {"streamlit", "plotly"}
MAY_SHOW = {"app", "pages", "pages.ui"}
MAY_CONNECT = "metrics/warehouse/connection.py"


def room(name: str) -> str:
    """The room a dotted name belongs to: the longest prefix in ARROWS, else its first part."""
    fits = [key for key in ARROWS if name == key or name.startswith(key + ".")]
    return max(fits, key=len, default=name.split(".")[0])


def is_under(name: str, roots: Iterable[str]) -> bool:
    return any(name == root or name.startswith(root + ".") for root in roots)


def wrong_arrows(found: Module) -> list[str]:
    """Imports of one module that go up or sideways, each with what to do."""
    if found.name == "metrics":
        return []
    mine = room(found.name)
    return [
        f"{found.path}:{line} imports {name}, but {mine} may import of the project only"
        f" {ARROWS[mine] or 'nothing'}: move what is shared down a room, or pass it in"
        for line, name in found.imports()
        if name.split(".")[0] in PROJECT_ROOTS
        and not is_under(name, ARROWS[mine])
        # `from pages import ui` first names pages, then pages.ui: the second says what is meant.
        and not any(allowed.startswith(name + ".") for allowed in ARROWS[mine])
    ]


def relative_imports(found: Module) -> list[str]:
    return [
        f"{found.path}:{line} imports {name}: write the absolute name"
        for line, name in found.imports()
        if name.startswith(".")
    ]


def misplaced_shows(found: Module) -> list[str]:
    """Streamlit or Plotly where numbers are made."""
    # Plotly also draws the weekly brief.
    allowed = SHOWS if room(found.name) in MAY_SHOW else set()
    allowed = allowed | ({"plotly"} if found.path == "metrics/brief.py" else set())
    return [
        f"{found.path}:{line} imports {name}: only app.py and pages/ show things; return a frame"
        for line, name in found.imports()
        if name.split(".")[0] in SHOWS - allowed
    ]


def misplaced_connects(found: Module) -> list[str]:
    """A DuckDB connection opened anywhere but in the one locked-down place."""
    if found.path == MAY_CONNECT:
        return []
    return [
        f"{found.path}: calls duckdb.connect; use metrics.warehouse.connection, which locks it down"
        for word in ("duckdb.connect", "from duckdb import connect")
        if word in found.source
    ]


def graph(found: list[Module]) -> dict[str, set[str]]:
    """module -> the project modules it imports (a package stands for its __init__)."""
    names = {m.name for m in found}
    return {
        m.name: {name for _, name in m.imports() if name in names and name != m.name} for m in found
    }


def circle(edges: dict[str, set[str]]) -> list[str]:
    """One circle of imports as the path round it, or nothing."""
    done: set[str] = set()

    def walk(name: str, path: list[str]) -> list[str]:
        if name in path:
            return [*path[path.index(name) :], name]
        if name in done:
            return []
        for target in sorted(edges.get(name, ())):
            if found := walk(target, [*path, name]):
                return found
        done.add(name)
        return []

    return next((found for name in sorted(edges) if (found := walk(name, []))), [])


@pytest.mark.parametrize("check", [wrong_arrows, relative_imports, misplaced_shows])
def test_every_import_follows_the_arrows(check) -> None:
    """pages -> pages.ui -> metrics -> warehouse, policy -> errors; loaders beside; nothing shows
    anything outside app.py and pages/; absolute names only."""
    complaints = [line for found in modules() for line in check(found)]

    assert complaints == []


def test_the_warehouse_is_opened_in_one_place_only() -> None:
    """duckdb.connect stands in metrics/warehouse/connection.py and nowhere else."""
    complaints = [line for found in modules() for line in misplaced_connects(found)]

    assert complaints == []


def test_no_import_goes_in_a_circle() -> None:
    """Two modules that need each other are one module, or share a third one below them."""
    found = circle(graph(modules()))

    assert found == [], f"{' -> '.join(found)}: move what both need into a module below them"


@pytest.mark.parametrize(
    "path, source, check",
    [
        ("metrics/query.py", "from pages.ui import cards", wrong_arrows),
        ("metrics/query.py", "import loaders.dates", wrong_arrows),
        ("metrics/policy/targets.py", "from metrics.warehouse import contract", wrong_arrows),
        ("metrics/warehouse/build.py", "from metrics.query import run", wrong_arrows),
        ("loaders/load.py", "from metrics import catalog", wrong_arrows),
        ("loaders/load.py", "import tests.builders", wrong_arrows),
        ("pages/weekly.py", "from metrics.query import run", wrong_arrows),
        ("metrics/query.py", "from . import metric", relative_imports),
        ("metrics/query.py", "import plotly.graph_objects as go", misplaced_shows),
        ("loaders/load.py", "import streamlit as st", misplaced_shows),
        ("pages/ui/answers.py", "import duckdb\nduckdb.connect()", misplaced_connects),
        ("pages/ui/data_upload.py", "from loaders.load import land", wrong_arrows),
    ],
)
def test_a_wrong_import_is_refused(path: str, source: str, check) -> None:
    """Each rule above can fail: one bad example for each."""
    complaints = check(module(path, source))

    assert len(complaints) >= 1
    assert path in complaints[0]


@pytest.mark.parametrize(
    "path, source",
    [
        ("pages/weekly.py", "from pages.ui import cards"),
        ("pages/ui/answers.py", "from metrics.warehouse.connection import cursor"),
        ("metrics/warehouse/build.py", "from metrics.policy import load"),
        ("loaders/load.py", "from metrics.errors import Ask"),
        ("metrics/brief.py", "import plotly.graph_objects as go"),
    ],
)
def test_a_right_import_is_let_through(path: str, source: str) -> None:
    """The rules refuse nothing that the house allows."""
    found = module(path, source)

    assert wrong_arrows(found) + misplaced_shows(found) == []


def test_a_circle_is_found() -> None:
    """a -> b -> c -> a is named from end to end."""
    assert circle({"a": {"b"}, "b": {"c"}, "c": {"a"}}) == ["a", "b", "c", "a"]
