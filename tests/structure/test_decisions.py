"""Every choice is written down: with its reason, a worked example, and how others count."""

import pytest

from metrics.catalog import catalog
from metrics.decisions import Decision, about, decisions

PARTS = ("Decision", "Why", "Example", "Elsewhere")
VENDORS = ("Zendesk", "JSM", "ServiceNow", "PagerDuty")


@pytest.mark.parametrize("record", decisions(), ids=lambda each: str(each.number))
def test_a_record_is_whole(record: Decision) -> None:
    """What, why, worked out, and the four vendors that a reader comes from."""
    assert [part for part in PARTS if f"**{part}.**" not in record.text] == []
    elsewhere = record.text.split("**Elsewhere.**")[1]
    assert [vendor for vendor in VENDORS if vendor not in elsewhere] == []


def test_a_record_names_only_figures_that_exist() -> None:
    """A metric renamed or taken out is renamed here, too."""
    named = {figure for each in decisions() for figure in each.figures}

    assert named - set(catalog()) == set()


@pytest.mark.parametrize("metric", sorted(catalog()))
def test_every_figure_has_a_record(metric: str) -> None:
    """No figure without a written choice behind it."""
    assert about(metric)


def test_numbers_are_given_once() -> None:
    """A reference to record 11 has one meaning."""
    numbers = [each.number for each in decisions()]

    assert len(set(numbers)) == len(numbers)
