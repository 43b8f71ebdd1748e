"""Reports: which figures do I choose, cut how, to take away as a file, a link or a command?"""

from pages.ui import report_blocks
from pages.ui.guard import guard

guard()
asked = report_blocks.header()
report_blocks.choices(asked)
report_blocks.preview(asked)
report_blocks.take_away(asked)
report_blocks.meanings(asked)
