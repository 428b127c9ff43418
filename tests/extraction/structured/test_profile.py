"""Who somebody is: facts and structured memories gathered, the newest valid word standing."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import BaseModel

from memkit import Memory
from memkit.errors import ConnectionError, NotFoundError, ProviderError, ValidationError
from memkit.schemas import Person, Preference
from tests.extraction.scripted import ScriptedLLM
from tests.extraction.structured.filled import add, form, row
from tests.extraction.structured.test_windows import Secretary

FINDS = {
    "lives in Berlin": [row("lives_in", "Berlin", "lives in Berlin")],
    "lives in Lisbon": [row("lives_in", "Lisbon", "lives in Lisbon")],
    "called Ana": [row("name", "Ana Silva", "is called Ana Silva")],
    "Nina": [row("relations.name", "Nina", "Nina is Ana's sister", item=1),
             row("relations.relation", "sister", "Nina is Ana's sister", item=1)],
    "born on": [row("born", "5 May 1990", "born on 5 May 1990")],
    "speaks": [row("languages", ["German", "Portuguese"], "speaks German and Portuguese")],
}  # fmt: skip


def fact(memory, text, at, **options):
    """Store a fact as a derivation would."""
    given = {"user_id": "ana", "derived_by": "default", "said_by": "user", "occurred_at": at}
    return memory.add(text, **{**given, **options})[0].id


def test_facts_are_gathered_each_field_with_its_fact(opened):
    llm = Secretary(FINDS)
    memory = opened(llm=llm)
    ids = {
        text: fact(memory, text, "2025-01-10")
        for text in ("The user is called Ana Silva.", "Nina is Ana's sister.",
                     "Ana was born on 5 May 1990.", "Ana speaks German and Portuguese.")
    }  # fmt: skip
    found = memory.profile(user_id="ana", schema=Person)
    person = found.value
    assert (person.name, person.born) == ("Ana Silva", date(1990, 5, 5))
    assert person.languages == ["German", "Portuguese"]
    assert [(one.name, one.relation) for one in person.relations] == [("Nina", "sister")]
    assert (person.employer, person.interests) == (None, [])
    assert found.missing["employer"] == "Nothing says it."
    assert found.citations["name"].memory_id == ids["The user is called Ana Silva."]
    for source in found.citations.values():
        assert memory.get(source.memory_id).memory[source.start : source.end] == source.quote
    assert (found.id, memory.count()) == (None, 4)
    # Who asks again pays for nothing.
    assert memory.profile(user_id="ana", schema=Person).usage.calls == 0


@pytest.mark.parametrize("order", [("Berlin", "Lisbon"), ("Lisbon", "Berlin")])
@pytest.mark.parametrize("filler", [0, 60])
def test_the_newest_word_stands_whatever_was_stored_first(opened, order, filler):
    """Also where the two stand in different windows."""
    days = {"Berlin": "2025-01-10", "Lisbon": "2025-05-02"}
    llm = Secretary(FINDS)
    memory = opened(llm=llm)
    fact(memory, f"Ana lives in {order[0]}.", days[order[0]])
    for number in range(filler):
        fact(memory, f"Ana read the {number}. volume of a very long novel about the sea. " * 5,
             "2025-02-01")  # fmt: skip
    fact(memory, f"Ana lives in {order[1]}.", days[order[1]])
    assert memory.profile(user_id="ana", schema=Person).value.lives_in == "Lisbon"
    assert (len(llm.asked["fill"]) > 1) is (filler > 0)
    assert llm.asked["decide"] == []


def test_what_does_not_hold_any_more_is_not_read(opened):
    llm = Secretary(FINDS)
    memory = opened(llm=llm)
    fact(memory, "Ana lives in Lisbon.", "2025-05-02", valid_to="2025-06-01")
    fact(memory, "The user is called Ana Silva.", "2025-01-10", withheld="rejected")
    fact(memory, "Nina is Ana's sister.", "2025-01-10", user_id="bob")
    fact(memory, "Ana lives in Berlin.", "2024-01-10")
    found = memory.profile(user_id="ana", schema=Person)
    assert found.data == {"lives_in": "Berlin"}
    (asked,) = llm.asked["fill"]
    assert "Lisbon" not in asked
    assert "Nina" not in asked


def test_messages_are_no_facts_and_those_unread_are_told_of(opened):
    memory = opened(llm=Secretary(FINDS))
    memory.add("Ana lives in Berlin.", user_id="ana", infer=False)
    assert memory.profile(user_id="ana", schema=Person).data == {}
    memory.engine.inference.follows = False
    memory.add("Ana lives in Rome.", user_id="ana")
    found = memory.profile(user_id="ana", schema=Person)
    assert "still to be drawn" in found.problems[0]


def test_structured_memories_need_no_model(opened, tmp_path):
    memory = opened(
        form(row("name", "Ana", "I am Ana"), row("lives_in", "Berlin", "live in Berlin"),
             row("interests", "chess", "like chess")),
        form(row("lives_in", "Lisbon", "live in Lisbon"), row("interests", "Chess", "like Chess"),
             row("interests", "sailing", "and sailing")),
    )  # fmt: skip
    say = {"infer": False, "schema": Person, "user_id": "ana"}
    first = memory.add("I am Ana, live in Berlin and like chess.", occurred_at="2025-01-01", **say)
    memory.add("I live in Lisbon now, and like Chess and sailing.", occurred_at="2025-05-01", **say)
    memory.close()
    with Memory(tmp_path / "memory.db", embedder="hash") as memory:
        found = memory.profile(user_id="ana", schema="person")
        assert found.value.name == "Ana"
        assert found.value.lives_in == "Lisbon"
        assert found.value.interests == ["chess", "sailing"]
        assert found.citations["name"].memory_id == first[0].id
        assert found.citations["lives_in"].quote == "live in Lisbon"
        fact(memory, "Nina is Ana's sister.", "2025-01-10")
        assert (
            "1 fact not read: there is no LLM."
            in memory.profile(user_id="ana", schema=Person).problems
        )


def test_structured_memories_of_another_schema_are_read_as_facts(opened):
    class Taste(BaseModel):
        likes: list[str] = []

    llm = ScriptedLLM(
        form(row("topic", "tea", "I like tea"), row("stance", "likes", "I like tea")),
        form(row("likes", "tea", "topic: tea")),
    )
    memory = opened(llm=llm)
    add(memory, "I like tea.", Preference)
    assert memory.profile(user_id="ana", schema=Taste).value.likes == ["tea"]


def test_only_the_newest_facts_are_read(opened):
    llm = Secretary(FINDS)
    memory = opened(llm=llm)
    fact(memory, "The user is called Ana Silva.", "2025-01-10")
    fact(memory, "Ana lives in Berlin.", "2025-01-11")
    found = memory.profile(user_id="ana", schema=Person, limit=1)
    assert found.data == {"lives_in": "Berlin"}


@pytest.mark.usefixtures("unslept")
def test_who_cannot_be_had_raises(opened):
    away = ConnectionError("No answer.", fix="-")
    memory = opened(*[away] * 5)
    fact(memory, "Ana lives in Berlin.", "2025-01-11")
    with pytest.raises(ProviderError, match=r"profile.*No answer"):
        memory.profile(user_id="ana", schema=Person)


def test_wrong_arguments(opened):
    memory = opened()
    for given, error in (
        ({"schema": "nobody"}, NotFoundError),
        ({"schema": int}, ValidationError),
        ({"schema": Person, "limit": 0}, ValidationError),
    ):
        with pytest.raises(error):
            memory.profile(user_id="ana", **given)
    with pytest.raises(TypeError):
        memory.profile(user_id="ana")
