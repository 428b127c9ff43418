"""Ctrl-C ends a command without a traceback, and says what was kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from memkit.engine.ingest import import_export


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Ctrl-C arrives before the second transaction; returned is how an import begins."""
    commit = import_export.commit
    calls: list[Any] = []

    def stopping(*args: Any, **options: Any) -> Any:
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return commit(*args, **options)

    monkeypatch.setattr(import_export, "commit", stopping)
    lines = [json.dumps({"memory": f"note {n}", "user_id": "alice"}) for n in range(2500)]
    Path("notes.jsonl").write_text("\n".join(lines))
    return ["import", "notes.jsonl", "--embedder", "hash"]


def test_an_import_says_what_was_kept(memkit: Any, stopped: list[str]) -> None:
    result = memkit(*stopped)
    assert result.exit_code == 130
    assert "Interrupted: 2,000 of 2,500 memories are stored." in result.stderr
    assert "Run it again" in result.stderr
    assert "Traceback" not in result.output
    again = memkit(*stopped)
    assert "500 new, 2,000 there already" in again.stdout


def test_programs_are_told_in_json(memkit: Any, stopped: list[str]) -> None:
    result = memkit(*stopped, "--json")
    assert result.exit_code == 130
    told = json.loads(result.stderr)["error"]
    assert told["type"] == "Interrupted"
    assert told["problem"] == "2,000 of 2,500 memories are stored."


def test_any_other_command_ends_with_the_same_code(
    memkit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    memkit("add", "I like tea", "--user", "alice")

    def stop(*args: Any, **options: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("memkit.engine.read_verbs.search", stop)
    result = memkit("search", "tea")
    assert result.exit_code == 130
    assert "Interrupted:" in result.stderr
