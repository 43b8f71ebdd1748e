"""What the round trip needs: every format landed in one warehouse, and figures side by side."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from loaders.formats import history
from loaders.formats.format import Format, all_formats
from loaders.load import land
from loaders.manifest import exports
from loaders.meaning import Options
from loaders.sample_cases import Case
from loaders.sample_files import ACCOUNT_COLUMNS, account_rows, text_of
from loaders.sample_mappings import ACCOUNTS
from loaders.sample_vendor import accounts
from metrics.warehouse.connection import Warehouse
from metrics.warehouse.contract import LandedExport
from tests.loaders.what_is_left import Left, is_clear, left

FORMATS = all_formats()
CASES = history.telling_cases()
Figures = dict[tuple[Any, ...], dict[str, Any]]


def landed_format(folder: Path, one: Format) -> list[LandedExport]:
    """The format's files, landed as a person would; the source is called as the format."""
    written = history.write_files(history.files(one, CASES), folder / "in")
    zone = one.zone if one.carries.zone == "asked for" else None
    return landed(folder, [p for p in written if not p.name.endswith(".yaml")], one.name, zone)


def rest_of(one: Format) -> Left:
    return left(one, told(one))


def landed_rest(folder: Path, rest: Left) -> list[LandedExport]:
    files = {"left.csv": rest.text.encode(), "left.mapping.yaml": rest.mapping.encode()}
    csv, _ = history.write_files(files, folder / "in")
    return landed(folder, [csv], rest.name, None)


def landed_accounts(folder: Path) -> list[LandedExport]:
    """Every account under each id that a format gives it."""
    rows = {
        (one.account_id(row[0]), f"{row[1]} {one.account_id(row[0])}", *row[2:])
        for one in FORMATS.values()
        for row in account_rows(accounts())
        if one.account_id(row[0]) != row[0]
    }
    text = text_of(ACCOUNT_COLUMNS, sorted({*rows, *account_rows(accounts())}))
    files = {"accounts.csv": text.encode(), "accounts.mapping.yaml": ACCOUNTS.encode()}
    csv, _ = history.write_files(files, folder / "in")
    return landed(folder, [csv], "accounts", None)


def landed(folder: Path, paths: list[Path], name: str, zone: str | None) -> list[LandedExport]:
    home = folder / "home"
    for path in paths:
        land(path, home, Options(time_zone=zone))
    return [replace(one, source=name) for one in exports(home)]


def told(one: Format) -> list[Case]:
    return [case for case in CASES if one.told(case)]


def figures(warehouse: Warehouse, table: str, source: str, columns: tuple[str, ...]) -> Figures:
    """Key of the row, the case first -> its figures."""
    keys = ("case_id", "promise", "cycle") if table == "fct_promises" else ("case_id",)
    sql = f"select {', '.join((*keys, *columns))} from {table} where source = $source"
    with warehouse.cursor() as cursor:
        rows = cursor.execute(sql, {"source": source}).fetchall()
    names = [column.split(" as ")[-1] for column in columns]
    return {row[: len(keys)]: dict(zip(names, row[len(keys) :], strict=True)) for row in rows}


def compared(
    warehouse: Warehouse, one: Format, table: str, columns: tuple[str, ...]
) -> tuple[Figures, Figures]:
    """What came back and what was left, under our ids, for cases whose hours are clear."""
    names = {one.case_id(c): c.case_id for c in told(one) if is_clear(c, one.zone)}
    back = figures(warehouse, table, one.name, columns)
    came = {(names[key[0]], *key[1:]): row for key, row in back.items() if key[0] in names}
    rest = figures(warehouse, table, rest_of(one).name, columns)
    return came, {key: row for key, row in rest.items() if key[0] in names.values()}


def differences(came: Figures, rest: Figures) -> list[str]:
    """One line for each figure that differs or is missing, the first hundred."""
    found = [f"{key}: not there" for key in rest if key not in came]
    found += [f"{key}: made up" for key in came if key not in rest]
    found += [
        f"{key} {name}: {came[key][name]}, not {value}"
        for key, row in rest.items()
        if key in came
        for name, value in row.items()
        if came[key][name] != value
    ]
    return sorted(found)[:100]
