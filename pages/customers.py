"""Customers: how does one account fare, on one sheet for its review?"""

from pages.ui import customer_blocks, layout
from pages.ui.guard import guard

guard()
board, account = customer_blocks.header()
if account is None:
    customer_blocks.overview(board)
else:
    customer_blocks.summary(board, account)
    kept, late = layout.row(2, 3)
    with kept:
        customer_blocks.promises_card(board)
    with late:
        customer_blocks.breaches_card(board, account)
    felt, waiting = layout.row(1, 1)
    with felt:
        customer_blocks.incidents_card(board, account)
    with waiting:
        customer_blocks.open_card(board, account)
