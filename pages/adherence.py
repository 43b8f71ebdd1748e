"""Adherence by tier: to whom do we break which promises, by how much, and how sure is it?"""

from pages.ui import adherence_blocks, adherence_rows, layout
from pages.ui.guard import guard

guard()
board = adherence_blocks.header()
adherence_blocks.summary(board)
matrix, trend = layout.row(1, 1)
with matrix:
    adherence_blocks.matrix_card(board)
with trend:
    adherence_blocks.trend_card(board)
    adherence_blocks.used_card(board)
adherence_rows.broken_card(board)
counted, judged = layout.row(2, 3)
with counted:
    adherence_blocks.counted_card(board)
with judged:
    adherence_rows.reconciled_card(board)
