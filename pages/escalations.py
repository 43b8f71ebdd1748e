"""Escalations: where do cases lie, who hands them to whom, and which does nobody own?"""

from pages.ui import escalation_blocks, layout
from pages.ui.guard import guard

guard()
board = escalation_blocks.header()
escalation_blocks.summary(board)
moves, teams = layout.row(1, 1)
with moves:
    escalation_blocks.moves_card(board)
with teams:
    escalation_blocks.teams_card(board)
levels, statuses = layout.row(1, 1)
with levels:
    escalation_blocks.levels_card(board)
with statuses:
    escalation_blocks.statuses_card(board)
moved, unowned = layout.row(1, 1)
with moved:
    escalation_blocks.moved_card(board)
with unowned:
    escalation_blocks.unowned_card(board)
