"""The files at the root: pinned requirements, a Makefile that lists itself, a CI that calls it."""

import os
import re
import shutil
import subprocess

import pytest

from tests.conftest import PROJECT

MAKEFILE = (PROJECT / "Makefile").read_text(encoding="utf-8")
TARGETS = re.findall(r"^([a-z-]+):", MAKEFILE, flags=re.MULTILINE)
# Steps of other targets, which nobody calls by name.
STEPS = {"browser"}
needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def make(*arguments: str) -> str:
    """What make prints for these arguments."""
    done = subprocess.run(
        ["make", "--no-print-directory", *arguments],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    return done.stdout


def unpinned(text: str) -> list[str]:
    """Lines that name a package without an exact version."""
    lines = [line.split("#")[0].strip() for line in text.splitlines()]
    return [line for line in lines if line and not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9.]+", line)]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_requirement_is_pinned_exactly(name: str) -> None:
    """The same versions on every machine, or a figure may move without a commit."""
    assert unpinned((PROJECT / name).read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("line", ["duckdb", "duckdb>=2.0", "duckdb~=2.0", "duckdb==2.*"])
def test_a_loose_requirement_is_seen(line: str) -> None:
    """The rule can fail."""
    assert unpinned(line) == [line]


def test_no_recipe_calls_make() -> None:
    """make runs a line with $(MAKE) even under --dry-run: the tests below would run all tests."""
    recipes = [line for line in MAKEFILE.splitlines() if line.startswith("\t")]

    assert [line for line in recipes if "$(MAKE)" in line] == []


@needs_make
def test_make_help_lists_every_target() -> None:
    """A target without a line in `make help` is one that nobody finds."""
    listed = {line.split()[1] for line in make("help").splitlines()}

    assert listed == set(TARGETS) - STEPS


@needs_make
@pytest.mark.parametrize("target", ["run", "test", "setup", "check", "bench"])
def test_make_knows_how(target: str) -> None:
    """The promised targets are there and make finds everything that they need."""
    assert make("--dry-run", target) != ""


@needs_make
def test_make_run_serves_on_the_port_asked_for() -> None:
    """8501 unless PORT says otherwise."""
    assert "--server.port 8501" in make("--dry-run", "run")
    assert "--server.port 8600" in make("--dry-run", "run", "PORT=8600")


def test_ci_calls_exactly_make_test() -> None:
    """What passes in CI is what passes on a desk."""
    script = PROJECT / ".ci/run"
    commands = [line for line in script.read_text().splitlines() if line.startswith("make")]

    assert [command.split(" 2>&1")[0] for command in commands] == ["make test"]
    assert os.access(script, os.X_OK)
