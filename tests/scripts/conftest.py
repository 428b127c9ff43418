from __future__ import annotations

import sys
from pathlib import Path

# The scripts are no package: each runs with its folder on the path.
sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))
