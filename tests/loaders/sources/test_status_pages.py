"""Status pages: Statuspage, a history read off its feed, and Google Cloud."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.loaders.sources.command_line import Built, loaded, written

MINUTES = "(epoch(ended_at) - epoch(started_at)) / 60"


def incident(number: int, **more: Any) -> dict[str, Any]:
    """A Statuspage incident of Denver's page, posted at 02:00 -07:00 (09:00Z)."""
    return {
        "id": f"i{number}", "name": "Mail is slow", "status": "resolved", "impact": "major",
        "created_at": "2026-01-05T02:00:00.500-07:00", "resolved_at": None, "monitoring_at": None,
        "started_at": None, "shortlink": "https://stspg.io/x", "components": [],
        "incident_updates": [], **more,
    }  # fmt: skip


def update(status: str, displayed: str, *affected: tuple[str, str]) -> dict[str, Any]:
    """An update shown at a time of that day; (component, its new status) for each affected."""
    listed = [
        {"code": code, "name": f"Group - {code}", "new_status": new} for code, new in affected
    ]
    at = f"2026-01-05T{displayed}-07:00"
    return {"status": status, "display_at": at, "created_at": at, "affected_components": listed}


def page(tmp_path: Path, *incidents: dict[str, Any], key: str = "incidents") -> Path:
    return written(tmp_path, {"page": {"time_zone": "America/Denver"}, key: list(incidents)})


def test_cloudflare_incidents(shared: Path, tmp_path: Path) -> None:
    """q746: posted 19:29:21.132, degraded from 19:30:08.049, well and monitored at 21:35:06.492,
    resolved next day 07:45:41.290. Fractions are cut off."""
    built = loaded(tmp_path, shared / "data" / "statuspage_cloudflare" / "incidents.json")

    assert built.ask(
        "select case_id, kind, severity, system, strftime(created_at, '%d %H:%M:%S'),"
        " strftime(resolved_at, '%d %H:%M:%S') from fct_cases order by case_id"
    ) == [
        ("q746ybtyb6q0", "incident", "S3", "Cloudflare APIs", "17 19:29:21", "18 07:45:41"),
        ("wqfk9mzs5qt1", "incident", "S3", "Analytics", "17 18:05:39", "17 22:53:05"),
    ]
    assert built.ask(
        "select system, strftime(started_at, '%d %H:%M:%S'), strftime(ended_at, '%d %H:%M:%S'),"
        " weight from impacts order by system"
    ) == [
        ("Analytics", "17 18:05:40", "17 22:53:05", 0.1),
        ("Cloudflare APIs", "17 19:30:08", "17 21:35:06", 0.1),
    ]
    assert built.events("q746ybtyb6q0", "updated", "mitigated") == [
        ("17 19:29:21", "updated", None),
        ("17 19:30:08", "updated", None),
        ("17 21:35:06", "updated", None),
        ("17 21:35:06", "mitigated", None),
        ("18 07:45:41", "updated", None),
    ]


def test_nobody_acknowledges_on_a_status_page(shared: Path, tmp_path: Path) -> None:
    """A post tells of the work, it is not its log: the promise is unknown, not missed."""
    built = loaded(tmp_path, shared / "data" / "statuspage_cloudflare" / "incidents.json")

    assert built.ask("select distinct state from fct_promises where promise = 'acknowledge'") == [
        ("unknown",)
    ]


def test_back_dated_update_is_not_before_the_posting(tmp_path: Path) -> None:
    """Posted at 02:00 about an outage that was over at 01:30: resolved when it was posted, with
    its downtime kept as it was."""
    updates = [update("resolved", "01:30:00", ("mail", "operational")),
               update("investigating", "01:00:00", ("mail", "major_outage"))]  # fmt: skip
    components = [{"id": "mail", "name": "Mail"}]

    built = loaded(
        tmp_path / "home",
        page(tmp_path, incident(1, incident_updates=updates, components=components)),
    )

    assert built.ask(
        "select strftime(created_at, '%H:%M'), strftime(resolved_at, '%H:%M') from fct_cases"
    ) == [("09:00", "09:00")]
    assert built.ask(f"select system, {MINUTES}, weight from impacts") == [("Mail", 30.0, 1.0)]


def test_component_is_hurt_until_it_is_well_for_good(tmp_path: Path) -> None:
    """Sign-on breaks, seems well at 03:00, breaks again, and is well from 04:00; Mail is only
    listed, so it is hurt for as long as the incident, by the weight of its impact."""
    updates = [
        update("postmortem", "06:00:00"),
        update("resolved", "05:00:00"),
        update("monitoring", "04:00:00", ("sso", "operational")),
        update("identified", "03:10:00", ("sso", "partial_outage")),
        update("monitoring", "03:00:00", ("sso", "operational")),
        update("investigating", "02:00:00", ("sso", "degraded_performance")),
    ]
    told = incident(
        1,
        incident_updates=updates,
        components=[{"id": "sso", "name": "Sign-on"}, {"id": "mail", "name": "Mail"}],
        resolved_at="2026-01-05T05:00:00-07:00",
    )

    built = loaded(tmp_path / "home", page(tmp_path, told))

    assert built.ask(f"select system, {MINUTES}, weight from impacts order by system") == [
        ("Mail", pytest.approx(180, abs=0.1), 0.5),
        ("Sign-on", 120.0, 0.3),
    ]
    assert built.ask(
        "select status, strftime(resolved_at, '%H:%M'), reopen_count from fct_cases"
    ) == [("resolved", "12:00", 0)]


def test_maintenance_is_a_window_and_no_incident(tmp_path: Path) -> None:
    """A window that is over ended when it did; a planned one ends as planned, also where both
    were to begin at the same instant."""
    mail = [{"id": "mail", "name": "Mail"}]
    planned = {
        "impact": "maintenance",
        "components": mail,
        "scheduled_for": "2026-01-10T02:00:00-07:00",
        "scheduled_until": "2026-01-10T04:00:00-07:00",
    }
    over = planned | {"resolved_at": "2026-01-10T03:00:00-07:00"}

    built = loaded(
        tmp_path / "home",
        page(tmp_path, incident(1, status="scheduled", **planned), incident(2, **over),
             incident(3, incident_updates=[update("investigating", "02:00:00")]),
             key="scheduled_maintenances"),
    )  # fmt: skip

    assert built.ask("select case_id from fct_cases") == [("i3",)]
    assert built.ask(
        "select system, strftime(started_at, '%d %H:%M'), strftime(ended_at, '%d %H:%M')"
        " from maintenance order by all"
    ) == [("Mail", "10 09:00", "10 10:00"), ("Mail", "10 09:00", "10 11:00")]


def test_a_window_told_again_stands_as_last_told(tmp_path: Path) -> None:
    """The maintenance of one id was moved by a day, and taken to another component."""
    planned = {"impact": "maintenance", "status": "scheduled"}
    first = planned | {
        "components": [{"id": "mail", "name": "Mail"}, {"id": "api", "name": "API"}],
        "scheduled_for": "2026-01-10T02:00:00Z",
        "scheduled_until": "2026-01-10T04:00:00Z",
    }
    moved = planned | {
        "components": [{"id": "mail", "name": "Mail"}],
        "scheduled_for": "2026-01-11T02:00:00Z",
        "scheduled_until": "2026-01-11T04:00:00Z",
    }
    case = incident(3, incident_updates=[update("investigating", "02:00:00")])

    for number, window in enumerate((first, moved)):
        folder = tmp_path / str(number)
        folder.mkdir()
        told = page(folder, incident(1, **window), case, key="scheduled_maintenances")
        built = loaded(tmp_path / "home", told)

    assert built.ask("select system, strftime(started_at, '%d %H:%M') from maintenance") == [
        ("Mail", "11 02:00")
    ]


def test_github_history(shared: Path, real_home: Callable[..., Path]) -> None:
    """819 records: 801 incidents and 18 maintenance windows, whose minutes add up to the mean
    that others computed over all of them (224.9939)."""
    answers = json.loads((shared / "data" / "reference_answers.json").read_text())
    expected = answers["github_status"]

    built = Built(real_home("github_status/incidents.jsonl"))

    ((incidents, minutes),) = built.ask(
        "select count(*), sum(epoch(resolved_at) - epoch(created_at)) / 60 from fct_cases"
    )
    ((windows, planned),) = built.ask(f"select count(*), sum({MINUTES}) from maintenance")
    spread = expected["started_to_resolved_min"]
    assert (incidents, windows) == (spread["n"] - 18, expected["by_impact"]["maintenance"])
    assert (minutes + planned) / spread["n"] == pytest.approx(spread["mean"], abs=1e-4)
    impacts = dict(built.ask("select priority, count(*) from fct_cases group by all"))
    assert impacts | {"maintenance": 18} == expected["by_impact"]


def test_google_cloud_incidents(shared: Path, real_home: Callable[..., Path]) -> None:
    """Hurt from begin to end: mean 2,576.2494 min, median 141; posted 2,196.2739 min after the
    beginning on average, once before it. 13 of 85 were posted when they were over."""
    answers = json.loads((shared / "data" / "reference_answers.json").read_text())
    expected = answers["google_cloud_status"]

    built = Built(real_home("google_cloud_status/incidents_to_2022-01.json"))

    hurt = (
        f"(select case_id, max({MINUTES}) as m, min(started_at) as began from impacts group by 1)"
    )
    figures = "count(*), avg(m), median(m), quantile_cont(m, 0.9), max(m)"
    (down,) = built.ask(f"select {figures} from {hurt}")
    detected = f"select (epoch(created_at) - epoch(began)) / 60 as m from {hurt} join fct_cases"
    (posted,) = built.ask(f"select {figures} from ({detected} using (case_id))")
    order = ("n", "mean", "p50", "p90", "max")
    assert down == pytest.approx([expected["begin_to_end_min"][one] for one in order], abs=1e-4)
    assert posted == pytest.approx(
        [expected["begin_to_created_min"][one] for one in order], abs=1e-3
    )
    assert built.ask("select count(*) from fct_cases where resolved_at = created_at") == [(13,)]
    assert (
        dict(built.ask("select priority, count(*) from fct_cases group by 1"))
        == (expected["by_severity"])
    )
    assert (
        dict(built.ask("select category, count(*) from fct_cases group by 1"))
        == (expected["by_status_impact"])
    )


def test_google_incident_without_an_end_is_open(tmp_path: Path) -> None:
    """An unknown severity passes through, and a product that is not named is the service."""
    record = {
        "id": "g1", "begin": "2026-01-05T08:00:00+00:00", "created": "2026-01-05T08:30:00+00:00",
        "external_desc": "Mail is slow\nSince morning", "service_name": "Mail", "severity": "dire",
        "status_impact": "SERVICE_OUTAGE", "affected_products": [],
        "updates": [{"when": "2026-01-05T08:29:58+00:00", "status": "SERVICE_OUTAGE"},
                    {"when": "2026-01-05T09:00:00+00:00", "status": "AVAILABLE"}],
    }  # fmt: skip

    built = loaded(tmp_path / "home", written(tmp_path, [record]))

    assert built.ask("select subject, severity, status, resolved_at from fct_cases") == [
        ("Mail is slow", "dire", "new", None)
    ]
    assert built.events("g1", "created", "updated") == [
        ("05 08:30:00", "created", None),
        ("05 08:30:00", "updated", None),
        ("05 09:00:00", "updated", None),
    ]
    assert built.ask("select system, ended_at, weight from impacts") == [("Mail", None, 1.0)]
