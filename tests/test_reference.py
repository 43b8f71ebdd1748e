"""The SQL of the build and of the catalogue agrees with the plain-Python reference.

Every value of promises, cycles and durations, and every metric in every aggregation by week, over
all time and by breakdown: on adversarial logs, on the sample exports and on a real log.
"""

from datetime import datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from loaders.__main__ import main as loaders
from loaders.manifest import exports
from metrics import policy as policies
from metrics.warehouse.build import build
from metrics.warehouse.connection import open_warehouse
from tests.conftest import PROJECT
from tests.reference_answers import BREAKDOWNS, wrong_answers
from tests.reference_check import disagreements, world
from tests.reference_landed import landed_world
from tests.reference_logs import drilled, instant, made_log
from tests.warehouses import build_rows

POLICY = PROJECT / "sample_data" / "policy"
EXCEL = Path("data") / "servicenow_event_log" / "excel_resaved_sample.csv"
# A build takes 0.3 s, so few examples; the seeds below carry the numbers.
FEW = settings(
    max_examples=10,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def differences(random: Random, size: int, turn: int | None = None) -> list[str]:
    """What reference and warehouse disagree on for one made log, cut at a random watermark: the
    facts, and with a turn the figures."""
    log = drilled(made_log(random, size))
    as_of = random.choice([None, instant(random, log.base)])
    rows = (log.cases, log.events, log.accounts)
    with TemporaryDirectory() as folder:
        home = Path(folder)
        with build_rows(home, *rows, log.policy, as_of, records=log.records) as warehouse:
            policy = policies.load(home / "policy")
            ours = world(*rows, log.records, policy, as_of)
            found = disagreements(warehouse, ours)
            if turn is not None:
                found += wrong_answers(warehouse, ours, policy.reporting.zone, turn=turn)
    return found


@FEW
@given(st.randoms(use_true_random=False))
def test_small_logs_agree(random: Random) -> None:
    """Ties, reopens, pauses, clock changes, tier and priority changes, a cut in the middle."""
    assert differences(random, 3) == []


@pytest.mark.parametrize("seed", [1119, 2043, 2063, 2088])
def test_logs_that_once_differed_agree(seed: int) -> None:
    """A repeat that says what the first left open (1119, 2063); a target that goes away while its
    clock stands (2043, 2088)."""
    assert differences(Random(seed), 3) == []


@pytest.mark.parametrize("seed", range(6))
def test_made_logs_agree(seed: int) -> None:
    """Sixty adversarial cases a seed, all promises and the whole catalogue; the breakdowns in
    another aggregation with each seed: the sample and a real log take the seventh and eighth."""
    assert differences(Random(seed), 60, turn=seed) == []


def test_sample_agrees(sample_home: Path) -> None:
    """About 6,000 cases, 18,000 promises, 78 weeks of every metric."""
    ours = landed_world(sample_home, POLICY)

    with open_warehouse(sample_home) as warehouse:
        found = disagreements(warehouse, ours, is_named=True)
        found += wrong_answers(warehouse, ours, "Europe/Berlin", turn=6)

    assert len(ours.stories) > 5_500
    assert found == []


def test_sample_agrees_as_of_an_earlier_day(sample_home: Path, tmp_path: Path) -> None:
    """Rebuilt as it was seen on a Wednesday at noon: later events do not exist."""
    as_of = datetime(2026, 6, 17, 12)
    build(tmp_path, POLICY, exports(sample_home), as_of)
    ours = landed_world(sample_home, POLICY, as_of)

    with open_warehouse(tmp_path) as warehouse:
        found = disagreements(warehouse, ours, is_named=True)

    assert found == []


@pytest.mark.parametrize("zone, turn", [("UTC", 7), ("Europe/Berlin", None)])
def test_real_log_agrees(shared: Path, tmp_path: Path, zone: str, turn: int | None) -> None:
    """890 real incidents: their facts in two zones, and in one of them their figures. A row that
    closes a case and moves it to another team at once leaves open which of the teams it counts
    for, so that breakdown is left out here."""
    places = ("--home", str(tmp_path), "--policy", str(POLICY))
    assert loaders(["load", str(shared / EXCEL), "--time-zone", zone, *places]) == 0
    ours = landed_world(tmp_path, POLICY)

    with open_warehouse(tmp_path) as warehouse:
        found = disagreements(warehouse, ours, is_named=True)
        if turn is not None:
            breakdowns = tuple(by for by in BREAKDOWNS if by != "team")
            found += wrong_answers(warehouse, ours, "Europe/Berlin", breakdowns, turn)

    assert found == []
