"""Data: what is loaded, how fresh is it, and what was set aside?"""

from pages.ui import data_blocks
from pages.ui.guard import guard

guard()
data_blocks.header()
data_blocks.sources()
data_blocks.loads()
data_blocks.set_aside()
data_blocks.unmapped()
