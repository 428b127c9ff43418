"""What add would do, on the command line, and storing what was accepted of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.cli.conftest import Memkit, MemkitJson
from tests.cli.test_facts import SAID, answer, model, spoken

__all__ = ["model"]


def test_it_shows_and_stores_what_is_accepted(
    memkit: Memkit, memkit_json: MemkitJson, model: Callable[..., None]
) -> None:
    # A second call of the model would be no answer.
    model(answer(SAID), "nonsense")
    shown = spoken(memkit("preview", SAID, "-u", "ana", "--infer"))
    assert f"1. {SAID}" in shown
    assert f"2. {SAID}" in shown
    assert '"I live in Berlin"' in shown
    assert "nothing is stored yet" in shown
    assert memkit_json("facts", "-u", "ana")["facts"] == []
    told = memkit_json("preview", SAID, "-u", "ana", "--infer")
    message, fact = told["proposals"]
    assert (message["event"], fact["fact"]["choice"], fact["candidates"]) == ("ADD", "new", [])
    assert (fact["tokens"], told["results"]) == (0, [])
    stored = memkit_json("preview", SAID, "-u", "ana", "--infer", "--accept", "all")
    assert [one["event"] for one in stored["results"]] == ["ADD", "ADD"]
    assert len(memkit_json("facts", "-u", "ana")["facts"]) == 1
    assert memkit("pending").stdout.strip() == "Nothing is still to be read."


def test_a_part_is_stored_and_what_is_wrong_is_said(
    memkit: Memkit, memkit_json: MemkitJson, model: Callable[..., None]
) -> None:
    model(answer(SAID), "nonsense")
    for number in ("0", "3", "x"):
        result = memkit("preview", SAID, "-u", "ana", "--infer", "--accept", number)
        assert result.exit_code == 2
        assert "is not among the 2 proposals" in " ".join(result.stderr.split())
    alone = memkit("preview", SAID, "-u", "ana", "--infer", "--accept", "2")
    assert alone.exit_code == 1
    assert "Apply the message" in " ".join(alone.stderr.split())
    assert memkit("preview", SAID, "-u", "ana", "--infer", "--accept", "1").exit_code == 0
    assert memkit_json("facts", "-u", "ana")["facts"] == []
    # What was not accepted does not come back.
    assert memkit_json("extract")["facts"] == []


def test_speakers_of_a_chat(memkit: Memkit, memkit_json: MemkitJson) -> None:
    talk = "Ana: I live in Lisbon.\nBob: Nice!"
    names = ("--speaker", "Ana=ana", "--speaker", "Bob=bob")
    shown: Any = memkit_json_of(memkit, "preview", talk, *names)
    assert [one["scope"] for one in shown["proposals"]] == [{"user_id": "ana"}, {"user_id": "bob"}]
    assert memkit("add", talk, *names).exit_code == 0
    assert [one["memory"] for one in memkit_json("list", "-u", "ana")["memories"]] == [
        "I live in Lisbon."
    ]
    wrong = memkit("add", talk, "--speaker", "Ana")
    assert wrong.exit_code == 2
    assert "NAME=USER" in wrong.stderr
    nobody = memkit("add", talk, "--speaker", "Ana=ana")
    assert nobody.exit_code == 1
    assert "--run team" in " ".join(nobody.stderr.split())


def memkit_json_of(memkit: Memkit, *args: str) -> Any:
    """Return the document of a command that also tells something on stderr."""
    return json.loads(memkit(*args, "--json").stdout)


def test_a_run_of_tools_is_remembered(
    memkit: Memkit, memkit_json: MemkitJson, model: Callable[..., None], folder: Path
) -> None:
    step = {"line": 3, "quote": "15 passed in 4.1s", "text": "15 tests passed.", "result": "worked"}
    model(json.dumps({"steps": [step]}))
    call = {"id": "1", "function": {"name": "pytest", "arguments": "{}"}}
    run = [
        {"role": "user", "content": "Run the tests."},
        {"role": "assistant", "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "1", "content": "15 passed in 4.1s"},
    ]
    (folder / "run.json").write_text(json.dumps(run), "utf-8")
    told = memkit_json("add-procedure", "run.json", "--agent", "coder")
    assert [one["event"] for one in told["results"]] == ["ADD"] * 3
    (procedure,) = told["procedures"]
    assert "pytest(): 15 tests passed." in procedure["memory"]
    again = memkit("add-procedure", "-", "--agent", "coder", input=json.dumps(run))
    assert "NONE" in again.stdout
    (folder / "run.json").write_text("no json", "utf-8")
    wrong = memkit("add-procedure", "run.json", "--agent", "coder")
    assert wrong.exit_code == 1
    assert "list of messages as JSON" in " ".join(wrong.stderr.split())
