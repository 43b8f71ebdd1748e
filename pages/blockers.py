"""Recurring blockers: what costs customers most, what comes back, and is it getting better?"""

from pages.ui import blockers_alike, blockers_blocks, blockers_causes, layout
from pages.ui.guard import guard

guard()
board = blockers_blocks.header()
blockers_blocks.summary(board)
cost, back = layout.row(1, 1)
with cost:
    blockers_blocks.cost_card(board)
with back:
    blockers_blocks.recurrence_card(board)
blockers_blocks.trends_card(board)
heat, interval = layout.row(3, 2)
with heat:
    blockers_blocks.heat_card(board)
with interval:
    blockers_blocks.interval_card(board)
stage, dependency = layout.row(3, 2)
with stage:
    blockers_causes.stage_card(board)
with dependency:
    blockers_causes.dependency_card(board)
blockers_causes.remedies_card(board)
blockers_alike.clusters_card(board)
