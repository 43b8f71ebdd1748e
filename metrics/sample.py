"""Whether the figures are of the sample that comes with Tierline, and the words that say so."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from metrics.answers import Answers

FOLDER = Path(__file__).resolve().parent.parent / "sample_data" / "exports"
BADGE, MEANING = "Sample data", "An invented vendor"


@cache
def digests() -> frozenset[str]:
    """The sha256 of every sample export, as a landed file has it."""
    exports = (path for path in FOLDER.glob("*") if path.suffix != ".yaml")
    return frozenset(sha256(path.read_bytes()).hexdigest() for path in exports)


def is_loaded(answers: Answers) -> bool:
    """Whether any export of the sample counts in the warehouse that answers."""
    return not digests().isdisjoint(answers.read("loads")["sha256"])


def said(answers: Answers) -> str:
    """`Sample data: an invented vendor`; of other data nothing."""
    return f"{BADGE}: {MEANING.lower()}" if is_loaded(answers) else ""
