"""Made subjects in their tens of thousands, and how long their clusters take."""

from itertools import accumulate
from random import Random

from metrics.warehouse.clusters import clusters

_SYLLABLES = [
    "ka",
    "lo",
    "mi",
    "ter",
    "ran",
    "ent",
    "tion",
    "al",
    "is",
    "po",
    "cer",
    "ver",
    "sub",
    "net",
    "log",
    "in",
    "out",
    "er",
    "re",
    "con",
    "pro",
    "ex",
    "dom",
    "ser",
    "vice",
    "sta",
    "gen",
    "ful",
    "ble",
    "an",
    "or",
    "um",
    "et",
    "di",
    "fi",
    "ga",
    "hu",
    "je",
    "ky",
    "wo",
]


def made(count: int, seed: int = 1) -> list[str]:
    """Distinct subjects: six in ten reword one of many themes, the others are their own."""
    dice = Random(seed)
    words = ["".join(dice.choices(_SYLLABLES, k=dice.randint(1, 4))) for _ in range(8_000)]
    # As in every language, few words are said often.
    often = list(accumulate(1 / (place + 1) ** 0.8 for place in range(len(words))))
    themes = [dice.choices(words, cum_weights=often, k=6) for _ in range(count // 20)]
    found: dict[str, None] = {}
    while len(found) < count:
        said = dice.choices(words, cum_weights=often, k=dice.randint(4, 9))
        if dice.random() < 0.6:
            said = [*dice.choice(themes)[:5], said[0]]
        found[" ".join(said)] = None
    return list(found)


def cluster(count: int) -> int:
    """How many clusters so many subjects make."""
    return len(clusters([(subject, 3) for subject in made(count)]))
