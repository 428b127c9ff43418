"""Run every check of the project in turn, and say at the end which failed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import chromium
import once_more
import test_plugin

ROOT = Path(__file__).resolve().parent.parent

CHECKS = {
    "style": ["-m", "ruff", "check", "."],
    "format": ["-m", "ruff", "format", "--check", "."],
    "types": ["-m", "mypy", "-p", "memkit"],
}
TESTS = {
    "tests": ["-n", "2", "--dist", "worksteal", "--ignore", "tests/browser"],
    # One JupyterLab and one Chromium, with both cores to themselves.
    "browser tests": ["tests/browser"],
}


def plugin_types() -> dict[str, list[str]]:
    """Return a check of types for each plug-in that lives in this repository."""
    packages = sorted((ROOT / "plugins").glob("*/memkit_*"))
    return {f"types of {path.parent.name}": ["-m", "mypy", str(path)] for path in packages}


def plugin_tests() -> dict[str, list[str]]:
    """Return a check of each plug-in's own tests, in an environment that holds nothing else."""
    return {f"tests of {name}": ["scripts/test_plugin.py", name] for name in test_plugin.names()}


def browser() -> dict[str, str]:
    """Return the variable that tells the browser tests which Chromium to use."""
    found = chromium.find() or chromium.install()
    # Without one they say so themselves: as a reason to skip, or in CI as a failure.
    chromium.say(str(found) if found else chromium.missing())
    return {"MEMKIT_CHROMIUM": found.path} if found else {}


def main() -> None:
    """Run the checks."""
    failed = []
    # Matrix products share two cores with the other half of the tests.
    environment = {**os.environ, "OMP_NUM_THREADS": "1", **browser()}
    for name, arguments in {**CHECKS, **plugin_types(), **TESTS, **plugin_tests()}.items():
        print(f"== {name}", flush=True)
        start = time.monotonic()
        if name in TESTS:
            passed = once_more.passes(sys.executable, arguments, name=name, environment=environment)
        else:
            command = [sys.executable, *arguments]
            passed = not subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
        print(f"   {time.monotonic() - start:.0f} s", flush=True)
        if not passed:
            failed.append(name)
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
