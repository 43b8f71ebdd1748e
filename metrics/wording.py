"""Figures in words: values, counts and changes, in the unit that a metric declares. Pure."""

import pandas as pd

from metrics.unit import say, say_change, say_total


def is_nothing(value: object) -> bool:
    """True for None, NaN, NaT and pandas' NA."""
    return value is None or bool(pd.isna(value))  # type: ignore[call-overload]


def value(number: float | None, unit: str, decimals: int | None = None) -> str:
    """A figure in words, in the unit and with the decimals its metric declares."""
    return say(None if is_nothing(number) else number, unit, decimals)


def total(number: float | None, unit: str) -> str:
    """A sum in words: time in the metric's own unit, `2,111 h`."""
    return say_total(None if is_nothing(number) else number, unit)


def count(number: float | None) -> str:
    """`1,234`."""
    return value(number, "count")


def change(
    now: float | None,
    before: float | None,
    unit: str,
    decimals: int | None = None,
    is_total: bool = False,
) -> str | None:
    """`-0.8 pp`, `+12 min`, `+3`; `no change` when equal, None when nothing can be compared."""
    if now is None or before is None or is_nothing(now) or is_nothing(before):
        return None
    if is_total:
        said = ("-" if now < before else "+") + total(abs(now - before), unit)
    else:
        said = say_change(now - before, unit, decimals)
    return said if any(digit in said for digit in "123456789") else "no change"
