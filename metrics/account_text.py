"""The sheet of an account as words, CSV or JSON. It asks for nothing."""

import json
from collections.abc import Sequence
from typing import Any

import pandas as pd

from metrics.account_sheet import Sheet
from metrics.report import as_csv
from metrics.windowed import WindowFigure
from metrics.wording import count, counted, is_nothing

COLUMNS = (
    *("component", "metric", "aggregation", "where", "value", "unit", "n", "hits"),
    *("before", "before_n", "verdict", "is_worse"),
)


def as_text(sheet: Sheet, form: str) -> str:
    """The sheet as words, as CSV (the components) or as one JSON object (all of it)."""
    lines = [line(figure) for figure in sheet.figures]
    if form == "csv":
        return as_csv(COLUMNS, lines)
    if form == "json":
        return json.dumps(_whole(sheet, lines), ensure_ascii=False, indent=1, default=str) + "\n"
    return "\n".join([_head(sheet), *(_said(figure) for figure in sheet.figures), _tail(sheet)])


def line(figure: WindowFigure) -> dict[str, Any]:
    """One component as plain values, named by COLUMNS; null where nothing was counted."""
    row, earlier, asked = figure.row, figure.earlier, figure.asked
    assert asked is not None
    values = (
        *(figure.name, figure.metric.name, asked.aggregation or figure.metric.aggregation),
        "; ".join(f"{name}={many[0]}" for name, many in asked.where),
        *(figure.value, figure.unit, figure.n, _plain(row["hits"])),
        *((None, None) if earlier is None else (_plain(earlier["value"]), int(earlier["n"]))),
        *(figure.verdict, figure.is_worse if figure.change else None),
    )
    return dict(zip(COLUMNS, values, strict=True))


def _whole(sheet: Sheet, lines: Sequence[dict[str, Any]]) -> dict[str, Any]:
    lists = {name: getattr(sheet, name) for name in ("breaches", "incidents", "open_cases")}
    return {
        "account": {str(key): _plain(value) for key, value in sheet.account.items()},
        "window": [sheet.window.start, sheet.window.end],
        "before": [sheet.before.start, sheet.before.end],
        "components": lines,
    } | {name: _rows(frame) for name, frame in lists.items()}


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    rows = frame.to_dict("records")
    return [{str(key): _plain(value) for key, value in row.items()} for row in rows]


def _head(sheet: Sheet) -> str:
    about = sheet.account
    known = [str(about[key]) for key in ("tier", "region", "owner") if not is_nothing(about[key])]
    if not is_nothing(about["renewal_on"]):
        known.append(f"renewal {about['renewal_on']:%Y-%m-%d}")
    return f"{about['account']} ({', '.join(known)}), {sheet.window.name}"


def _said(figure: WindowFigure) -> str:
    change = f", {figure.change}" if figure.change else ""
    return f"  {figure.name:32}{figure.text:>12}{change} (n {count(figure.n)}; {figure.verdict})"


def _tail(sheet: Sheet) -> str:
    cases = sheet.open_cases
    oldest = f", the oldest for {cases['age_seconds'].max() / 86400:.1f} days" if len(cases) else ""
    return (
        f"{counted(len(sheet.breaches), 'breach')}, "
        f"{counted(len(sheet.incidents), 'incident')} felt; now "
        f"{counted(len(cases), 'case')} open{oldest}\n"
    )


def _plain(value: Any) -> Any:
    if is_nothing(value):
        return None
    return value.item() if hasattr(value, "item") else value
