"""The one family of errors: each says what, where, the nearest right thing and what next."""

from collections.abc import Iterable
from difflib import get_close_matches


class TierlineError(Exception):
    """Something a person can put right. `str()` gives the whole message in one paragraph.

    `what` is wrong and `where` (file, line, column, key); `nearest` is the nearest right
    thing, if one is near; `next_step` is what to do now.
    """

    def __init__(
        self,
        what: str,
        where: str | None = None,
        nearest: str | None = None,
        next_step: str | None = None,
    ) -> None:
        self.what, self.where, self.nearest, self.next_step = what, where, nearest, next_step
        super().__init__(self._message())

    def _message(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        parts = [head if head.endswith((".", "?", "!")) else head + "."]
        if self.nearest:
            parts.append(f"Did you mean {self.nearest}?")
        if self.next_step:
            parts.append(self.next_step)
        return " ".join(parts)


class PolicyError(TierlineError):
    """A policy file that cannot be used; nothing was changed."""


class DefinitionError(TierlineError):
    """A metric definition that cannot be used; the start stops here."""


class QuestionError(TierlineError):
    """A question that the catalogue cannot answer."""


class WarehouseError(TierlineError):
    """No warehouse, or one that cannot be trusted."""


class ExportError(TierlineError):
    """An export that cannot be landed; nothing was landed."""


class Ask(ExportError):
    """A question that the file cannot answer and only a person can (exit code 2)."""


def did_you_mean(word: str, choices: Iterable[str]) -> str | None:
    """The choice nearest to `word`, else the shortest that begins with it in any letters, quoted;
    None when there is none."""
    known, folded = list(choices), word.casefold()
    near = get_close_matches(word, known, n=1, cutoff=0.6)
    if not near and folded:
        near = sorted((one for one in known if one.casefold().startswith(folded)), key=len)
    return f'"{near[0]}"' if near else None
