"""The same history through every format: the same promises and durations, where it can tell them.

What a format cannot carry is left out of the vendor's own log first, as its declaration says
(loaders/formats, docs/formats.md); all that is left must come back exactly.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from loaders.formats import history, life
from loaders.formats.format import EVERYTHING, Format
from loaders.load import land
from loaders.lock import locked
from loaders.meaning import Options
from loaders.sample_cases import ENDS, Case
from loaders.sample_files import EVENT_COLUMNS, event_rows, text_of
from loaders.sample_mappings import SUPPORT_EVENTS
from metrics.errors import Ask
from metrics.warehouse.build import build
from metrics.warehouse.connection import Warehouse, current, open_warehouse
from tests.conftest import PROJECT, session_folder
from tests.loaders.round_trip import (
    CASES,
    FORMATS,
    Figures,
    compared,
    differences,
    landed_accounts,
    landed_format,
    landed_rest,
    rest_of,
    told,
)
from tests.loaders.what_is_left import instant

PROMISES = ("started_at", "target_seconds", "due_at", "stopped_at", "decided_at", "state",
            "elapsed_seconds")  # fmt: skip
TIMES = ("started_at", "stopped_at")  # of a promise whose severity is in the format's own words
DURATIONS = ("created_at", "acknowledged_at", "first_responded_at", "first_resolved_at",
             "resolved_at", "reopen_count", "customer_resolution_seconds")  # fmt: skip
KNOWN = ("account_id", "category", "acknowledged_at is not null as is_taken",
         "is_acknowledge_inferred", "records_replied", "team <> 'No team' as has_team",
         "owner is not null as has_owner")  # fmt: skip
# When a case's values changed after its creation, in order, by type of event.
CHANGES = """(
    select source, case_id,
        coalesce(list(event_at order by event_at) filter (type = 'priority_changed'), [])
            as priority_changed,
        coalesce(list(event_at order by event_at) filter (type = 'team_assigned'), [])
            as team_assigned,
        coalesce(list(event_at order by event_at) filter (type = 'assigned'), []) as assigned
    from fct_cases left join case_events
        on case_events.case_key = fct_cases.case_key and event_at > created_at
    group by all
)"""


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    """Every format and what is left for it, each its own source, in one warehouse."""
    home = session_folder(tmp_path_factory) / "round_trip"
    with locked(home):
        if current(home) is None:
            found = landed_accounts(home / "accounts")
            for name, one in FORMATS.items():
                found += landed_format(home / name, one)
            for name, rest in {rest.name: rest for rest in map(rest_of, FORMATS.values())}.items():
                found += landed_rest(home / name, rest)
            build(home, PROJECT / "sample_data" / "policy", found, instant(ENDS))
    return open_warehouse(home)


@pytest.mark.parametrize("name", list(FORMATS))
def test_the_cases_are_the_same(warehouse: Warehouse, name: str) -> None:
    """Every case is there once, and when things happened to it."""
    one = FORMATS[name]
    came, rest = compared(warehouse, one, "fct_cases", DURATIONS)

    assert len(rest) > 15
    assert differences(came, rest) == []


@pytest.mark.parametrize("name", list(FORMATS))
def test_every_change_comes_back_and_none_is_made_up(warehouse: Warehouse, name: str) -> None:
    """When severity, team and owner changed, for each of them whose history is carried."""
    one = FORMATS[name]
    carried = {
        "priority_changed": one.carries.priorities,
        "team_assigned": one.carries.teams,
        "assigned": one.carries.owners,
    }
    came, rest = compared(warehouse, one, CHANGES, tuple(carried))
    whole = {type_ for type_, what in carried.items() if what == "every change"}
    should = {key: {t: row[t] if t in whole else [] for t in row} for key, row in rest.items()}
    if one.carries.teams == "while queued":
        should = {key: row | {"team_assigned": came[key]["team_assigned"]}
                  for key, row in should.items()}  # fmt: skip

    assert differences(came, should) == []


@pytest.mark.parametrize("name", list(FORMATS))
def test_what_is_said_to_be_carried_is_there(warehouse: Warehouse, name: str) -> None:
    """Accounts, categories, kinds of evidence: a word where the format has one, none elsewhere."""
    one, cases = FORMATS[name], {case.case_id: case for case in told(FORMATS[name])}
    came, _ = compared(warehouse, one, "fct_cases", KNOWN)
    should = {key: known(one, cases[key[0]], row) for key, row in came.items()}

    assert differences(came, should) == []


def known(one: Format, case: Case, row: dict[str, Any]) -> dict[str, Any]:
    """What should be known of a case; of an acknowledgement only how it is known."""
    carries = one.carries
    is_taken = row["is_taken"] if carries.acknowledgement != "no" else False
    account = life.account(case) if carries.accounts == "yes" else ""
    return {
        "account_id": one.account_id(account) if account else None,
        "category": case.line.category if carries.categories == "yes" else row["category"],
        "is_taken": is_taken,
        "is_acknowledge_inferred": carries.acknowledgement == "inferred" and is_taken,
        "records_replied": carries.replies != "no",
        "has_team": row["has_team"] if carries.teams == "while queued" else carries.teams != "no",
        "has_owner": bool(life.last(case).owner) and carries.owners != "no",
    }


@pytest.mark.parametrize("name", list(FORMATS))
def test_the_vendors_own_verdicts_are_kept(warehouse: Warehouse, name: str) -> None:
    """Of every case that is done; a format without a word on it brings none."""
    one, cases = FORMATS[name], {case.case_id: case for case in told(FORMATS[name])}
    came, _ = compared(warehouse, one, "fct_cases", ("vendor_met",))
    done = {key: row for key, row in came.items() if life.resolved(cases[key[0]])}
    said = {key: {"vendor_met": one.met(cases[key[0]]) if one.met else None} for key in done}

    assert (one.carries.verdicts == "yes") == (one.met is not None)
    assert differences(done, said) == []


@pytest.mark.parametrize("name", [n for n, one in FORMATS.items() if one.carries.zone != "yes"])
def test_a_zone_is_asked_for_where_the_files_have_none(name: str, tmp_path: Path) -> None:
    """And only there: a convention of the format needs no person."""
    found = history.files(FORMATS[name], CASES[:30])
    paths = [p for p in history.write_files(found, tmp_path / "in") if p.suffix != ".yaml"]
    has_mapping = len(paths) < len(found)  # which says the zone

    if FORMATS[name].carries.zone == "asked for" and not has_mapping:
        with pytest.raises(Ask, match="zone"):
            land(paths[0], tmp_path / "home", Options())
    else:
        assert land(paths[0], tmp_path / "home", Options()).is_new


@pytest.mark.parametrize("name", list(FORMATS))
def test_the_promises_are_the_same(warehouse: Warehouse, name: str) -> None:
    """Started, due, decided and how: for every promise and cycle."""
    one = FORMATS[name]
    columns = TIMES if one.carries.priorities == "own words" else PROMISES
    came, rest = compared(warehouse, one, "fct_promises", columns)
    kept, should = ({k: row for k, row in f.items() if is_told(one, k[1])} for f in (came, rest))

    assert len(should) > 45
    assert differences(kept, should) == []


def is_told(one: Format, promise: str) -> bool:
    """Whether a format says enough of a kind: what follows the first answer needs every reply.
    Zendesk's metric events tell those to a question only; the others may be updates."""
    if promise in ("acknowledge", "first_response", "resolve"):
        return True
    is_whole = one.carries.replies == "every one"
    return is_whole and (promise, one.name) != ("update", "zendesk_metric_events")


def test_nothing_is_left_out_for_a_format_that_carries_everything() -> None:
    """Then the comparison is with the desk's own log as it stands."""
    whole = text_of(EVENT_COLUMNS, event_rows(CASES))
    full = [one for one in FORMATS.values() if replace(one.carries, zone="yes") == EVERYTHING]

    assert len(full) >= 7
    assert {(rest_of(one).text == whole, rest_of(one).mapping) for one in full} == {
        (True, SUPPORT_EVENTS)
    }


def test_a_difference_is_seen() -> None:
    """A figure that is wrong, a row that is missing and one that is made up: each is named."""
    rest: Figures = {("T-1",): {"state": "met"}, ("T-2",): {"state": "met"}}
    came: Figures = {("T-1",): {"state": "breached"}, ("T-3",): {"state": "met"}}

    assert differences(came, rest) == [
        "('T-1',) state: breached, not met",
        "('T-2',): not there",
        "('T-3',): made up",
    ]
