"""Who may import whom; the rules stand in importlinter.ini beside this file."""

from __future__ import annotations

import ast
import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import memkit

HERE = Path(__file__).parent
RULES = HERE / "importlinter.ini"
PACKAGE = Path(memkit.__file__).parent


def layers() -> list[list[str]]:
    """Return the layers, the lowest first, each with its rooms."""
    rules = configparser.ConfigParser()
    rules.read(RULES)
    lines = rules["importlinter:contract:layers"]["layers"].split("\n")
    return [[room.strip() for room in line.split("|")] for line in reversed(lines) if line.strip()]


LAYERS = layers()
PLUGINS = sorted((HERE.parents[1] / "plugins").glob("*/memkit_*"))
# The doors that are open to plug-ins.
OPEN = {"contracts", "domain", "errors", "filters", "plugins", "providers", "testing"}
ROOMS = [room for rooms in LAYERS for room in rooms]


def lint(package_parent: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    code = (
        "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(sys.argv[1]))"
    )
    return subprocess.run(
        [sys.executable, "-c", code, str(RULES)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(package_parent), "NO_COLOR": "1"},
    )


def a_file_of(room: str, package: Path) -> Path:
    """Return a module of a room that other code may stand in."""
    folder = package / room
    return folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")


def broken(package: Path, room: str, line: str) -> list[str]:
    """Return the contracts that an import in a room breaks, and leave the room as it was."""
    file = a_file_of(room, package)
    before = file.read_text("utf-8")
    # Inside of a function, where an import that points up likes to hide.
    file.write_text(f"{before}\n\ndef _planted() -> None:\n    {line}\n", "utf-8")
    done = lint(package.parent, package.parent)
    file.write_text(before, "utf-8")
    assert done.returncode == 1, done.stdout + done.stderr
    return [text for text in done.stdout.splitlines() if "BROKEN" in text]


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the package's code."""
    ignored = shutil.ignore_patterns("__pycache__", "*.npz", "*.bin", "data")
    copy = tmp_path_factory.mktemp("planted") / "memkit"
    return Path(shutil.copytree(PACKAGE, copy, ignore=ignored))


def test_the_rules_hold(tmp_path: Path) -> None:
    done = lint(PACKAGE.parent, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("place", range(len(LAYERS) - 1))
def test_an_import_that_points_up_is_noticed(package: Path, place: int) -> None:
    """One from each layer to the next."""
    above = LAYERS[place + 1][0]
    found = broken(package, LAYERS[place][0], f"import memkit.{above}")
    assert any("Every arrow points down" in text for text in found), found


@pytest.mark.parametrize("rooms", [rooms for rooms in LAYERS if len(rooms) > 1], ids="-".join)
def test_an_import_of_a_neighbour_is_noticed(package: Path, rooms: list[str]) -> None:
    found = broken(package, rooms[0], f"import memkit.{rooms[1]}")
    assert any("Every arrow points down" in text for text in found), found


@pytest.mark.parametrize(
    ("room", "line", "contract"),
    [
        ("domain", "import memkit.builtin.sqlite.journal", "Every arrow points down"),
        ("filters", "from memkit.explorer import Explorer", "Every arrow points down"),
        ("filters/fields", "import memkit.filters.tree", "No circle"),
        ("memory", "import memkit.builtin.hash", "Providers are found by name"),
        ("notebook", "import memkit.builtin.local_store.store", "Providers are found by name"),
        ("engine", "import typer", "stays in notebook and cli"),
        ("explorer", "import anywidget", "stays in notebook and cli"),
    ],
)
def test_breaking_a_rule_is_noticed(package: Path, room: str, line: str, contract: str) -> None:
    found = broken(package, room, line)
    assert any(contract in text for text in found), found


def test_a_room_without_a_place_is_noticed(package: Path) -> None:
    room = package / "attic.py"
    room.write_text("", "utf-8")
    done = lint(package.parent, package.parent)
    room.unlink()
    assert done.returncode == 1
    assert "attic" in done.stdout


def test_every_place_is_a_room() -> None:
    missing = [room for room in ROOMS if not a_file_of(room, PACKAGE).exists()]
    assert missing == []


def imported(file: Path) -> set[str]:
    """Return the modules of memkit that a module imports, wherever in it."""
    names: list[str] = []
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module == "memkit":
            names += [f"memkit.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.append(node.module)
    return {name for name in names if name.startswith("memkit.")}


def rooms_of(file: Path) -> set[str]:
    """Return the rooms of memkit that a module imports, wherever in it."""
    return {name.split(".")[1] for name in imported(file)}


@pytest.mark.parametrize("plugin", PLUGINS, ids=lambda plugin: plugin.name)
def test_a_plugin_imports_what_is_meant_for_plugins(plugin: Path) -> None:
    files = sorted(plugin.rglob("*.py"))
    closed = {file.name: rooms for file in files if (rooms := rooms_of(file) - OPEN)}
    assert closed == {}
    assert any(rooms_of(file) for file in files)


@pytest.mark.parametrize("plugin", PLUGINS, ids=lambda plugin: plugin.name)
def test_a_plugin_takes_contracts_and_filters_by_the_door(plugin: Path) -> None:
    """By `memkit.contracts` and `memkit.filters`, whose names stay; their modules may move."""
    rooms = ("memkit.contracts.", "memkit.filters.")
    inside = {
        file.name: modules
        for file in sorted(plugin.rglob("*.py"))
        if (modules := {name for name in imported(file) if name.startswith(rooms)})
    }
    assert inside == {}
