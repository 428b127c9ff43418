"""Check that each plug-in can do alone: its wheel and the core's, in a fresh environment.

    python scripts/check_wheels.py [NAME ...]

Nothing is installed there but what the two wheels ask for: no tests' extras, no other plug-in.
`memkit plugins` must list the plug-in's providers, and every module that its code imports, also
inside of a function, must be there.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from environment import PLUGINS, ROOT
from installing import install, python_of
from plugin_environments import names

# Run by the fresh environment's interpreter: the modules that a package imports and that are not
# there. What is tried, and done without when missing, is left out.
MISSING = """
import ast, importlib, importlib.util, json, pathlib, sys

def imports(tree):
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module
        elif not (isinstance(node, ast.Try) and any(map(forgiven, node.handlers))):
            yield from imports(node)

def forgiven(handler):
    return handler.type is not None and "Error" in ast.unparse(handler.type)

def there(name):
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False

folder = pathlib.Path(importlib.import_module(sys.argv[1]).__file__).parent
found = {name for file in folder.rglob("*.py") for name in imports(ast.parse(file.read_text()))}
print(json.dumps(sorted(name for name in found if not there(name))))
"""


def main() -> None:
    """Check the plug-ins that are named on the command line, or all of them."""
    asked = sys.argv[1:] or names()
    with tempfile.TemporaryDirectory(prefix="memkit-wheels-") as folder:
        core = wheel(ROOT, Path(folder) / "core")
        failed = [name for name in asked if not passes(name, core, Path(folder) / name)]
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")
    print(f"{len(asked)} plug-ins, each alone in an environment")


def passes(name: str, core: Path, folder: Path) -> bool:
    """Install a plug-in in a fresh environment, and say what is wrong with it there."""
    venv.create(folder / "environment")
    python = python_of(folder / "environment")
    pins = PLUGINS / name / "requirements.txt"
    constraint = ["--constraint", str(pins)] if pins.exists() else []
    wheels = [str(core), str(wheel(PLUGINS / name, folder / "wheels"))]
    install(python, *constraint, *wheels, compiled=False)
    wrong = [*unlisted(name, python), *unimportable(name, python)]
    for fault in wrong or ["ok"]:
        print(f"{name}: {fault}", flush=True)
    return not wrong


def wheel(source: Path, folder: Path) -> Path:
    """Build a distribution's wheel, and return the file."""
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, source)
    [built] = folder.glob("*.whl")
    return built


def unlisted(name: str, python: Path) -> list[str]:
    """Return what is wrong with what `memkit plugins` says of a plug-in's providers."""
    said = json.loads(run(python.with_name("memkit"), "plugins", "--json"))
    rows = [row for row in said["providers"] if row["distribution"] == name]
    listed = {row["name"] for row in rows}
    promised = project(name)["entry-points"]["memkit"]
    return [
        *(f"memkit plugins does not list {one!r}" for one in promised if one not in listed),
        *(f"memkit plugins says: {row}" for row in rows if row["state"] != "ok"),
    ]


def unimportable(name: str, python: Path) -> list[str]:
    """Return a sentence for each module that a plug-in imports and that is not there.

    What an extra of its own brings, named like the module, may be missing.
    """
    extras = project(name).get("optional-dependencies", {})
    asked = {re.split(r"[^\w.-]", line)[0] for extra in extras for line in extras[extra]}
    optional = {re.sub(r"[-.]", "_", distribution).lower() for distribution in asked}
    missing = json.loads(run(python, "-c", MISSING, name.replace("-", "_")))
    return [
        f"imports {module}, which none of its dependencies brings; add it to its pyproject.toml"
        for module in missing
        if module.partition(".")[0].lower() not in optional
    ]


def project(name: str) -> dict[str, Any]:
    """Return what a plug-in's pyproject.toml says of it."""
    found: dict[str, Any] = tomllib.loads((PLUGINS / name / "pyproject.toml").read_text("utf-8"))
    return dict(found["project"])


def run(*command: str | Path) -> str:
    """Run a command and return what it printed; on failure, end with what it said."""
    words: Sequence[str] = [str(word) for word in command]
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd=ROOT.anchor)
    if done.returncode:
        sys.exit(f"{' '.join(words[:4])} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    main()
