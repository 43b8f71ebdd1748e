"""Incidents and uptime: what broke, for how long, for whom, and how fast did we see and mend it?"""

from pages.ui import incidents_blocks, layout
from pages.ui.guard import guard

guard()
board = incidents_blocks.header()
incidents_blocks.summary(board)
incidents_blocks.gantt_card(board)
uptime, budget = layout.row(3, 2)
with uptime:
    incidents_blocks.uptime_card(board)
with budget:
    incidents_blocks.budget_card(board)
speed, services = layout.row(3, 2)
with speed:
    incidents_blocks.speed_card(board)
with services:
    incidents_blocks.services_card(board)
incidents_blocks.majors_card(board)
tiers, maintenance = layout.row(3, 2)
with tiers:
    incidents_blocks.tiers_card(board)
with maintenance:
    incidents_blocks.maintenance_card(board)
