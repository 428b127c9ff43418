"""Chats that remember: recalled before an answer, stored after it, whatever fails."""

from __future__ import annotations

import asyncio
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from memkit import Chat, Memory
from memkit.contracts.llm import LLM, Completion, MaxTokens
from memkit.domain.records import Message, Usage
from memkit.errors import ConnectionError, MemkitWarning, ProviderError, ScopeError, ValidationError


class Parrot(LLM):
    """Answers in pieces with what it was asked last, and keeps what it was sent."""

    model = "parrot"

    def __init__(self) -> None:
        self.sent: list[list[Message]] = []
        self.fails: Exception | None = None

    def complete(
        self, messages: Sequence[Message], *, schema: Any = None, max_tokens: MaxTokens = "default"
    ) -> Completion:
        self.sent.append(list(messages))
        if self.fails is not None:
            raise self.fails
        said = messages[-1].content.rpartition("\n")[2]
        return Completion(
            text=f"You said: {said}", usage=Usage(calls=1, input_tokens=9, output_tokens=4)
        )

    def stream(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: MaxTokens = "default",
        ended: Callable[[Completion], object] | None = None,
    ) -> Iterator[str]:
        answer = self.complete(messages)
        yield from (f"{word} " for word in answer.text.split())
        if ended is not None:
            ended(answer)


@pytest.fixture
def memory() -> Iterator[Memory]:
    with Memory(":memory:") as made:
        made.add("Ana lives in Lisbon.", user_id="ana", occurred_at="2025-03-01")
        yield made


@pytest.fixture
def parrot() -> Parrot:
    return Parrot()


def test_it_recalls_before_and_remembers_after(memory: Memory, parrot: Parrot) -> None:
    with Chat(memory, llm=parrot, user_id="ana") as chat:
        turn = chat.send("Where does Ana live?")
        assert turn.answer == "You said: Where does Ana live? "
        assert "- [2025-03-01] Ana lives in Lisbon." in turn.recalled.text
        system, asked = parrot.sent[0]
        assert (system.role, asked.role) == ("system", "user")
        assert asked.content == f"{turn.recalled.text}\n\nWhere does Ana live?"
        assert (turn.stop, turn.usage.input_tokens) == ("end", 9)
        assert chat.wait()
        assert turn.remembering == "stored"
        stored = [memory.get(result.id) for result in turn.remembered or ()]
        assert [(one.role, one.memory) for one in stored] == [
            ("user", "Where does Ana live?"), ("assistant", turn.answer),
        ]  # fmt: skip
        assert {one.user_id for one in stored} == {"ana"}


def test_the_conversation_is_sent_and_not_recalled_as_well(memory: Memory, parrot: Parrot) -> None:
    with Chat(memory, llm=parrot, user_id="ana") as chat:
        chat.send("I have a cat called Mimi.")
        assert chat.wait()
        turn = chat.send("What is my cat called?")
        assert [message.content for message in parrot.sent[1][1:3]] == [
            "I have a cat called Mimi.", chat.turns[0].answer,
        ]  # fmt: skip
        assert "Mimi" not in turn.recalled.text
        assert any(one.reason == "stands in the conversation" for one in turn.recalled.left_out)
    with Chat(memory, llm=parrot, user_id="ana") as later:
        assert "Mimi" in later.send("What is my cat called?").recalled.text


def test_what_was_put_into_the_prompt_is_not_stored_again(memory: Memory, parrot: Parrot) -> None:
    before = memory.count(user_id="ana")
    with Chat(memory, llm=parrot, user_id="ana") as chat:
        chat.send("Where does Ana live?")
    texts = [record.memory for record in memory.get_all(user_id="ana")]
    assert len(texts) == before + 2
    assert not any("memkit:memories" in text for text in texts)


def test_long_conversations_are_packed_and_say_so(memory: Memory, parrot: Parrot) -> None:
    with Chat(memory, llm=parrot, user_id="ana", history=60) as chat:
        for number in range(12):
            turn = chat.send(f"This is the sentence with number {number}.")
        assert 0 < turn.earlier < 11
        assert turn.earlier + turn.left_out == 11
        assert len(parrot.sent[-1]) == 2 + 2 * turn.earlier
        assert chat.wait()
        # What is not shown any more is recalled where it is asked for.
        assert "number 0." in chat.send("the sentence with number 0").recalled.text


def test_it_comes_in_pieces_and_can_be_stopped(memory: Memory, parrot: Parrot) -> None:
    with Chat(memory, llm=parrot, user_id="ana") as chat:
        pieces = chat.stream("one two three")
        assert [next(pieces), next(pieces)] == ["You ", "said: "]
        with pytest.raises(ValidationError, match="An answer is being given"):
            chat.send("and this?")
        pieces.close()
        [turn] = chat.turns
        assert (turn.answer, turn.stop) == ("You said: ", "stopped")
        assert chat.send("and now?").stop == "end"
        assert chat.wait()
        assert [one.remembering for one in chat.turns] == ["stored", "stored"]


def test_a_model_that_fails_leaves_no_turn(memory: Memory, parrot: Parrot) -> None:
    before = memory.count()
    with Chat(memory, llm=parrot, user_id="ana") as chat:
        parrot.fails = ProviderError("No.", fix="Ask another.")
        with pytest.raises(ProviderError, match="No"):
            chat.send("Are you there?")
        assert not chat.turns
        parrot.fails = None
        assert chat.send("Are you there?").answer
    assert memory.count() == before + 2


def test_two_hundred_turns_with_a_memory_that_fails_at_times(
    memory: Memory, parrot: Parrot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of it is stored in the end, each turn once and in order; failures are seen meanwhile."""
    real, tries, seen = type(memory).add, [0], set()

    def failing(self: Memory, *args: Any, **options: Any) -> Any:
        tries[0] += 1
        if tries[0] % 7 in (2, 3):
            raise ConnectionError("The database is away.", fix="Wait.")
        return real(self, *args, **options)

    monkeypatch.setattr(type(memory), "add", failing)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", MemkitWarning)
        with Chat(memory, llm=parrot, user_id="ana", history=200) as chat:
            for number in range(200):
                chat.send(f"Sentence {number}")
                if number % 10 == 0:
                    chat.wait(5)
                seen |= {(one.remembering, type(one.error).__name__) for one in chat.unsaved}
            while not chat.wait(20):
                chat.retry()
            assert not chat.unsaved
            assert {turn.remembering for turn in chat.turns} == {"stored"}
    # Seen until the next attempt succeeds, which may begin at once.
    assert "ConnectionError" in {error for _, error in seen}
    texts = [record.memory for record in memory.get_all(user_id="ana", limit=1000)]
    assert [text for text in texts if text.startswith("Sentence")] == [
        f"Sentence {number}" for number in range(200)
    ]


def test_the_index_takes_over_what_was_said_before_anybody_asks(
    memory: Memory, parrot: Parrot
) -> None:
    """So that whoever waits for the next answer does not wait for that, too."""
    with Chat(memory, llm=parrot, user_id="ana") as chat:
        chat.send("I feed the cat at seven.")
        assert chat.wait(30)
    journal, follower = memory.engine.journal, memory.engine.follower
    for _ in range(300):
        if follower.seen == journal.changed():
            break
        time.sleep(0.02)
    assert follower.seen == journal.changed()
    assert memory.engine.store.count() == 3


def test_a_failure_in_the_background_warns(
    memory: Memory, parrot: Parrot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*args: Any, **options: Any) -> Any:
        raise RuntimeError("no disk")

    monkeypatch.setattr(type(memory), "add", failing)
    told = threading.Event()
    monkeypatch.setattr("memkit.chat.remembering.warn", lambda text: told.set())
    chat = Chat(memory, llm=parrot, user_id="ana")
    turn = chat.send("Hello")
    assert told.wait(20)
    assert not chat.wait(20)
    assert chat.unsaved == (turn,)
    assert "no disk" in str(turn.error)
    assert "1 not stored yet" in repr(chat)
    monkeypatch.undo()
    chat.retry()
    assert chat.wait(20)
    chat.close()


def test_a_coroutine_does_the_same(memory: Memory, parrot: Parrot) -> None:
    async def talk() -> None:
        chat = Chat(memory, llm=parrot, user_id="ana")
        turn = await chat.asend("Where does Ana live?")
        assert "Lisbon" in turn.recalled.text
        pieces = chat.astream("one two three")
        assert await anext(pieces) == "You "
        await pieces.aclose()
        assert [one.stop for one in chat.turns] == ["end", "stopped"]
        await asyncio.to_thread(chat.close)

    asyncio.run(talk())
    assert memory.count(user_id="ana") == 5


def test_nothing_is_recalled_or_stored_if_so_wished(memory: Memory, parrot: Parrot) -> None:
    chat = Chat(memory, llm=parrot, tokens=0, remember=False)
    turn = chat.send("Where does Ana live?")
    assert (turn.recalled.text, turn.remembering) == ("", "off")
    assert chat.wait(0)
    assert memory.count() == 1


def test_odd_arguments_are_refused_with_a_fix(memory: Memory, parrot: Parrot) -> None:
    with pytest.raises(ValidationError, match="no LLM to chat with"):
        Chat(memory, user_id="ana")
    with pytest.raises(ScopeError):
        Chat(memory, llm=parrot)
    with pytest.raises(ValidationError, match="tokens"):
        Chat(memory, llm=parrot, user_id="ana", tokens=-1)
    with pytest.raises(ValidationError, match=r"memkit\.Memory"):
        Chat("memory", llm=parrot, user_id="ana")  # type: ignore[arg-type]  # what a user may write
    with pytest.raises(ValidationError, match="question"):
        Chat(memory, llm=parrot, user_id="ana").send(" ")
