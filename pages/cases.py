"""Cases: which cases are behind this figure?"""

from pages.ui import cases_blocks
from pages.ui.guard import guard

guard()
found = cases_blocks.header()
cases_blocks.listing(found)
