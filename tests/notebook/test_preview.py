"""Facts as proposals, and group chats, in cells."""

from __future__ import annotations

import json
from typing import Any

from tests.notebook.test_facts import SAID, answer, reads

__all__ = ["reads"]


def test_a_preview_shows_facts_with_their_evidence(shell: Any, reads: Any) -> None:
    mem = reads(answer(SAID, SAID))
    preview = shell.run(f"%remember {SAID} --infer --preview -o preview")
    assert [item.event for item in preview] == ["ADD", "ADD"]
    assert mem.count() == 0
    assert "Preview - 2 proposals - 1 call, " in shell.said
    assert "new" in shell.said
    # The quote is marked in the message, and neither of the two makes markup.
    assert "<b>I &lt;b&gt;live&lt;/b&gt; in Berlin" in shell.page
    assert "<b>live" not in shell.page
    shell.run("mem.apply(preview)")
    assert mem.count() == 2
    shell.run(f"%remember {SAID} --infer --preview --show-code")
    assert "mem.preview(" in shell.said + shell.printed


def test_speakers_are_shown_with_their_scopes(shell: Any, reads: Any) -> None:
    mem = reads("{}")
    talk = "Ana: I live in Lisbon.\nBob: <i>Nice</i>!"
    shell.user_ns["talk"] = talk
    shell.run("%remember --from talk --speaker Ana=ana --speaker Bob=bob --preview")
    assert "user_id='ana'" in shell.said
    assert "<i>Nice" not in shell.page
    shell.run("%remember --from talk --speaker Ana=ana --speaker Bob=bob --no-infer")
    assert [one.user_id for one in mem.get_all()] == ["ana", "bob"]


def test_a_run_of_tools_is_remembered(shell: Any, reads: Any) -> None:
    step = {"line": 3, "quote": "15 <b>passed", "text": "15 <b>passed.", "result": "worked"}
    mem = reads(json.dumps({"steps": [step]}))
    call = {"id": "1", "function": {"name": "pytest", "arguments": "{}"}}
    shell.user_ns["run"] = [
        {"role": "user", "content": "Run the tests."},
        {"role": "assistant", "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "1", "content": "15 <b>passed</b> in 4.1s"},
    ]
    added = shell.run("%remember --procedure --from run --no-infer")
    assert mem.get(added[-1].id).type == "procedural"
    assert "<b>passed" not in shell.page
    shell.run("%remember --procedure --from run --no-infer --show-code")
    assert "mem.add_procedure(run" in shell.said + shell.printed
