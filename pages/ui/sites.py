"""Where the pages lie, for navigation and links; nothing else."""

WEEKLY = "pages/weekly.py"
CASES = "pages/cases.py"
CASE = "pages/case.py"
DEFINITIONS = "pages/definitions.py"
DATA = "pages/data.py"
