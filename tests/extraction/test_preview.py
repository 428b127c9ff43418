"""Facts as proposals: what a preview shows, and what becomes of it when it is applied."""

from __future__ import annotations

import asyncio

import pytest

from memkit import AsyncMemory, FactProposal, Memory
from memkit.errors import ConnectionError, ProviderError, ValidationError
from tests.extraction.test_facts import BERLIN, LISBON, Reader, fact

ANA = "ana"


@pytest.fixture
def reader():
    return Reader(
        facts={
            "live in Berlin": [fact(0, BERLIN, "Ana lives in Berlin.")],
            "to Lisbon": [
                fact(0, "moved from Berlin to Lisbon in March", "Ana lives in Lisbon.",
                     when="in March"),
            ],
            "like tea": [fact(0, "I like tea", "Ana likes tea.", kind="preference")],
            "by train": [fact(0, "by train", "Ana went to Rome in 2019.")],
        },
        decisions={"Lisbon": ("changes", "Berlin")},
    )  # fmt: skip


@pytest.fixture
def memory(tmp_path, reader):
    with Memory(tmp_path / "memory.db", llm=reader) as memory:
        yield memory


def said(text, at="2025-05-02"):
    return {"role": "user", "name": "Ana", "content": text, "created_at": at}


def previewed(memory, *texts, at="2025-05-02"):
    return memory.preview([said(text, at) for text in texts], user_id=ANA, infer=True)


def facts_of(memory, **options):
    return [one.memory for one in memory.facts(user_id=ANA, **options)]


def test_facts_are_proposed_and_nothing_is_written(memory, reader):
    preview = previewed(memory, BERLIN, "How are you?")
    assert [(item.event, item.memory) for item in preview] == [
        ("ADD", BERLIN), ("ADD", "How are you?"), ("ADD", "Ana lives in Berlin."),
    ]  # fmt: skip
    (proposed,) = preview.facts
    assert isinstance(proposed, FactProposal)
    assert (proposed.choice, proposed.evidence.quote, proposed.candidates) == (
        "new", "I live in Berlin", (),
    )  # fmt: skip
    assert proposed.tokens == 110
    assert (preview.extraction.read, preview.extraction.usage.calls) == (2, 1)
    assert memory.count() == 0
    assert memory.events() == []
    assert memory.pending() == []
    # But for the call, so that nobody pays for it again.
    assert memory.usage.total.calls >= 0
    assert len(memory.engine.journal.calls()) == len(reader.asked) == 1
    previewed(memory, BERLIN, "How are you?")
    assert len(reader.asked) == 1


def test_applied_it_is_what_add_makes_and_nobody_is_asked_again(memory, reader, tmp_path):
    memory.apply(previewed(memory, BERLIN, at="2025-01-10"), reason="seen")
    preview = previewed(memory, LISBON)
    (change,) = preview.facts
    assert (change.choice, change.fact.old.memory, change.reason) == (
        "changes", "Ana lives in Berlin.", "told",
    )  # fmt: skip
    assert [near.record.memory for near in change.candidates] == ["Ana lives in Berlin."]
    asked = len(reader.asked)
    results = memory.apply(preview)
    assert [result.event for result in results] == ["ADD", "ADD"]
    assert results[1].id == change.fact.id
    assert memory.pending() == []
    assert memory.extract() == []
    assert len(reader.asked) == asked
    with Memory(tmp_path / "other.db", llm=reader) as other:
        other.add([said(BERLIN, "2025-01-10")], user_id=ANA, infer=True)
        other.add([said(LISBON)], user_id=ANA, infer=True)
        own = {"id", "created_at", "updated_at", "seq", "superseded_by", "sources"}
        assert [one.model_dump(exclude=own) for one in memory.get_all()] == [
            one.model_dump(exclude=own) for one in other.get_all()
        ]
    (evidence,) = memory.evidence(change.fact.id)
    assert (evidence.record.memory, evidence.stands) == (LISBON, True)
    home = memory.search("where does Ana live?", user_id=ANA, kind="facts")
    assert [hit.memory for hit in home] == ["Ana lives in Lisbon."]
    # One call, one batch: message, fact and what it did to the old one.
    memory.undo(batch=memory.events()[-1].batch_id)
    assert facts_of(memory) == ["Ana lives in Berlin."]
    assert memory.get(change.fact.old.id).superseded_by is None


def test_what_is_left_out_does_not_come_back(memory, reader):
    preview = previewed(memory, BERLIN, "I like tea.")
    kept = [item for item in preview if item.memory != "Ana likes tea."]
    assert [result.memory for result in memory.apply(kept)] == [
        BERLIN, "I like tea.", "Ana lives in Berlin.",
    ]  # fmt: skip
    assert memory.extract() == []
    assert facts_of(memory) == ["Ana lives in Berlin."]
    assert len(reader.asked) == 1


def test_an_edited_fact_is_a_persons_word(memory):
    preview = previewed(memory, "I like tea.", "I went by train.")
    tea, rome = preview.facts
    assert (rome.choice, rome.state.withheld) == ("unsupported", "unsupported")
    assert tea.edited("Ana likes tea.") is tea
    edited = [tea.edited("Ana likes green tea."), rome.edited("Ana went by train.")]
    memory.apply([*preview[:2], *edited])
    assert facts_of(memory, status="served") == ["Ana likes green tea.", "Ana went by train."]
    assert [one.sources[0].quote for one in memory.facts()] == ["I like tea", "by train"]
    with pytest.raises(ValidationError, match="Give a text"):
        tea.edited("  ")


def test_what_was_said_before_gets_one_source_more(memory):
    memory.add([said("I like tea.", "2025-01-01")], user_id=ANA, infer=True)
    (old,) = memory.facts()
    preview = previewed(memory, "As I said, I like tea.")
    (again,) = preview.facts
    assert (again.event, again.choice, again.id) == ("UPDATE", "same", old.id)
    memory.apply(preview)
    assert len(memory.get(old.id).sources) == 2
    other = previewed(memory, "I like tea, and cake.").facts[0].edited("Ana likes cake.")
    assert (other.event, other.choice, other.before) == ("ADD", "new", None)


def test_a_fact_can_take_the_place_of_one_nearby(memory):
    memory.add([said("I like tea.", "2025-01-01")], user_id=ANA, infer=True)
    (old,) = memory.facts()
    preview = previewed(memory, BERLIN)
    (near,) = preview.facts[0].candidates
    assert near.record.id == old.id
    memory.apply([preview[0], preview.facts[0].updating(old.id)])
    assert memory.get(old.id).superseded_by is not None
    assert [one.memory for one in memory.search("Ana", user_id=ANA, kind="facts")] == [
        "Ana lives in Berlin."
    ]


@pytest.mark.parametrize("meanwhile", ["old", "old gone", "message", "fact"])
def test_what_changed_meanwhile_is_not_written_over(memory, meanwhile):
    memory.apply(previewed(memory, BERLIN, at="2025-01-10"))
    (old,) = memory.facts()
    preview = previewed(memory, LISBON)
    if meanwhile == "old":
        memory.update(old.id, "Ana lives in Bonn.")
    elif meanwhile == "old gone":
        memory.delete(old.id)
    else:
        memory.add([said(LISBON)], user_id=ANA, infer=meanwhile == "fact")
    before = len(memory.events())
    with pytest.raises(ValidationError, match=r"since the preview.*Preview again"):
        memory.apply(preview)
    assert len(memory.events()) == before


def test_a_tag_on_what_it_is_about_does_not_matter(memory):
    memory.apply(previewed(memory, BERLIN, at="2025-01-10"))
    preview = previewed(memory, LISBON)
    memory.tag([memory.facts()[0].id], {"seen": True})
    assert len(memory.apply(preview)) == 2


def test_a_fact_needs_its_message_as_it_was(memory):
    preview = previewed(memory, BERLIN)
    for kept in (preview.facts, [preview[0].edited("I live in Bonn."), *preview.facts]):
        with pytest.raises(ValidationError, match=r"left out, or was edited.*Apply the message"):
            memory.apply(kept)
    assert memory.count() == 0
    # Alone, the edited message is stored, and is read like any other.
    memory.apply([preview[0].edited("I like tea.")])
    assert [one.message.memory for one in memory.pending()] == ["I like tea."]


def test_of_a_stored_message_that_was_read_nothing_is_drawn_again(memory, reader):
    memory.add([said(BERLIN)], user_id=ANA, infer=True)
    preview = previewed(memory, BERLIN)
    assert ([item.event for item in preview], preview.facts) == (["NONE"], [])
    memory.add([said("I like tea.")], user_id=ANA, infer=None)
    memory.extract()
    unread = memory.add_many([{**said("I went by train."), "user_id": ANA}], progress=False)
    assert unread.added == 1
    preview = previewed(memory, "I went by train.")
    assert [item.event for item in preview] == ["NONE", "ADD"]
    memory.apply(preview)
    assert memory.pending() == []


def test_a_long_preview_reads_every_message_once(memory, reader):
    texts = [f"I own {number} red books." for number in range(400)]
    for number, text in enumerate(texts):
        # What ends with it is another number.
        reader.facts[f": {text}"] = [fact(0, text, f"Ana owns {number} red books.")]
    preview = previewed(memory, *texts)
    assert (preview.extraction.read, len(preview.facts)) == (400, 400)
    assert len(reader.asked) > 3
    memory.apply(preview)
    assert (memory.pending(), memory.count()) == ([], 800)


def test_without_an_answer_nothing_is_proposed(memory, reader):
    reader.fails = [ConnectionError("It is away.", fix="Wait.", provider="reader")] * 5
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("memkit.concurrency.effects.time.sleep", lambda seconds: None)
        with pytest.raises(ProviderError, match=r"Nothing is written.*infer=False"):
            previewed(memory, BERLIN)
    assert memory.count() == 0
    assert len(previewed(memory, BERLIN).facts) == 1


def test_a_purge_erases_the_calls_of_previews_too(memory):
    previewed(memory, BERLIN)
    (stored,) = memory.add([said(BERLIN)], user_id=ANA, infer=False)
    assert len(memory.engine.journal.calls()) == 1
    memory.purge(stored.id)
    assert memory.engine.journal.calls() == []


def test_a_budget_that_is_spent_shows_the_messages_alone(memory, reader):
    memory.budget(tokens=0)
    with pytest.raises(ValidationError, match="Raise it"):
        previewed(memory, BERLIN)
    assert memory.preview(BERLIN, user_id=ANA, infer=False).facts == []
    assert reader.asked == []


def test_a_review_is_the_preview(memory):
    memory.set_wishes(review="all")
    memory.apply(previewed(memory, BERLIN))
    assert facts_of(memory, status="proposed") == []
    assert facts_of(memory, status="served") == ["Ana lives in Berlin."]


def test_it_is_awaited(tmp_path, reader):
    async def main():
        async with AsyncMemory(tmp_path / "memory.db", llm=reader) as memory:
            preview = await memory.preview([said(BERLIN)], user_id=ANA, infer=True)
            await memory.apply(preview)
            return [one.memory for one in await memory.facts()]

    assert asyncio.run(main()) == ["Ana lives in Berlin."]
