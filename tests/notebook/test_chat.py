"""%chat: a conversation from cell to cell, and what its cells show."""

from __future__ import annotations

from typing import Any

import pytest

from memkit.chat.turns import Turn
from memkit.errors import ValidationError


@pytest.fixture
def ana(shell: Any, open_memory: Any) -> Any:
    replies = ["In <b>Lisbon</b>.", "Since March."] * 9
    shell.user_ns["mem"] = open_memory(
        embedder="hash", llm={"provider": "echo", "config": {"replies": replies}}
    )
    shell.run("%memkit use mem --user ana")
    shell.run("%remember Ana moved to Lisbon in March --no-infer")
    return shell


def test_cells_go_on_with_one_conversation(ana: Any) -> None:
    turn = ana.run("%%chat --no-infer -o kept\nWhere do <i>I</i> live?\n")
    assert isinstance(turn, Turn)
    assert ana.user_ns["kept"] is turn
    assert turn.remembering == "stored"
    for words in ("&lt;b&gt;Lisbon", "&lt;i&gt;I", "Ana moved to Lisbon", "Remembered: 2 messages"):
        assert words in ana.page
    assert "<i>I" not in ana.page
    # Without options it is the same one; with others another.
    assert ana.run("%chat and since when?").earlier == 1
    spoken = ana.run("%chat -o spoken")
    assert [one.question for one in spoken.turns] == ["Where do <i>I</i> live?", "and since when?"]
    assert "Since March." in ana.said
    assert ana.run("%chat --new hello").earlier == 0
    assert ana.run("%chat --user bob --no-infer hello").earlier == 0
    ana.run("%chat --user bob --tokens 99 --show-code hello again")
    assert "chat = m.chat(user_id='bob', tokens=99)" in ana.said.replace("mem.", "m.")
    assert "turn = chat.send('hello again')" in ana.said


def test_without_a_model_it_says_how_to_give_one(mem: Any, shell: Any) -> None:
    with pytest.raises(ValidationError, match=r"There is no LLM to chat with\.") as raised:
        shell.run("%chat where do I live?")
    assert "llm" in raised.value.fix
    # One can be given for this conversation alone.
    turn = shell.run("%chat --llm echo --no-remember where do I live?")
    assert turn.remembering == "off"
    assert "where do I live?" in turn.answer
