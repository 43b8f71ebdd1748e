"""A flat table as its contract table: one row out for every good row in, column by column."""

from loaders import flat_fields
from loaders.check import Rule, broken, rejected
from loaders.words import AS_OF, Words
from metrics.warehouse.contract import TABLES

# What had not happened at the watermark does not exist; a planned window may lie after it.
_HAPPENED = {"impacts": "started_at", "surveys": "answered_at", "drills": "held_at",
             "training": "completed_at", "verdicts": "decided_at"}  # fmt: skip


def selects(words: Words) -> dict[str, str]:
    """Contract table -> SQL for one flat table."""
    name = str(words.mapping.table)
    target = flat_fields.TABLES[name]
    bad = rejected(_rules(words, target), words.text("case_id"))
    tables = {target: _flat(words, name, target), "rejected_rows": bad}
    if name == "verdicts":
        tables["vendor_verdicts"] = _case_verdicts(words, target)
    return tables


def _flat(words: Words, name: str, target: str) -> str:
    listed = ", ".join(
        f"{_typed(words, column, kind)} as {column}" for column, kind in _columns(target)
    )
    happened = words.instant(_HAPPENED[name]) if name in _HAPPENED else "null"
    return f"""
        select {listed}, row_number from landed
        where not {broken(_rules(words, target))} and coalesce({happened} <= {AS_OF}, true)
    """


def _case_verdicts(words: Words, target: str) -> str:
    """The verdict on resolving the case, of its last cycle, is the verdict on the case."""
    return f"""
        select case_id, met as vendor_met, decided_at as vendor_decided_at,
            cast(null as timestamp) as vendor_resolved_at,
            elapsed_seconds as vendor_resolution_seconds,
            cast(null as bigint) as vendor_reopen_count, row_number
        from ({_flat(words, "verdicts", target)}) where promise = 'resolve'
        qualify row_number() over (
            partition by case_id order by cycle desc nulls last, row_number desc
        ) = 1
    """


def _columns(target: str) -> list[tuple[str, str]]:
    return [pair for pair in TABLES[target].items() if pair[0] != "row_number"]


def _typed(words: Words, column: str, kind: str) -> str:
    if kind == "timestamp":
        return words.instant(column)
    if kind == "boolean":
        return words.flag(column)
    text = words.text(column)
    return text if kind == "varchar" else f"try_cast({text} as {kind})"


def _rules(words: Words, target: str) -> list[Rule]:
    named = [pair for pair in _columns(target) if words.has(pair[0])]
    numbers = [_number(words, name, kind) for name, kind in named if kind in ("double", "bigint")]
    required = flat_fields.REQUIRED[str(words.mapping.table)]
    both = words.has("started_at") and words.has("ended_at")
    return [*words.rules(required), *numbers, *([_order(words)] if both else [])]


def _number(words: Words, name: str, kind: str) -> Rule:
    text = words.text(name)
    condition = f"({text} is not null and try_cast({text} as {kind}) is null)"
    cure = "This is no number. Correct it in the export and load it again."
    return Rule("unreadable_number", words.mapping.headers(name)[0], text, condition, cure)


def _order(words: Words) -> Rule:
    header, text = words.shown("ended_at")
    condition = words.is_before("ended_at", "started_at")
    cure = "It ends before it begins. Correct one of the two and load it again."
    begun = words.instant("started_at")
    return Rule("end_before_start", header, text, condition, cure, begun)
