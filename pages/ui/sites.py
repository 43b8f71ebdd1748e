"""Which pages there are: where each lies, what it is called, and on which period it opens."""

from dataclasses import dataclass
from pathlib import Path

WEEKLY = "pages/weekly.py"
INCIDENTS = "pages/incidents.py"
BLOCKERS = "pages/blockers.py"
ADHERENCE = "pages/adherence.py"
ESCALATIONS = "pages/escalations.py"
SLA_RISK = "pages/sla_risk.py"
CASES = "pages/cases.py"
CASE = "pages/case.py"
DEFINITIONS = "pages/definitions.py"
DATA = "pages/data.py"
FLOW = "pages/flow.py"
REPORTS = "pages/reports.py"
CUSTOMERS = "pages/customers.py"
TOUR = "pages/tour.py"
GROUPS = ("Leadership", "Support leads", "Everybody", "Analysts")
LAST_WEEK = "week"  # the default period that opens on the last closed ISO week


@dataclass(frozen=True)
class Site:
    """One page. `group` is the reader it is for; None hides it: it is reached by a click.

    `period` is what it shows when the link names none: LAST_WEEK, a length such as `13w`, or
    None where no period applies; `only_weeks` shows one ISO week at a time.
    """

    path: str
    title: str
    icon: str
    group: str | None
    period: str | None = None
    only_weeks: bool = False

    @property
    def slug(self) -> str:
        """The page's name in an address."""
        return Path(self.path).stem


SITES = (
    Site(WEEKLY, "Weekly resilience", "insights", "Leadership", LAST_WEEK, True),
    Site(INCIDENTS, "Incidents & uptime", "emergency", "Leadership", "13w"),
    Site(SLA_RISK, "SLA risk", "timer", "Support leads"),
    Site(BLOCKERS, "Recurring blockers", "repeat", "Leadership", "13w"),
    Site(ADHERENCE, "Adherence by tier", "verified", "Support leads", "13w"),
    Site(ESCALATIONS, "Escalations", "moving", "Support leads", "13w"),
    Site(FLOW, "Backlog & flow", "stacked_bar_chart", "Support leads", "13w"),
    Site(CASES, "Cases", "list", None, LAST_WEEK),
    Site(CASE, "Case", "receipt_long", None),
    Site(CUSTOMERS, "Customers", "business", "Everybody", "13w"),
    Site(REPORTS, "Reports", "table_view", "Analysts", "13w"),
    Site(DEFINITIONS, "Definitions", "menu_book", "Analysts"),
    Site(DATA, "Data", "database", "Analysts"),
    Site(TOUR, "Tour of the sample", "flag", None),
)
BY_PATH = {site.path: site for site in SITES}
BY_SLUG = {site.slug: site for site in SITES}
