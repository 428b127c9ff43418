"""A reply is also found by what it replies to, if that is asked for."""

from __future__ import annotations

from typing import Any

import pytest

from memkit import Memory
from memkit.errors import ValidationError

TALK = [
    {"role": "user", "content": "Which boat did you buy in October?"},
    {"role": "assistant", "content": "An old launch called Henrike."},
    {"role": "user", "content": "The weather is nice."},
]


@pytest.fixture
def talk(memory: Memory) -> Memory:
    memory.add(TALK, user_id="a")
    memory.add("Tomatoes are red.", user_id="a")
    return memory


def search(memory: Memory, **options: Any) -> list[str]:
    query = "which boat did you buy in October"
    return [hit.memory for hit in memory.search(query, user_id="a", **options)]


def test_the_answer_comes_right_after_its_question(talk: Memory) -> None:
    assert search(talk, context=0.85)[:2] == [TALK[0]["content"], TALK[1]["content"]]


def test_the_reasons_say_so_and_add_up(talk: Memory) -> None:
    first, second, *_ = talk.search("which boat did you buy in October", user_id="a", context=0.85)
    assert second.score == pytest.approx(0.85 * first.score, abs=1e-6)
    assert second.reasons["context"] > 0
    assert sum(second.reasons.values()) == pytest.approx(second.score)
    assert first.reasons["context"] == 0


def test_a_reply_that_no_signal_found_is_found_by_text_alone(talk: Memory) -> None:
    assert TALK[1]["content"] not in search(talk, mode="text")
    assert search(talk, mode="text", context=0.85)[1] == TALK[1]["content"]


def test_texts_added_apart_do_not_follow_each_other(memory: Memory) -> None:
    for message in TALK:
        memory.add([message], user_id="a")
    assert search(memory, mode="text", context=0.85) == [TALK[0]["content"]]


def test_a_filter_and_an_expiry_hold_for_replies_too(memory: Memory) -> None:
    memory.add(TALK, user_id="a")
    found = search(memory, context=0.85, where="role = 'user'")
    assert TALK[1]["content"] not in found
    reply = next(r for r in memory.get_all(user_id="a") if r.role == "assistant")
    memory.update(reply.id, expires_at="2001-01-01")
    assert TALK[1]["content"] not in search(memory, context=0.85)


def test_a_reply_stays_one_through_changes_undo_and_a_duplicate_before_it(memory: Memory) -> None:
    memory.add(TALK[0]["content"], user_id="a")  # The question is there already.
    results = memory.add(TALK[:2], user_id="a")
    assert [result.event for result in results] == ["NONE", "ADD"]
    reply = results[1].id
    memory.update(reply, metadata={"checked": True})
    memory.delete(reply)
    memory.undo(memory.events()[-1].seq)
    assert search(memory, context=0.85)[1] == TALK[1]["content"]
    assert memory.doctor().ok


@pytest.mark.parametrize("context", [-0.1, 1.5, "0.5", float("nan"), True])
def test_a_context_is_a_share(talk: Memory, context: Any) -> None:
    with pytest.raises(ValidationError):
        search(talk, context=context)
