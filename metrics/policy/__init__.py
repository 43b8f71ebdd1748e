"""The policy: calendars and SLA targets as dated versions, read from YAML. No clock runs here."""

from metrics.policy.calendar import Calendar
from metrics.policy.policy import Policy, PolicyVersion
from metrics.policy.reader import load
from metrics.policy.reporting import Reporting
from metrics.policy.services import Services
from metrics.policy.targets import Target

__all__ = ["Calendar", "Policy", "PolicyVersion", "Reporting", "Services", "Target", "load"]
