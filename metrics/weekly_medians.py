"""The weekly statements of medians for the ledger of closed weeks, written from the catalogue.

A build may not compile (the warehouse lies below the catalogue), so it reads these files.
"""

from pathlib import Path

from metrics.catalog import Catalog
from metrics.query import Question, compile_sql
from metrics.warehouse.published import MEDIANS, WEEKLY


def statements(metrics: Catalog) -> dict[str, str]:
    """The statement of each metric by week, as it stands."""
    return {
        name: compile_sql(metrics[name], Question(metric=name, period="week")).filled
        for name in MEDIANS
    }


def is_fresh(metrics: Catalog, folder: Path = WEEKLY) -> bool:
    """Whether the files say what the catalogue compiles."""
    found = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.sql")}
    return found == statements(metrics)


def write(metrics: Catalog, folder: Path = WEEKLY) -> None:
    """Write them anew; what is no median any more goes."""
    folder.mkdir(exist_ok=True)
    for path in folder.glob("*.sql"):
        path.unlink()
    for name, sql in statements(metrics).items():
        (folder / f"{name}.sql").write_text(sql, encoding="utf-8")
