"""Cutting a stretch of a running clock where its calendar is closed. Pure."""

from collections.abc import Iterable
from datetime import datetime

Span = tuple[datetime, datetime]


def joined(spans: Iterable[Span]) -> list[Span]:
    """Spans that touch become one: calendars are kept cut at midnight UTC."""
    found: list[Span] = []
    for start, end in spans:
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def cut(stretch: Span, open_spans: Iterable[Span]) -> list[tuple[datetime, datetime, bool]]:
    """(from, to, is open) parts of `stretch` in order, without gaps."""
    at, end = stretch
    parts = []
    for start, until in open_spans:
        if until <= at or start >= end:
            continue
        if start > at:
            parts.append((at, start, False))
        parts.append((max(start, at), min(until, end), True))
        at = min(until, end)
    return parts + ([(at, end, False)] if at < end else [])
