"""The ledger of what was said of closed weeks: worked by hand, killed on the way, and damaged."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from metrics.__main__ import main
from metrics.errors import WarehouseError
from metrics.restated import restated, sentences
from metrics.warehouse import published
from metrics.warehouse.build import build
from tests.warehouse.test_late import CLOSED, POLICY, case, life
from tests.warehouses import ALL_EVIDENCE, landed, policy_folder

Life = list[dict[str, Any]]
WEEK, OPENED = "2026-W45", "cases_opened"


def said(home: Path, *loads: Life, policy: Any = POLICY, **fields: Any) -> list[dict[str, Any]]:
    """A warehouse of these loads, one case or more each, published; the restated lines."""
    exports = []
    for events in loads:
        names = dict.fromkeys(event["case_id"] for event in events)
        tables = {"cases": [case(name, **fields) for name in names], "case_events": events}
        exports.append(landed(home, tables, ALL_EVIDENCE, "made"))
    report = build(home, policy_folder(home, policy), exports, CLOSED)
    return published.publish(home, report.version)


def opened(lines: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """(tier, n before, n now, reasons, cases) of the cases opened in W45."""
    return [
        (line["tier"], line["before"]["n"], line["n"], line["reasons"], line["cases"])
        for line in lines
        if (line["week"], line["metric"]) == (WEEK, OPENED)
    ]


def parts(home: Path) -> dict[str, str]:
    return {part.name: part.read_text() for part in published.folder(home).iterdir()}


def test_a_first_build_publishes_and_restates_nothing(tmp_path: Path) -> None:
    """W45 is closed and said; W47 still runs and must not be said."""
    lines = said(tmp_path, life("C1", 3), life("C2", 17))

    weeks = {line["week"] for line in published.read(tmp_path)}
    assert lines == []
    assert weeks == {WEEK}


def test_late_rows_restate_their_week_and_name_the_case(tmp_path: Path) -> None:
    said(tmp_path, life("C1", 3))

    lines = said(tmp_path, life("C1", 3), life("C2", 4))

    assert opened(lines) == [
        ("Gold", 1, 2, ["late rows"], ["made C2"]),
        (None, 1, 2, ["late rows"], ["made C2"]),
    ]


def test_a_withdrawn_file_restates_the_week_to_nothing(tmp_path: Path) -> None:
    """C1 stays: it is not named. C2 was all of Gold that W46 had: nothing is left to say."""
    said(tmp_path, life("C1", 3), life("C2", 10))

    lines = said(tmp_path, life("C1", 3))

    found = [
        (line["tier"], line["n"], line["value"], line["reasons"], line["cases"])
        for line in lines
        if (line["week"], line["metric"]) == ("2026-W46", OPENED)
    ]
    assert found == [
        ("Gold", 0, None, ["withdrawn file"], ["made C2"]),
        (None, 0, None, ["withdrawn file"], ["made C2"]),
    ]


def test_a_late_resolve_takes_back_breaches_that_were_open(tmp_path: Path) -> None:
    """C1 was said unresolved on Monday of W46, past all its promises; it was resolved in W45."""
    said(tmp_path, life("C1", 3, None))

    lines = said(tmp_path, life("C1", 3, 12))

    found = [
        (line["tier"], line["before"]["n"] > 0, line["n"], line["cases"])
        for line in lines
        if (line["week"], line["metric"]) == (WEEK, "open_breaches")
    ]
    assert found == [("Gold", True, 0, ["made C1"]), (None, True, 0, ["made C1"])]


def test_a_figure_of_nothing_before_is_restated_too(tmp_path: Path) -> None:
    """C1 was said resolved in W45, C2 left breaches open in W46 only: that C1 was not resolved
    puts breaches into W45, of which none were said."""
    said(tmp_path, life("C1", 3), life("C2", 10, None))

    lines = said(tmp_path, life("C1", 3, None), life("C2", 10, None))

    found = [
        (line["tier"], line["before"]["n"], line["n"] > 0)
        for line in lines
        if (line["week"], line["metric"]) == (WEEK, "open_breaches")
    ]
    assert found == [("Gold", 0, True), (None, 0, True)]


def test_a_corrected_tier_moves_the_case_and_not_the_whole(tmp_path: Path) -> None:
    """The same rows of events, another tier: the week as a whole says what it said."""
    said(tmp_path, life("C1", 3))
    folder = policy_folder(tmp_path, POLICY)
    tables = {"cases": [case("C1", tier="Platinum")], "case_events": life("C1", 3)}
    one = landed(tmp_path, tables, ALL_EVIDENCE, "made")

    report = build(tmp_path, folder, [one], CLOSED)
    lines = published.publish(tmp_path, report.version)

    assert {tier for tier, *_ in opened(lines)} == {"Gold", "Platinum"}
    assert {name for line in lines for name in line["cases"]} == {"made C1"}


def test_a_back_dated_policy_restates_what_it_judges(tmp_path: Path) -> None:
    """The same files; three hours were within 8 h and are not within 1 h. What was opened and
    how many were decided do not move."""
    texts = {path.name: path.read_text() for path in sorted(POLICY.glob("*.yaml"))}
    said(tmp_path, life("C1", 3), policy=texts)
    stricter = {name: text.replace("within: 8 h", "within: 1 h") for name, text in texts.items()}

    lines = said(tmp_path, life("C1", 3), policy=stricter)

    assert opened(lines) == []
    assert {tuple(line["reasons"]) for line in lines} == {("back-dated policy",)}
    assert {line["metric"] for line in lines} == {"sla_adherence"}


def test_the_same_again_adds_nothing(tmp_path: Path) -> None:
    said(tmp_path, life("C1", 3))
    before = parts(tmp_path)

    said(tmp_path, life("C1", 3))

    assert parts(tmp_path) == before


def test_what_is_published_is_never_touched_again(tmp_path: Path) -> None:
    """A later build adds a part; the earlier parts stay byte for byte."""
    said(tmp_path, life("C1", 3))
    before = parts(tmp_path)

    said(tmp_path, life("C1", 3), life("C2", 4))

    after = parts(tmp_path)
    assert len(after) == 2
    assert before.items() <= after.items()


def test_a_crash_before_the_part_has_its_name_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed at the rename: no part; the next build says the same restatement."""
    said(tmp_path, life("C1", 3))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", _killed_for_parts(os.replace, killed))
        with pytest.raises(KeyboardInterrupt):
            said(tmp_path, life("C1", 3), life("C2", 4))
    assert restated(tmp_path) == []

    lines = said(tmp_path, life("C1", 3), life("C2", 4))

    assert [(tier, n) for tier, _, n, *_ in opened(lines)] == [("Gold", 2), (None, 2)]
    assert [cases for *_, cases in opened(lines)] == [["made C2"], ["made C2"]]


def _killed_for_parts(replace: Any, killed: Any) -> Any:
    def either(source: Any, target: Any) -> None:
        if str(target).endswith(".jsonl"):
            killed()
        replace(source, target)

    return either


def test_a_damaged_part_is_named(tmp_path: Path) -> None:
    said(tmp_path, life("C1", 3))
    part = next(published.folder(tmp_path).glob("*.jsonl"))
    part.write_text(part.read_text()[:-20])

    with pytest.raises(WarehouseError, match=part.name):
        published.read(tmp_path)


def test_the_command_lists_what_was_restated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said(tmp_path, life("C1", 3))
    said(tmp_path, life("C1", 3), life("C2", 4))

    code = main(["restated", "--home", str(tmp_path), "--format", "json", "--week", WEEK])

    out, err = capsys.readouterr()
    assert code == 0
    assert {row["week"] for row in json.loads(out)} == {WEEK}
    assert "Cases opened of 2026-W45: 1 became 2; late rows, 1 case: made C2." in err
    assert sentences(restated(tmp_path, "2026-W40")) == []


def test_a_median_of_a_closed_week_is_restated(tmp_path: Path) -> None:
    """C1 took its hours in W45; C2, which comes late, changes how many the median counts."""
    said(tmp_path, life("C1", 3))

    lines = said(tmp_path, life("C1", 3), life("C2", 4))

    found = [
        (line["tier"], line["before"]["n"], line["n"], line["reasons"], line["cases"])
        for line in lines
        if (line["week"], line["metric"]) == (WEEK, "resolution_time")
    ]
    assert found == [(None, 1, 2, ["late rows"], ["made C2"])]
