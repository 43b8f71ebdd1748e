"""Row rules: which landed rows are set aside, under which rule, and what cures them."""

from collections.abc import Iterable
from dataclasses import dataclass

from loaders.quoting import literal

_BROKEN = "our_first_broken_rule"


@dataclass(frozen=True)
class Rule:
    """What is wrong with a row when `condition` holds, and what to do about it."""

    name: str
    column: str
    value: str
    condition: str
    cure: str


def rejected(rules: Iterable[Rule]) -> str:
    """The select for rejected_rows: each bad row once, under the first rule it breaks.

    The conditions stand in it once: they are long, and planning them costs as much as running.
    """
    listed = list(rules)
    columns = {
        "column_name": [literal(rule.column) for rule in listed],
        "value": [rule.value for rule in listed],
        "rule": [literal(rule.name) for rule in listed],
        "cure": [literal(rule.cure) for rule in listed],
    }
    chosen = ", ".join(f"{_chosen(values)} as {name}" for name, values in columns.items())
    whens = " ".join(f"when {rule.condition} then {at}" for at, rule in enumerate(listed))
    judged = f"select *, case {whens} end as {_BROKEN} from landed"
    return f"select row_number, line, {chosen} from ({judged}) where {_BROKEN} is not null"


def broken(rules: Iterable[Rule]) -> str:
    """SQL condition, never null: the row breaks one of the rules."""
    return "(" + " or ".join(f"coalesce({rule.condition}, false)" for rule in rules) + ")"


def _chosen(values: list[str]) -> str:
    """Of the values, that of the rule which is broken."""
    whens = " ".join(f"when {at} then {value}" for at, value in enumerate(values))
    return f"case {_BROKEN} {whens} end"
