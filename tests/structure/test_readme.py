"""The README shows what the commands say and leaves no command out."""

import re
import subprocess
import sys

import pytest

from loaders.source import all_sources
from tests.conftest import PROJECT
from tests.readme import BLOCK, help_text, is_fresh, refreshed

README = (PROJECT / "README.md").read_text(encoding="utf-8")
SHOWN = {match.group(1) for match in BLOCK.finditer(README)}


def subcommands(package: str) -> list[str]:
    """The commands that `python -m package --help` lists, each on a line with what it does."""
    return re.findall(r"^    ([a-z]+) ", help_text(f"python -m {package} --help"), re.MULTILINE)


def test_help_texts_are_fresh() -> None:
    """What the README shows is what the commands print; `make docs` writes it again."""
    assert is_fresh(README)


def test_a_help_text_is_what_a_process_prints() -> None:
    """The texts above are asked for without starting one each."""
    done = subprocess.run(
        [sys.executable, "-m", "metrics", "--help"], cwd=PROJECT, capture_output=True, text=True
    )

    assert done.stdout.split() == help_text("python -m metrics --help").split()


@pytest.mark.parametrize("package", ["loaders", "metrics"])
def test_every_command_is_shown(package: str) -> None:
    """An undocumented command is an untested one, and an untested one is not done."""
    wanted = {f"python -m {package} {name} --help" for name in subcommands(package)}

    assert len(wanted) >= 3
    assert wanted - SHOWN == set()


def test_an_old_help_text_is_seen() -> None:
    """The rule can fail."""
    old = "```text\n$ python -m json.tool --help\nsomething old\n```"

    assert not is_fresh(old)
    assert "something old" not in refreshed(old)


def test_links_lead_somewhere() -> None:
    """Every relative link in the README names a file that is there."""
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", README)

    assert [link for link in links if not (PROJECT / link).exists()] == []


def test_every_source_is_in_the_table_of_formats() -> None:
    """Lookup tables of a warehouse are refused, so they are no format."""
    table = README[README.index("### Formats") : README.index("Which facts each format")]

    assert set(re.findall(r"`(\w+)`", table)) >= {*all_sources()} - {"warehouse_lookups"}
