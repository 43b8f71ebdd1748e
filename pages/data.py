"""Data: what is loaded, how fresh is it, what was set aside, and what else do you have?"""

from pages.ui import data_blocks, data_job, data_loads, data_upload, integrity_blocks
from pages.ui.guard import guard

guard(needs_warehouse=False)
data_blocks.header()
data_job.show()
data_upload.drop()
if data_blocks.is_loaded():
    data_blocks.sources()
data_loads.history()
if data_blocks.is_loaded():
    data_blocks.set_aside()
    integrity_blocks.findings()
    data_blocks.unmapped()
    data_blocks.accounts()
    data_blocks.restated()
data_loads.remembered()
