"""Make the virtual environment that a make target runs in, and print its interpreter.

    python3 scripts/environment.py FOLDER [--requirements FILE ...] [--extra NAME ...]
        [--plugin NAME[EXTRA] ...]

Third-party packages go into an environment that all checkouts share, under the user's cache
folder, named by the hash of everything that decides what is in it. FOLDER is this checkout's own
environment: it sees those packages, and holds memkit-core, and the plug-ins that are named, as
editable installs. Only the
standard library is used, so that any python3 can run it.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import sys
import tomllib
import venv
from collections.abc import Iterable, Sequence
from pathlib import Path

from installing import alone, cache_folder, install, python_of, say

ROOT = Path(__file__).resolve().parent.parent
PLUGINS = ROOT / "plugins"
OLDEST = (3, 11)

_REQUIREMENT = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?:\[(?P<extras>[^]]*)\])?")


def main() -> None:
    """Make the environment, unless it is there already."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--requirements", type=Path, action="append", default=[])
    parser.add_argument("--extra", action="append", default=[])
    parser.add_argument("--plugin", type=plugin, action="append", default=[])
    options = parser.parse_args()
    wanted = [*requirements(ROOT, options.extra)]
    for folder, extras in options.plugin:
        wanted += requirements(folder, extras)
    shared = shared_environment([*pinned(*options.requirements), *dict.fromkeys(wanted)])
    projects = [ROOT, *(folder for folder, _ in options.plugin)]
    print(own_environment(options.folder, shared, projects=projects))


def plugin(name: str) -> tuple[Path, list[str]]:
    """Return the folder of a plug-in and its extras, of a name such as "memkit-x[extra]".

    Raises:
        ArgumentTypeError: There is no such plug-in.
    """
    match = _REQUIREMENT.fullmatch(name)
    if match is None or not (PLUGINS / match["name"]).is_dir():
        raise argparse.ArgumentTypeError(f"there is no {name!r} in {PLUGINS}")
    extras = (extra.strip() for extra in (match["extras"] or "").split(","))
    return PLUGINS / match["name"], [extra for extra in extras if extra]


def pinned(*files: Path) -> list[str]:
    """Return the arguments by which pip installs what files pin."""
    return [argument for file in files for argument in ("--requirement", str(file))]


def requirements(project: Path, extras: Iterable[str] = ()) -> list[str]:
    """Return the third-party packages that one of our distributions asks for.

    Args:
        project: The folder of its pyproject.toml.
        extras: Names of its optional dependencies. What they ask of another of our distributions
            is looked up there.
    """
    table = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))["project"]
    asked = list(table["dependencies"])
    for extra in extras:
        asked += table["optional-dependencies"][extra]
    found: list[str] = []
    for requirement in asked:
        match = _REQUIREMENT.match(requirement)
        assert match is not None, requirement
        ours = ROOT if match["name"] == "memkit-core" else PLUGINS / match["name"]
        if ours == ROOT or ours.is_dir():
            wanted = [extra.strip() for extra in (match["extras"] or "").split(",")]
            found += requirements(ours, filter(None, wanted))
        else:
            found.append(requirement)
    return list(dict.fromkeys(found))


def shared_environment(wanted: Sequence[str]) -> Path:
    """Return an environment that holds what pip was asked for.

    Args:
        wanted: Arguments of pip install.
    """
    if sys.version_info < OLDEST:
        sys.exit(f"memkit needs Python 3.11 or later; this is {sys.version}")
    # The same for the interpreter of a virtual environment as for the one that it was made with.
    decisive = hashlib.sha256(f"{sys.version} {sys.base_prefix}".encode())
    for argument in wanted:
        file = Path(argument)
        decisive.update(file.read_bytes() if file.is_file() else argument.encode())
    home = cache_folder() / "environments" / decisive.hexdigest()[:16]
    done = home / "complete"
    with alone(home):
        if not done.exists():
            shutil.rmtree(home, ignore_errors=True)
            say(f"installing into {home}")
            venv.create(home)
            install(python_of(home), *wanted, "hatchling", "editables", "pip")
            done.touch()
    return home


def own_environment(folder: Path, *shared: Path, projects: Sequence[Path] = (ROOT,)) -> Path:
    """Return the interpreter of this checkout's environment, on top of shared ones.

    Args:
        folder: Where it is, or is made.
        shared: Whose packages it sees, those of the first one before those of the next.
        projects: Folders of our distributions, which are installed as editable ones.
    """
    folder = folder.resolve()
    python = python_of(folder)
    note = folder / "shared"
    decisive = [Path(__file__), *(project / "pyproject.toml" for project in projects)]
    stamp = "\n".join(map(str, [*shared, *(file.stat().st_mtime_ns for file in decisive)]))
    if not note.exists() or note.read_text("utf-8") != stamp:
        shutil.rmtree(folder, ignore_errors=True)
        venv.create(folder)
        seen = "".join(f"{site_packages(environment)}\n" for environment in shared)
        (site_packages(folder) / "shared.pth").write_text(seen, "utf-8")
        editable = [argument for project in projects for argument in ("--editable", str(project))]
        install(python, "--no-deps", "--no-build-isolation", *editable)
        for part in ("share/jupyter", "etc/jupyter"):
            for environment in shared:
                borrow(environment / part, folder / part)
        note.write_text(stamp, "utf-8")
    return python


def borrow(folder: Path, target: Path) -> None:
    """Put the files of a shared environment's folder, if there is one, into one of our own.

    JupyterLab and nbconvert look for widgets, kernels and templates beside the interpreter that
    runs them, and nowhere near the packages that brought them.
    """
    if folder.is_dir():
        shutil.copytree(folder, target, copy_function=same_file, dirs_exist_ok=True)


def same_file(source: str, target: str) -> None:
    """Make a hard link where that can be, else a copy: JupyterLab serves no symbolic links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def site_packages(environment: Path) -> Path:
    """Return where an environment keeps its packages."""
    if os.name == "nt":
        return environment / "Lib" / "site-packages"
    return next((environment / "lib").glob("python3*")) / "site-packages"


if __name__ == "__main__":
    main()
