"""Definitions: what does each figure mean, what does it leave out, and what is its SQL?"""

from pages.ui import definitions_blocks
from pages.ui.guard import guard

guard()
wanted = definitions_blocks.header()
definitions_blocks.catalogue(wanted)
