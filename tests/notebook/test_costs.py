"""What models consume, and what is wanted of facts, in cells."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from memkit import Memory

SAID = "I <b>live</b> in Berlin."
FACT = {"line": 1, "quote": SAID, "when": "", "about": "I", "text": SAID, "kind": "state"}


@pytest.fixture
def mem(shell: Any, open_memory: Callable[..., Memory]) -> Memory:
    replies = [json.dumps({"facts": [FACT]})]
    llm = {"provider": "echo", "config": {"replies": replies}}
    memory = open_memory(embedder="hash", llm=llm)
    shell.user_ns["mem"] = memory
    shell.run("%memkit use mem --user alice")
    return memory


def test_usage_is_shown_by_task(shell: Any, mem: Memory) -> None:
    shell.run("%memkit usage")
    shell.run(f"%remember {SAID} --infer")
    mem.engine.journal.put_derivation(mem.engine.journal.derivations()[0])
    found = shell.run("%memkit usage")
    assert [one.task for one in found.recorded] == ["extract"]
    assert "In all processes" in shell.said
    assert "default" in shell.said
    assert "In this process" in shell.page
    shell.run("mem.usage.recorded[0]")
    assert "extract" in shell.said


def test_a_budget_is_set_and_shown(shell: Any, mem: Memory) -> None:
    assert shell.run("%memkit budget").tokens is None
    assert "no bound is set" in shell.said
    set_ = shell.run("%memkit budget --tokens 500 --usd 0.5 --show-code")
    assert (set_.tokens, set_.usd) == (500, 0.5)
    assert "mem.budget(tokens=500, usd=0.5)" in shell.said + shell.printed
    shell.run(f"%remember {SAID} --infer")
    assert shell.run("%memkit budget").tokens_left < 500
    assert "without a price" in shell.said
    assert shell.run("%memkit budget --reset").tokens_left == 500
    assert shell.run("%memkit budget --clear").tokens is None


def test_wishes_are_said_and_shown(shell: Any, mem: Memory) -> None:
    line = "--include '<i>food</i>' --include travel --language en --review changes"
    said = shell.run(f"%memkit wishes {line} --show-code")
    assert (said.includes, said.language) == (("<i>food</i>", "travel"), "en")
    assert "<i>food" not in shell.page
    assert "mem.set_wishes(" in shell.said + shell.printed
    assert mem.review == "changes"
    shell.run("%memkit wishes --include ''")
    assert (mem.wishes.includes, mem.wishes.language) == ((), "en")
    shell.run("%memkit wishes --category food --category health --exclude x")
    assert mem.wishes.categories == ("food", "health")


def test_calls_are_written_to_a_file(shell: Any, mem: Memory, tmp_path: Path) -> None:
    shell.run(f"%remember {SAID} --infer")
    shell.run(f"%memkit export-calls '{tmp_path / 'calls.jsonl'}'")
    assert "1 call written" in shell.said + shell.printed
    assert len((tmp_path / "calls.jsonl").read_text("utf-8").splitlines()) == 1


def test_pending_is_paged(shell: Any, mem: Memory) -> None:
    assert mem.engine.inference is not None
    mem.engine.inference.follows = False
    mem.add([{"role": "user", "content": f"I saw boat {n}."} for n in range(9)], user_id="alice")
    assert len(shell.run("%memkit pending --limit 4")) == 4
    assert "4 of 9 messages" in shell.said


def test_a_memory_is_opened_that_takes_secrets_out(shell: Any, tmp_path: Path) -> None:
    shell.run(f"%memkit use '{tmp_path / 'x.db'}' --user alice --embedder hash --redact-secrets")
    shell.run("added = %remember My password is hunter2.")
    assert shell.user_ns["added"][0].memory == "My password is [password ***]."
    shell.run("added")
    assert "Secrets were taken out: password." in shell.said
    assert "hunter2" not in shell.said + shell.page
