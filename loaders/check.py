"""Row rules: which landed rows are set aside, under which rule, and what cures them."""

from collections.abc import Iterable
from dataclasses import dataclass

from loaders.quoting import literal


@dataclass(frozen=True)
class Rule:
    """What is wrong with a row when `condition` holds, and what to do about it."""

    name: str
    column: str
    value: str
    condition: str
    cure: str


def rejected(rules: Iterable[Rule]) -> str:
    """The select for rejected_rows: each bad row once, under the first rule it breaks."""
    listed = list(rules)
    columns = {
        "column_name": [literal(rule.column) for rule in listed],
        "value": [rule.value for rule in listed],
        "rule": [literal(rule.name) for rule in listed],
        "cure": [literal(rule.cure) for rule in listed],
    }
    chosen = ", ".join(f"{_first(listed, values)} as {name}" for name, values in columns.items())
    return f"select row_number, line, {chosen} from landed where {broken(listed)}"


def broken(rules: Iterable[Rule]) -> str:
    """SQL condition, never null: the row breaks one of the rules."""
    return "(" + " or ".join(f"coalesce({rule.condition}, false)" for rule in rules) + ")"


def _first(rules: list[Rule], values: list[str]) -> str:
    whens = " ".join(f"when {r.condition} then {v}" for r, v in zip(rules, values, strict=True))
    return f"case {whens} end"
