"""Make the virtual environment that a make target runs in, and print its interpreter.

    python3 scripts/environment.py FOLDER [--requirements FILE ...] [--extra NAME ...]

Third-party packages go into an environment that all checkouts share, under the user's cache
folder, named by the hash of everything that decides what is in it. FOLDER is this checkout's own
environment: it sees those packages, and holds memkit-core as an editable install. Only the
standard library is used, so that any python3 can run it.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST = (3, 11)


def main() -> None:
    """Make the environment, unless it is there already."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--requirements", type=Path, action="append", default=[])
    parser.add_argument("--extra", action="append", default=[])
    options = parser.parse_args()
    if sys.version_info < OLDEST:
        sys.exit(f"memkit needs Python 3.11 or later; this is {sys.version}")
    wanted = requirements(options.requirements, options.extra)
    shared = shared_environment(wanted)
    print(own_environment(options.folder, shared))


def requirements(files: list[Path], extras: list[str]) -> list[str]:
    """Return the arguments for pip: pinned files first, then what memkit-core asks for."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = list(project["dependencies"])
    for extra in extras:
        wanted += project["optional-dependencies"][extra]
    pins = [argument for file in files for argument in ("--requirement", str(file))]
    return [*pins, *wanted]


def shared_environment(wanted: list[str]) -> Path:
    """Return an environment that holds what pip was asked for."""
    decisive = hashlib.sha256(f"{sys.version} {sys.prefix}".encode())
    for argument in wanted:
        file = Path(argument)
        decisive.update(file.read_bytes() if file.is_file() else argument.encode())
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    home = cache / "memkit" / "environments" / decisive.hexdigest()[:16]
    done = home / "complete"
    if not done.exists():
        shutil.rmtree(home, ignore_errors=True)
        say(f"installing into {home}")
        venv.create(home, with_pip=True)
        run(python_of(home), "-m", "pip", "install", "--quiet", *wanted, "hatchling", "editables")
        done.touch()
    return home


def own_environment(folder: Path, shared: Path) -> Path:
    """Return the interpreter of this checkout's environment, on top of a shared one."""
    folder = folder.resolve()
    python = python_of(folder)
    note = folder / "shared"
    stamp = f"{shared}\n{(ROOT / 'pyproject.toml').stat().st_mtime_ns}"
    if not note.exists() or note.read_text("utf-8") != stamp:
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder)
        link = site_packages(folder) / "shared.pth"
        link.write_text(f"{site_packages(shared)}\n", "utf-8")
        run(
            python_of(shared), "-m", "pip", "--python", str(python), "install", "--quiet",
            "--no-deps", "--no-build-isolation", "--editable", str(ROOT),
        )  # fmt: skip
        note.write_text(stamp, "utf-8")
    return python


def python_of(environment: Path) -> Path:
    """Return an environment's interpreter."""
    return environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def site_packages(environment: Path) -> Path:
    """Return where an environment keeps its packages."""
    if os.name == "nt":
        return environment / "Lib" / "site-packages"
    return next((environment / "lib").glob("python3*")) / "site-packages"


def run(python: Path, *arguments: str) -> None:
    """Run an interpreter; on failure, show what it said and end."""
    done = subprocess.run([python, *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{python.name} {' '.join(arguments)}\n{done.stdout}{done.stderr}")


def say(what: str) -> None:
    """Tell what takes a while; standard output is for the result."""
    print(f"memkit: {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
