"""Run pytest; what fails is tried once more by itself, and named if it passes then.

    python scripts/once_more.py NAME [ARGUMENT ...]

A browser, a server that is killed and eight processes at work share two cores here. A failure that
comes back is a failure. One that does not is printed as such, so that it can be looked into.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# What a line begins with that names a test which passed only at the second attempt.
UNSTEADY = "unsteady: "
# pytest's exit status when tests ran and some failed.
_FAILED = 1


@dataclass(frozen=True)
class Outcome:
    """How a run of pytest ended.

    Attributes:
        passed: Whether all tests passed, at the second attempt at the latest.
        unsteady: The tests that passed only then.
    """

    passed: bool
    unsteady: tuple[str, ...] = ()


def main() -> None:
    """Run this interpreter's pytest with what the command line says."""
    name, *arguments = sys.argv[1:]
    outcome = run(sys.executable, arguments, name=name, environment=os.environ)
    sys.exit(not outcome.passed)


def run(
    python: str | Path, arguments: Sequence[str], *, name: str, environment: Mapping[str, str]
) -> Outcome:
    """Run pytest, at most twice, and print which tests passed only at the second attempt.

    Args:
        python: The interpreter.
        arguments: For pytest.
        name: Of the run, for what pytest remembers of it.
        environment: The process's environment.
    """
    cache = ROOT / ".cache" / "pytest" / name.replace(" ", "-")
    # What failed in an earlier run is not to be tried now.
    shutil.rmtree(cache, ignore_errors=True)
    command = [str(python), "-m", "pytest", "-q", "-o", f"cache_dir={cache}", *arguments]
    status = ended(command, environment)
    unsteady: list[str] = []
    if status == _FAILED:
        first = failed(cache)
        print(f"== {name}: what failed, once more", flush=True)
        again = [*command, "--last-failed", "--last-failed-no-failures=none"]
        status = ended(again, environment)
        if status in (0, _FAILED):
            unsteady = sorted(first - failed(cache))
    for test in unsteady:
        print(f"{UNSTEADY}{test}", flush=True)
    return Outcome(status == 0, tuple(unsteady))


def ended(command: Sequence[str], environment: Mapping[str, str]) -> int:
    """Return the exit status of a command."""
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        return process.wait()
    except KeyboardInterrupt:
        # pytest was told too, and has servers and browsers to end.
        process.wait()
        raise


def failed(cache: Path) -> set[str]:
    """Return the tests that pytest remembers as failed."""
    file = cache / "v" / "cache" / "lastfailed"
    return set(json.loads(file.read_text("utf-8"))) if file.exists() else set()


if __name__ == "__main__":
    main()
