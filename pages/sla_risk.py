"""SLA risk: which promises will we break next, and who is on them? Live."""

from pages.ui import risk_blocks
from pages.ui.guard import guard

guard()
scope = risk_blocks.header()
risk_blocks.live(scope)
