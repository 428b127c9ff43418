"""Run the tests of plug-ins, each in an environment that holds nothing else.

    python3 scripts/test_plugin.py [NAME ...]

Without a name: of all plug-ins, those with few dependencies first. An environment holds
memkit-core, the plug-in, what the two depend on, and pytest. What it installs is pinned by the
plug-in's requirements.txt. Tests in `tests/notebook` have `memkit-core[notebook]` too, which the
others must do without. Only the standard library is used, so that any python3 can run it.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import once_more
from environment import (
    PLUGINS,
    ROOT,
    own_environment,
    pinned,
    requirements,
    shared_environment,
)


def main() -> None:
    """Test the plug-ins that are named on the command line, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("plugin", nargs="*", help="name of a folder in plugins/")
    named = parser.parse_args().plugin
    known = names()
    unknown = sorted(set(named) - set(known))
    if unknown:
        sys.exit(f"There is no plug-in {', '.join(unknown)}. There are: {', '.join(known)}.")
    failed = [name for name in named or known if not passes(name)]
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


def names() -> list[str]:
    """Return the names of all plug-ins, those with few dependencies first."""
    folders = [path.parent for path in PLUGINS.glob("memkit-*/pyproject.toml")]
    return [folder.name for folder in sorted(folders, key=lambda f: (len(pins(f)), f.name))]


def pins(plugin: Path) -> list[str]:
    """Return the lines of the plug-in's requirements.txt."""
    file = plugin / "requirements.txt"
    return file.read_text("utf-8").splitlines() if file.exists() else []


def passes(name: str) -> bool:
    """Run a plug-in's tests, and tell whether they passed."""
    start = time.monotonic()
    plugin = PLUGINS / name
    tests, in_notebooks = plugin / "tests", plugin / "tests" / "notebook"
    bare = shared_environment(bare_requirements(plugin))
    passed = pytest_passes(plugin, name, [bare], [str(tests), f"--ignore={in_notebooks}"])
    if passed and in_notebooks.is_dir():
        # On top of the other one, which may be large, and with the versions that `make test` has.
        constraint = ["--constraint", str(ROOT / "requirements" / "dev.txt")]
        wanted = [*constraint, *requirements(ROOT, ["notebook"])]
        above = shared_environment(wanted, beneath=bare)
        passed = pytest_passes(plugin, f"{name}-notebook", [above, bare], [str(in_notebooks)])
    outcome = "passed" if passed else "failed"
    print(f"{name}: {outcome} in {time.monotonic() - start:.0f} s", flush=True)
    return passed


def interpreter(name: str) -> Path:
    """Return the interpreter of a plug-in's environment, which is made if it is not there."""
    plugin = PLUGINS / name
    shared = shared_environment(bare_requirements(plugin))
    return own_environment(folder_of(name), shared, projects=[ROOT, plugin])


def folder_of(environment: str) -> Path:
    """Return where an environment of this checkout lies."""
    return ROOT / ".cache" / "plugins" / environment


def bare_requirements(plugin: Path) -> list[str]:
    """Return the arguments of pip for a plug-in, its tests and the core."""
    file = plugin / "requirements.txt"
    wanted = [*requirements(plugin, ["test"]), *requirements(ROOT, ["testing"])]
    return [*(pinned(file) if file.exists() else []), *dict.fromkeys(wanted)]


def pytest_passes(
    plugin: Path, environment: str, shared: Sequence[Path], arguments: Sequence[str]
) -> bool:
    """Run pytest in a plug-in's environment; its settings are the plug-in's own, or ours."""
    python = own_environment(folder_of(environment), *shared, projects=[ROOT, plugin])
    variables = {**os.environ, "OMP_NUM_THREADS": "1"}
    return once_more.run(python, arguments, name=environment, environment=variables).passed


if __name__ == "__main__":
    main()
