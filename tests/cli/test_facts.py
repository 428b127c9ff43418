"""Facts of messages, on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

Memkit = Callable[..., Result]
MemkitJson = Callable[..., Any]

SAID = "I live in Berlin."


def answer(text: str, *, quote: str = SAID) -> str:
    """Return an answer of a model with one fact of the first line."""
    fact = {"line": 1, "quote": quote, "when": "", "about": "I", "text": text, "kind": "state"}
    return json.dumps({"facts": [fact]})


@pytest.fixture
def model(folder: Path) -> Callable[..., None]:
    """Sets what the model of the settings answers."""

    def answers(*replies: str) -> None:
        lines = f"[llm]\nprovider = 'echo'\nconfig = {{replies = {json.dumps(replies)}}}\n"
        (folder / "memkit.toml").write_text(lines, "utf-8")

    return answers


def spoken(result: Result) -> str:
    return " ".join(result.stdout.split())


def test_facts_are_drawn_at_once_or_later(
    memkit: Memkit, memkit_json: MemkitJson, model: Callable[..., None]
) -> None:
    model(answer(SAID))
    shown = spoken(memkit("add", "User: I like tea.\nAssistant: Noted.", "--chat", "-u", "ana"))
    assert "Facts are still to be drawn: memkit extract" in shown
    assert len(memkit_json("pending", "-u", "ana")["pending"]) == 2
    (fact,) = memkit_json("add", SAID, "-u", "bob", "--infer")["facts"]
    assert (fact["memory"], fact["choice"], fact["evidence"]["quote"]) == (
        SAID, "new", "I live in Berlin",
    )  # fmt: skip
    assert memkit_json("add", "No facts of this", "-u", "bob", "--no-infer")["results"]
    assert memkit("pending", "-u", "bob").stdout.strip() == "Nothing is still to be read."
    (row,) = memkit_json("facts", "-u", "bob")["facts"]
    assert row["id"] == fact["id"]
    assert "1 fact in all." in memkit("facts", "--status", "served").stdout
    assert memkit("facts", "--status", "stale").stdout.strip() == "No such facts."
    assert memkit_json("derivations")["derivations"][0]["facts"] == 1


def test_what_does_not_stand_in_the_message_is_told(
    memkit: Memkit, model: Callable[..., None]
) -> None:
    model(answer("I live in Paris.", quote="I live in Paris."))
    shown = spoken(memkit("add", SAID, "-u", "ana", "--infer"))
    assert "unsupported I live in Paris." in shown
    assert "unsupported: not served" in shown


def test_what_could_not_be_read_fails_and_stays_pending(
    memkit: Memkit, memkit_json: MemkitJson, model: Callable[..., None]
) -> None:
    model("I would rather not.")
    wrong = memkit("add", SAID, "-u", "ana", "--infer")
    assert wrong.exit_code == 1
    assert "ADD" in wrong.stdout
    assert "1 message could not be read" in " ".join(wrong.stderr.split())
    (one,) = memkit_json("pending")["pending"]
    assert (one["message"]["memory"], one["attempts"]) == (SAID, 1)
    assert one["reason"]
    again = memkit("extract")
    assert again.exit_code == 1
    assert "1 message could not be read" in " ".join(again.stderr.split())
    model(answer(SAID))
    assert "new I live in Berlin." in spoken(memkit("extract"))


def test_proposals_are_accepted_and_rejected(
    memkit: Memkit, memkit_json: MemkitJson, model: Callable[..., None]
) -> None:
    model(answer(SAID))
    memkit_json("add", "hello", "-u", "bob", "--no-infer")
    memkit_json("derivations", "--review", "all")
    memkit("add", SAID, "-u", "ana", "--infer")
    (fact,) = memkit_json("facts", "--status", "proposed")["facts"]
    assert memkit_json("accept", fact["id"], "--text", "I live in Bonn.")["results"]
    assert memkit_json("facts", "--status", "served")["facts"][0]["memory"] == "I live in Bonn."
    wrong = memkit("accept", fact["id"])
    assert "memkit facts --status proposed" in " ".join(wrong.stderr.split())
    assert "UPDATE" in memkit("reject", fact["id"]).stdout
    assert memkit_json("facts", "--status", "rejected")["facts"][0]["id"] == fact["id"]


def test_derivations_stand_side_by_side(
    memkit: Memkit, memkit_json: MemkitJson, model: Callable[..., None]
) -> None:
    model(answer(SAID))
    memkit("add", SAID, "-u", "ana", "--infer")
    second = ("--derive", "second", "--llm", "echo", "--profile", "extract")
    assert "1 message could not be read" in " ".join(memkit("derivations", *second).stderr.split())
    rows = memkit_json("derivations")["derivations"]
    assert [(row["name"], row["in_use"], row["pending"]) for row in rows] == [
        ("default", True, 0), ("second", False, 1),
    ]  # fmt: skip
    assert (
        "1 fact only in default:" in memkit("derivations", "--compare", "default", "second").stdout
    )
    assert "in use" in memkit("derivations", "--use", "second").stdout
    wrong = memkit("derivations", "--drop", "default")
    assert "This would delete 1 fact of 'default'" in " ".join(wrong.stderr.split())
    assert len(memkit_json("derivations", "--drop", "default", "--yes")["derivations"]) == 1


def test_a_model_is_tried_and_must_be_there(memkit: Memkit, memkit_json: MemkitJson) -> None:
    memkit_json("add", SAID, "-u", "ana")
    assert "No facts were drawn yet" in memkit("derivations").stdout
    assert memkit_json("check-llm", "--llm", "echo", "--no-long")["recommended"] is None
    assert "no profile" in memkit("check-llm", "--llm", "echo", "--no-long").stdout
    for command in (["extract"], ["check-llm"], ["add", "x", "-u", "ana", "--infer"]):
        wrong = memkit(*command)
        assert wrong.exit_code == 1
        assert "--llm ollama:qwen3" in " ".join(wrong.stderr.split())
