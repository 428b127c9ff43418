"""The command in this process: quick, with its files in a folder of its own."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from memkit import Memory
from memkit.cli.app import app

Memkit = Callable[..., Result]
MemkitJson = Callable[..., Any]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, and settings from nowhere else."""
    monkeypatch.chdir(tmp_path)
    for name in ("PATH", "EMBEDDER", "STORE", "JOURNAL", "LLM", "RERANKER", "ACTOR", "DURABILITY"):
        monkeypatch.delenv(f"MEMKIT_{name}", raising=False)
    # Neither the width nor the colours of the terminal that runs the tests.
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    return tmp_path


@pytest.fixture
def memkit() -> Memkit:
    """Run the command; anything but a chosen exit is a bug, and raised."""

    def run(*args: str, input: str | bytes | None = None) -> Result:
        return CliRunner().invoke(
            app, list(args), input=input, prog_name="memkit", catch_exceptions=False
        )

    return run


@pytest.fixture
def memkit_json(memkit: Memkit) -> MemkitJson:
    """Run the command with --json, and return the one document it printed."""

    def run(*args: str, input: str | bytes | None = None) -> Any:
        result = memkit(*args, "--json", input=input)
        assert result.exit_code == 0, result.output
        assert result.stderr == ""
        return json.loads(result.stdout)

    return run


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Three memories of alice and one of an agent in a file, and their ids."""
    path = tmp_path_factory.mktemp("cli") / "memkit.db"
    with Memory(path) as memory:
        added = [
            memory.add("I moved to Lisbon", user_id="alice", metadata={"category": "home"}),
            memory.add("I drink green tea", user_id="alice", metadata={"category": "food"}),
            memory.add("Ich mag Kacheln", user_id="alice", occurred_at="2025-02-03"),
            memory.add("Builds fail on Fridays", agent_id="reviewer", type="procedural"),
        ]
    return path, [result.id for (result,) in added]


@pytest.fixture
def filled(template: tuple[Path, list[str]], folder: Path) -> list[str]:
    """The same as memkit.db in the working directory; their ids."""
    path, ids = template
    shutil.copy(path, folder / "memkit.db")
    return ids
