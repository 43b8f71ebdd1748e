"""Reads a policy folder: reporting, calendars, sla and services.yaml become one Policy."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from metrics.errors import PolicyError, did_you_mean
from metrics.policy.calendar import Calendar
from metrics.policy.dated import BEGINNING, Dated, in_order, since
from metrics.policy.lint import warnings_of
from metrics.policy.policy import Policy, PolicyVersion
from metrics.policy.reporting import Reporting
from metrics.policy.services import Services
from metrics.policy.targets import Target
from metrics.policy.yaml_file import Place, YamlFile, read_yaml, validated

T = TypeVar("T")


def load(folder: Path) -> Policy:
    """The policy in `folder`; raises PolicyError with file, line, key and the next step."""
    files = [read_yaml(folder / name) for name in ("reporting.yaml", "calendars.yaml", "sla.yaml")]
    reporting_file, calendars_file, sla_file = files
    reportings = _reportings(reporting_file)
    newest = reportings[-1].content
    calendars = _versions(calendars_file, "calendars", newest.zone, _calendars)
    targets = _versions(sla_file, "targets", newest.zone, _targets)
    _check_names(sla_file, targets, [dated.content for dated in reportings])
    versions = _merged(calendars, targets, sla_file)
    warnings = warnings_of(newest, (calendars_file, calendars), (sla_file, targets))
    services = _services(folder / "services.yaml", newest.zone)
    return Policy(
        reporting=newest,
        versions=versions,
        services=services,
        warnings=tuple(warnings),
        named_accounts=_named_accounts(sla_file, targets),
    )


def _reportings(file: YamlFile) -> list[Dated[Reporting]]:
    """The versions of reporting.yaml, oldest first; a flat file is one version."""
    items, above = _items(file) if _has_versions(file) else ([file.value], ())
    found: list[Dated[Reporting]] = []
    for number, item in enumerate(items):
        place = (*above, number) if above else ()
        rest = {key: value for key, value in item.items() if key != "effective_from"}
        content = validated(Reporting, file, rest, place)
        zone = found[0].content.zone if found else content.zone
        if content.zone != zone:
            raise _zone_moved(file.where((*place, "zone")), zone)
        found.append(Dated(since(file, item, place, zone), content, place))
    return in_order(file, found)


def _services(path: Path, zone: str) -> tuple[Services, ...]:
    """The versions of services.yaml, oldest first; the file may be left out."""
    if not path.exists():
        return (Services(),)
    file = read_yaml(path)
    items, above = _items(file)
    found = []
    for number, item in enumerate(items):
        place = (*above, number)
        begins = since(file, item, place, zone)
        said = {key: value for key, value in item.items() if key != "effective_from"}
        content = validated(Services, file, said, place)
        dated = None if begins == BEGINNING else begins
        found.append(Dated(begins, content.model_copy(update={"effective_from": dated}), place))
    return tuple(dated.content for dated in in_order(file, found))


def _versions(
    file: YamlFile, key: str, zone: str, read: Callable[[YamlFile, Any, Place], T]
) -> list[Dated[T]]:
    found = []
    items, above = _items(file)
    for number, item in enumerate(items):
        place: Place = (*above, number)
        _known(file, item, ("effective_from", key), place)
        if key not in item:
            raise PolicyError(f'"{key}" is missing', file.where(place), None, f"Add {key}: below.")
        content = read(file, item[key], (*place, key))
        found.append(Dated(since(file, item, place, zone), content, place))
    return in_order(file, found)


def _calendars(file: YamlFile, value: Any, place: Place) -> dict[str, Calendar]:
    _is(dict, value, file, place, "a mapping of names to calendars")
    return {name: validated(Calendar, file, v, (*place, name)) for name, v in value.items()}


def _targets(file: YamlFile, value: Any, place: Place) -> tuple[Target, ...]:
    _is(list, value, file, place, "a list of targets")
    return tuple(validated(Target, file, v, (*place, n)) for n, v in enumerate(value))


def _merged(
    calendars: list[Dated[dict[str, Calendar]]],
    targets: list[Dated[tuple[Target, ...]]],
    sla_file: YamlFile,
) -> tuple[PolicyVersion, ...]:
    """One version per instant at which either file changes, the first from the beginning."""
    instants = sorted({BEGINNING, *(d.since for d in calendars), *(d.since for d in targets)})
    versions = []
    for number, instant in enumerate(instants, start=1):
        known, rows = _at(calendars, instant), _at(targets, instant)
        if rows:
            _check_calendars(sla_file, rows, known.content if known else {}, instant)
        versions.append(
            PolicyVersion(
                number=number,
                effective_from=None if instant == BEGINNING else instant,
                calendars=known.content if known else {},
                targets=rows.content if rows else (),
            )
        )
    return tuple(versions)


def _at(versions: list[Dated[T]], instant: datetime) -> Dated[T] | None:
    return next((dated for dated in reversed(versions) if dated.since <= instant), None)


def _check_calendars(
    file: YamlFile, rows: Dated[tuple[Target, ...]], known: Mapping[str, Any], instant: datetime
) -> None:
    """Every target's calendar exists in every version in which the target is in force."""
    for number, row in enumerate(rows.content):
        if row.calendar not in known:
            where = file.where((*rows.place, "targets", number, "calendar"))
            when = "" if instant == BEGINNING else f" from {instant:%Y-%m-%d %H:%M}Z"
            what = f'calendars.yaml has no calendar "{row.calendar}"{when}'
            listed = f"It has {', '.join(known)}." if known else "It has none at that time."
            raise PolicyError(what, where, did_you_mean(row.calendar, known), listed)


def _check_names(
    file: YamlFile, versions: list[Dated[tuple[Target, ...]]], reportings: list[Reporting]
) -> None:
    """Every tier and severity of a target is one that reporting.yaml lists, now or once."""
    tiers = {name: None for reporting in reportings for name in reporting.tiers}
    severities = {name: None for reporting in reportings for name in reporting.severities}
    for dated in versions:
        for number, row in enumerate(dated.content):
            place = (*dated.place, "targets", number)
            _listed(file, "tier", row.tier, tiers, place)
            _listed(file, "severity", row.severity, severities, place)


def _named_accounts(file: YamlFile, versions: list[Dated[tuple[Target, ...]]]) -> dict[str, str]:
    """Every account that a target names, and where it first does: only data knows accounts."""
    found: dict[str, str] = {}
    for dated in versions:
        for number, row in enumerate(dated.content):
            for name in row.account or ():
                found.setdefault(name, file.where((*dated.place, "targets", number, "account")))
    return found


def _listed(
    file: YamlFile, kind: str, names: Iterable[str] | None, known: Iterable[str], place: Place
) -> None:
    for name in names or ():
        if name not in known:
            where, nearest = file.where((*place, kind)), did_you_mean(name, known)
            next_step = f"reporting.yaml lists {', '.join(known)}."
            raise PolicyError(f'unknown {kind} "{name}"', where, nearest, next_step)


def _has_versions(file: YamlFile) -> bool:
    _is(dict, file.value, file, (), "a mapping of keys")
    return "versions" in file.value


def _items(file: YamlFile) -> tuple[list[Any], Place]:
    _is(dict, file.value, file, (), "a mapping of keys")
    _known(file, file.value, ("versions",), ())
    items = file.value.get("versions")
    _is(list, items, file, ("versions",), "a list under versions:")
    if not items:
        raise PolicyError("versions is empty", file.where(("versions",)), None, "Write one.")
    for number, item in enumerate(items):
        _is(dict, item, file, ("versions", number), "a mapping of keys")
    return items, ("versions",)


def _known(file: YamlFile, item: Mapping[str, Any], keys: tuple[str, ...], place: Place) -> None:
    for key in item:
        if key not in keys:
            where, nearest = file.where((*place, key)), did_you_mean(key, keys)
            next_step = f"Known are: {', '.join(keys)}."
            raise PolicyError(f'unknown key "{key}"', where, nearest, next_step)


def _is(kind: type, value: Any, file: YamlFile, place: Place, said: str) -> None:
    if not isinstance(value, kind):
        next_step = f"See {file.name} in sample_data/policy."
        raise PolicyError(f"{said} is wanted here", file.where(place), None, next_step)


def _zone_moved(where: str, zone: str) -> PolicyError:
    what = f"the reporting zone may not change (it was {zone}): closed weeks would move"
    return PolicyError(what, where, f'"{zone}"', "Keep it in every version.")
