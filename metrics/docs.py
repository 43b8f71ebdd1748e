"""The catalogue as a Markdown page, written from the definitions; it computes nothing."""

from pathlib import Path

from metrics.aggregation import AGGREGATIONS
from metrics.catalog import Catalog
from metrics.dimension import DIMENSIONS
from metrics.metric import Metric

PAGE = Path(__file__).resolve().parent.parent / "docs" / "metrics.md"
_HEAD = """# Metrics

Written by `python -m metrics docs` from the files in `metrics/definitions`; edit those. Each \
select below runs as it stands in a DuckDB shell on the warehouse. Why the numbers are counted \
this way: [decisions](../metrics/DECISIONS.md).
"""


def page(metrics: Catalog) -> str:
    """The whole page: a list of all metrics, then each of them, then the vocabulary."""
    parts = [_HEAD, _contents(metrics), *(_metric(each) for each in metrics.values())]
    return "\n".join([*parts, _aggregations(), _dimensions()])


def is_fresh(metrics: Catalog, path: Path = PAGE) -> bool:
    """Whether the page at `path` says what the definitions say."""
    return path.is_file() and path.read_text(encoding="utf-8") == page(metrics)


def write_page(metrics: Catalog, path: Path = PAGE) -> None:
    """Writes the page, and its folder if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page(metrics), encoding="utf-8")


def _contents(metrics: Catalog) -> str:
    rows = [
        f"| [`{m.name}`](#{m.name}) | {m.title} | {m.unit} | {m.aggregation} | {m.better} |"
        for m in metrics.values()
    ]
    head = "| name | title | unit | aggregation | better |\n|---|---|---|---|---|"
    return "\n".join([head, *rows, ""])


def _metric(metric: Metric) -> str:
    return f"""## {metric.name}

**{metric.title}.** {metric.definition}

- Counted: {metric.grain}; in a period by `{metric.time_column}`.
- Left out: {metric.excludes}{_cohort(metric)}
- Unit: {metric.unit}; better: {metric.better}.
- Asked for as: {_names(metric.aggregations)}; by itself `{metric.aggregation}`.
- Broken down by: {_names(metric.dimensions)}.

```sql
{metric.sql}
```
"""


def _cohort(metric: Metric) -> str:
    return "\n- A cohort: a closed period goes on changing." if metric.cohort else ""


def _aggregations() -> str:
    rows = [f"| `{a.name}` | {a.meaning} |" for a in AGGREGATIONS.values()]
    return "\n".join(["## Aggregations\n", "| name | meaning |\n|---|---|", *rows, ""])


def _dimensions() -> str:
    rows = [f"| `{d.name}` | {d.title} | {d.meaning} |" for d in DIMENSIONS.values()]
    head = "| name | title | meaning |\n|---|---|---|"
    return "\n".join(["## Breakdowns\n", head, *rows, ""])


def _names(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)
