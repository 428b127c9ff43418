"""Run pytest; what fails is tried once more by itself, and named if it passes then.

    python scripts/once_more.py NAME [ARGUMENT ...]

A browser, a server that is killed and eight processes at work share two cores here. What passes
only at the second attempt is a fault all the same, of the test or of what it tests: it is named,
and fails the run, unless `unsteady.txt` has an entry that says what is known of it.
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
# What is known of tests that do not pass each time, a line each: "NAME: TEST  # why".
KNOWN = Path(__file__).with_name("unsteady.txt")
# What a line begins with that names a test which passed only at the second attempt.
UNSTEADY = "unsteady: "
# pytest's exit status when tests ran and some failed.
_FAILED = 1


@dataclass(frozen=True)
class Outcome:
    """How a run of pytest ended.

    Attributes:
        passed: Whether all tests passed: at once, or, if they are known for it, later.
        unsteady: The tests that passed only then, known or not.
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

    One of those that nothing is known of fails the run.

    Args:
        python: The interpreter.
        arguments: For pytest.
        name: Of the run, for what pytest remembers of it.
        environment: The process's environment.
    """
    cache = ROOT / ".cache" / "pytest" / name.replace(" ", "-")
    # What failed in an earlier run is not to be tried now.
    shutil.rmtree(cache, ignore_errors=True)
    options = ["-o", f"cache_dir={cache}", "-o", "tmp_path_retention_policy=failed"]
    command = [str(python), "-m", "pytest", "-q", *options, *arguments]
    status = ended(command, environment)
    unsteady: list[str] = []
    if status == _FAILED:
        first = failed(cache)
        print(f"== {name}: what failed, once more", flush=True)
        again = [*command, "--last-failed", "--last-failed-no-failures=none"]
        status = ended(again, environment)
        if status in (0, _FAILED):
            unsteady = sorted(first - failed(cache))
    reasons = known(KNOWN.read_text("utf-8") if KNOWN.exists() else "")
    for test in unsteady:
        why = reason(reasons, name, test)
        note = f"known: {why}" if why else f"a fault: mend it, or say why in {KNOWN.name}"
        print(f"{UNSTEADY}{test} ({note})", flush=True)
    listed = all(reason(reasons, name, test) for test in unsteady)
    return Outcome(status == 0 and listed, tuple(unsteady))


def known(text: str) -> dict[str, str]:
    """Return what a list of unsteady tests says: "NAME: TEST" -> why.

    Raises:
        ValueError: A line gives no reason.
    """
    found = {}
    for line in text.splitlines():
        entry, _, why = (part.strip() for part in line.partition("  # "))
        if not entry or entry.startswith("#"):
            continue
        if not why:
            raise ValueError(f"{line!r} says not why: write 'NAME: TEST  # why'.")
        found[entry] = why
    return found


def reason(reasons: Mapping[str, str], name: str, test: str) -> str | None:
    """Return why a test of a run is known to be unsteady, in all its cases or in this one."""
    return reasons.get(f"{name}: {test}") or reasons.get(f"{name}: {test.partition('[')[0]}")


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
