"""What is stale or unsupported is checked again: by code, else by a model, message by message."""

from __future__ import annotations

import asyncio

import pytest

from memkit import AsyncMemory, Memory
from memkit.errors import ConnectionError
from tests.extraction.test_facts import BERLIN, Reader, fact, found, said

CATS = "My sister Nina has two cats."


@pytest.fixture
def reader():
    return Reader(
        facts={
            "live in Berlin": [fact(0, BERLIN, "Ana lives in Berlin.")],
            "live in Porto": [fact(0, "I live in Porto", "Ana lives in Porto.")],
            "two cats": [
                fact(0, "My sister Nina has two cats", "Ana's sister Nina has two cats.",
                     about="Nina"),
            ],
        },
        decisions={"Porto": ("corrects", "Berlin")},
    )  # fmt: skip


@pytest.fixture
def memory(tmp_path, reader):
    with Memory(tmp_path / "memory.db", llm=reader) as memory:
        yield memory


def outcomes(recheck):
    return [(one.memory, one.outcome, one.by) for one in recheck]


@pytest.mark.parametrize(
    "text",
    [
        "Hello! I live in Berlin. And you?",
        "I LIVE\n in Berlin!",
        "**I live in Berlin**, by the way.",
    ],
)
def test_a_quote_that_stands_elsewhere_in_its_message_serves_the_fact_again(memory, reader, text):
    result = said(memory, BERLIN, "2025-01-10")
    message, (one,) = result[0].id, result.facts
    memory.update(message, text)
    assert found(memory) == []
    asked = len(reader.asked)
    assert outcomes(memory.recheck()) == [("Ana lives in Berlin.", "served", "code")]
    assert len(reader.asked) == asked
    assert found(memory) == ["Ana lives in Berlin."]
    (evidence,) = memory.evidence(one.id)
    assert evidence.stands
    assert evidence.unchanged
    assert memory.get(message).memory[evidence.source.start : evidence.source.end] == (
        evidence.source.quote
    )
    assert memory.stale() == []
    assert memory.recheck() == []
    assert memory.doctor().ok


@pytest.mark.parametrize(
    "text",
    [
        "It is not true that I live in Berlin.",
        "Should I say that I live in Berlin?",
        "I lived in Bonn.",
    ],
)
def test_words_that_stand_in_another_sense_serve_nothing(memory, text):
    result = said(memory, BERLIN, "2025-01-10")
    memory.engine.llm = None
    memory.update(result[0].id, text)
    memory.recheck()
    assert found(memory) == []


def test_what_the_message_says_now_takes_the_place_of_the_fact(memory):
    result = said(memory, BERLIN, "2025-01-10")
    (old,) = result.facts
    memory.update(result[0].id, "I live in Porto.")
    done = memory.recheck(user_id="ana")
    assert outcomes(done) == [("Ana lives in Berlin.", "replaced", "model")]
    assert done[0].now.memory == "Ana lives in Porto."
    assert done.usage.calls == 2
    assert found(memory) == ["Ana lives in Porto."]
    assert memory.get(old.id).superseded_by == done[0].now.id
    assert memory.pending() == []
    (batch,) = done.batches
    memory.undo(batch=batch)
    assert [one.id for one in memory.stale()] == [old.id]
    assert memory.doctor().ok


def test_what_nobody_says_any_more_is_withdrawn_and_comes_back(memory):
    result = said(memory, BERLIN, "2025-01-10")
    (old,) = result.facts
    memory.update(result[0].id, "Never mind.")
    done = memory.recheck()
    assert outcomes(done) == [("Ana lives in Berlin.", "withdrawn", "model")]
    assert memory.get(old.id).withheld == "unsupported"
    assert memory.stale() == []
    assert outcomes(memory.recheck()) == [("Ana lives in Berlin.", "unchanged", "code")]
    memory.update(result[0].id, BERLIN)
    assert outcomes(memory.recheck()) == [("Ana lives in Berlin.", "served", "code")]
    assert found(memory) == ["Ana lives in Berlin."]
    assert "problems" not in memory.get(old.id).data


def test_what_was_replaced_is_served_again_when_its_words_are_back(memory):
    result = said(memory, BERLIN, "2025-01-10")
    memory.update(result[0].id, "I live in Porto.")
    memory.recheck()
    memory.update(result[0].id, BERLIN)
    assert found(memory) == []
    done = {one.memory: one.outcome for one in memory.recheck()}
    assert done["Ana lives in Berlin."] == "served"
    assert found(memory) == ["Ana lives in Berlin."]
    assert memory.get_all(where="memory = 'Ana lives in Berlin.'")[0].superseded_by is None


def test_what_a_deleted_message_said_is_withdrawn_without_a_model(memory):
    result = said(memory, BERLIN, "2025-01-10")
    memory.engine.llm = None
    memory.delete(result[0].id)
    assert outcomes(memory.recheck()) == [("Ana lives in Berlin.", "withdrawn", "code")]
    assert memory.stale() == []
    assert memory.history(result.facts[0].id)[-1].event == "UPDATE"


def test_a_fact_that_several_messages_confirm_keeps_those_that_stand(memory, reader):
    first = said(memory, BERLIN, "2025-01-10")
    reader.facts["Still"] = [fact(0, "Still in Berlin", "Ana lives in Berlin.")]
    second = said(memory, "Still in Berlin, as ever.", "2025-02-10")
    memory.delete(first[0].id)
    assert outcomes(memory.recheck()) == [("Ana lives in Berlin.", "served", "code")]
    (source,) = memory.get(first.facts[0].id).sources
    assert source.memory_id == second[0].id


def test_without_a_model_what_code_cannot_tell_waits(tmp_path, reader):
    with Memory(tmp_path / "memory.db", llm=reader) as memory:
        result = said(memory, BERLIN, "2025-01-10")
        memory.update(result[0].id, "I live in Porto.")
    with Memory(tmp_path / "memory.db") as memory:
        done = memory.recheck()
        assert outcomes(done) == [("Ana lives in Berlin.", "waiting", "code")]
        assert "no model" in done[0].reason
        assert [one.memory for one in memory.stale()] == ["Ana lives in Berlin."]


def test_a_model_that_fails_leaves_all_as_it_was(memory, reader):
    result = said(memory, BERLIN, "2025-01-10")
    memory.update(result[0].id, "I live in Porto.")
    before = memory.get(result.facts[0].id)
    reader.fails = [ConnectionError("nobody there", fix="x", provider="reader")] * 9
    done = memory.recheck()
    assert outcomes(done) == [("Ana lives in Berlin.", "waiting", "model")]
    assert any("nobody there" in problem for problem in done.problems)
    assert memory.get(result.facts[0].id) == before
    reader.fails = []
    assert outcomes(memory.recheck()) == [("Ana lives in Berlin.", "replaced", "model")]


def test_a_budget_that_is_spent_stops_the_model_and_not_the_code(memory):
    moved = said(memory, BERLIN, "2025-01-10")
    cats = said(memory, CATS, "2025-01-11")
    memory.update(moved[0].id, "I live in Porto.")
    memory.update(cats[0].id, f"Oh: {CATS}")
    memory.budget(tokens=0)
    done = memory.recheck()
    assert {one.memory: one.outcome for one in done} == {
        "Ana lives in Berlin.": "waiting",
        "Ana's sister Nina has two cats.": "served",
    }
    assert any("budget" in problem for problem in done.problems)


def test_what_would_replace_a_fact_waits_for_a_person(memory):
    result = said(memory, BERLIN, "2025-01-10")
    memory.set_wishes(review="all")
    memory.update(result[0].id, "I live in Porto.")
    assert outcomes(memory.recheck()) == [("Ana lives in Berlin.", "waiting", "model")]
    (proposed,) = memory.facts(status="proposed")
    memory.accept(proposed.id)
    assert found(memory) == ["Ana lives in Porto."]


def test_what_is_drawn_from_a_fact_goes_with_it(memory):
    result = said(memory, BERLIN, "2025-01-10")
    (one,) = result.facts
    (note,) = memory.add(
        "Ana is a Berliner.", user_id="ana", derived_by="me", infer=False,
        sources=[{"memory_id": one.id}],
    )  # fmt: skip
    memory.update(result[0].id, "Hm. I live in Berlin.")
    assert {one.outcome for one in memory.recheck()} == {"served"}
    assert memory.get(note.id).withheld is None
    memory.delete(result[0].id)
    assert memory.get(note.id).withheld == "stale"
    assert {one.outcome for one in memory.recheck()} == {"withdrawn"}
    # Not served, although what it was drawn from is no longer stale.
    assert memory.get(note.id).withheld == "unsupported"


def test_what_others_derived_is_checked_by_its_quote_alone(memory):
    (message,) = memory.add("The key is under the mat.", user_id="ana", infer=False)
    (quoted,) = memory.add(
        "There is a key.", user_id="ana", derived_by="me", infer=False,
        sources=[{"memory_id": message.id, "quote": "The key"}],
    )  # fmt: skip
    memory.update(message.id, "The key is in the lock.")
    assert outcomes(memory.recheck()) == [("There is a key.", "served", "code")]
    memory.update(message.id, "The lock is open.")
    assert outcomes(memory.recheck()) == [("There is a key.", "waiting", "code")]
    assert memory.get(quoted.id).withheld == "stale"


def test_only_the_facts_of_a_scope_are_checked(memory):
    for user in ("ana", "bob"):
        done = memory.add(
            [{"role": "user", "content": BERLIN}], user_id=user, infer=True
        )  # fmt: skip
        memory.update(done[0].id, f"Well. {BERLIN}")
    assert len(memory.recheck(user_id="bob")) == 1
    assert [one.user_id for one in memory.stale()] == ["ana"]
    assert memory.recheck(where="memory = 'nothing'") == []
    assert len(memory.scoped(user_id="ana").recheck()) == 1


def test_more_facts_than_a_page_holds(tmp_path):
    with Memory(tmp_path / "memory.db", embedder="hash") as memory:
        messages = memory.add(
            [{"role": "user", "content": f"Box {n} holds {n * 7} pens."} for n in range(520)],
            user_id="ana", infer=False,
        )  # fmt: skip
        memory.add_many(
            [
                {"memory": f"Box {n} has pens.", "user_id": "ana", "derived_by": "me",
                 "sources": [{"memory_id": one.id, "quote": f"Box {n} holds"}]}
                for n, one in enumerate(messages)
            ],
            progress=False,
        )  # fmt: skip
        memory.update(messages[0].id, "Gone.")
        for n in range(1, 520):
            memory.update(messages[n].id, f"Now Box {n} holds nothing.")
        done = memory.recheck()
        assert done.counts == {"served": 519, "waiting": 1}
        assert len(done.batches) == 519
        assert len(memory.stale(limit=1000)) == 1
        assert memory.doctor().ok


def test_it_can_be_awaited(tmp_path, reader):
    async def checked():
        async with AsyncMemory(tmp_path / "memory.db", llm=reader) as memory:
            message = {"role": "user", "name": "Ana", "content": BERLIN}
            result = await memory.add([message], user_id="ana", infer=True)
            await memory.update(result[0].id, "I live in Porto.")
            return await memory.recheck()

    assert outcomes(asyncio.run(checked())) == [("Ana lives in Berlin.", "replaced", "model")]
