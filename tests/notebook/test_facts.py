"""Facts of messages, in cells."""

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


def test_facts_are_drawn_and_shown_with_their_quotes(shell: Any, reads: Any) -> None:
    mem = reads(answer(SAID, SAID))
    added = shell.run(f"%remember {SAID} --infer")
    (fact,) = added.facts
    assert "1 fact of 1 message" in shell.said
    assert "ADD" in shell.said
    # The quote is marked in the message, and neither of the two makes markup.
    assert "<b>I &lt;b&gt;live&lt;/b&gt; in Berlin" in shell.page
    assert "<b>live" not in shell.page
    shell.run("added = mem.extract()")
    shell.run("fact = mem.facts()[0]")
    assert [one.id for one in shell.run("%memkit facts --status served -o found")] == [fact.id]
    assert shell.run("%memkit facts --status stale") is None
    assert "No such facts for alice" in shell.said + shell.printed
    mem.update(added[0].id, "I live in Porto.")
    assert [one.message.id for one in shell.run("%memkit pending")] == [added[0].id]
    assert "%memkit extract" in shell.said
    (again,) = shell.run("%memkit extract")
    assert again.choice == "unsupported"
    assert "not served" in shell.said
    shell.run("%memkit extract --show-code")
    assert "mem.extract(" in shell.said + shell.printed
    assert "Nothing was still to be read." in shell.said


def test_what_is_not_to_be_read_is_not_pending(shell: Any, reads: Any) -> None:
    reads(answer(SAID, SAID))
    shell.run(f"%%remember --no-infer\nUser: {SAID}\nAssistant: Noted.")
    shell.run("%memkit pending")
    assert "Nothing is still to be read." in shell.said
    with pytest.raises(Exception, match="both --infer and --no-infer"):
        shell.run("%remember x --infer --no-infer")


def test_what_could_not_be_read_says_so(shell: Any, reads: Any) -> None:
    reads("I would rather not.")
    shell.run(f"%remember {SAID} --infer")
    assert "ADD" in shell.said
    assert "1 message could not be read" in shell.said
    shell.run("%memkit pending")
    assert "I would rather not" in shell.page
    shell.run("%memkit extract")
    assert "1 message could not be read" in shell.said
    assert "%memkit pending" in shell.said


def test_proposals_are_reviewed(shell: Any, reads: Any) -> None:
    mem = reads(answer(SAID, SAID))
    shell.run("%memkit derivations --review all --instructions 'Only places'")
    assert "Only places" in shell.page
    shell.run(f"%remember {SAID} --infer")
    assert "%memkit accept ID" in shell.said
    (fact,) = mem.facts(status="proposed")
    short = fact.id[-8:]
    assert short in [one[0] for one in offers(shell, "%memkit accept ")]
    shell.run(f"%memkit accept {short} --text 'I live in Bonn.'")
    assert mem.get(fact.id).memory == "I live in Bonn."
    assert short not in [one[0] for one in offers(shell, "%memkit accept ")]
    shell.run(f"%memkit reject {short}")
    assert mem.get(fact.id).withheld == "rejected"
    with pytest.raises(Exception, match="is not proposed"):
        shell.run(f"%memkit accept {short}")
    assert "%memkit facts --status proposed" in shell.said + shell.printed


def test_derivations_are_listed_compared_used_and_dropped(shell: Any, reads: Any) -> None:
    mem = reads(answer(SAID, SAID))
    shell.run(f"%remember {SAID} --infer")
    shell.run("%memkit derivations --derive second --profile extract")
    assert [row.name for row in mem.derivations] == ["default", "second"]
    assert ("second", "echo") in offers(shell, "%memkit derivations --use ")
    compared = shell.run("%memkit derivations --compare default --compare second")
    assert len(compared.both) == 1
    assert "1 in both" in shell.said
    with pytest.raises(Exception, match="side by side"):
        shell.run("%memkit derivations --compare default")
    shell.run("%memkit derivations --use second")
    assert "in use" in shell.page
    shell.run("%memkit derivations --drop default")
    assert "would delete 1 fact" in shell.said + shell.printed
    assert len(mem.derivations) == 2
    shell.run("%memkit derivations --drop default --yes")
    assert len(mem.derivations) == 1


def test_a_model_is_tried(shell: Any, reads: Any, mem: Memory) -> None:
    for line in ("%memkit extract", "%memkit check-llm", "%remember x --infer"):
        with pytest.raises(Exception, match="has none"):
            shell.run(line)
        assert "%memkit use FILE --llm" in shell.said + shell.printed
    shell.run("%memkit derivations")
    assert "No facts were drawn yet" in shell.said
    reads('{"facts": []}')
    report = shell.run("%memkit check-llm --short")
    assert report.recommended is None
    assert "no profile" in shell.said
    assert "lines found" in shell.page


def offers(shell: Any, line: str) -> list[tuple[str, str]]:
    """Return what the completion offers."""
    from IPython.core.completer import provisionalcompleter

    with provisionalcompleter():
        found = shell.Completer.completions(line, len(line))
        return [(one.text, one.type) for one in found]
