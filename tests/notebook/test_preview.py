"""Facts as proposals, and group chats, in cells."""

from __future__ import annotations

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
