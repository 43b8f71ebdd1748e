"""Backlog & flow: does work leave as fast as it comes, and what has been open for too long?"""

from pages.ui import flow_blocks, layout
from pages.ui.guard import guard

guard()
board = flow_blocks.header()
flow_blocks.summary(board)
flow, ages = layout.row(3, 2)
with flow:
    flow_blocks.flow_card(board)
with ages:
    flow_blocks.ages_card(board)
arrivals, latency = layout.row(3, 2)
with arrivals:
    flow_blocks.arrivals_card(board)
with latency:
    flow_blocks.latency_card(board)
flow_blocks.oldest_card(board)
