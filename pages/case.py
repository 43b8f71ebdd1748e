"""Case: what happened, which clock ran when, and where does each figure come from?"""

from pages.ui import case_blocks, case_links, layout
from pages.ui.guard import guard

guard()
case = case_blocks.header()
if case is not None:
    case_blocks.promises(case)
    case_blocks.clocks(case)
    ledger, provenance = layout.row(3, 2)
    with ledger:
        case_blocks.ledger(case)
    with provenance:
        case_blocks.provenance(case)
    case_blocks.raw_row(case)
    case_links.links(case)
