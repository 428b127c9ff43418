"""Chats that others follow: asked in the background, stopped, undone, and shown."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from memkit import Chat, Memory
from memkit.chat.background import BackgroundAnswers
from memkit.contracts.llm import LLM, Completion, MaxTokens
from memkit.domain.records import Message
from memkit.errors import ProviderError, ValidationError
from memkit.notebook.display import mimebundle
from memkit.notebook.widgets.display import picture_bundle, widget_of

SECONDS = 30


class Paused(LLM):
    """Gives a word whenever it is let."""

    model = "paused"

    def __init__(self) -> None:
        self.let = threading.Semaphore(0)
        self.fails = False

    def complete(
        self, messages: Sequence[Message], *, schema: Any = None, max_tokens: MaxTokens = "default"
    ) -> Completion:
        return Completion(text="".join(self.stream(messages)))

    def stream(
        self,
        messages: Sequence[Message],
        *,
        max_tokens: MaxTokens = "default",
        ended: Callable[[Completion], object] | None = None,
    ) -> Iterator[str]:
        if self.fails:
            raise ProviderError("The model is away.", fix="Ask it later.")
        for word in ("In ", "Lisbon, ", "<b>Ana</b>."):
            assert self.let.acquire(timeout=SECONDS)
            yield word
        if ended is not None:
            ended(Completion(text="In Lisbon, <b>Ana</b>."))


class Seen:
    """Waits until a chat, or its widget, has told something."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self.sent: list[Any] = []

    def __call__(self, *told: Any, **more: Any) -> None:
        with self._changed:
            self.sent += told
            self._changed.notify_all()

    def until(self, holds: Callable[[], Any]) -> None:
        with self._changed:
            assert self._changed.wait_for(holds, SECONDS)


@pytest.fixture
def llm() -> Paused:
    return Paused()


@pytest.fixture
def memory() -> Iterator[Memory]:
    with Memory(":memory:", embedder="hash") as made:
        made.add("Ana lives in Lisbon.", user_id="ana", occurred_at="2025-03-01")
        yield made


@pytest.fixture
def chat(memory: Memory, llm: Paused) -> Iterator[Chat]:
    with memory.scoped(user_id="ana").chat(llm=llm) as made:
        yield made


def test_an_answer_in_the_background_is_followed_and_stopped(chat: Chat, llm: Paused) -> None:
    assert isinstance(chat, Chat)
    assert chat.scope.user_id == "ana"
    seen = Seen()
    end = chat.observe(seen)
    answers = BackgroundAnswers(chat)
    answers.ask("Where do I live?")
    llm.let.release()
    seen.until(lambda: chat.current is not None and chat.current.answer == "In ")
    assert chat.asked == "Where do I live?"
    with pytest.raises(ValidationError, match="An answer is being given"):
        answers.ask("And when?")
    chat.stop()
    assert chat.stopping
    llm.let.release()
    seen.until(lambda: chat.turns and chat.asked is None)
    (turn,) = chat.turns
    assert (turn.answer, turn.stop) == ("In Lisbon, ", "stopped")
    assert chat.wait()
    assert turn.remembering == "stored"
    # What comes after it is whole again.
    llm.let.release(3)
    assert chat.send("And when?").stop == "end"
    end()
    chat.stop()
    assert not chat.stopping


def test_what_got_no_answer_is_kept_and_asked_again(chat: Chat, llm: Paused) -> None:
    seen = Seen()
    chat.observe(seen)
    answers = BackgroundAnswers(chat)
    llm.fails = True
    answers.ask("Where do I live?")
    seen.until(lambda: answers.failed is not None)
    assert answers.failed is not None
    assert (answers.failed.question, str(answers.failed.error)) == (
        "Where do I live?", "The model is away. Ask it later.",
    )  # fmt: skip
    assert chat.turns == ()
    llm.fails = False
    llm.let.release(3)
    answers.again()
    seen.until(lambda: chat.turns)
    assert answers.failed is None


def test_undoing_a_turn_takes_back_what_was_stored_with_its_facts(
    chat: Chat, memory: Memory, llm: Paused
) -> None:
    llm.let.release(6)
    before = memory.count()
    turn = chat.send("I moved to Porto.")
    assert chat.wait()
    assert turn.remembered is not None
    source = memory.get(turn.remembered[0].id)
    fact = {"memory": "Ana lives in Porto.", "user_id": "ana", "derived_by": "default"}
    memory.add_many([{**fact, "sources": [source]}], progress=False)
    assert len(chat.undo(turn)) == 3
    assert memory.count() == before
    assert turn.remembering == "undone"
    with pytest.raises(ValidationError, match="Nothing is stored of this turn"):
        chat.undo(turn)
    # It stays in the conversation.
    assert chat.send("Where?").earlier == 1


def test_an_undo_after_a_change_says_why_it_is_refused(
    chat: Chat, memory: Memory, llm: Paused
) -> None:
    llm.let.release(3)
    turn = chat.send("I moved to Porto.")
    assert chat.wait()
    assert turn.remembered is not None
    memory.update(turn.remembered[0].id, "I moved to Faro.")
    with pytest.raises(ValidationError):
        chat.undo(turn)
    assert turn.remembering == "stored"


def test_the_widget_tells_pieces_and_turns_once(chat: Chat, llm: Paused) -> None:
    widget = widget_of(chat)
    assert widget_of(chat) is widget
    seen = Seen()
    widget.send = seen

    def ask(method: str, **given: Any) -> Any:
        number = len(seen.sent) + 1000
        widget._hear(widget, {"method": method, "given": given, "view": "v", "number": number}, [])
        seen.until(lambda: any(one.get("number") == number for one in seen.sent))
        answer = next(one for one in seen.sent if one.get("number") == number)
        assert "trouble" not in answer, answer
        return answer["answer"]

    def news() -> list[Any]:
        return [one["news"] for one in seen.sent if "news" in one]

    assert ask("state")["turns"] == []
    ask("send", text="Where do I live?")
    for end in (3, 11):
        llm.let.release()
        seen.until(lambda end=end: any(one["to"] == end for one in news()))  # type: ignore[misc]
    assert ask("sources", turn=None)["recalled"][0]["text"] == "Ana lives in Lisbon."
    llm.let.release()
    seen.until(
        lambda: any(turn["remembering"] == "stored" for one in news() for turn in one["turns"])
    )
    told = news()
    # Each goes on where the one before it ended, and nothing is told twice.
    pieces = [one["piece"] for one in told if one["asked"]]
    assert "In Lisbon, <b>Ana</b>.".startswith("".join(pieces))
    for one, other in itertools.pairwise(told):
        assert other["since"] == one["version"]
    assert [turn["answer"] for turn in ask("state")["turns"]] == ["In Lisbon, <b>Ana</b>."]
    stored = ask("sources", turn=0)["stored"]
    assert [one["who"] for one in stored] == ["user", "assistant"]
    assert ask("open", id=stored[0]["id"])["text"] == "Where do I live?"
    assert ask("undo", turn=0) == {"count": 2}
    assert [one["there"] for one in ask("sources", turn=0)["stored"]] == [False, False]
    widget.close()


def test_a_long_conversation_is_told_turn_by_turn(chat: Chat, llm: Paused) -> None:
    widget = widget_of(chat)
    seen = Seen()
    widget.send = seen
    llm.let.release(3 * 40)
    for number in range(40):
        chat.send(f"question {number}")
    assert chat.wait()
    widget._tell()
    before = len(seen.sent)
    llm.let.release(3)
    chat.send("the last")
    assert chat.wait()
    widget._tell()
    numbers = [turn["number"] for one in seen.sent[before:] for turn in one["news"]["turns"]]
    assert set(numbers) == {40}
    widget.close()


def test_what_is_saved_holds_the_whole_conversation_and_nothing_that_acts(
    chat: Chat, llm: Paused
) -> None:
    evil = "<script>alert(1)</script>"
    llm.let.release(3 * 12)
    for number in range(12):
        chat.send(f"{evil} {number} " + "word " * 100)
    assert chat.wait()
    saved = picture_bundle(chat)
    assert "<script>" not in saved["text/html"]
    assert "<b>Ana" not in saved["text/html"]
    for number in range(12):
        assert f"&lt;/script&gt; {number} word" in saved["text/html"]
        assert f"{evil} {number} word" in saved["text/plain"]
    assert saved["text/html"].count("In Lisbon, &lt;b&gt;Ana&lt;/b&gt;.") >= 12
    one = mimebundle(chat.turns[0])
    assert "Ana lives in Lisbon." in one["text/plain"]
    assert "Remembered: 2 messages" in one["text/html"]
    # Without a kernel, the text is what there is.
    assert mimebundle(chat) == {"text/plain": saved["text/plain"]}
