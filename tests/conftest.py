"""Fixtures that every test may use; the real warehouse is out of reach of all of them."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from loaders.__main__ import main
from loaders.files import files
from loaders.load import Options, land
from loaders.lock import locked
from loaders.manifest import exports
from metrics.warehouse.build import build
from metrics.warehouse.connection import current

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _no_real_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test reads or writes the real data/ folder: the home is a fresh temporary one."""
    monkeypatch.setenv("TIERLINE_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("TIERLINE_POLICY", raising=False)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real exports and vectors; tests that need it skip where it is absent."""
    folder = Path(os.environ.get("TIERLINE_SHARED", PROJECT.parent / "shared"))
    if not (folder / "data").is_dir():
        pytest.skip(f"real exports are not on this machine ({folder}); set TIERLINE_SHARED")
    return folder


def session_folder(factory: pytest.TempPathFactory) -> Path:
    """One for all workers of a session."""
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the sample exports loaded, to read only; one for all workers of a session."""
    home = session_folder(tmp_path_factory) / "sample_home"
    with locked(home):
        if current(home) is None:
            for path in files([PROJECT / "sample_data" / "exports"]):
                land(path, home, Options())
            build(home, PROJECT / "sample_data" / "policy", exports(home))
    return home


@pytest.fixture(scope="session")
def real_home(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """`real_home(FILE, OPTION, ...)`: a home with a real file loaded by the command line, to read
    only; loaded once for all workers of a session."""

    def home_of(name: str, *options: str) -> Path:
        folder = (
            session_folder(tmp_path_factory) / "real" / "-".join([name, *options]).replace("/", "-")
        )
        with locked(folder):
            if current(folder / "home") is None:
                words = ["load", str(shared / "data" / name), *options]
                policy = str(PROJECT / "sample_data" / "policy")
                assert main([*words, "--home", str(folder / "home"), "--policy", policy]) == 0
        return folder / "home"

    return home_of
