"""Tidying facts up, in cells."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from memkit import Memory

SAID = "I <b>live</b> in Berlin."


def answer(text: str, quote: str) -> str:
    """Return an answer of a model with one fact of the first line."""
    fact = {"line": 1, "quote": quote, "when": "", "about": "I", "text": text, "kind": "state"}
    return json.dumps({"facts": [fact]})


@pytest.fixture
def reads(shell: Any, open_memory: Callable[..., Memory]) -> Callable[..., Memory]:
    """Opens a memory of alice's whose model answers so."""

    def opened(*replies: str) -> Memory:
        llm = {"provider": "echo", "config": {"replies": replies}}
        shell.user_ns["mem"] = open_memory(embedder="hash", llm=llm)
        shell.run("%memkit use mem --user alice")
        memory: Memory = shell.user_ns["mem"]
        return memory

    return opened


def test_what_lost_its_evidence_is_checked_again(shell: Any, reads: Any) -> None:
    mem = reads(answer(SAID, SAID))
    shell.run("%memkit recheck")
    assert "Nothing is stale or unsupported." in shell.said
    added = shell.run(f"%remember {SAID} --infer")
    mem.update(added[0].id, f"Well: {SAID}")
    shell.run("found = mem.recheck()")
    (one,) = shell.user_ns["found"]
    assert one.outcome == "served"
    assert "1 fact" in shell.said + shell.run("found")._repr_mimebundle_()["text/plain"]
    mem.update(added[0].id, "I live in Porto.")
    (one,) = shell.run("%memkit recheck -o found")
    assert one.outcome == "withdrawn"
    assert "withdrawn" in shell.said
    assert "<b>live" not in shell.page
    assert "I &lt;b&gt;live" in shell.page
    shell.run("%memkit recheck --show-code")
    assert "mem.recheck(user_id='alice')" in shell.said + shell.printed


def test_proposals_are_shown_applied_and_rejected(shell: Any, reads: Any) -> None:
    mem = reads()
    mem.engine.llm = None
    shell.run("%memkit consolidate")
    assert "There is nothing to tidy up." in shell.said
    for text in (
        "Ana <b>likes</b> tea.",
        "Ana <b>likes</b> tea!",
        "Ana has a dog.",
        "Ana has a dog!",
    ):
        mem.add(text, user_id="alice", derived_by="me", infer=False)
    found = shell.run("%memkit consolidate -o found")
    assert [one.kind for one in found] == ["merge", "merge"]
    assert "Nothing is written yet: %memkit consolidate --apply KEY" in shell.said
    assert "<b>likes" not in shell.page
    shell.run("found[:1]")
    assert found[0].key in shell.said
    shell.run(f"%memkit consolidate --apply {found[0].key} --reject {found[1].key} --show-code")
    assert f"mem.reject(found.only('{found[1].key}'))" in shell.said + shell.printed
    assert shell.run("%memkit consolidate --kind merge") == []
    for text in ("Ana likes figs.", "Ana likes figs!"):
        mem.add(text, user_id="alice", derived_by="me", infer=False)
    shell.run("%memkit consolidate --apply-all")
    assert shell.run("%memkit consolidate") == []
