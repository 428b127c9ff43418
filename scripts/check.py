"""Run every check of the project side by side, and say at the end what each took.

    python3 scripts/check.py [STAGE ...]

With names of stages: only these, and what they need. A new check is one more line in a list below.
Only the standard library is used here: the first stage makes the environment in which the others
run.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import stages
from environment import ROOT
from installing import python_of
from plugin_environments import names
from stages import Stage

OURS = ROOT / ".cache" / "test"
PYTHON = python_of(OURS)
MADE = ("environment",)
ALL_MADE = (*MADE, "environments of plug-ins")
# Where Linux keeps files in memory, and how many bytes must be free there.
MEMORY = Path("/dev/shm")
ENOUGH = 6 * 2**30
# Those of databases, which wait for their server a quarter of the time; two of them run at once.
FIRST = ("memkit-qdrant", "memkit-weaviate")
SECOND = ("memkit-postgres", "memkit-chroma")


def of_pytest(
    name: str, *arguments: str, workers: int, cores: float, after: tuple[str, ...] = MADE
) -> Stage:
    """Return a stage of pytest, in some processes."""
    several = ["-n", str(workers), "--dist", "worksteal"] if workers > 1 else []
    command: list[str | Path] = [PYTHON, "scripts/once_more.py", name, *several, *arguments]
    return Stage(name, command, cores=cores, after=after)


def of_plugin(name: str) -> Stage:
    """Return the stage of a plug-in's own tests."""
    command: list[str | Path] = [PYTHON, "scripts/test_plugin.py", "--shared", name]
    # The small ones wait for a retry, or for an API that is played slowly, or end soon.
    return Stage(f"tests of {name}", command, 0.75 if name in FIRST + SECOND else 0.5, ALL_MADE)


def all_stages() -> list[Stage]:
    """Return the stages, in the order in which they begin."""
    dev = ["--requirements", "requirements/dev.txt"]
    apart = ["--ignore=tests/kit", "--ignore=tests/browser"]
    return [
        Stage("environment", [sys.executable, "scripts/environment.py", OURS, *dev], cores=0),
        Stage("web", [sys.executable, "scripts/web.py", "check"]),
        Stage(
            "environments of plug-ins",
            [PYTHON, "scripts/plugin_environments.py"],
            cores=0,
            after=MADE,
        ),
        Stage("chromium", [PYTHON, "scripts/chromium.py", "--if-possible"], cores=0, after=MADE),
        Stage("style", [PYTHON, "-m", "ruff", "check", "."], after=MADE),
        Stage("format", [PYTHON, "-m", "ruff", "format", "--check", "."], after=MADE),
        of_pytest("tests", "tests", *apart, workers=2, cores=1.5),
        # It waits for the disk, and for what a broken journal never does. A run of the kit serves
        # all tests of a file: two processes would run it twice.
        of_pytest("tests of the kit", "tests/kit", workers=1, cores=0.5),
        # What goes on beside the kit's tests when the others have ended.
        Stage("types", [PYTHON, "scripts/check_types.py"], after=ALL_MADE),
        Stage("plug-ins alone", [PYTHON, "scripts/check_wheels.py"], after=ALL_MADE),
        *(of_plugin(name) for name in FIRST),
        *(of_plugin(name) for name in names() if name not in FIRST + SECOND),
        *(of_plugin(name) for name in SECOND),
        # The last, for it keeps both cores busy by itself.
        of_pytest("browser tests", "tests/browser", workers=2, cores=2, after=(*MADE, "chromium")),
    ]


def asked(stages: list[Stage], wanted: list[str]) -> list[Stage]:
    """Return the stages that are wanted, and those that they come after."""
    unknown = sorted(set(wanted) - {stage.name for stage in stages})
    if unknown:
        sys.exit(f"There is no stage {unknown}. There are: {[stage.name for stage in stages]}.")
    needed = set(wanted)
    for stage in reversed(stages):
        if stage.name in needed:
            needed.update(stage.after)
    return [stage for stage in stages if stage.name in needed]


@contextlib.contextmanager
def scratch() -> Iterator[str]:
    """Make a folder for temporary files: in memory, where a thousand databases wait for no disk."""
    roomy = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= ENOUGH
    made = tempfile.mkdtemp(prefix="memkit-", dir=MEMORY if roomy else None)
    # As /tmp is: where root runs this, PostgreSQL runs as somebody else.
    Path(made).chmod(0o755)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def main() -> None:
    """Run those that are named on the command line, or all."""
    known = all_stages()
    wanted = asked(known, sys.argv[1:]) if sys.argv[1:] else known
    # Each process would compile memkit anew.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with scratch() as folder:
        stages.run(
            wanted,
            folder=ROOT,
            logs=ROOT / ".cache" / "check",
            # Matrix products share the cores with the other half of the tests.
            environment={**kept, "OMP_NUM_THREADS": "1", "TMPDIR": folder},
        )


if __name__ == "__main__":
    main()
