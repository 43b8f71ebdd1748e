"""Every metric is right on rows worked by hand: tests/cases/<metric>.toml."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from metrics.catalog import catalog
from metrics.query import Question, run
from tests import builders, incident_builders, stay_builders
from tests.builders import AS_OF, Row, marts

CASES = Path(__file__).resolve().parent.parent / "cases"
NAMES = ("case", "cycle", "promise", "recurrence", "survey", "clock_move", "vendor_figure")
BUILDERS = {name: getattr(builders, name) for name in NAMES}
ABOUT_INCIDENTS = ("incident", "downtime", "service_day", "touch", "felt", "account_day", "link")
BUILDERS |= {name: getattr(incident_builders, name) for name in ABOUT_INCIDENTS}
BUILDERS |= {
    name: getattr(stay_builders, name)
    for name in ("backlog", "stay", "handoff", "silence", "follow_up", "disorder", "standing")
}


def worked(name: str) -> dict[str, Any]:
    """The worked case of a metric."""
    path = CASES / f"{name}.toml"
    assert path.is_file(), f"{name} has no worked case: write tests/cases/{name}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def rows_of(given: list[Row]) -> list[tuple[str, Row]]:
    """Mart rows of the given ones."""
    hidden = ("row", "must_not_count")
    return [
        BUILDERS[each["row"]](**{key: value for key, value in each.items() if key not in hidden})
        for each in given
    ]


def figures_of(name: str, case: dict[str, Any], rows: list[tuple[str, Row]]) -> list[Any]:
    """The answers to every question of the case."""
    metric = catalog().metric(name)
    with marts(*rows, as_of=case.get("as_of", AS_OF)) as cursor:
        return [
            run(cursor, metric, Question(metric=name, **expect.get("question", {}))).to_dict(
                "records"
            )
            for expect in case["expect"]
        ]


@pytest.mark.parametrize("name", list(catalog()))
def test_metric_is_right_on_rows_worked_by_hand(name: str) -> None:
    """Each figure of the worked case is what the working says; what it leaves out is null."""
    case = worked(name)

    found = figures_of(name, case, rows_of(case["given"]))

    for expect, answer in zip(case["expect"], found, strict=True):
        assert len(answer) == len(expect["figures"]), answer
        for want, have in zip(expect["figures"], answer, strict=True):
            want.setdefault("value", None)
            for key, value in want.items():
                if value is None:
                    assert have[key] != have[key], f"{key} of {have} must be null"
                else:
                    exact = (
                        have[key] if isinstance(value, str) else pytest.approx(have[key], abs=1e-5)
                    )
                    assert value == exact, f"{key} of {have}"


@pytest.mark.parametrize("name", list(catalog()))
def test_rows_left_out_change_nothing(name: str) -> None:
    """At least one row must not count, for a reason given; without it every figure stays."""
    case = worked(name)
    counted = [each for each in case["given"] if "must_not_count" not in each]
    assert len(counted) < len(case["given"]), f"{name}: which row must not count?"

    with_them = figures_of(name, case, rows_of(case["given"]))

    assert repr(with_them) == repr(figures_of(name, case, rows_of(counted)))


def test_every_case_belongs_to_a_metric() -> None:
    """A worked case of a metric that is gone proves nothing."""
    assert {path.stem for path in CASES.glob("*.toml")} == set(catalog())
