"""The badge that says on every page that the sample is loaded, and the sample's stories."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from metrics import sample
from pages.ui import answers, layout
from pages.ui.sites import BLOCKERS, CASE, CASES, DATA, INCIDENTS, REPORTS, SLA_RISK, TOUR, WEEKLY

DESK, MAJOR = "support_events", "major_incidents"
Link = tuple[str, str, Mapping[str, str | Sequence[str]]]  # what it says, the page, its query


@dataclass(frozen=True)
class Story:
    """One thing that was planted in the sample: what to see, and where."""

    title: str
    text: str
    links: tuple[Link, ...]


def is_loaded() -> bool:
    """Whether any export of the sample counts in the warehouse that is shown."""
    return sample.is_loaded(answers)


def badge() -> None:
    """One quiet line, above the menu or at the top of a phone, that leads to the tour."""
    if not is_loaded():
        return
    with st.container() if layout.is_narrow() else st.sidebar:
        label = f":orange-badge[{sample.BADGE}] :gray[take the tour]"
        st.page_link(TOUR, label=label, help=sample.MEANING)


def _case(case: str, what: str = "", source: str = DESK) -> Link:
    return (f"{case} {what}".strip(), CASE, {"case": case, "case_source": source})


STORIES = (
    Story(
        "Gold acknowledgements slip in a week",
        "On 11 and 12 November 2026 the EU queue had no first line for Gold. Weekly leads with it: "
        "29 of 36 acknowledged in time, far below Gold's own range. Every other promise of every "
        "tier stays within normal variation, and the page says so, too.",
        (
            ("The week", WEEKLY, {"week": "2026-W46"}),
            (
                "The 36 promises",
                CASES,
                {
                    "metric": "sla_adherence",
                    "week": "2026-W46",
                    "tier": "Gold",
                    "promise": "acknowledge",
                },
            ),
            _case("T-104893", "and its clock"),
        ),
    ),
    Story(
        "Single sign-on keeps breaking",
        "Blockers of one category and system, each opened within 30 days of the last repair. Over "
        "13 weeks no other category has more hours past promise.",
        (
            ("Recurring blockers", BLOCKERS, {"last": "13w"}),
            _case("T-104752", "the latest of them"),
        ),
    ),
    Story(
        "One incident, felt by many",
        "17 September 2026: a database failover did not complete. 26 accounts wrote within four "
        "hours, and each ticket is linked to the incident.",
        (
            _case("MI-0024", "and its tickets", MAJOR),
            (
                "The weeks around it",
                INCIDENTS,
                {"from": "2026-09-07", "to": "2026-10-04"},
            ),
        ),
    ),
    Story(
        "A case that came back three times",
        "Each reopen starts a new promise that carries the time of the ones before; the earlier "
        "verdicts stand, so no closed week moves.",
        (_case("T-104119", "four cycles on one ledger"),),
    ),
    Story(
        "A holiday stops one clock and not the other",
        "Both opened on 30 April 2026. 1 May is a holiday in Germany: there, 3 days and 16 hours "
        "count as 65 minutes. The clock of the US case runs on.",
        (_case("T-103120", "EU"), _case("T-103128", "US")),
    ),
    Story(
        "The night the clocks change",
        "Two round-the-clock promises of 4 hours. In March the wall clock says 4 h 50 min, but "
        "3 h 50 min passed: met. In October it says 3 h 10 min, but 4 h 10 min passed: breached.",
        (_case("T-102806", "March"), _case("T-104734", "October")),
    ),
    Story(
        "A change of tier under way",
        "Opened as Silver, Platinum from 6 October 2026: the clock goes on, the target changes.",
        (_case("T-104550"),),
    ),
    Story(
        "New terms",
        "Cases opened from 1 October 2026 are measured by version 2 of the policy. Older ones are "
        "not: an edited policy never reaches back.",
        (
            (
                "Adherence by policy version",
                REPORTS,
                {
                    "metric": "sla_adherence",
                    "by": "policy_version",
                    "grain": "month",
                    "last": "26w",
                },
            ),
        ),
    ),
    Story(
        "Work still open when the data end",
        "Two Platinum cases past their promise, one paused for the customer, one that nobody owns.",
        (
            ("SLA risk", SLA_RISK, {}),
            _case("T-104820", "late"),
            _case("T-104895", "paused"),
            _case("T-104906", "without owner"),
        ),
    ),
    Story(
        "Flaws that real exports have",
        "Three lines that stand twice are counted once; a date that does not exist and a line "
        "without a case are set aside, counted in view, with the cure.",
        (("Data", DATA, {}),),
    ),
)
