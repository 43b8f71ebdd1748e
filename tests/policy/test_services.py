"""services.yaml: objectives and weights in dated versions, and what is refused with its line."""

from datetime import datetime
from pathlib import Path

import pytest

from metrics.errors import PolicyError
from metrics.policy import load
from tests.policy.files import write_policy

DATED = """\
versions:
  - services:
      - {service: [API, Web], objective: 99.95 %}
      - {objective: 99 %}
    weights: {Partial_Outage: 30 %}
  - effective_from: 2026-07-01
    services: [{objective: 0.995}]
    severe_from: 1
"""


def services(folder: Path, text: str | None) -> tuple[object, ...]:
    """The versions that the text gives, in a policy that is whole otherwise."""
    write_policy(folder)
    if text is not None:
        (folder / "services.yaml").write_text(text, encoding="utf-8")
    return load(folder).services


def test_without_the_file_no_service_has_an_objective(tmp_path: Path) -> None:
    """One version, from the beginning, that promises nothing."""
    (only,) = load(write_policy(tmp_path)).services

    assert (only.services, only.weights, only.severe_from) == ((), {}, 0.5)


def test_versions_are_dated_in_the_reporting_zone(tmp_path: Path) -> None:
    """1 July begins at 22:00 UTC of 30 June in Berlin; shares are exact to a millionth."""
    write_policy(tmp_path)
    (tmp_path / "services.yaml").write_text(DATED, encoding="utf-8")

    first, second = load(tmp_path).services

    assert (first.effective_from, second.effective_from) == (None, datetime(2026, 6, 30, 22))
    assert [row.allowed_ppm for row in first.services] == [500, 10_000]
    assert first.services[0].service == ("API", "Web")
    assert first.weights == {"partial_outage": 0.3}
    assert second.severe_from == 1


def test_who_uses_a_service_is_tiers_and_accounts(tmp_path: Path) -> None:
    """One name or a list; without used_by every account, and an objective is then needed."""
    text = "versions: [{services: [{service: API, used_by: {tier: Gold, account: [A, B]}}]}]"

    (only,) = services(tmp_path, text)

    (row,) = only.services
    assert (row.objective, row.allowed_ppm) == (None, None)
    assert (row.used_by.tier, row.used_by.account) == (("Gold",), ("A", "B"))


@pytest.mark.parametrize(
    "text, said",
    [
        ("versions: [{services: [{objective: 99.9}]}]", "is no share from 0 to 1"),
        ("versions: [{services: [{objective: 99.99999 %}]}]", "too fine"),
        ("versions: [{services: [{servce: API, objective: 1}]}]", "service"),
        ("versions: [{services: [{service: API}]}]", '"objective" is missing'),
        ("versions: [{services: [{service: API, used_by: {}}]}]", "nobody is named"),
        ("versions: [{services: [{service: API, used_by: {tiers: Gold}}]}]", '"tier"'),
        ("versions: [{weights: {outage: much}}]", 'key "outage"'),
        ("versions: [{objectives: []}]", "unknown key"),
        ("services: []", "versions"),
        ("versions: []", "versions is empty"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(PolicyError) as caught:
        services(tmp_path, text)

    assert said in str(caught.value)
    assert "services.yaml, line 1" in str(caught.value)
