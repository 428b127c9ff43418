"""Memories that were drawn from others: whether they are served, and where they come from."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from memkit import AsyncMemory, Memory, Source
from memkit.errors import NotFoundError, ValidationError

MESSAGE = "Well, I moved to Lisbon in March, and I like it here."
QUOTE = "I moved to Lisbon"


@pytest.fixture
def lisbon(memory: Memory) -> dict[str, str]:
    """A message, a fact of it, a summary of the fact, and a fact of another message."""
    message, other = memory.add([MESSAGE, "I have a dog in Lisbon"], user_id="ana")
    start = MESSAGE.index(QUOTE)
    source = Source(memory_id=message.id, start=start, end=start + len(QUOTE), quote=QUOTE)
    source = source.model_copy(update={"digest": _digest_of(memory, message.id)})
    fact = drawn(memory, "Ana lives in Lisbon", source)
    summary = drawn(memory, "A summary: Lisbon", memory.get(fact))
    dog = drawn(memory, "Ana has a dog in Lisbon", memory.get(other.id))
    return {"message": message.id, "fact": fact, "summary": summary, "dog": dog}


def _digest_of(memory: Memory, id_: str) -> str:
    """Return what a source says that was given as a record."""
    (one,) = memory.preview("x", user_id="a", sources=[memory.get(id_)])[0].state.sources
    assert one.digest is not None
    return one.digest


def drawn(memory: Memory, text: str, *sources: Any, **fields: Any) -> str:
    (one,) = memory.add(text, user_id="ana", derived_by="default", sources=sources, **fields)
    return one.id


def texts(found: Any) -> set[str]:
    return {record.memory for record in found}


# -- what is served --------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", ["hybrid", "vector", "text"])
def test_searches_serve_what_has_no_status(
    memory: Memory, lisbon: dict[str, str], mode: Any
) -> None:
    before = memory.events()[-1].seq
    everything = texts(memory.get_all())
    ask: dict[str, Any] = {"mode": mode, "user_id": "ana", "k": 9}
    assert texts(memory.search("Lisbon", **ask)) == everything
    memory.update(lisbon["message"], "I moved to Porto, not to Lisbon")
    served = {
        "I moved to Porto, not to Lisbon",
        "I have a dog in Lisbon",
        "Ana has a dog in Lisbon",
    }
    stale = {"Ana lives in Lisbon", "A summary: Lisbon"}
    assert texts(memory.search("Lisbon", **ask)) == served
    assert texts(memory.search(["Lisbon", "a summary"], **ask)) == served
    assert texts(memory.search("Lisbon", where="withheld = 'stale'", **ask)) == stale
    asked = memory.search("Lisbon", where="withheld exists or withheld = null", **ask)
    assert texts(asked) == served | stale
    assert {hit.notes for hit in asked if hit.memory in stale} == {("stale",)}
    assert texts(memory.as_of(before).search("Lisbon", **ask)) == everything
    assert texts(memory.as_of(memory.events()[-1].seq).search("Lisbon", **ask)) == served
    assert texts(memory.get_all(user_id="ana")) == served | stale


def test_facts_and_messages_are_searched_apart(memory: Memory, lisbon: dict[str, str]) -> None:
    messages = {MESSAGE, "I have a dog in Lisbon"}
    for reader in (memory, memory.as_of(memory.events()[-1].seq)):
        every = texts(reader.search("Lisbon", kind="all"))
        assert texts(reader.search("Lisbon", kind="messages")) == messages
        assert texts(reader.search("Lisbon", kind="facts")) == every - messages
    memory.delete(lisbon["message"])
    assert texts(memory.search("Lisbon", kind="facts")) == {"Ana has a dog in Lisbon"}
    with pytest.raises(ValidationError, match=r"kind is 'fact'.*Use one of all, facts, messages"):
        memory.search("Lisbon", kind="fact")  # type: ignore[arg-type]


def test_the_best_one_is_found_behind_more_than_a_pool_of_others(memory: Memory) -> None:
    items = [
        {"memory": f"cello cello cello {n}", "user_id": "a", "withheld": "unsupported"}
        for n in range(700)
    ]
    memory.add_many(items, progress=False)
    memory.add("I once had a cello, long before I had a piano and a dog", user_id="a")
    for options in ({}, {"mode": "text"}, {"mode": "vector"}, {"recency": 30}, {"context": 0.85}):
        (hit,) = memory.search("cello", user_id="a", k=1, **options)  # type: ignore[arg-type]
        assert "piano" in hit.memory, options


def test_a_status_that_is_set_elsewhere_is_seen_at_once(
    memory: Memory, open_memory: Callable[..., Memory]
) -> None:
    """Also where no memory had one before."""
    other = open_memory()
    (one,) = memory.add("Ana lives in Lisbon", user_id="a")
    assert len(other.search("Lisbon", user_id="a")) == len(memory.search("Lisbon")) == 1
    memory.update(one.id, withheld="rejected")
    assert other.search("Lisbon", user_id="a") == memory.search("Lisbon") == []
    memory.update(one.id, clear=["withheld"])
    assert len(other.search("Lisbon", user_id="a")) == len(memory.search("Lisbon")) == 1


def test_a_filter_on_a_word_that_is_no_status_says_so(memory: Memory) -> None:
    memory.add("tea", user_id="a", metadata={"withheld": "open"})
    with pytest.warns(match=r"withheld is unsupported.*never 'open'.*written metadata\.withheld"):
        assert memory.search("tea", where="withheld = 'open'") == []
    assert len(memory.search("tea", where="metadata.withheld = 'open'")) == 1


def test_a_preview_says_what_an_addition_will_do(memory: Memory) -> None:
    for withheld, expected in (("stale", "UPDATE"), ("rejected", "NONE"), ("proposed", "UPDATE")):
        drawn(memory, f"tea {withheld}", withheld=withheld)
        (proposal,) = memory.preview(f"tea {withheld}", user_id="ana", derived_by="default")
        (done,) = memory.add(f"tea {withheld}", user_id="ana", derived_by="default")
        assert proposal.event == done.event == expected
    (said,) = memory.preview("tea rejected", user_id="ana")
    assert said.event == memory.apply([said])[0].event == "ADD"
    assert len(memory.search("tea", user_id="ana")) == 3


# -- where they come from --------------------------------------------------------------------------


def test_evidence_tells_where_the_quote_stands(memory: Memory, lisbon: dict[str, str]) -> None:
    (one,) = memory.evidence(lisbon["fact"])
    assert one.record == memory.get(lisbon["message"])
    assert (one.quote, one.stands, one.unchanged, one.is_gone) == (QUOTE, True, True, False)
    assert MESSAGE[one.start : one.end] == QUOTE
    before = memory.events()[-1].seq
    memory.update(lisbon["message"], f"Before. I moved to\nLisbon... {QUOTE} and {QUOTE}")
    (one,) = memory.evidence(lisbon["fact"][-8:])
    assert one.record is not None
    assert (one.stands, one.unchanged) == (True, False)
    assert one.record.memory[one.start : one.end] == "I moved to\nLisbon"
    memory.update(lisbon["message"], "I moved to Porto")
    (one,) = memory.evidence(lisbon["fact"])
    assert (one.start, one.end, one.stands, one.said) == (None, None, False, "does not stand")
    memory.delete(lisbon["message"])
    (one,) = memory.evidence(lisbon["fact"])
    assert (one.record, one.stands, one.unchanged, one.is_gone) == (None, False, None, True)
    assert "gone" in repr(memory.evidence(lisbon["fact"]))
    (past,) = memory.as_of(before).evidence(lisbon["fact"])
    assert (past.stands, past.unchanged) == (True, True)
    assert memory.evidence(lisbon["fact"]).to_pandas()["stands"].tolist() == [False]


def test_evidence_of_documents_records_and_nothing(memory: Memory) -> None:
    (tea,) = memory.add("green tea", user_id="ana")
    sources = [
        {"document": "notes.md", "quote": "tea"},
        memory.get(tea.id),
        {"memory_id": tea.id, "start": 6, "end": 9},
        {"memory_id": tea.id, "quote": " "},
    ]
    found = memory.evidence(drawn(memory, "likes tea", *sources))
    assert [one.stands for one in found] == [None, True, True, False]
    assert [one.quote for one in found] == ["tea", None, "tea", " "]
    assert (found[2].start, found[2].end) == (6, 9)
    assert memory.evidence(tea.id) == []
    with pytest.raises(NotFoundError):
        memory.evidence("01890000-0000-7000-8000-000000000009")


def test_what_was_drawn_from_a_memory(memory: Memory, lisbon: dict[str, str]) -> None:
    below = {"Ana lives in Lisbon", "A summary: Lisbon"}
    before = memory.events()[-1].seq
    assert texts(memory.derived_from(lisbon["message"][-8:])) == below
    assert texts(memory.derived_from(lisbon["fact"])) == {"A summary: Lisbon"}
    assert memory.derived_from(lisbon["summary"]) == []
    memory.delete(lisbon["fact"])
    memory.delete(lisbon["message"])
    assert texts(memory.derived_from(lisbon["fact"])) == {"A summary: Lisbon"}
    assert memory.derived_from(lisbon["message"]) == []
    assert texts(memory.as_of(before).derived_from(lisbon["message"])) == below
    with pytest.raises(NotFoundError):
        memory.derived_from("01890000-0000-7000-8000-000000000009")


def test_stale_ones_are_listed(memory: Memory, lisbon: dict[str, str]) -> None:
    assert memory.stale() == []
    before = memory.events()[-1].seq
    memory.delete(lisbon["message"])
    assert texts(memory.stale(user_id="ana")) == {"Ana lives in Lisbon", "A summary: Lisbon"}
    assert texts(memory.scoped(user_id="ana").stale(where="memory contains 'summary'")) == {
        "A summary: Lisbon"
    }
    page = memory.stale(limit=1)
    assert texts(page) | texts(memory.stale(cursor=page.cursor)) == texts(memory.stale())
    assert memory.stale(user_id="bo") == memory.as_of(before).stale() == []


def test_async_memories_ask_for_them(tmp_path: Path) -> None:
    async def main() -> None:
        async with AsyncMemory(tmp_path / "a.db", embedder="hash") as memory:
            (tea,) = await memory.add("tea", user_id="ana")
            source = await memory.get(tea.id)
            (one,) = await memory.add("likes tea", user_id="ana", derived_by="x", sources=[source])
            assert [e.stands for e in await memory.evidence(one.id)] == [True]
            await memory.delete(tea.id)
            assert texts(await memory.derived_from(tea.id)) == {"likes tea"}
            assert texts(await memory.stale()) == {"likes tea"}
            past = await memory.as_of(2)
            assert [e.stands for e in await past.evidence(one.id)] == [True]
            (batch,) = {event.batch_id for event in await memory.events(since=2)}
            assert len(await memory.undo(batch=batch)) == 2
            assert await memory.stale() == []

    asyncio.run(main())


# -- undoing ---------------------------------------------------------------------------------------


def batch_of(memory: Memory) -> str:
    return memory.events()[-1].batch_id


def test_a_call_is_undone_as_one(memory: Memory) -> None:
    memory.add(["one", "two", "three"], user_id="a")
    ids = [record.id for record in memory.get_all()]
    memory.tag(ids, {"colour": "red"})
    tagged = batch_of(memory)
    memory.add("four", user_id="a")
    done = memory.undo(batch=tagged)
    assert isinstance(done, list)
    assert sorted(item.id for item in done) == sorted(ids)
    assert [record.metadata for record in memory.get_all()] == [{}] * 4
    last = memory.events()[-3:]
    assert {event.batch_id for event in last} == {last[0].batch_id}
    assert last[0].reason == f"undo of batch {tagged}"
    memory.undo(batch=last[0].batch_id)
    assert memory.count(where="colour = 'red'") == 3
    assert memory.doctor().ok


@pytest.mark.parametrize("what", ["changed", "deleted", "back"])
def test_what_changed_since_is_named(memory: Memory, what: str) -> None:
    one, _ = memory.add(["one", "two"], user_id="a")
    if what == "back":
        memory.delete(one.id)
    batch, head = batch_of(memory), memory.events()[-1].seq
    {
        "changed": lambda: memory.update(one.id, "other"),
        "deleted": lambda: memory.delete(one.id),
        "back": lambda: memory.undo(head),
    }[what]()
    with pytest.raises(ValidationError, match=rf"{one.id}.*event {head + 1}.*undo\({head + 1}\)"):
        memory.undo(batch=batch)
    assert memory.events()[-1].seq == head + 1
    memory.undo(head + 1)
    with pytest.raises(ValidationError):
        memory.undo(batch=batch)  # The undoing is a change, too.


def test_a_mark_is_no_change_that_keeps_a_call_from_being_undone(memory: Memory) -> None:
    (message,) = memory.add(MESSAGE, user_id="ana")
    fact = drawn(memory, "Ana lives in Lisbon", memory.get(message.id))
    batch = batch_of(memory)
    memory.update(message.id, "I moved to Porto")
    assert memory.get(fact).withheld == "stale"
    memory.undo(batch=batch)
    assert texts(memory.get_all()) == {"I moved to Porto"}


def test_more_than_a_page_is_undone_as_one(memory: Memory) -> None:
    (message,) = memory.add(MESSAGE, user_id="ana")
    source = [memory.get(message.id)]
    facts = [
        {"memory": f"fact {n}", "user_id": "ana", "derived_by": "default", "sources": source}
        for n in range(2100)
    ]
    memory.add_many(facts, batch_size=5000, progress=False)
    memory.delete(message.id)
    assert memory.count(where="withheld = 'stale'") == 2100
    memory.undo(batch=batch_of(memory))
    assert memory.count(where="withheld = null") == 2101
    memory.undo(1, cascade=True)
    assert memory.count() == 0
    assert len(memory.derived_from(message.id)) == 0
    memory.undo(batch=batch_of(memory))
    assert memory.count(where="withheld = null") == 2101
    assert memory.doctor().ok


def test_an_addition_takes_what_was_drawn_from_it_along(
    memory: Memory, lisbon: dict[str, str]
) -> None:
    done = memory.undo(1, cascade=True)
    assert isinstance(done, list)
    assert [item.id for item in done] == [lisbon[n] for n in ("message", "fact", "summary")]
    assert texts(memory.get_all()) == {"I have a dog in Lisbon", "Ana has a dog in Lisbon"}
    assert len({event.batch_id for event in memory.events()[-3:]}) == 1
    assert len(memory.history(lisbon["summary"])) == 2
    memory.undo(batch=batch_of(memory))
    assert memory.count(where="withheld = null") == 5


def test_an_addition_that_is_undone_alone_leaves_stale_facts(
    memory: Memory, lisbon: dict[str, str]
) -> None:
    undone = memory.undo(1)
    assert undone.id == lisbon["message"]
    assert texts(memory.stale()) == {"Ana lives in Lisbon", "A summary: Lisbon"}
    memory.undo(memory.history(lisbon["message"])[-1].seq)
    assert memory.stale() == []


@pytest.mark.parametrize("given", [{}, {"seq": 1, "batch": "x"}])
def test_one_of_the_two_is_given(memory: Memory, given: dict[str, Any]) -> None:
    memory.add("tea", user_id="a")
    with pytest.raises(ValidationError, match=r"Give one of the two: undo\(42\)"):
        memory.undo(**given)
    with pytest.raises(NotFoundError, match="no batch 'y'"):
        memory.undo(batch="y")


# -- moving about ----------------------------------------------------------------------------------


def test_exports_and_histories_bring_status_and_links(
    memory: Memory, lisbon: dict[str, str], open_memory: Callable[..., Memory], tmp_path: Path
) -> None:
    memory.update(lisbon["message"], "I moved to Porto", reason="a correction")
    memory.export(tmp_path / "now.jsonl")
    lines = (tmp_path / "now.jsonl").read_text("utf-8").splitlines()
    (tmp_path / "back.jsonl").write_text("\n".join(reversed(lines)), "utf-8")

    def records(m: Memory) -> dict[str, Any]:
        return {record.id: record.model_dump(exclude={"seq"}) for record in m.get_all()}

    def told(m: Memory) -> list[Any]:
        return [(e.event, e.reason, e.after and e.after.withheld) for e in m.events()]

    expected = records(memory)
    memory.undo(memory.events()[-1].seq)  # A person says that the summary holds.
    memory.export(tmp_path / "all.jsonl", history=True)
    for name in ("now", "back", "all"):
        other = open_memory(":memory:")
        other.import_(tmp_path / f"{name}.jsonl", progress=False)
        assert records(other) == (records(memory) if name == "all" else expected), name
        if name == "all":
            assert told(other) == told(memory)
        assert other.doctor().ok
        other.update(lisbon["message"], MESSAGE)
        assert other.stale() == []


def test_an_export_of_before_is_read(memory: Memory, tmp_path: Path) -> None:
    told = {"memory": "tea", "user_id": "a", "derived_by": "x", "sources": [{"document": "d"}]}
    (tmp_path / "old.jsonl").write_text(json.dumps(told), "utf-8")
    assert memory.import_(tmp_path / "old.jsonl", progress=False).added == 1
    record = memory.get_all()[0]
    assert (record.withheld, record.sources[0].digest) == (None, None)


def test_a_merge_leaves_facts_of_what_went_stale(memory: Memory, lisbon: dict[str, str]) -> None:
    (kept,) = memory.add("I moved to Lisbon, I said", user_id="ana")
    memory.merge(kept.id, [lisbon["message"]])
    assert texts(memory.stale()) == {"Ana lives in Lisbon", "A summary: Lisbon"}
    memory.undo(batch=batch_of(memory))
    assert memory.stale() == []


def test_wrong_links_are_found_and_made_anew(
    path: Path, open_memory: Callable[..., Memory]
) -> None:
    with open_memory() as memory:
        (message,) = memory.add(MESSAGE, user_id="ana")
        drawn(memory, "Ana lives in Lisbon", memory.get(message.id))
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("UPDATE source_links SET source_id = 'x'")
    connection.close()
    memory = open_memory()
    (problem,) = memory.doctor().problems
    assert problem.what == "2 links between memories and their sources are wrong."
    assert memory.doctor(fix=True).ok
    memory.delete(message.id)
    assert len(memory.stale()) == 1
