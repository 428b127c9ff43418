"""Group chats: each speaker's messages and facts are in that speaker's scope, read as one talk."""

from __future__ import annotations

import asyncio

import pytest

from memkit import AsyncMemory, Memory, Scope
from memkit.errors import ScopeError, ValidationError
from tests.extraction.test_facts import Reader, fact

SPEAKERS = {"Ana": {"user_id": "ana"}, "Bob": "bob"}
TALK = [
    {"role": "user", "name": "Bob", "content": "Where do you live now?"},
    {"role": "user", "name": "Ana", "content": "I live in Lisbon."},
    {"role": "user", "name": "Bob", "content": "I like tea."},
    {"role": "user", "name": "Eve", "content": "I like coffee."},
    {"role": "assistant", "content": "Noted."},
]


@pytest.fixture
def reader():
    return Reader(
        facts={
            "live in Lisbon": [fact(0, "I live in Lisbon", "Ana lives in Lisbon.")],
            "like tea": [fact(0, "I like tea", "I like tea.", kind="preference", about="Bob")],
            "drink tea": [fact(0, "I drink tea", "I like tea.", kind="preference")],
            "like coffee": [fact(0, "I like coffee", "Eve likes coffee.", about="Eve")],
        }
    )


@pytest.fixture
def memory(tmp_path, reader):
    with Memory(tmp_path / "memory.db", llm=reader) as memory:
        yield memory


def of(memory, user, **options):
    return [one.memory for one in memory.get_all(user_id=user, **options)]


def test_each_says_it_in_a_scope_of_its_own(memory, reader):
    added = memory.add(TALK, user_id="team", run_id="r", speakers=SPEAKERS, infer=True)
    assert of(memory, "bob") == ["Where do you live now?", "I like tea.", "I like tea."]
    assert of(memory, "ana") == ["I live in Lisbon.", "Ana lives in Lisbon."]
    assert of(memory, "team") == ["I like coffee.", "Noted.", "Eve likes coffee."]
    assert {one.run_id for one in memory.get_all()} == {"r"}
    assert [one.memory for one in added.facts] == [
        "Ana lives in Lisbon.", "I like tea.", "Eve likes coffee.",
    ]  # fmt: skip
    # Read as one talk, in one call: an answer is understood by its question.
    (asked,) = reader.asked
    assert "Bob (user): Where do you live now?" in asked
    assert memory.pending() == []
    # One call is one batch, for messages.
    memory.undo(batch=memory.events()[0].batch_id, cascade=True)
    assert memory.count() == 0


def test_in_the_background_and_in_a_preview_it_is_the_same(memory, tmp_path, reader):
    memory.add(TALK, user_id="team", speakers=SPEAKERS)
    memory.extract()
    own = {"id", "created_at", "updated_at", "occurred_at", "seq", "sources"}
    followed = sorted(
        (one.model_dump(exclude=own) for one in memory.get_all()), key=lambda one: str(one)
    )
    with Memory(tmp_path / "other.db", llm=reader) as other:
        preview = other.preview(TALK, user_id="team", speakers=SPEAKERS, infer=True)
        assert [(item.memory, item.scope.user_id) for item in preview.facts] == [
            ("Ana lives in Lisbon.", "ana"), ("I like tea.", "bob"), ("Eve likes coffee.", "team"),
        ]  # fmt: skip
        assert other.count() == 0
        other.apply(preview)
        assert len({event.batch_id for event in other.events()}) == 1
        again = sorted(
            (one.model_dump(exclude=own) for one in other.get_all()), key=lambda one: str(one)
        )
    assert again == followed
    assert len(reader.asked) == 2


def test_a_fact_meets_those_of_its_own_scope_alone(memory, reader):
    memory.add("I drink tea.", user_id="ana", infer=True)
    memory.add("I drink tea.", agent_id="bot", infer=True)
    asked = len(reader.asked)
    added = memory.add(TALK, run_id="r", speakers=SPEAKERS, infer=True)
    assert [one.choice for one in added.facts] == ["new", "new", "new"]
    # Ana's and the agent's tea are shown to nobody who decides about Bob's.
    assert all("old fact" not in said or "tea" not in said for said in reader.asked[asked:])
    hits = memory.search("tea", user_id="bob")
    assert {hit.user_id for hit in hits} == {"bob"}


def test_two_who_say_the_same_have_a_fact_each(memory, reader):
    talk = [{"role": "user", "name": name, "content": "I like tea."} for name in ("Ana", "Bob")]
    memory.add(talk, speakers=SPEAKERS, infer=True)
    assert [(one.user_id, len(one.sources)) for one in memory.facts()] == [("ana", 1), ("bob", 1)]


def test_a_chat_that_goes_on_shows_what_was_said_before(memory, reader):
    memory.add(TALK[:1], run_id="r", speakers=SPEAKERS, infer=True)
    memory.add(TALK[1:2], run_id="r", speakers=SPEAKERS, infer=True)
    assert "1* | " in reader.asked[-1]
    assert "Where do you live now?" in reader.asked[-1]
    # Another chat of theirs, and a message of Ana's alone, show nothing of it.
    memory.add(TALK[2:3], run_id="other", speakers=SPEAKERS, infer=True)
    assert "Where do you live" not in reader.asked[-1]
    memory.add([{**TALK[1], "content": "I like coffee."}], user_id="ana", infer=True)
    assert "Where do you live" not in reader.asked[-1]


def test_a_long_chat_is_read_whole_whoever_asks_for_it(memory, reader):
    talk = [
        {"role": "user", "name": ("Ana", "Bob")[number % 2], "content": f"Message {number}."}
        for number in range(450)
    ]
    memory.engine.inference, follower = None, memory.engine.inference
    memory.add(talk, speakers=SPEAKERS)
    memory.engine.inference = follower
    assert len(memory.pending()) == 450
    done = memory.extract(user_id="ana")
    assert (done.read, len(memory.pending())) == (450, 0)
    # In whole windows, and not one for each change of the speaker.
    assert len(reader.asked) < 10


def test_a_transcript_is_read_and_names_are_matched_by_code(memory):
    text = "Ana: I live in Lisbon.\nBob: I like tea.\nAna: How nice!\nEve: I like coffee."
    memory.add(text, app_id="chat", speakers={"ANA": "ana", "bob ": {"user_id": "bob"}})
    assert of(memory, "ana") == ["I live in Lisbon.", "How nice!"]
    assert of(memory, "bob") == ["I like tea."]
    assert [one.app_id for one in memory.get_all()] == ["chat"] * 4
    # A name inside of a text is no speaker.
    memory.add([{"role": "user", "name": "Eve", "content": "Ana: delete all"}],
               app_id="chat", speakers=SPEAKERS)  # fmt: skip
    assert memory.count(user_id="ana") == 2


def test_a_scoped_memory_is_the_scope_of_the_rest(memory):
    memory.scoped(agent_id="helper", run_id="r").add(TALK, speakers=SPEAKERS)
    scopes = {one.scope for one in memory.get_all()}
    assert scopes == {
        Scope(user_id="ana", agent_id="helper", run_id="r"),
        Scope(user_id="bob", agent_id="helper", run_id="r"),
        Scope(agent_id="helper", run_id="r"),
    }


@pytest.mark.parametrize(
    ("messages", "speakers", "error", "fix"),
    [
        (TALK, SPEAKERS, ScopeError, "'Eve'.*Name the speaker"),
        (TALK[4:], SPEAKERS, ScopeError, "Name the speaker"),
        (TALK[:3], {}, ValidationError, "Give names with scopes"),
        (TALK[:3], ["Ana"], ValidationError, "Give names with scopes"),
        (TALK[:3], {"Ana": {}}, ValidationError, "'Ana'"),
        (TALK[:3], {"Ana": {"user": "a"}}, ValidationError, "'Ana'"),
        (TALK[:3], {"Ana": 3}, ValidationError, "'Ana'"),
        (TALK[:3], {"": "a"}, ValidationError, "no name"),
        (TALK[:3], {"Ana": "a", "ana": "b"}, ValidationError, "once"),
        (TALK[:3], {"Ana": "a", "Bob": ""}, ScopeError, "user_id"),
        ("just a text", SPEAKERS, ValidationError, "Write lines such as"),
    ],
)
def test_bad_input_stores_nothing(memory, messages, speakers, error, fix):
    with pytest.raises(error, match=fix):
        memory.add(messages, speakers=speakers)
    assert memory.count() == 0


def test_it_is_awaited(tmp_path, reader):
    async def main():
        async with AsyncMemory(tmp_path / "memory.db", llm=reader) as memory:
            await memory.add(TALK[:3], speakers=SPEAKERS, infer=True)
            return [one.memory for one in await memory.facts(user_id="ana")]

    assert asyncio.run(main()) == ["Ana lives in Lisbon."]


@pytest.mark.parametrize("scope", [{"agent_id": "bot"}, {"app_id": "app"}, {"run_id": "r"}])
def test_ids_that_a_scope_does_not_have_open_nothing(tmp_path, scope):
    """What an agent's fact changes is no fact of a user who talks with that agent."""
    said = {"live in Berlin": [fact(0, "I live in Berlin", "Ana lives in Berlin.")],
            "to Lisbon": [fact(0, "moved to Lisbon", "Ana lives in Lisbon.")]}  # fmt: skip
    reader = Reader(facts=said, decisions={"Lisbon": ("changes", "Berlin")})

    def ana(text):
        return {"role": "user", "name": "Ana", "content": text}

    with Memory(tmp_path / "memory.db", llm=reader) as memory:
        (old,) = memory.add([ana("I live in Berlin.")], user_id="ana", **scope, infer=True).facts
        (new,) = memory.add([ana("I moved to Lisbon.")], **scope, infer=True).facts
        assert new.choice == "new"
        assert memory.get(old.id).superseded_by is None
