"""words.yaml of a policy folder: what a source's own statuses, priorities and activities mean.

    zendesk:
      statuses: {Waiting for build: hold}
      priorities: {VIP: S1}
      activities: {Swarm opened: escalated}

It adds to the tables of the sources, and its words win. The file may be left out.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import Field, field_validator

from loaders.mapping import Mapping as Meaning
from loaders.source import all_sources
from metrics import policy as policies
from metrics.errors import PolicyError, did_you_mean
from metrics.policy.problems import PolicyModel, unknown
from metrics.policy.yaml_file import YamlFile, read_yaml, validated
from metrics.warehouse.contract import EVENT_TYPES, STATUSES

NAME = "words.yaml"
_STATUS = "status:"


class SourceWords(PolicyModel):
    """What some words of one source mean: theirs -> ours."""

    statuses: dict[str, str] = Field(default_factory=dict)
    priorities: dict[str, str] = Field(default_factory=dict)
    activities: dict[str, str] = Field(default_factory=dict)

    @field_validator("statuses")
    @classmethod
    def _statuses(cls, words: dict[str, str]) -> dict[str, str]:
        return _among("status", words, STATUSES)

    @field_validator("activities")
    @classmethod
    def _activities(cls, words: dict[str, str]) -> dict[str, str]:
        known = (*EVENT_TYPES, "ignore", *(f"{_STATUS}{status}" for status in STATUSES))
        return _among("event type", words, known)

    def added_to(self, mapping: Meaning) -> Meaning:
        """The mapping with these words in it."""
        return mapping.model_copy(
            update={
                name: getattr(mapping, name) | getattr(self, name)
                for name in ("statuses", "priorities", "activities")
            }
        )


Dictionary = Mapping[str, SourceWords]


def policy_words(folder: Path, sources: Iterable[str]) -> Dictionary:
    """The words in `folder` by source; `sources` are names of landed files, known beside those
    of the formats. Empty without the file.

    Raises `PolicyError` with file, line, key and the nearest right word.
    """
    path = folder / NAME
    if not path.exists():
        return {}
    file = read_yaml(path)
    if not isinstance(file.value, dict):
        raise PolicyError("a mapping of sources is wanted here", file.where(()), None, _SHAPE)
    formats = all_sources().values()
    known = {*sources, *(one.name for one in formats), *(one.family for one in formats)} - {""}
    severities = policies.load(folder).reporting.severities
    found = {}
    for source, value in file.value.items():
        if source not in known:
            nearest = did_you_mean(source, known)
            listed = f"Known are: {', '.join(sorted(known))}."
            raise PolicyError(f'unknown source "{source}"', file.where((source,)), nearest, listed)
        found[source] = validated(SourceWords, file, value, (source,))
        _check_severities(file, source, found[source], severities)
    return found


def spoken(words: Dictionary, *names: str) -> list[SourceWords]:
    """What is said of a source under any of its names."""
    return [words[name] for name in dict.fromkeys(names) if name in words]


_SHAPE = "Write SOURCE: {statuses: {their word: ours}}."


def _among(kind: str, words: dict[str, str], known: Iterable[str]) -> dict[str, str]:
    for theirs, ours in words.items():
        if ours not in known:
            raise unknown(kind, ours, known, theirs)
    return words


def _check_severities(
    file: YamlFile, source: str, words: SourceWords, severities: Iterable[str]
) -> None:
    for theirs, ours in words.priorities.items():
        if ours not in severities:
            where, nearest = (
                file.where((source, "priorities", theirs)),
                did_you_mean(ours, severities),
            )
            next_step = f"reporting.yaml lists {', '.join(severities)}."
            raise PolicyError(f'unknown severity "{ours}"', where, nearest, next_step)
