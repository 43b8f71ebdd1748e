"""The records of DECISIONS.md: how a figure is counted, why, and how others count it."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).parent / "DECISIONS.md"
_RECORD = re.compile(r"^## (\d+)\. (.+?)\n(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)
_FIGURES = re.compile(r"^\*\*Figures\.\*\* (.+)$\n?", re.MULTILINE)


@dataclass(frozen=True)
class Decision:
    """One record: `text` is markdown, `figures` names the metrics that it speaks of."""

    number: int
    title: str
    text: str
    figures: tuple[str, ...]


@cache
def decisions() -> tuple[Decision, ...]:
    """Every record, by number."""
    found = (_decision(*record) for record in _RECORD.findall(FILE.read_text(encoding="utf-8")))
    return tuple(sorted(found, key=lambda each: each.number))


def about(metric: str) -> list[Decision]:
    """The records that speak of a metric."""
    return [each for each in decisions() if metric in each.figures]


def _decision(number: str, title: str, text: str) -> Decision:
    named = _FIGURES.search(text)
    figures = tuple(re.findall(r"`(\w+)`", named[1])) if named else ()
    return Decision(int(number), title, _FIGURES.sub("", text).strip(), figures)
