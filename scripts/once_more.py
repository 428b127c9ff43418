"""Run pytest; what fails is tried once more by itself, and named if it passes then.

A browser, a server that is killed and eight processes at work share two cores here. A failure that
comes back is a failure; one that does not is printed as such, so that it can be looked into.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# pytest's exit status when tests ran and some failed.
_FAILED = 1


def passes(
    python: str | Path, arguments: Sequence[str], *, name: str, environment: Mapping[str, str]
) -> bool:
    """Run pytest, and tell whether all tests passed, at the second attempt at the latest.

    Args:
        python: The interpreter.
        arguments: For pytest.
        name: Of the run, for what pytest remembers of it.
        environment: The process's environment.
    """
    cache = ROOT / ".cache" / "pytest" / name.replace(" ", "-")
    command = [str(python), "-m", "pytest", "-q", "-o", f"cache_dir={cache}", *arguments]
    status = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    if status == _FAILED:
        print(f"== {name}: what failed, once more", flush=True)
        again = [*command, "--last-failed", "--last-failed-no-failures=none"]
        status = subprocess.run(again, cwd=ROOT, env=environment, check=False).returncode
        if status == 0:
            print(f"== {name}: unsteady, see above: passed only at the second attempt", flush=True)
    return status == 0
