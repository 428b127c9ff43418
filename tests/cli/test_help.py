from __future__ import annotations

import inspect
import json
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from memkit._version import __version__
from memkit.cli.app import app

Memkit = Callable[..., Result]

COMMANDS = (
    "add",
    "search",
    "list",
    "history",
    "evidence",
    "stale",
    "undo",
    "facts",
    "pending",
    "extract",
    "accept",
    "reject",
    "derivations",
    "check-llm",
    "recheck",
    "consolidate",
    "entities",
    "entity",
    "import",
    "export",
    "backup",
    "doctor",
    "jobs",
    "purge",
    "plugins",
)
ID = "0198c0de-7a3b-7c1f-9a54-2f9c1e7a0b11"


def docs() -> Iterator[tuple[str, str]]:
    for command in app.registered_commands:
        assert command.name is not None
        assert command.callback is not None
        yield command.name, inspect.cleandoc(command.callback.__doc__ or "")
    assert app.registered_callback is not None
    assert app.registered_callback.callback is not None
    yield "memkit", inspect.cleandoc(app.registered_callback.callback.__doc__ or "")


def examples() -> list[str]:
    lines = [line.strip() for _, text in docs() for line in text.splitlines()]
    return [line for line in lines if line.startswith("memkit ")]


def test_help_lists_the_commands_with_a_line_each(memkit: Memkit) -> None:
    result = memkit("--help")
    assert result.exit_code == 0
    for command in COMMANDS:
        assert f"│ {command} " in result.stdout
    assert "Exit codes" in result.stdout
    assert memkit("-h").stdout == result.stdout


def test_no_command_shows_the_help(memkit: Memkit) -> None:
    assert "Usage: memkit" in memkit().output


@pytest.mark.parametrize("command", COMMANDS)
def test_help_of_a_command_has_an_example_and_fits(memkit: Memkit, command: str) -> None:
    result = memkit(command, "--help")
    assert result.exit_code == 0
    assert "Examples:" in result.stdout
    assert f"   memkit {command} " in result.stdout or f"   memkit {command}\n" in result.stdout
    assert "--json" in result.stdout
    assert all(len(line) <= 80 for line in result.stdout.splitlines())


@pytest.mark.parametrize(("command", "text"), list(docs()))
def test_help_texts_are_one_line_first_and_do_not_wrap(command: str, text: str) -> None:
    summary, blank, *_ = text.splitlines()
    assert summary.endswith(".")
    assert blank == ""
    assert all(len(line) <= 78 for line in text.splitlines())


def test_every_example_runs(memkit: Memkit, folder: Path) -> None:
    record: dict[str, Any] = {"id": ID, "memory": "Plans for summer", "user_id": "alice"}
    waiting = [
        {"id": f"0198c0de-8f00-7d00-8000-{end}", "memory": f"Fact {end}", "user_id": "alice",
         "derived_by": "default", "withheld": "proposed"}
        for end in ("5a1b2c3d4e5f", "6b2c3d4e5f60")
    ]  # fmt: skip
    # Those that examples undo, by their numbers.
    notes = [{"memory": f"Note {number}", "user_id": "alice"} for number in (2, 3)]
    dumped = "\n".join(map(json.dumps, [record, *notes, *waiting]))
    (folder / "dump.jsonl").write_text(dumped, "utf-8")
    (folder / "memkit.toml").write_text(
        '[llm]\nprovider = "echo"\nconfig = {replies = [\'{"facts": []}\']}\n', "utf-8"
    )
    (folder / "notes.json").write_text(json.dumps([{"text": "a note"}]), "utf-8")
    run = [{"role": "user", "content": "Go."}, {"role": "tool", "name": "x", "content": "It went."}]
    (folder / "run.json").write_text(json.dumps(run), "utf-8")
    for name in ("handbook.md", "notes/first.md", "docs/travel.md"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(f"# {name}\n\nSome words of {name}.", "utf-8")
    memkit("import", "dump.jsonl")
    memkit("import", "dump.jsonl", "--db", "research.db")
    found = examples()
    assert len(found) >= 2 * len(COMMANDS)
    for example in found:
        result = memkit(*shlex.split(example)[1:])
        assert result.exit_code == 0, f"{example}\n{result.output}"


def test_version(memkit: Memkit) -> None:
    result = memkit("--version")
    assert result.exit_code == 0
    assert result.stdout == f"memkit {__version__}\n"
