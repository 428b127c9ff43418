"""Who may import whom; the rules stand in importlinter.ini beside this file."""

from __future__ import annotations

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

# Rooms that may import what they like of memkit: they are the top.
TOP = {
    "__init__",
    "__main__",
    "_version",
    "aio",
    "cli",
    "comparison",
    "config",
    "memory",
    "notebook",
    "past_memory",
    "reader",
    "samples",
}


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


def test_the_rules_hold(tmp_path: Path) -> None:
    done = lint(PACKAGE.parent, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("contracts/store.py", "from memkit import plugins", "The ground floor"),
        ("records.py", "import memkit.builtin.sqlite.journal", "The ground floor"),
        ("lexical/bm25.py", "from memkit.domain.records import Scope", "Errors, ids and lexical"),
        (
            "analysis/duplicates.py",
            "from memkit.domain.records import Scope",
            "analysis knows arrays",
        ),
        ("plugins/manager.py", "import memkit.builtin.hash", "plugins knows specs"),
        ("core.py", "import memkit.builtin.local_store.store", "never name a concrete provider"),
        ("memory.py", "import memkit.builtin.sqlite.journal", "never names a concrete journal"),
        ("retrieval/search.py", "import typer", "imports their libraries"),
        ("testing/stores.py", "from memkit.engine.engine import Core", "The conformance kit"),
        ("builtin/hash.py", "from memkit.engine.settings import resolve", "Providers of the core"),
        ("explorer/table.py", "import anywidget", "The explorer knows no widget"),
        ("wording/diff.py", "import memkit.engine.engine", "The ground floor"),
        ("concurrency/jobs.py", "import memkit.engine.engine", "Background jobs know nothing"),
    ],
)
def test_breaking_a_rule_is_noticed(tmp_path: Path, module: str, line: str, contract: str) -> None:
    shutil.copytree(
        PACKAGE,
        tmp_path / "memkit",
        ignore=shutil.ignore_patterns("__pycache__", "*.npz", "*.bin", "data"),
    )
    file = tmp_path / "memkit" / module
    file.write_text(f"{file.read_text('utf-8')}\n\ndef _broken() -> None:\n    {line}\n", "utf-8")
    done = lint(tmp_path, tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    broken = [text for text in done.stdout.splitlines() if "BROKEN" in text]
    assert any(contract in text for text in broken), done.stdout


def test_every_room_stands_in_the_rules() -> None:
    """A new room must be given its place."""
    rules = configparser.ConfigParser()
    rules.read(RULES)
    sources = {
        name.strip().removeprefix("memkit.")
        for section in rules.sections()
        for name in rules[section].get("source_modules", "").split()
    }
    rooms = {
        path.stem
        for path in PACKAGE.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert rooms - sources - TOP == set()
