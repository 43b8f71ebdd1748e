"""Jira Service Management's issues as REST JSON whose comments say whether the customer saw them.

The same as jira_rest, and public comments by others than the reporter are replies.
"""

from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source
from loaders.sources import jira_rest


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    found = jira_rest.SOURCE.recognise(shape, rows)
    if found is None or "changelog" not in shape.columns:
        return None
    if not any('"jsdPublic"' in (row.get("fields") or "") for row in rows):
        return None
    return Recognition(1.0, f"{found.why}, and comments that say who saw them (jsdPublic)")


def _parts(shape: Shape) -> tuple[Part, ...]:
    return jira_rest.parts(shape, replies=True)


SOURCE = Source("jsm_rest", "Jira Service Management REST JSON", _recognise, _parts, family="jira")
