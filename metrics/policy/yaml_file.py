"""One YAML file as plain values plus the line of every key; it knows nothing of policies."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from metrics.errors import PolicyError

Place = tuple[str | int, ...]
M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True)
class YamlFile:
    """`value` holds dicts, lists, strings and None only (no YAML guess at `NO` or `22:00`).

    `lines` maps the path of every key and list item to its line, counted from 1.
    """

    name: str
    value: Any
    lines: dict[Place, int] = field(default_factory=dict)

    def where(self, place: Place) -> str:
        """File, line and key of `place`, or of the nearest thing above it that was written."""
        known = place
        while known and known not in self.lines:
            known = known[:-1]
        key = next((part for part in reversed(known) if isinstance(part, str)), None)
        parts = [self.name, f"line {self.lines.get(known, 1)}"]
        return ", ".join([*parts, f'key "{key}"'] if key else parts)


def read_yaml(path: Path) -> YamlFile:
    """The file at `path`.

    Raises PolicyError when it is missing, not UTF-8, no YAML, empty, or writes a key twice.
    """
    try:
        node = _composed(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise _missing(path) from None
    except UnicodeDecodeError as error:
        raise PolicyError(
            "this is not UTF-8 text", f"{path.name}, byte {error.start}", None, "Save it as UTF-8."
        ) from None
    except yaml.MarkedYAMLError as error:
        raise _no_yaml(path.name, error) from None
    if node is None:
        raise PolicyError("the file is empty", path.name, None, "See sample_data/policy for one.")
    file = YamlFile(path.name, None)
    return YamlFile(path.name, _plain(node, file, (), ()), file.lines)


def validated(model: type[M], file: YamlFile, value: Any, place: Place = ()) -> M:
    """`value`, which stands at `place` of `file`, as a `model`; raises PolicyError."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise _translated(error, file, place) from None


def _translated(error: ValidationError, file: YamlFile, place: Place) -> PolicyError:
    first = error.errors(include_url=False)[0]
    parts = first.get("ctx", {}) if first["type"] == "tierline" else {}
    where = file.where((*place, *first["loc"], *parts.get("key", ())))
    if parts:
        return PolicyError(parts["what"], where, parts["nearest"], parts["next_step"])
    return PolicyError(_said(first), where, None, f"See {file.name} in sample_data/policy.")


def _said(first: Any) -> str:
    if first["type"] == "missing":
        return f'"{first["loc"][-1]}" is missing'
    message = str(first["msg"])
    return f"{message[:1].lower()}{message[1:]}, not {first['input']!r}"


def _composed(text: str) -> yaml.Node | None:
    """By libyaml, where PyYAML has it: ten times as fast. What it refuses is read again in
    Python, which says better where the mistake is."""
    try:
        return yaml.compose(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except yaml.MarkedYAMLError:
        return yaml.compose(text, Loader=yaml.BaseLoader)


def _plain(node: yaml.Node, file: YamlFile, place: Place, above: tuple[yaml.Node, ...]) -> Any:
    file.lines.setdefault(place, node.start_mark.line + 1)
    if node in above:
        raise PolicyError("an alias contains itself", file.where(place), None, "Write it out.")
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, file, place, (*above, node))
    if isinstance(node, yaml.SequenceNode):
        inner = (*above, node)
        return [_plain(item, file, (*place, n), inner) for n, item in enumerate(node.value)]
    is_null = not getattr(node, "style", None) and node.value in (
        "",
        "~",
        "null",
        "Null",
        "NULL",
    )
    return None if is_null else str(node.value)


def _mapping(
    node: yaml.MappingNode, file: YamlFile, place: Place, above: tuple[yaml.Node, ...]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if key in found:
            where = f'{file.name}, line {line}, key "{key}"'
            first = file.lines[*place, key]
            raise PolicyError(
                f"this key is written twice (first on line {first})", where, None, "Keep one."
            )
        file.lines[*place, key] = line
        found[key] = _plain(value_node, file, (*place, key), above)
    return found


def _missing(path: Path) -> PolicyError:
    next_step = "Copy it from sample_data/policy and change it, or give another --policy DIR."
    return PolicyError(f"the policy folder {path.parent} has no {path.name}", None, None, next_step)


def _no_yaml(name: str, error: yaml.MarkedYAMLError) -> PolicyError:
    mark = error.problem_mark or error.context_mark
    where = f"{name}, line {mark.line + 1}, column {mark.column + 1}" if mark else name
    return PolicyError(
        f"this is no YAML ({error.problem})", where, None, "Mind the indent, quotes and colons."
    )
