"""Row rules: which landed rows are set aside, under which rule, and what cures them."""

from collections.abc import Iterable
from dataclasses import dataclass

from loaders.quoting import literal

_BROKEN = "our_first_broken_rule"


@dataclass(frozen=True)
class Rule:
    """What is wrong with a row when `condition` holds, and what to do about it; of a wrong order
    `told_at` (SQL) is the later of its two instants."""

    name: str
    column: str
    value: str
    condition: str
    cure: str
    told_at: str = "null::timestamp"


def rejected(rules: Iterable[Rule], case_id: str) -> str:
    """The select for rejected_rows: each bad row once, under the first rule it breaks, with the
    case that it names (SQL).

    The conditions stand in it once: they are long, and planning them costs as much as running.
    """
    listed = list(rules)
    columns = {
        "column_name": [literal(rule.column) for rule in listed],
        "value": [rule.value for rule in listed],
        "rule": [literal(rule.name) for rule in listed],
        "cure": [literal(rule.cure) for rule in listed],
        "told_at": [rule.told_at for rule in listed],
    }
    chosen = ", ".join(f"{_chosen(values)} as {name}" for name, values in columns.items())
    whens = " ".join(f"when {rule.condition} then {at}" for at, rule in enumerate(listed))
    judged = f"select *, case {whens} end as {_BROKEN} from landed"
    told = f"select row_number, line, {chosen}, {case_id} as our_case_id from ({judged})"
    names = "row_number, line, column_name, value, rule, cure, our_case_id as case_id, told_at"
    return f"select {names} from ({told} where {_BROKEN} is not null)"


def broken(rules: Iterable[Rule]) -> str:
    """SQL condition, never null: the row breaks one of the rules."""
    return "(" + " or ".join(f"coalesce({rule.condition}, false)" for rule in rules) + ")"


def _chosen(values: list[str]) -> str:
    """Of the values, that of the rule which is broken."""
    whens = " ".join(f"when {at} then {value}" for at, value in enumerate(values))
    return f"case {_BROKEN} {whens} end"
