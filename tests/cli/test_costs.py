"""What models consume, and what is wanted of facts, on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from memkit import Memory

Memkit = Callable[..., Result]
MemkitJson = Callable[..., Any]

SAID = "I live in Berlin."
FACT = {"line": 1, "quote": SAID, "when": "", "about": "I", "text": SAID, "kind": "state"}


@pytest.fixture
def model(folder: Path) -> None:
    """Let the settings name a model that knows one fact."""
    replies = json.dumps([json.dumps({"facts": [FACT]})])
    lines = f"[llm]\nprovider = 'echo'\nconfig = {{replies = {replies}}}\n"
    (folder / "memkit.toml").write_text(lines, "utf-8")


@pytest.mark.usefixtures("model")
def test_what_is_stored_is_pending_until_it_is_waited_for(
    memkit: Memkit, memkit_json: MemkitJson
) -> None:
    shown = memkit("add", SAID, "-u", "ana").stdout
    assert "memkit extract (1 message pending)" in " ".join(shown.split())
    assert memkit_json("add", "I like tea.", "-u", "ana")["pending"] == 2
    assert memkit_json("usage")["recorded"] == []
    found = memkit_json("pending", "--limit", "1")
    assert ([one["message"]["memory"] for one in found["pending"]], found["total"]) == ([SAID], 2)
    page = memkit("pending", "--limit", "1").stdout
    assert "1 of 2 messages" in page
    assert f"--cursor {found['cursor']}" in page
    rest = memkit_json("pending", "--cursor", found["cursor"])
    assert (len(rest["pending"]), rest["cursor"]) == (1, None)
    assert "pending" not in memkit_json("add", "Never this.", "-u", "bob", "--no-infer")


@pytest.mark.usefixtures("model")
def test_usage_and_budget_are_those_of_all_processes(
    memkit: Memkit, memkit_json: MemkitJson
) -> None:
    memkit("add", SAID, "-u", "ana", "--infer")
    (row,) = memkit_json("usage")["recorded"]
    assert (row["task"], row["model"], row["derivation"], row["calls"]) == (
        "extract", "echo", "default", 1,
    )  # fmt: skip
    assert "1 call without a price" in " ".join(memkit("usage").stdout.split())
    assert "no bound" in memkit("budget").stdout
    assert memkit_json("budget", "--tokens", "1")["tokens_left"] == 1
    memkit("add", "I like tea.", "-u", "ana")
    assert memkit("extract").exit_code == 0
    there = memkit_json("budget")
    assert (there["tokens"], there["tokens_left"]) == (1, 0)
    assert "is spent" in there["spent"]
    memkit("add", "I like rain.", "-u", "ana")
    refused = memkit("extract")
    assert "The budget of 1 tokens is spent" in " ".join(refused.stderr.split())
    assert "is spent" in memkit("budget").stdout
    assert memkit_json("budget", "--reset")["tokens_left"] == 1
    assert memkit_json("budget", "--clear")["tokens"] is None
    both = memkit("budget", "--reset", "--clear")
    assert (both.exit_code, "counted anew" in both.stderr) == (1, True)


@pytest.mark.usefixtures("model")
def test_calls_are_written_to_a_file(memkit: Memkit, memkit_json: MemkitJson, folder: Path) -> None:
    memkit("add", SAID, "-u", "ana", "--infer")
    assert "1 call written to calls.jsonl" in memkit("export-calls", "calls.jsonl").stdout
    assert len((folder / "calls.jsonl").read_text("utf-8").splitlines()) == 1
    found = memkit_json("export-calls", "more.jsonl", "--derivation", "default")
    assert found == {"path": "more.jsonl", "calls": 1}
    assert memkit("export-calls", "none.jsonl", "--derivation", "nobody").exit_code == 1


@pytest.mark.usefixtures("model")
def test_wishes_are_said_and_kept(memkit: Memkit, memkit_json: MemkitJson) -> None:
    memkit("add", SAID, "-u", "ana", "--infer")
    said = memkit_json(
        "wishes", "--include", "food", "--include", "travel, by train", "--exclude", "health",
        "--category", "food", "--language", "en", "--review", "changes",
        "--instructions", "Only what lasts.",
    )  # fmt: skip
    assert said == {
        "instructions": "Only what lasts.",
        "includes": ["food", "travel, by train"],
        "excludes": ["health"],
        "categories": ["food"],
        "language": "en",
        "review": "changes",
    }
    assert memkit_json("wishes") == said
    changed = memkit_json("wishes", "--exclude", "", "--language", "as written", "--review", "none")
    assert changed == {**said, "excludes": [], "language": "as written", "review": "none"}
    assert "travel, by train" in memkit("wishes").stdout
    with Memory("memkit.db") as memory:
        assert memory.wishes.includes == ("food", "travel, by train")


def test_secrets_are_taken_out_where_the_settings_say_so(
    memkit: Memkit, memkit_json: MemkitJson, folder: Path
) -> None:
    (folder / "memkit.toml").write_text("redact_secrets = true\n", "utf-8")
    shown = memkit("add", "My password is hunter2.", "-u", "ana", "--meta", "apiKey=q7x9").stdout
    assert "Secrets were taken out: password." in shown
    assert "hunter2" not in shown
    (done,) = memkit_json("add", "The PIN is 4821.", "-u", "ana")["results"]
    assert (done["memory"], done["redacted"]) == ("The PIN is [password ***].", ["password"])
    assert "q7x9" not in memkit("list", "--json").stdout
