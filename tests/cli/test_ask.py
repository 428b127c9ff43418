"""`memkit ask`."""

from __future__ import annotations

from tests.cli.conftest import Memkit, MemkitJson


def test_the_nearest_sentence_is_quoted(memkit: Memkit, memkit_json: MemkitJson) -> None:
    memkit("add", "Ana moved to Lisbon. It was March.", "--user", "ana")
    done = memkit("ask", "Where did Ana move?", "--user", "ana")
    assert done.exit_code == 0
    assert done.stdout.startswith("“Ana moved to Lisbon.” [1]\n")
    told = memkit_json("ask", "Where did Ana move?", "--user", "ana")
    assert told["known"] is True
    [one] = told["citations"]
    assert one["memory"][one["start"] : one["end"]] == one["quote"] == "Ana moved to Lisbon."
    assert told["model"] is None


def test_nothing_known_is_said(memkit: Memkit) -> None:
    memkit("add", "Ana moved to Lisbon.", "--user", "ana")
    done = memkit("ask", "Who won the football match?", "--user", "ana")
    assert done.exit_code == 0
    assert done.stdout.startswith("I don't know")


def test_a_model_writes_the_answer(memkit: Memkit, monkeypatch: object) -> None:
    memkit("add", "Ana moved to Lisbon.", "--user", "ana")
    # It repeats what it is told, which is no answer: an error, with a way out.
    done = memkit("ask", "Where did Ana move?", "--user", "ana", "--llm", "echo")
    assert done.exit_code == 1
    assert "can't be used" in done.stderr
    assert "quote" in done.stderr
    assert memkit("ask", "Where?", "--user", "ana", "--llm", "echo", "--quote").exit_code == 0
