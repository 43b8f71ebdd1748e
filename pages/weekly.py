"""Weekly resilience: did we keep our promises last week, what moved, and what needs a decision?"""

from pages.ui import layout, weekly_blocks
from pages.ui.guard import guard

guard()
board = weekly_blocks.header()
weekly_blocks.summary(board)
chart, matrix = layout.row(1, 1)
with chart:
    weekly_blocks.control_card(board)
with matrix:
    weekly_blocks.matrix_card(board)
weekly_blocks.attention_card(board)
weekly_blocks.blockers_card(board)
weekly_blocks.majors_card(board)
