"""Run every check of the project in turn, and say at the end which failed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

CHECKS = {
    "style": ["-m", "ruff", "check", "."],
    "format": ["-m", "ruff", "format", "--check", "."],
    "types": ["-m", "mypy", "-p", "memkit"],
    "tests": ["-m", "pytest", "-n", "2", "--dist", "worksteal", "-q"],
}


def plugin_types() -> dict[str, list[str]]:
    """Return a check of types for each plug-in that lives in this repository."""
    packages = sorted((ROOT / "plugins").glob("*/memkit_*"))
    return {f"types of {path.parent.name}": ["-m", "mypy", str(path)] for path in packages}


def main() -> None:
    """Run the checks."""
    failed = []
    for name, arguments in {**CHECKS, **plugin_types()}.items():
        print(f"== {name}", flush=True)
        start = time.monotonic()
        # Matrix products share two cores with the other half of the tests.
        environment = {**os.environ, "OMP_NUM_THREADS": "1"}
        done = subprocess.run([sys.executable, *arguments], cwd=ROOT, env=environment, check=False)
        print(f"   {time.monotonic() - start:.0f} s", flush=True)
        if done.returncode:
            failed.append(name)
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
