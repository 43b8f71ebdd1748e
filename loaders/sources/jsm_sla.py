"""JSM's SLA endpoint by itself (/rest/servicedeskapi/request/KEY/sla): verdicts and no cases.

A page names its issue only in the links of its values, or under a key that a script added.
"""

from loaders.jira_slas import part
from loaders.shape import Row, Shape
from loaders.source import Part, Recognition, Source
from metrics.errors import ExportError

_KEYS = ("issueKey", "issue_key", "key")
_FROM_LINK = (
    "regexp_extract(json_extract_string({record}, '$._links.self'), '/request/([^/]+)/sla', 1)"
)


def _recognise(shape: Shape, rows: list[Row]) -> Recognition | None:
    if shape.form != "records":
        return None
    if {"completedCycles", "name"} <= set(shape.columns) or "ongoingCycle" in shape.columns:
        return Recognition(1.0, "the records have completed and ongoing cycles, as JSM's SLAs")
    if any('"completedCycles"' in (row.get("values") or "") for row in rows):
        return Recognition(0.9, "the records hold lists of SLAs with their cycles, as JSM's")
    return None


def _parts(shape: Shape) -> tuple[Part, ...]:
    key = next((name for name in _KEYS if name in shape.columns), None)
    if "values" in shape.columns:
        return (part(_slas(key, "unnest(json_extract(record, '$.values[*]'))")),)
    if key is None and "_links" not in shape.columns:
        raise ExportError(
            "these SLAs name no issue, so they belong to no case",
            next_step="Keep _links in the answer, or put the issue's key beside them as issueKey."
            " Nothing was landed.",
        )
    return (part(_slas(key, "record")),)


def _slas(key: str | None, sla: str) -> str:
    link = f"nullif({_FROM_LINK.format(record='sla')}, '')"
    told = f"json_extract_string(record, '$.{key}')" if key else "null"
    return f"""
    select coalesce({told}, {link}) as key, sla, row_number, line
    from (select record, {sla} as sla, row_number, line from file_rows)"""


SOURCE = Source("jsm_sla", "JSM SLA JSON", _recognise, _parts, family="jira")
