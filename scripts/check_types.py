"""Check all types at once: the core's, the template's and the plug-ins', against their SDKs.

    python scripts/check_types.py

mypy's cache is in the user's cache folder, so that the next run, of any checkout, reads again only
what changed.
"""

from __future__ import annotations

import subprocess
import sys

from environment import PLUGINS, ROOT
from installing import cache_folder
from plugin_environments import interpreter_of_all, names


def main() -> None:
    """Run mypy."""
    packages = ["memkit", *(package_of(name) for name in [*names(), "_template"])]
    command = [
        sys.executable, "-m", "mypy", "--python-executable", str(interpreter_of_all()),
        "--cache-dir", str(cache_folder() / "mypy"),
    ]  # fmt: skip
    for package in packages:
        command += ["-p", package]
    sys.exit(subprocess.run(command, cwd=ROOT, check=False).returncode)


def package_of(plugin: str) -> str:
    """Return the name of the package in a plug-in's folder."""
    [marker] = (PLUGINS / plugin).glob("*/py.typed")
    return marker.parent.name


if __name__ == "__main__":
    main()
