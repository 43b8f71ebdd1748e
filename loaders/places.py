"""Where a home and the policy lie unless somebody says otherwise."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "sample_data" / "exports"


def home() -> Path:
    """The folder of landing files and warehouses: TIERLINE_HOME, else data/."""
    return Path(os.environ.get("TIERLINE_HOME", "data"))


def policy() -> Path:
    """The folder of policy files: TIERLINE_POLICY, else the sample's."""
    return Path(os.environ.get("TIERLINE_POLICY", ROOT / "sample_data" / "policy"))
