"""Policy problems found inside the pydantic models; it knows no file and no line."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from metrics.errors import did_you_mean


def problem(
    what: str,
    nearest: str | None = None,
    next_step: str | None = None,
    key: str | int | tuple[str | int, ...] | None = None,
) -> PydanticCustomError:
    """The error to raise in a validator; `key` is where below the validated value it lies."""
    below = key if isinstance(key, tuple) else () if key is None else (key,)
    parts = {"what": what, "nearest": nearest, "next_step": next_step, "key": below}
    return PydanticCustomError("tierline", "{what}", parts)


def unknown(kind: str, word: str, choices: Iterable[str], key: Any = None) -> PydanticCustomError:
    """A name that is none of the `choices`, with the nearest of them and the whole list."""
    listed = list(choices)
    shown = ", ".join(listed) if len(listed) <= 20 else f"{', '.join(listed[:20])} ..."
    next_step = f"Known are: {shown}." if listed else f"No {kind} is known yet."
    return problem(f'unknown {kind} "{word}"', did_you_mean(word, listed), next_step, key)


@contextmanager
def below(key: str | int) -> Iterator[None]:
    """A problem raised inside lies below `key`, so that the message finds its line."""
    try:
        yield
    except PydanticCustomError as error:
        parts = error.context or {}
        place = (key, *parts["key"])
        raise problem(parts["what"], parts["nearest"], parts["next_step"], place) from None


class PolicyModel(BaseModel):
    """A frozen model that refuses unknown keys with the nearest known one."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True
    )

    @model_validator(mode="before")
    @classmethod
    def _known_keys(cls, value: Any) -> Any:
        if isinstance(value, dict):
            known = [field.alias or name for name, field in cls.model_fields.items()]
            for key in value:
                if key not in known and key not in cls.model_fields:
                    raise unknown("key", str(key), known, key)
        return value
