"""Tour of the sample: what was planted in it, and where does it show?"""

from pages.ui import tour_blocks
from pages.ui.guard import guard

guard()
tour_blocks.header()
tour_blocks.stories()
