"""Sentences that contradicted the figures beside them, one test each; never weakened."""

from pathlib import Path

import pytest

from metrics.__main__ import main
from tests.soundness.test_ties_and_edges import POLICY
from tests.warehouse.test_late import life
from tests.warehouse.test_published import WEEK, said


def test_restated_tiers_are_not_closed_with_a_denial(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A corrected tier moved a case of a closed week from Gold to Silver and left the whole as
    it was: under the rows of both tiers stood "No closed week was restated."."""
    said(tmp_path, life("C1", 3), policy=POLICY, severity="S1", tier="Gold")
    said(tmp_path, life("C1", 3), policy=POLICY, severity="S1", tier="Silver")

    main(["restated", "--home", str(tmp_path), "--week", WEEK])
    main(["restated", "--home", str(tmp_path), "--week", "2026-W40"])

    out, err = capsys.readouterr()
    rows = out.count(WEEK)
    assert rows > 0
    assert err.splitlines() == [
        f"Over all tiers no closed week was restated; by tier, {rows} figures changed"
        " (Gold, Silver).",
        "No closed week was restated.",
    ]
