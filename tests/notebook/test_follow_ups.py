"""--rewrite and --history of %recall, %context and %ask, and what a cell says of them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from memkit.errors import NotFoundError, ValidationError

BETTER = "What does Nina's <b>brother</b> do?"
QUESTION = "and what does her brother do?"
SAID = [{"role": "user", "content": "Where does Nina's <b>sister</b> live?"}]


@pytest.fixture
def memory(shell: Any, open_memory: Any) -> Any:
    replies = [json.dumps({"question": BETTER})]
    llm = {"provider": "echo", "config": {"replies": replies}}
    made = shell.user_ns["mem"] = open_memory(embedder="hash", llm=llm)
    made.add("Nina's brother Rui is a baker in Faro.", user_id="ana", infer=False)
    made.add("We moved to Lisbon.", user_id="ana", occurred_at="2024-05-03", infer=False)
    shell.user_ns["said"] = SAID
    shell.run("%memkit use mem --user ana")
    return made


@pytest.mark.parametrize("magic", ["%recall", "%context", "%ask --quote"])
@pytest.mark.usefixtures("memory")
def test_a_variable_holds_what_was_said(shell: Any, magic: str) -> None:
    found = shell.run(f"{magic} {QUESTION} --rewrite --history said --show-code")
    assert found.query == QUESTION
    assert str(found.rewritten) == BETTER
    assert "rewrite=True" in shell.printed + shell.said
    assert "history=said" in shell.printed + shell.said
    shell.user_ns["found"] = found
    shell.run("found")
    assert "Searched for: What does Nina&#39;s &lt;b&gt;brother" in shell.page
    assert "<b>brother" not in shell.page
    assert f"Searched for: {BETTER}" in shell.said


@pytest.mark.usefixtures("memory")
def test_after_a_chat_its_turns_count(shell: Any) -> None:
    with pytest.raises(ValidationError, match="Nothing was said before"):
        shell.run(f"%recall {QUESTION} --rewrite")
    shell.run("%chat where does Nina's <b>sister</b> live? --no-remember")
    found = shell.run(f"%recall {QUESTION} --rewrite --show-code")
    assert str(found.rewritten) == BETTER
    assert "for turn in chat.turns" in shell.printed + shell.said


@pytest.mark.usefixtures("memory")
def test_what_is_missing_is_named(shell: Any) -> None:
    with pytest.raises(NotFoundError, match="nothing_here"):
        shell.run(f"%recall {QUESTION} --history nothing_here")
    shell.run("%memkit use :memory:")
    with pytest.raises(ValidationError, match="rewritten by an LLM") as raised:
        shell.run(f"%recall {QUESTION} --history said")
    assert "llm" in raised.value.fix


@pytest.mark.usefixtures("memory")
def test_a_time_and_an_event_are_told(shell: Any) -> None:
    for magic in ("%recall --when prefer", "%context", "%ask --quote"):
        found = shell.run(f"{magic} who baked before we moved to Lisbon?")
        shell.user_ns["found"] = found
        shell.run("found")
        assert "before 2024-05-03 by “We moved to Lisbon.”" in shell.page
        assert "Time: “before we moved to Lisbon” is before 2024-05-03" in shell.said
    nothing = shell.run("%recall who baked before we moved to Lisbon? --when only --user ana")
    assert nothing.times
