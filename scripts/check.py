"""Run every check of the project in turn, and say at the end which failed."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import chromium
import once_more
import plugin_environments

ROOT = Path(__file__).resolve().parent.parent

CHECKS = {
    "style": ["-m", "ruff", "check", "."],
    "format": ["-m", "ruff", "format", "--check", "."],
    "types": ["-m", "mypy", "-p", "memkit"],
    "web": ["scripts/web.py", "check"],
}
TESTS = {
    "tests": ["-n", "2", "--dist", "worksteal", "--ignore", "tests/browser"],
    # One JupyterLab and one Chromium, with both cores to themselves.
    "browser tests": ["tests/browser"],
}


def commands() -> dict[str, Callable[[], list[str]]]:
    """Return what is run beside pytest: a name, and what gives the words after `python`."""
    found: dict[str, Callable[[], list[str]]] = {
        name: functools.partial(list, words) for name, words in CHECKS.items()
    }
    found["types of the template"] = lambda: ["-m", "mypy", "plugins/_template/memkit_template"]
    return found


def plugin_commands() -> dict[str, Callable[[], list[str]]]:
    """Return two checks of each plug-in: its types, and its tests in its own environment."""
    found: dict[str, Callable[[], list[str]]] = {}
    for name in plugin_environments.names():
        found[f"types of {name}"] = functools.partial(typing_of, name)
        found[f"tests of {name}"] = functools.partial(list, ["scripts/test_plugin.py", name])
    return found


def typing_of(plugin: str) -> list[str]:
    """Return the check of a plug-in's types; its SDK is in its own environment."""
    python = plugin_environments.interpreter(plugin)
    package = f"plugins/{plugin}/{plugin.replace('-', '_')}"
    return ["-m", "mypy", "--python-executable", str(python), package]


def browser() -> dict[str, str]:
    """Return the variable that tells the browser tests which Chromium to use."""
    found = chromium.find() or chromium.install()
    # Without one they say so themselves: as a reason to skip, or in CI as a failure.
    chromium.say(str(found) if found else chromium.missing())
    return {"MEMKIT_CHROMIUM": found.path} if found else {}


def main() -> None:
    """Run the checks."""
    # Matrix products share two cores with the other half of the tests.
    environment = {**os.environ, "OMP_NUM_THREADS": "1", **browser()}

    def ran(give: Callable[[], list[str]]) -> bool:
        done = subprocess.run([sys.executable, *give()], cwd=ROOT, env=environment, check=False)
        return done.returncode == 0

    def tested(name: str) -> bool:
        return once_more.run(sys.executable, TESTS[name], name=name, environment=environment).passed

    checks: dict[str, Callable[[], bool]] = {
        **{name: functools.partial(ran, give) for name, give in commands().items()},
        **{name: functools.partial(tested, name) for name in TESTS},
        **{name: functools.partial(ran, give) for name, give in plugin_commands().items()},
    }
    failed = [name for name, check in checks.items() if not passes(name, check)]
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


def passes(name: str, check: Callable[[], bool]) -> bool:
    """Run a check, and say what it is and how long it took."""
    print(f"== {name}", flush=True)
    start = time.monotonic()
    passed = check()
    print(f"   {'' if passed else 'failed after '}{time.monotonic() - start:.0f} s", flush=True)
    return passed


if __name__ == "__main__":
    main()
