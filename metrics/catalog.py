"""Every metric by name; it reads the definition files and refuses what is not sound."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from metrics.errors import DefinitionError, QuestionError, did_you_mean
from metrics.metric import Metric, read_metric

DEFINITIONS = Path(__file__).parent / "definitions"


class Catalog(Mapping[str, Metric]):
    """Metrics by name, in alphabetical order."""

    def __init__(self, metrics: Mapping[str, Metric]) -> None:
        self._metrics = dict(sorted(metrics.items()))
        _check_titles(self._metrics.values())

    def __getitem__(self, name: str) -> Metric:
        return self._metrics[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._metrics)

    def __len__(self) -> int:
        return len(self._metrics)

    def metric(self, name: str) -> Metric:
        """The metric of that name. Raises `QuestionError` with the nearest name."""
        if name not in self._metrics:
            raise QuestionError(
                f'there is no metric "{name}"',
                nearest=did_you_mean(name, self._metrics),
                next_step="See: python -m metrics list",
            )
        return self._metrics[name]


def read_catalog(folder: Path = DEFINITIONS) -> Catalog:
    """The catalogue of the definition files in `folder`. Raises `DefinitionError`."""
    return Catalog({path.stem: read_metric(path) for path in sorted(folder.glob("*.sql"))})


@cache
def catalog() -> Catalog:
    """The catalogue of this installation, read once."""
    return read_catalog()


def _check_titles(metrics: Iterable[Metric]) -> None:
    owners: dict[str, str] = {}
    for metric in metrics:
        other = owners.setdefault(metric.title.casefold(), metric.name)
        if other != metric.name:
            raise DefinitionError(
                f'the title "{metric.title}" belongs to {other} already',
                where=f"{metric.name}.sql",
                next_step="Give each metric a title of its own.",
            )
