"""Escalations: where do cases lie, who hands them to whom, and which does nobody own?"""

from pages.ui import escalation_blocks, layout
from pages.ui.guard import guard

guard()
board = escalation_blocks.header()
escalation_blocks.summary(board)
left, right = layout.row(1, 1)
with left:
    escalation_blocks.moves_card(board)
    escalation_blocks.statuses_card(board)
with right:
    escalation_blocks.teams_card(board)
    escalation_blocks.levels_card(board)
escalation_blocks.moved_card(board)
escalation_blocks.unowned_card(board)
