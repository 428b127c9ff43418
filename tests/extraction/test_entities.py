"""Names of people, places and organisations: a view of what is stored, found without a model."""

from __future__ import annotations

import asyncio
from base64 import b64decode

import pytest

from memkit import AsyncMemory, Memory
from memkit.errors import NotFoundError, ScopeError, ValidationError
from tests.extraction.entity_texts import TEXTS

SYLLABLES = [f"{a}{b}" for a in ("ala", "ero", "ine", "oru") for b in "klmnr"]


def drawing_of(entity):
    page = entity.picture()
    return b64decode(page.partition("base64,")[2].partition('"')[0]).decode()


@pytest.fixture
def memory(tmp_path):
    with Memory(tmp_path / "memory.db", embedder="hash") as memory:
        yield memory


def tell(memory, *texts, user="ana", **fields):
    added = memory.add(
        [{"role": "user", "content": text} for text in texts], user_id=user, infer=False, **fields
    )
    return [one.id for one in added]


def fact(memory, text, about, *, user="ana", **fields):
    data = {"kind": "state", "about": about, **fields.pop("data", {})}
    (made,) = memory.add(text, user_id=user, derived_by="default", infer=False, data=data, **fields)
    return made.id


def names(memory, **scope):
    return {one.name for one in memory.entities(**scope)}


@pytest.mark.parametrize("code", TEXTS)
def test_names_are_found_in_many_languages_and_few_others(memory, code):
    texts, wanted = TEXTS[code]
    tell(memory, *texts, user=code)
    found = [{one.name, *one.aliases} for one in memory.entities(user_id=code)]
    false = [forms for forms in found if not forms & wanted]
    missed = {name for name in wanted if not any(name in forms for forms in found)}
    assert false == []
    assert len(missed) <= len(wanted) // 4


@pytest.mark.parametrize(
    "text",
    [
        "I think so. Perhaps I will. Thanks!",
        "May I? In May, on Monday, at Christmas.",
        "Breakfast was good. Lunch was better.",
        "Der Hund frisst das Futter. Die Katze schläft im Garten.",
        "Guten Morgen! Heute ist Montag.",
        "THIS IS ALL SHOUTED AND NAMES NOBODY",
        "Mrs and Mr, OK, TV, PDF, English and German.",
        "她喜欢喝咖啡。我在公司工作。",
        "コーヒーが好きです。",
        "",
        "12 + 30 = 42",
    ],
)
def test_what_only_looks_like_a_name_is_none(memory, text):
    if text:
        tell(memory, text)
    assert memory.entities() == []


def test_forms_of_a_name_are_one_entity(memory):
    tell(memory, "We saw Nina.", "I like Nina's cat.", "And NINA is here with Nina’s dog.")
    (nina, *_) = memory.entities()
    assert (nina.name, nina.memories) == ("Nina", 3)
    assert nina.aliases == ("NINA",)
    assert memory.entity("nina").name == memory.entity("NINA").name == "Nina"
    tell(memory, "Я видел Анну.", "Анна живёт в Самаре.", "Мы говорили с Анной.", user="ru")
    (anna, *_) = memory.entities(user_id="ru")
    assert anna.memories == 3
    assert {anna.name, *anna.aliases} == {"Анна", "Анну", "Анной"}


def test_what_begins_a_sentence_is_a_name_if_it_is_one_elsewhere(memory):
    tell(memory, "Nina called.")
    assert memory.entities() == []
    tell(memory, "I met Nina.")
    assert [(one.name, one.memories) for one in memory.entities()] == [("Nina", 2)]
    tell(memory, "My rose is red.", "We have a rose.", "I saw Rose once.")
    assert "Rose" not in names(memory)


def test_names_have_kinds_where_words_tell(memory):
    memory.add(
        [{"role": "user", "name": "Ana", "content": "My sister Nina lives in Porto."}],
        user_id="ana", infer=False,
    )  # fmt: skip
    tell(memory, "She works at Northwind Bank.", "We like Falafel.")
    kinds = {one.name: one.kind for one in memory.entities()}
    assert kinds == {
        "Ana": "person", "Nina": "person", "Porto": "place", "Northwind Bank": "organisation",
        "Falafel": None,
    }  # fmt: skip
    assert [one.name for one in memory.entities(kind="place")] == ["Porto"]


def test_what_a_model_copied_counts(memory):
    fact(memory, "she joined the choir.", "Zoë", data={"entities": ["kleiner Chor", "", 7]})
    assert names(memory) == {"Zoë", "kleiner Chor"}


def test_it_follows_every_change(memory):
    first, second = tell(memory, "I met Nina in Porto.", "I met Nina in Oslo.")
    assert memory.entities()[0].memories == 2
    memory.update(first, "I met Tom in Porto.")
    assert names(memory) == {"Nina", "Oslo", "Tom", "Porto"}
    memory.delete(second)
    assert names(memory) == {"Tom", "Porto"}
    memory.undo(memory.events()[-1].seq)
    assert "Oslo" in names(memory)
    memory.purge(second)
    assert "Oslo" not in names(memory)
    memory.reset(confirm=True)
    assert memory.entities() == []
    tell(memory, "I met Lea.")
    assert names(memory) == {"Lea"}


def test_another_process_is_seen(memory, tmp_path):
    tell(memory, "I met Nina.")
    assert names(memory) == {"Nina"}
    with Memory(tmp_path / "memory.db", embedder="hash") as other:
        tell(other, "I met Tom.")
    assert names(memory) == {"Nina", "Tom"}


def test_nothing_of_another_scope_is_told(memory):
    tell(memory, "I met Nina.")
    tell(memory, "Nina wrote from Oslo.", user="bob")
    assert names(memory, user_id="ana") == {"Nina"}
    # That it is a name is known from Ana's memories, which are not Bob's.
    assert names(memory, user_id="bob") == {"Oslo"}
    assert names(memory.scoped(user_id="ana")) == {"Nina"}
    with pytest.raises(NotFoundError, match="No memory names 'Oslo'"):
        memory.entity("Oslo", user_id="ana")
    assert [record.user_id for record in memory.entity("Nina", user_id="ana").memories] == ["ana"]


def test_what_is_not_served_does_not_count(memory):
    id_ = fact(memory, "Ana met Tom in Oslo.", "Ana")
    assert "Oslo" in names(memory)
    memory.reject(id_)
    assert memory.entities() == []
    tell(memory, "I met Lea.", expires_at="2020-01-01")
    assert memory.entities() == []


def test_an_entity_has_its_memories_facts_relations_and_neighbours(memory):
    (message,) = tell(memory, "My sister Nina lives in Porto with Tom.")
    first = fact(memory, "Nina lives in Porto.", "Nina",
                 sources=[{"memory_id": message, "quote": "Nina lives in Porto"}])  # fmt: skip
    fact(memory, "Ana's sister is Nina.", "Ana")
    old = fact(memory, "Nina worked for Bosch.", "Nina")
    memory.update(old, superseded_by=first)
    nina = memory.entity("Nina")
    assert nina.info.kind == "person"
    assert nina.memories[0].memory.startswith("My sister Nina")
    assert [str(one) for one in nina.relations] == ["Nina lives in Porto", "Ana sister is Nina"]
    assert nina.relations[0].fact.id == first
    (evidence, *_) = nina.facts
    assert (evidence.memory.id, evidence[0].stands) == (first, True)
    assert dict(nina.neighbours) == {"Porto": 2, "Tom": 1, "Ana": 1, "Bosch": 1}
    assert [str(one) for one in memory.entity("Porto").relations] == ["Nina lives in Porto"]


def test_fields_of_a_fact_say_its_relation(memory):
    said = {"subject": "Nina", "relation": "mother of", "object": "Tom"}
    fact(memory, "Tom is the son of Nina.", "Tom", data=said)
    (relation,) = memory.entity("Nina").relations
    assert (relation.subject, relation.relation, relation.object) == tuple(said.values())


def test_a_picture_escapes_what_it_shows(memory):
    name = "<script>alert(1)</script>"
    fact(memory, "Nina knows somebody.", "Nina", data={"entities": [name]})
    drawing = drawing_of(memory.entity("Nina"))
    assert "<script" not in drawing
    assert "&lt;script" in drawing
    assert memory.entity(name).picture().startswith("<img")


def test_odd_arguments_are_refused(memory):
    tell(memory, "I met Nina.")
    for wrong in ({"kind": "city"}, {"least": 0}):
        with pytest.raises(ValidationError):
            memory.entities(**wrong)
    with pytest.raises(ScopeError):
        memory.entities(user_id="")
    with pytest.raises(ValidationError):
        memory.entity("  ")
    with pytest.raises(NotFoundError, match="'Nina'"):
        memory.entity("Zoe")


def test_more_memories_than_a_page_holds(memory):
    people = [f"{a}{b}" for a in "BDFGHKLMNPRSTVZ" for b in SYLLABLES]
    rows = [
        {"memory": f"I met {people[n % 300]} in Oslo on day {n}.", "user_id": "ana"}
        for n in range(3_000)
    ]
    memory.add_many(rows, progress=False)
    found = memory.entities(user_id="ana")
    assert (found[0].name, found[0].memories) == ("Oslo", 3_000)
    assert len(found) == 301
    assert len(memory.entities(least=12)) == 1
    oslo = memory.entity("Oslo")
    assert len(oslo.memories) == 3_000
    assert len(oslo.neighbours) == 300
    assert "and 288 more" in drawing_of(oslo)
    memory.undo(batch=memory.events()[-1].batch_id)
    assert memory.entities()[0].memories < 3_000


def test_it_can_be_awaited(tmp_path):
    async def known():
        async with AsyncMemory(tmp_path / "memory.db", embedder="hash") as memory:
            await memory.add("I met Nina in Oslo.", user_id="ana", infer=False)
            return await memory.entities(), await memory.entity("Nina", user_id="ana")

    found, nina = asyncio.run(known())
    assert {one.name for one in found} == {"Nina", "Oslo"}
    assert len(nina.memories) == 1
    assert list(found.to_pandas()["name"]) == [one.name for one in found]
