"""Follow-ups on the command line, and what a question was taken for."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Memkit, MemkitJson

BETTER = "What does Nina's brother do?"
QUESTION = "And what does her brother do?"


@pytest.fixture(autouse=True)
def remembered(folder: Path, memkit: Memkit) -> None:
    replies = json.dumps([json.dumps({"question": BETTER})])
    (folder / "memkit.toml").write_text(
        f"[llm]\nprovider = 'echo'\nconfig = {{replies = {replies}}}\n"
    )
    memkit("add", "Nina's brother Rui is a baker in Faro.", "--user", "ana", "--no-infer")
    said = [{"role": "user", "content": "Where does Nina live?"}]
    (folder / "said.json").write_text(json.dumps(said))
    (folder / "said.txt").write_text("User: Where does Nina live?\nAssistant: Nina is in Porto.\n")
    (folder / "none.txt").write_text("Nobody speaks here.")
    (folder / "bytes.txt").write_bytes(b"\xff\xfe\xff")


@pytest.mark.parametrize("file", ["said.json", "said.txt"])
def test_each_question_may_be_a_follow_up(
    memkit: Memkit, memkit_json: MemkitJson, file: str
) -> None:
    for command, *more in (["search"], ["context", "--why"], ["ask", "--quote"]):
        line = [command, QUESTION, *more, "-u", "ana", "--rewrite", "--history", file]
        told = memkit_json(*line)
        assert told["query"] == QUESTION
        assert told["rewritten"] == BETTER
        assert f"Searched for: {BETTER}" in memkit(*line).stdout
    assert memkit_json("search", QUESTION, "-u", "ana")["rewritten"] is None


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--rewrite"], "--history FILE"),
        (["--history", "nowhere.json"], "can't be read"),
        (["--history", "none.txt"], "no conversation"),
        (["--history", "bytes.txt"], "not UTF-8"),
    ],
)
def test_what_is_no_conversation_is_refused(memkit: Memkit, options: list[str], said: str) -> None:
    for command in ("search", "context", "ask"):
        done = memkit(command, QUESTION, "-u", "ana", *options)
        assert done.exit_code == 1
        assert said in " ".join(done.stderr.split())


def test_without_a_model_it_says_how_to_name_one(folder: Path, memkit: Memkit) -> None:
    (folder / "memkit.toml").unlink()
    for command in ("search", "context", "ask"):
        done = memkit(command, QUESTION, "-u", "ana", "--history", "said.json")
        assert done.exit_code == 1
        assert "--llm ollama:qwen3" in " ".join(done.stderr.split())


def test_times_and_events_are_told(memkit: Memkit, memkit_json: MemkitJson) -> None:
    memkit("add", "We moved to Lisbon.", "-u", "ana", "--occurred-at", "2024-05-03", "--no-infer")
    line = ["search", "Who baked before we moved to Lisbon?", "-u", "ana", "--when", "prefer"]
    (time,) = memkit_json(*line)["times"]
    assert time.startswith("“before we moved to Lisbon” is before 2024-05-03 by “We moved to Lis")
    assert "is before 2024-05-03 by" in " ".join(memkit(*line).stdout.split())
