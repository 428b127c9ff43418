from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

Memkit = Callable[..., Result]
MemkitJson = Callable[..., Any]


def test_prints_the_event_the_text_and_the_whole_id(memkit: Memkit, folder: Path) -> None:
    result = memkit("add", "I like tea", "--user", "alice")
    assert result.exit_code == 0
    first, second = result.stdout.splitlines()
    assert first == "ADD     I like tea"
    assert len(second.strip()) == 36
    assert (folder / "memkit.db").exists()


def test_json_has_one_result_a_memory(memkit_json: MemkitJson) -> None:
    document = memkit_json("add", "I like tea", "-u", "alice")
    assert set(document) == {"results"}
    (result,) = document["results"]
    assert set(result) == {"id", "memory", "event", "redacted"}
    assert result["memory"] == "I like tea"
    assert result["event"] == "ADD"


def test_a_duplicate_is_not_stored_and_said_so(memkit: Memkit, memkit_json: MemkitJson) -> None:
    first = memkit_json("add", "I like tea", "-u", "alice")["results"][0]
    again = memkit("add", "I like tea", "-u", "alice")
    assert again.exit_code == 0
    assert again.stdout.startswith("NONE    I like tea")
    assert first["id"] in again.stdout
    assert "nothing was changed" in again.stdout
    assert memkit_json("list")["total"] == 1


@pytest.mark.parametrize("argument", [["-"], []])
def test_reads_stdin(memkit_json: MemkitJson, argument: list[str]) -> None:
    text = "Ich trinke grünen Tee.\n茶が好きです。"
    document = memkit_json("add", *argument, "-u", "alice", input=f"\ufeff{text}\n".encode())
    assert document["results"][0]["memory"] == text


def test_an_argument_goes_before_stdin(memkit_json: MemkitJson) -> None:
    document = memkit_json("add", "from the argument", "-u", "alice", input="from stdin")
    assert document["results"][0]["memory"] == "from the argument"


@pytest.mark.parametrize(
    ("given", "message"), [(b"caf\xe9", "not UTF-8"), (b"\n", "is empty"), (b"", "is empty")]
)
def test_stdin_that_is_no_text_is_an_error(memkit: Memkit, given: bytes, message: str) -> None:
    result = memkit("add", "-", "-u", "alice", input=given)
    assert result.exit_code == 1
    assert message in result.stderr
    assert result.stdout == ""


def test_metadata_is_json_where_it_is_json(memkit_json: MemkitJson) -> None:
    pairs = ["a=1", "b=true", 'c=["x", 2]', "d=home", "e=", 'f="7"', "g=a=b", "h=2025-03-01"]
    memkit_json("add", "x", "-u", "alice", *(part for pair in pairs for part in ("--meta", pair)))
    (memory,) = memkit_json("list")["memories"]
    assert memory["metadata"] == {
        "a": 1,
        "b": True,
        "c": ["x", 2],
        "d": "home",
        "e": "",
        "f": "7",
        "g": "a=b",
        "h": "2025-03-01",
    }


@pytest.mark.parametrize("pair", ["category", "=home", " =home"])
def test_metadata_without_a_key_or_value_is_wrong_usage(memkit: Memkit, pair: str) -> None:
    result = memkit("add", "x", "-u", "alice", "--meta", pair)
    assert result.exit_code == 2
    assert "key=value" in result.stderr


def test_times_type_scope_and_reason_are_stored(memkit_json: MemkitJson) -> None:
    ids = ["--agent", "bot", "--app", "desk", "--run", "r1"]
    times = ["--occurred-at", "2025-03-01", "--expires-at", "2099-01-01T10:00:00+01:00"]
    added = memkit_json("add", "x", *ids, *times, "--type", "episodic", "--reason", "a test")
    (memory,) = memkit_json("list")["memories"]
    assert (memory["agent_id"], memory["app_id"], memory["run_id"]) == ("bot", "desk", "r1")
    assert memory["user_id"] is None
    assert memory["type"] == "episodic"
    assert memory["occurred_at"] == "2025-03-01T00:00:00Z"
    assert memory["expires_at"] == "2099-01-01T09:00:00Z"
    history = memkit_json("history", added["results"][0]["id"])
    assert history["events"][0]["reason"] == "a test"


def test_no_scope_is_an_error_with_its_fix_and_no_file_content(
    memkit: Memkit, memkit_json: MemkitJson
) -> None:
    result = memkit("add", "I like tea")
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: A memory must belong to someone")
    assert "--user alice" in result.stderr
    assert "Traceback" not in result.stderr
    assert memkit_json("list")["total"] == 0


def test_an_error_as_json_has_type_problem_and_fix(memkit: Memkit) -> None:
    result = memkit("add", "x", "-u", "alice", "--occurred-at", "tomorrow", "--json")
    assert result.exit_code == 1
    assert result.stdout == ""
    error = json.loads(result.stderr)["error"]
    assert error["type"] == "ValidationError"
    assert "'tomorrow'" in error["problem"]
    assert error["message"] == f"{error['problem']} {error['fix']}"


def test_an_unknown_type_is_wrong_usage(memkit: Memkit) -> None:
    result = memkit("add", "x", "-u", "alice", "--type", "poetic")
    assert result.exit_code == 2
    assert "procedural" in result.stderr


def test_an_unknown_embedder_names_what_to_install(memkit: Memkit) -> None:
    result = memkit("add", "x", "-u", "alice", "--embedder", "fastembed")
    assert result.exit_code == 1
    assert "pip install memkit-fastembed" in result.stderr


def test_the_embedder_of_a_new_file(memkit: Memkit, memkit_json: MemkitJson) -> None:
    memkit_json("add", "x", "-u", "alice", "--embedder", "hash")
    assert memkit_json("search", "x")["space"] == "hash"


@pytest.mark.parametrize("as_json", [False, True])
def test_a_warning_is_a_note_on_stderr(memkit: Memkit, as_json: bool) -> None:
    memkit("add", "one", "-u", "alice")
    options = ["--json"] if as_json else []
    result = memkit("add", "two", "-u", "alice", "--embedder", "hash", *options)
    assert result.exit_code == 0
    assert "another space" not in result.stdout
    if as_json:
        assert "another space" in json.loads(result.stderr)["warning"]
    else:
        assert result.stderr.startswith("Note: ")
        assert "warnings.warn" not in result.stderr


def test_a_conversation_is_stored_a_message_each(memkit: Memkit, memkit_json: MemkitJson) -> None:
    chat = "13/03/2024, 10:32 - Ana: I like tea\n13/03/2024, 10:33 - Ben: <Media omitted>\n"
    result = memkit("add", "--chat", "-u", "alice", input=chat)
    assert result.exit_code == 0
    assert "1 message by Ana; left out" in result.stderr
    (memory,) = memkit_json("list")["memories"]
    assert (memory["memory"], memory["name"]) == ("I like tea", "Ana")
    assert memory["occurred_at"] == "2024-03-13T10:32:00Z"
    refused = memkit("add", "--chat", "-u", "alice", input="Note: buy milk")
    assert refused.exit_code == 1
    assert "not a conversation" in refused.stderr
