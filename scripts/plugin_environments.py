"""The environments of plug-ins: one of its own for each, or one for as many as their pins allow.

    python3 scripts/plugin_environments.py

makes the ones that `make test` needs. Only third-party packages are shared: of our distributions
an interpreter sees the core and the plug-ins that it was asked for. Only the standard library is
used, so that any python3 can run it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from environment import (
    PLUGINS,
    ROOT,
    own_environment,
    pinned,
    requirements,
    shared_environment,
)

DEV = ROOT / "requirements" / "dev.txt"
# So large that what can do without it doesn't wait for it.
HEAVY = "torch"


def main() -> None:
    """Make them all."""
    for name in names():
        interpreter(name, shared=True)
        if in_notebooks(name).is_dir():
            interpreter(name, shared=True, notebook=True)
    interpreter_of_all()


def names() -> list[str]:
    """Return the names of all plug-ins, those with few dependencies first."""
    folders = [path.parent for path in PLUGINS.glob("memkit-*/pyproject.toml")]
    return [folder.name for folder in sorted(folders, key=lambda f: (len(pins(f.name)), f.name))]


def pins(name: str) -> dict[str, str]:
    """Return what a plug-in's requirements.txt pins: the versions of distributions."""
    file = PLUGINS / name / "requirements.txt"
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    found = (line.partition("==") for line in lines if not line.startswith("#"))
    return {project.strip().lower(): version.strip() for project, _, version in found if version}


def groups() -> list[list[str]]:
    """Return the plug-ins in groups, each of which can share an environment.

    A plug-in that pins nothing is alone, and so is what is heavy among what is not.
    """
    made: list[tuple[list[str], dict[str, str]]] = []
    for name in names():
        own = pins(name)
        for members, together in made:
            if own and together and fit(own, together):
                members.append(name)
                together.update(own)
                break
        else:
            made.append(([name], own))
    return [members for members, _ in made]


def fit(one: dict[str, str], other: dict[str, str]) -> bool:
    """Tell whether one environment can hold what both pin."""
    same = all(other.get(name, version) == version for name, version in one.items())
    return same and (HEAVY in one) == (HEAVY in other)


def interpreter(name: str, *, shared: bool = False, notebook: bool = False) -> Path:
    """Return the interpreter for a plug-in; its environment is made if it is not there.

    Args:
        name: The plug-in's.
        shared: Whether other plug-ins' packages may be there too.
        notebook: Whether `memkit-core[notebook]` is there.
    """
    together = next(group for group in groups() if name in group) if shared else [name]
    beneath = [third_party(together)]
    if notebook:
        beneath.insert(0, dev() if shared else notebooks())
    folder = ROOT / ".cache" / "plugins" / ("shared" if shared else "")
    own = folder / (f"{name}-notebook" if notebook else name)
    return own_environment(own, *beneath, projects=[ROOT, PLUGINS / name])


def interpreter_of_all() -> Path:
    """Return an interpreter that sees all plug-ins, the template, and all that they need.

    It is what mypy looks into. Of what their pins don't agree on it sees the version of the
    largest group: enough to look types up, not to run.
    """
    beneath = [third_party(group) for group in sorted(groups(), key=len, reverse=True)]
    projects = [ROOT, *(PLUGINS / name for name in [*names(), "_template"])]
    own = ROOT / ".cache" / "plugins" / "all"
    return own_environment(own, dev(), *beneath, projects=projects)


def dev() -> Path:
    """Return the shared environment of `make test`, which has `memkit-core[notebook]` too."""
    return shared_environment([*pinned(DEV), *requirements(ROOT)])


def notebooks() -> Path:
    """Return a shared environment with `memkit-core[notebook]` alone, as `make test` pins it."""
    return shared_environment(["--constraint", str(DEV), *requirements(ROOT, ["notebook"])])


def third_party(plugins: Sequence[str]) -> Path:
    """Return a shared environment with what plug-ins, their tests and the core ask for."""
    files = [PLUGINS / name / "requirements.txt" for name in plugins]
    wanted = [asked for name in plugins for asked in requirements(PLUGINS / name, ["test"])]
    wanted += requirements(ROOT, ["testing"])
    return shared_environment(
        [*pinned(*(file for file in files if file.exists())), *dict.fromkeys(wanted)]
    )


def in_notebooks(name: str) -> Path:
    """Return the folder of those of a plug-in's tests that have `memkit-core[notebook]`."""
    return PLUGINS / name / "tests" / "notebook"


if __name__ == "__main__":
    main()
