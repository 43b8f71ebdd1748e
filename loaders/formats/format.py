"""What a format is to the sample: files of bytes, and which facts of a history they can carry.

Writers follow the published forms of the formats, not the readers in loaders/sources, so that
a round trip through both finds where the two understand a format differently.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from pkgutil import iter_modules
from typing import Literal

from loaders import formats
from loaders.sample_cases import Case
from metrics.errors import ExportError, did_you_mean

History = Literal["every change", "last value", "no"]
Files = dict[str, bytes]


@dataclass(frozen=True)
class Carries:
    """Which facts of a case a format has room for; the words stand in docs/formats.md."""

    creation: Literal["second", "minute"] = "second"
    statuses: Literal["every change", "without waits", "last value", "open or done"] = "last value"
    priorities: Literal["every change", "last value", "own words", "no"] = "last value"
    teams: Literal["every change", "last value", "while queued", "no"] = "last value"
    owners: History = "last value"
    acknowledgement: Literal["yes", "inferred", "no"] = "no"
    replies: Literal["every one", "the first", "the first, in minutes", "no"] = "no"
    resolves: Literal["every one", "the last", "no"] = "the last"
    withdrawn: Literal["yes", "cancelled only", "merged only", "no"] = "no"
    accounts: Literal["yes", "no"] = "yes"
    categories: Literal["yes", "type only", "no"] = "yes"
    verdicts: Literal["yes", "no"] = "no"
    zone: Literal["yes", "by convention", "asked for"] = "yes"


EVERYTHING = Carries(
    statuses="every change",
    priorities="every change",
    teams="every change",
    owners="every change",
    acknowledgement="yes",
    replies="every one",
    resolves="every one",
    withdrawn="yes",
)


@dataclass(frozen=True)
class Format:
    """One export format.

    `files` gives file name -> bytes; `case_id` is the name of a case in the format, `account_id`
    that of an account; `told` is whether the tool would hold such a case at all; `zone` is the
    zone of the wall clock, which a person has to say when the files do not; `met` is what the
    tool's own SLA says of resolving a case, if the format has a word on it.
    """

    name: str
    title: str
    carries: Carries
    files: Callable[[Sequence[Case]], Files]
    case_id: Callable[[Case], str]
    account_id: Callable[[str], str] = field(default=lambda account_id: account_id)
    told: Callable[[Case], bool] = field(default=lambda case: True)
    zone: str | None = None
    met: Callable[[Case], bool | None] | None = None


def all_formats() -> dict[str, Format]:
    """Every format by name, in the order of the names."""
    modules = [
        import_module(f"{formats.__name__}.{m.name}") for m in iter_modules(formats.__path__)
    ]
    found = [one for module in modules for one in getattr(module, "FORMATS", ())]
    return {one.name: one for one in sorted(found, key=lambda one: one.name)}


def named(name: str) -> Format:
    """The format called `name`.

    Raises `ExportError` with the nearest name.
    """
    known = all_formats()
    if name not in known:
        raise ExportError(
            f'"{name}" is no format that the sample is written in',
            where="--format",
            nearest=did_you_mean(name, known),
            next_step=f"Formats: all, {', '.join(known)}.",
        )
    return known[name]
