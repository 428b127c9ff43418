"""Follow-ups that become understood alone."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest

from memkit import AsyncMemory, Chat, Memory, Message
from memkit.contracts.llm import LLM, Completion, MaxTokens
from memkit.errors import ProviderError, ValidationError

SAID = [
    {"role": "user", "content": "Where does Nina live?"},
    {"role": "assistant", "content": "Nina lives in Porto since 2024."},
]


class Rewriter(LLM):
    """Answers with what it is told to."""

    model = "rewriter"

    def __init__(self) -> None:
        self.answers: list[str] = []
        self.sent: list[Sequence[Message]] = []

    def complete(
        self,
        messages: Sequence[Message],
        *,
        schema: Mapping[str, Any] | None = None,
        max_tokens: MaxTokens = "default",
    ) -> Completion:
        self.sent.append(list(messages))
        answer = self.answers.pop(0)
        if answer == "down":
            raise ProviderError("Down.", fix="Wait.", provider="test")
        return Completion(text=answer)


@pytest.fixture
def llm() -> Rewriter:
    return Rewriter()


@pytest.fixture
def memory(llm: Rewriter) -> Iterator[Memory]:
    with Memory(":memory:", llm=llm) as made:
        made.add("Nina's brother Rui is a baker in Faro.", user_id="ana", infer=False)
        made.add("The cat sleeps on the roof.", user_id="ana", infer=False)
        yield made


def rewritten(question: str) -> str:
    return json.dumps({"question": question})


def test_a_follow_up_is_searched_for_as_what_it_means(memory: Memory, llm: Rewriter) -> None:
    llm.answers = [rewritten("What does Nina's brother do?")]
    found = memory.rewrite("And what does her brother do?", history=SAID)
    assert str(found) == "What does Nina's brother do?"
    assert found.reason is None
    system, asked = llm.sent[0]
    assert system.content.startswith("[memkit rewrite 1]")
    assert asked.content.endswith("Last question: And what does her brother do?")
    assert "assistant: Nina lives in Porto" in asked.content
    assert [(one.task, one.usage.calls) for one in memory.usage.recorded] == [("rewrite", 1)]
    # The same again is not paid for again.
    memory.rewrite("And what does her brother do?", history=SAID)
    assert len(llm.sent) == 1


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (rewritten("What does Nina's brother Pedro do?"), "the name 'Pedro'"),
        (rewritten("What did her brother do in 1999?"), "the number '1999'"),
        (rewritten("Tell me a joke about three penguins and a whale"), "another question"),
        ("I can't do that.", "no question"),
        ('{"question": ""}', "no question"),
        ('["her brother"]', "no question"),
        ("down", "not rewritten"),
    ],
)
def test_what_nobody_said_is_not_searched_for(
    memory: Memory, llm: Rewriter, answer: str, reason: str
) -> None:
    llm.answers = [answer] * 6
    found = memory.rewrite("And what does her brother do?", history=SAID)
    assert found.text == found.query == "And what does her brother do?"
    assert reason in str(found.reason)


@pytest.mark.parametrize(
    ("question", "better"),
    [
        ("Und ihr Bruder?", "Wo wohnt der Bruder von Nina?"),
        ("¿Y su hermano?", "¿Dónde vive el hermano de Nina?"),
        ("А её брат?", "А где живёт её брат?"),
    ],
)
def test_other_words_of_the_question_are_understood_in_other_languages(
    memory: Memory, llm: Rewriter, question: str, better: str
) -> None:
    llm.answers = [rewritten(better)]
    said = [{"role": "user", "content": better.replace("?", ".")}]
    assert memory.rewrite(question, history=said).text == better


def test_an_answer_says_what_was_asked_and_what_was_searched(memory: Memory, llm: Rewriter) -> None:
    llm.answers = [rewritten("What does Nina's brother do?")]
    found = memory.ask(
        "And what does her brother do?", user_id="ana", rewrite=True, history=SAID, quote=True
    )
    assert found.query == "And what does her brother do?"
    assert str(found.rewritten) == "What does Nina's brother do?"
    assert "baker" in found.answer
    assert memory.ask("What does Nina's brother do?", user_id="ana", quote=True).rewritten is None


def test_without_a_conversation_or_a_budget_it_stays(memory: Memory, llm: Rewriter) -> None:
    assert memory.rewrite("Who?", history=[]).reason == "nothing was said before"
    memory.budget(tokens=0)
    found = memory.rewrite("And her brother?", history=SAID)
    assert found.text == "And her brother?"
    assert "budget" in str(found.reason)
    assert not llm.sent


def test_it_needs_a_model() -> None:
    with Memory(":memory:") as memory, pytest.raises(ValidationError, match="LLM"):
        memory.rewrite("And her brother?", history=SAID)


def test_a_chat_recalls_by_it(memory: Memory, llm: Rewriter) -> None:
    llm.answers = [
        "In Porto.", rewritten("What does Nina's brother do?"), "He is a baker.",
    ]  # fmt: skip
    with Chat(memory, user_id="ana", rewrite=True, infer=False) as chat:
        first = chat.send("Where does Nina live?")
        assert first.rewritten is None
        second = chat.send("And what does her brother do?")
        assert str(second.rewritten) == "What does Nina's brother do?"
        assert "baker" in second.recalled.text
        assert llm.sent[-1][-1].content.endswith("And what does her brother do?")


def test_a_search_and_a_context_go_by_what_it_means(memory: Memory, llm: Rewriter) -> None:
    llm.answers = [rewritten("What does Nina's brother do?")]
    question = "And what does her brother do?"
    hits = memory.search(question, user_id="ana", rewrite=True, history=SAID)
    assert hits.query == question
    assert str(hits.rewritten) == "What does Nina's brother do?"
    plain = memory.search("What does Nina's brother do?", user_id="ana")
    assert [(hit.id, hit.score) for hit in hits] == [(hit.id, hit.score) for hit in plain]
    assert plain.rewritten is None
    context = memory.context(question, user_id="ana", rewrite=True, history=SAID)
    assert context.query == question
    assert str(context.rewritten) == "What does Nina's brother do?"
    assert context.text == memory.context("What does Nina's brother do?", user_id="ana").text
    # One call for all of them, and none where nothing is rewritten.
    memory.search(question, user_id="ana", history=SAID)
    assert len(llm.sent) == 1


def test_of_a_past_state_and_of_a_scope_too(memory: Memory, llm: Rewriter) -> None:
    llm.answers = [rewritten("What does Nina's brother do?")]
    past = memory.as_of(memory.events()[0].seq)
    for source in (past, memory.scoped(user_id="ana")):
        hits = source.search("And what does her brother do?", rewrite=True, history=SAID)
        assert str(hits.rewritten) == "What does Nina's brother do?"
        assert "baker" in hits[0].memory


def test_a_time_that_the_rewriting_brings_in_counts(memory: Memory, llm: Rewriter) -> None:
    said = [{"role": "user", "content": "What did Nina bake in March 2024?"}]
    llm.answers = [rewritten("What did Rui bake in March 2024?")]
    hits = memory.search("And Rui?", user_id="ana", rewrite=True, history=said, when="prefer")
    assert len(hits.times) == 1


def test_where_it_fails_what_was_asked_is_searched_for(memory: Memory, llm: Rewriter) -> None:
    llm.answers = ["down"] * 6
    hits = memory.search("her brother", user_id="ana", rewrite=True, history=SAID)
    assert hits.rewritten is not None
    assert "not rewritten" in str(hits.rewritten.reason)
    assert "baker" in hits[0].memory


@pytest.mark.parametrize("verb", ["search", "context"])
def test_a_search_without_a_model_is_not_rewritten(verb: str) -> None:
    with Memory(":memory:") as memory:
        memory.add("Nina's brother Rui is a baker.", user_id="ana")
        with pytest.raises(ValidationError, match=r"rewritten by an LLM.*llm="):
            getattr(memory, verb)("And her brother?", rewrite=True, history=SAID)
        assert len(memory.search("And her brother?", history=SAID)) == 1


@pytest.mark.parametrize(
    "wrong", [{"rewrite": "yes"}, {"history": 3}, {"query": ["one", "two"]}, {"query": " "}]
)
def test_other_arguments_are_refused(memory: Memory, wrong: dict[str, Any]) -> None:
    given = {"query": "And her brother?", "rewrite": True, "history": SAID, **wrong}
    for verb in (memory.search, memory.context):
        with pytest.raises(ValidationError):
            verb(**given)


def test_the_same_without_blocking(llm: Rewriter) -> None:
    llm.answers = [rewritten("What does Nina's brother do?")]

    async def found() -> tuple[str, str, str]:
        async with AsyncMemory(":memory:", llm=llm) as memory:
            await memory.add("Nina's brother Rui is a baker.", user_id="ana", infer=False)
            asked: dict[str, Any] = {"user_id": "ana", "rewrite": True, "history": SAID}
            question = "And what does her brother do?"
            hits = await memory.search(question, **asked)
            context = await memory.context(question, **asked)
            past = await memory.as_of(1)
            before = await past.search(question, **asked)
            return str(hits.rewritten), str(context.rewritten), str(before.rewritten)

    assert set(asyncio.run(found())) == {"What does Nina's brother do?"}
