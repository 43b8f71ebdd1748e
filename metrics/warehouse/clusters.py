"""Groups cases whose subjects read alike, for the build; it knows no language and no metric.

Subjects are compared by their groups of four letters (TF-IDF, cosine). In the order in which
they were first seen each joins the subject that it is most like, if alike enough, else it
begins a group. So a later subject never moves an earlier one, and a cluster keeps the id and
the name of the subject that began it.
"""

import re
import threading
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib import import_module
from math import log
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from metrics.warehouse.tables import TEXT, table

ALIKE = 0.5  # cosine; at 0.4 questions about one product fall together, at 0.6 rewordings part
LEAST_CASES = 3  # two cases that read alike are a pair, not a pattern
MOST_SUBJECTS = 100_000  # those of the most cases; measured, see benchmarks
BATCH = 1_000  # rows compared at once: 1,000 x 1,000 floats are 4 MB
TERMS = 3
NO_CLUSTER = "Unclustered"
_SUBJECTS = f"""
    select subject, cases
    from (
        select subject, count(*) as cases, min(created_at) as first_at
        from stg_cases
        where subject is not null
            and not is_drill
        group by subject
        order by cases desc, first_at, subject
        limit {MOST_SUBJECTS}
    ) as most
    order by first_at, subject"""


@dataclass(frozen=True)
class Cluster:
    """Subjects that read alike; `name` is the first that was seen, `terms` what they share."""

    cluster_id: str
    name: str
    terms: tuple[str, ...]
    subjects: tuple[str, ...]
    cases: int


def cluster_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """dim_clusters, one row per cluster and one for what is in none (its id is null), and
    subject_clusters for the build. Without subjects both are empty."""
    found = clusters(connection.sql(_SUBJECTS).fetchall())
    total = "select count(*) from stg_cases where not is_drill"
    everything = int(connection.sql(total).fetchall()[0][0])
    rest = everything - sum(one.cases for one in found)
    rows = [
        (one.cluster_id, one.name, ", ".join(one.terms), len(one.subjects), one.cases)
        for one in found
    ]
    if rows:
        rows.append((None, NO_CLUSTER, None, None, rest))  # type: ignore[arg-type]
    names = {"cluster_id": TEXT, "cluster": TEXT, "terms": TEXT}
    counts = {"subject_count": pa.int64(), "case_count": pa.int64()}
    table(connection, "table dim_clusters", names | counts, rows)
    members = [(subject, one.name) for one in found for subject in one.subjects]
    table(connection, "temp table subject_clusters", {"subject": TEXT, "cluster": TEXT}, members)


def clusters(subjects: Sequence[tuple[str, int]]) -> list[Cluster]:
    """The clusters of subjects with their numbers of cases, given in the order in which they
    were first seen; the largest first. What has too few cases is in none.

    Source: leader clustering (Hartigan, Clustering Algorithms, 1975, chapter 3).
    """
    plain: dict[str, list[tuple[str, int]]] = {}
    for subject, cases in subjects:
        if text := normal(subject):
            plain.setdefault(text, []).append((subject, cases))
    texts = list(plain)
    groups: dict[int, list[str]] = {}
    for text, first in zip(texts, leaders(texts), strict=True):
        groups.setdefault(first, []).append(text)
    large = {
        texts[first]: members
        for first, members in groups.items()
        if sum(cases for text in members for _, cases in plain[text]) >= LEAST_CASES
    }
    said = [[one for text in members for one in plain[text]] for members in large.values()]
    named = zip(large, said, _terms(said), strict=True)
    found = [_cluster(text, members, terms) for text, members, terms in named]
    return sorted(found, key=lambda one: (-one.cases, one.name))


def normal(subject: str) -> str:
    """A subject as it is compared: case, width, spaces and numbers do not count."""
    folded = unicodedata.normalize("NFKC", subject).casefold()
    return " ".join(re.sub(r"\d+", "0", folded).split())


def leaders(texts: Sequence[str]) -> list[int]:
    """For each text the place of the one whose group it is in: an earlier one, or itself."""
    if len(texts) < 2:
        return list(range(len(texts)))
    weights = _weights(texts)
    found: list[int] = []
    begun: list[int] = []
    known = None
    for start in range(0, len(texts), BATCH):
        batch = weights[start : start + BATCH]
        best, likeness = _nearest(batch, known)
        places = [begun[place] if place >= 0 else -1 for place in best.tolist()]
        rest = np.flatnonzero(likeness < ALIKE)
        for row, among in zip(rest.tolist(), _among(batch[rest]), strict=True):
            places[row] = start + int(rest[among])
        new = [place for row, place in enumerate(places) if place == start + row]
        begun += new
        if new:
            known = weights[begun].T.tocsr()
        found += places
    return found


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Begin to import what weighs subjects, if there are any; it takes most of a second, and the
    caller goes on."""
    if connection.sql("select 1 from contract_cases where subject is not null limit 1").fetchall():
        threading.Thread(target=import_module, args=("sklearn.feature_extraction.text",)).start()


def _weights(texts: Sequence[str]) -> Any:
    """TF-IDF of groups of four letters, one sparse row a text, of length 1."""
    # Here, since it takes long to import: who builds nothing does not wait for it.
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectorizer = TfidfVectorizer(analyzer="char_wb", ngram_range=(4, 4), lowercase=False)
    return vectorizer.fit_transform(texts)


def _nearest(batch: Any, known: Any) -> tuple[np.ndarray, np.ndarray]:
    """The most alike of the known (the earliest of equals) and how alike; -1 where none is."""
    count = batch.shape[0]
    best, likeness = np.full(count, -1), np.zeros(count)
    if known is None:
        return best, likeness
    alike = (batch @ known).tocsr()
    rows = np.repeat(np.arange(count), np.diff(alike.indptr))
    close = alike.data >= ALIKE
    rows, places = rows[close], alike.indices[close]
    values = alike.data[close].round(9)  # equal ones stay equal whatever the order of sums
    np.maximum.at(likeness, rows, values)
    top = values == likeness[rows]
    order = np.argsort(-places[top], kind="stable")  # the earliest is written last and stays
    best[rows[top][order]] = places[top][order]
    return best, likeness


def _among(batch: Any) -> Iterator[int]:
    """For each row the earlier row of the batch whose group it joins, or itself."""
    alike = (batch @ batch.T).toarray().round(9)
    begun: list[int] = []
    for row in range(batch.shape[0]):
        best = max(begun, key=lambda other: (alike[row, other], -other), default=row)
        if best == row or alike[row, best] < ALIKE:
            best = row
            begun.append(row)
        yield best


def _terms(groups: Sequence[Sequence[tuple[str, int]]]) -> Iterator[tuple[str, ...]]:
    """Of each group the words that tell it from the others, each weighed by its cases and by
    how few groups use it."""
    counted = [_words(members) for members in groups]
    spread = Counter(word for words in counted for word in words)
    for words in counted:
        told = {word: n * log(1 + len(groups) / spread[word]) for word, n in words.items()}
        yield tuple(sorted(told, key=lambda word: (-told[word], word))[:TERMS])


def _words(members: Sequence[tuple[str, int]]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for subject, cases in members:
        for word in set(re.findall(r"[^\W\d_]{2,}", normal(subject))):
            counted[word] += cases
    return counted


def _cluster(text: str, members: Sequence[tuple[str, int]], terms: tuple[str, ...]) -> Cluster:
    digest = sha256(text.encode()).hexdigest()[:12]
    subjects = tuple(subject for subject, _ in members)
    return Cluster(digest, subjects[0], terms, subjects, sum(cases for _, cases in members))
