"""Clusters of subjects: what reads alike stands together, and goes by one name for good."""

from collections import Counter
from datetime import datetime
from math import log, sqrt
from pathlib import Path
from random import Random

import pytest

from loaders import sample
from metrics.warehouse.clusters import ALIKE, clusters, leaders, normal
from tests.warehouses import build_rows


def sample_texts() -> list[str]:
    """The subjects of the sample as they are compared, in the order in which they were seen."""
    cases = sorted(sample.world(), key=lambda one: one.created_at)
    return list(dict.fromkeys(normal(one.subject) for one in cases))


def plain_leaders(texts: list[str]) -> list[int]:
    """The slow second implementation: TF-IDF and leader clustering by the book, in loops."""
    counted = [Counter(grams(text)) for text in texts]
    spread = Counter(gram for grams in counted for gram in grams)
    rarity = {gram: 1 + log((1 + len(texts)) / (1 + n)) for gram, n in spread.items()}
    rows = [{gram: n * rarity[gram] for gram, n in grams.items()} for grams in counted]
    found: list[int] = []
    for place, row in enumerate(rows):
        begun = [p for p in range(place) if found[p] == p]
        likeness = {p: cosine(row, rows[p]) for p in begun}
        best = max(begun, key=lambda p: (likeness[p], -p), default=place)
        found.append(best if likeness.get(best, 0) >= ALIKE else place)
    return found


def grams(text: str) -> list[str]:
    padded = [f" {word} " for word in text.split()]
    return [w[i : i + 4] for w in padded for i in range(max(1, len(w) - 3))]


def cosine(one: dict[str, float], other: dict[str, float]) -> float:
    product = sum(weight * other.get(gram, 0) for gram, weight in one.items())
    lengths = [sqrt(sum(weight * weight for weight in row.values())) for row in (one, other)]
    return product / (lengths[0] * lengths[1])


def test_the_plain_reference_agrees() -> None:
    """On the subjects of the sample, and on 300 rewordings of them."""
    dice, texts = Random(1), sample_texts()
    words = [word for text in texts for word in text.split()]
    mixed = [
        " ".join(dice.choice(words) if dice.random() < 0.3 else word for word in text.split())
        for text in dice.choices(texts, k=300)
    ]

    for found in (texts, list(dict.fromkeys(mixed))):
        assert leaders(found) == plain_leaders(found)


def test_rewordings_stand_together_and_numbers_do_not_count() -> None:
    """What began the cluster names it; its terms are what tells it from the others."""
    given = [("Login loop after rotation 17", 2), ("Invoice lacks the VAT", 3)]
    given += [("LOGIN loop after rotation 18", 1), ("login loop after the rotation", 2)]

    first, second = clusters(given)

    assert (first.name, first.cases, len(first.subjects)) == ("Login loop after rotation 17", 5, 3)
    assert (second.name, second.cases) == ("Invoice lacks the VAT", 3)
    assert set(first.terms) <= {"login", "loop", "after", "rotation"}


@pytest.mark.parametrize(
    "one, other",
    [
        ("Anmeldung schlägt fehl seit Update", "Anmeldung schlägt nach Update fehl"),
        ("ログインできません 再起動後", "ログインできません 更新後"),
        ("Не удаётся войти в систему", "Не удаётся войти в систему снова"),
    ],
)
def test_no_language_is_preferred(one: str, other: str) -> None:
    """Letters are compared, not words of a dictionary."""
    assert [found.subjects for found in clusters([(one, 2), (other, 2)])] == [(one, other)]


def test_two_cases_are_no_cluster() -> None:
    """A pair stays unclustered, in view."""
    assert clusters([("Printer on fire", 1), ("Printer on fire!", 1), ("Mail is slow", 2)]) == []


@pytest.mark.parametrize("given", [[], [("?", 5)], [("", 3)], [("a", 3), ("b", 3)]])
def test_subjects_without_words_break_nothing(given: list[tuple[str, int]]) -> None:
    """None at all, a sign, nothing, a letter."""
    assert sum(one.cases for one in clusters(given)) <= sum(cases for _, cases in given)


def test_later_cases_rename_no_cluster() -> None:
    """Half the sample's subjects, then all of them: every cluster keeps its id and name."""
    texts = [(text, 3) for text in sample_texts()]
    before = {one.cluster_id: one.name for one in clusters(texts[: len(texts) // 2])}

    after = {one.cluster_id: one.name for one in clusters(texts)}

    assert before.items() <= after.items()


@pytest.mark.parametrize("subject, rows", [(None, 0), ("Login loop", 2)])
def test_the_warehouse_counts_every_case_once(
    tmp_path: Path, subject: str | None, rows: int
) -> None:
    """Clusters and the row of what is in none add up to all cases; no subjects, no rows."""
    day = datetime(2026, 3, 2)
    cases = [{"case_id": f"C{n}", "subject": subject} for n in range(4)]
    cases.append({"case_id": "C9", "subject": None if subject is None else "Something else"})
    events = [{"case_id": one["case_id"], "event_at": day, "type": "created"} for one in cases]
    policy = Path(__file__).resolve().parents[2] / "sample_data" / "policy"

    with build_rows(tmp_path, cases, events, policy_yaml=policy) as made, made.cursor() as cursor:
        found = cursor.execute("select cluster, case_count from dim_clusters").fetchall()
        told = cursor.execute("select cluster, count(*) from fct_cases group by 1").fetchall()

    assert len(found) == rows
    expected = [("No subject", 5)] if subject is None else [("Login loop", 4), ("Unclustered", 1)]
    assert sorted(told) == expected
    assert sorted(found) == (expected if rows else [])
