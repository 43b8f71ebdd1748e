"""The slow second implementation of ends: which are resolves, and which no date tells."""

from typing import Any

SOLVED = {"resolved", "closed"}
GONE = {"cancelled", "merged"}


def is_resolve(event: dict[str, Any], status: str) -> bool:
    return status in SOLVED and not is_undated(event)


def is_undated(event: dict[str, Any] | None) -> bool:
    """Whether a table of cases told an end without any date: a change of the status to itself."""
    if event is None or event["type"] != "status_changed" or not event.get("inferred"):
        return False
    return event["to_value"] in SOLVED and event["from_value"] == event["to_value"]
