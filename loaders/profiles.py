"""Answers remembered by source, in `profiles/<source>.yaml` of a home.

A profile is asked only where a file leaves a question open: what the file says, what a person
says with an option and what a mapping says all come first. The answer that was used is kept with
the landed file, so changing a profile later changes no figure.
"""

from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote, unquote

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from loaders.disk import remove, write_whole
from loaders.questions import Topic
from loaders.zones import time_zone
from metrics.errors import ExportError, did_you_mean

FOLDER = "profiles"
NAMES = ("time_zone", "date_order", "account")


class Profile(BaseModel):
    """What a person said once about the files of one source; None where nobody said anything."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    time_zone: str | None = None
    date_order: Literal["dmy", "mdy", "ymd"] | None = None
    account: str | None = None

    @field_validator("time_zone")
    @classmethod
    def _known(cls, zone: str | None) -> str | None:
        return zone if zone is None else time_zone(zone)

    def answer(self, topic: Topic) -> str | None:
        """What was said about `topic`; which source a file is, is never remembered."""
        found: str | None = getattr(self, topic, None)
        return found

    def told(self) -> dict[str, str]:
        """The answers that there are."""
        return self.model_dump(exclude_none=True)


def profile(home: Path, source: str) -> Profile:
    """The profile of `source`; an empty one if there is none.

    Raises `ExportError` when its file cannot be understood.
    """
    path = _path(home, source)
    try:
        found: Any = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        return Profile.model_validate(found or {})
    except FileNotFoundError:
        return Profile()
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        raise ExportError(
            f"the profile of {source} cannot be used ({_first(error)})",
            where=str(path),
            next_step=f"Correct it, or forget it: python -m loaders profiles forget {source}",
        ) from error


def profiles(home: Path) -> dict[str, Profile]:
    """Every profile by source, in order of their names."""
    names = sorted(unquote(path.stem) for path in (home / FOLDER).glob("*.yaml"))
    return {name: profile(home, name) for name in names}


def remember(home: Path, source: str, answers: dict[str, str]) -> Profile:
    """The profile of `source` with these answers from now on.

    Raises `ExportError` or `Ask` when an answer is none, and then nothing changes.
    """
    for name in answers:
        if name not in NAMES:
            raise ExportError(
                f'"{name}" is nothing that a profile keeps',
                nearest=did_you_mean(name, NAMES),
                next_step=f"It keeps {', '.join(NAMES)}.",
            )
    try:
        changed = Profile.model_validate(profile(home, source).told() | answers)
    except ValidationError as error:
        raise ExportError(f"the answer is none ({_first(error)})", where=source) from error
    path = _path(home, source)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, yaml.safe_dump(changed.told(), sort_keys=False, allow_unicode=True).rstrip())
    return changed


def forget(home: Path, source: str) -> None:
    """Remove the profile of `source`.

    Raises `ExportError` with the nearest name when there is none.
    """
    path = _path(home, source)
    if not path.exists():
        known = [unquote(one.stem) for one in (home / FOLDER).glob("*.yaml")]
        raise ExportError(
            f'there is no profile of "{source}"',
            where=str(home / FOLDER),
            nearest=did_you_mean(source, known),
        )
    remove(path)


def _path(home: Path, source: str) -> Path:
    """A source may have any name that a mapping gives it; no name leaves the folder."""
    return home / FOLDER / f"{quote(source, safe=' ')}.yaml"


def _first(error: Exception) -> str:
    if isinstance(error, ValidationError):
        found = error.errors()[0]
        place = ".".join(str(part) for part in found["loc"])
        return f"{place}: {found['msg']}" if place else str(found["msg"])
    return str(error).splitlines()[0] if str(error) else type(error).__name__
