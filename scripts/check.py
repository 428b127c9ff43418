"""Run every check of the project side by side, and say at the end what each took.

    python3 scripts/check.py

A new check is one more line in a list below. Only the standard library is used here: the first
stage makes the environment in which the others run.
"""

from __future__ import annotations

import os
import sys

import stages
from environment import ROOT
from installing import python_of
from plugin_environments import names
from stages import Stage

OURS = ROOT / ".cache" / "test"
PYTHON = python_of(OURS)
MADE = ("environment",)
ALL_MADE = (*MADE, "environments of plug-ins")


def of_pytest(name: str, *arguments: str, cores: int = 2, after: tuple[str, ...] = MADE) -> Stage:
    """Return a stage of pytest, in as many processes as it has cores."""
    workers = ["-n", str(cores), "--dist", "worksteal"] if cores > 1 else []
    command = [PYTHON, "scripts/once_more.py", name, *workers, *arguments]
    return Stage(name, command, cores=cores, after=after)


def of_plugin(name: str) -> Stage:
    """Return the stage of a plug-in's own tests."""
    command = [PYTHON, "scripts/test_plugin.py", "--shared", name]
    return Stage(f"tests of {name}", command, after=ALL_MADE)


def all_stages() -> list[Stage]:
    """Return the stages, in the order in which they begin."""
    dev = ["--requirements", "requirements/dev.txt"]
    return [
        Stage("environment", [sys.executable, "scripts/environment.py", OURS, *dev], cores=0),
        Stage(
            "environments of plug-ins",
            [PYTHON, "scripts/plugin_environments.py"],
            cores=0,
            after=MADE,
        ),
        Stage("chromium", [PYTHON, "scripts/chromium.py", "--if-possible"], cores=0, after=MADE),
        Stage("style", [PYTHON, "-m", "ruff", "check", "."], after=MADE),
        Stage("format", [PYTHON, "-m", "ruff", "format", "--check", "."], after=MADE),
        of_pytest("tests", "tests", "--ignore=tests/browser", "--ignore=tests/kit"),
        of_pytest("browser tests", "tests/browser", after=(*MADE, "chromium")),
        # A run of the kit serves all tests of a file; two processes would run it twice.
        of_pytest("tests of the kit", "tests/kit", cores=1),
        Stage("types", [PYTHON, "scripts/check_types.py"], after=ALL_MADE),
        *(of_plugin(name) for name in names()),
        Stage("plug-ins alone", [PYTHON, "scripts/check_wheels.py"], after=ALL_MADE),
    ]


def main() -> None:
    """Run them."""
    stages.run(
        all_stages(),
        folder=ROOT,
        logs=ROOT / ".cache" / "check",
        # Matrix products share the cores with the other half of the tests.
        environment={**os.environ, "OMP_NUM_THREADS": "1"},
    )


if __name__ == "__main__":
    main()
