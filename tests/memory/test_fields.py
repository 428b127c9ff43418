"""Fields that most memories do without: validity, provenance, pins, structured data."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from memkit import AsyncMemory, Memory, MemoryRecord, Source
from memkit.domain.digests import text_digest
from memkit.errors import MemkitError, ValidationError

OLD = "01890000-0000-7000-8000-000000000009"
DIGEST = text_digest("Ana moved to Lisbon")
FIELDS: dict[str, Any] = {
    "valid_from": "2024-01-01",
    "valid_to": datetime(2999, 1, 1, tzinfo=UTC),
    "superseded_by": OLD,
    "sources": [
        Source(document="notes.md", start=3, end=9, quote="Lisbon"),
        {"memory_id": OLD, "digest": DIGEST},
    ],
    "derived_by": "a model, a prompt",
    "said_by": "user",
    "pinned": True,
    "withheld": "proposed",
    "data": {"place": "Lisbon", "floor": 3, "deep": {"n": [1, None, 2.5]}},
}


def kept(record: MemoryRecord) -> dict[str, Any]:
    return {name: getattr(record, name) for name in FIELDS}


EXPECTED = {
    "valid_from": datetime(2024, 1, 1, tzinfo=UTC),
    "valid_to": datetime(2999, 1, 1, tzinfo=UTC),
    "superseded_by": OLD,
    "sources": (
        Source(document="notes.md", start=3, end=9, quote="Lisbon"),
        Source(memory_id=OLD, digest=DIGEST),
    ),
    "derived_by": "a model, a prompt",
    "said_by": "user",
    "pinned": True,
    "withheld": "proposed",
    "data": {"place": "Lisbon", "floor": 3, "deep": {"n": [1, None, 2.5]}},
}
NOTHING = {
    "valid_from": None, "valid_to": None, "superseded_by": None, "sources": (),
    "derived_by": None, "said_by": None, "pinned": False, "data": {}, "withheld": None,
}  # fmt: skip


def added(memory: Memory, how: str) -> MemoryRecord:
    """Add a memory with all fields, in one of the ways there are."""
    text = "Ana lives in Lisbon"
    if how == "add":
        (one,) = memory.add(text, user_id="a", **FIELDS)
        return memory.get(one.id)
    if how == "add_many":
        memory.add_many([{"memory": text, "user_id": "a", **FIELDS}], progress=False)
    elif how == "preview":
        memory.apply(memory.preview(text, user_id="a", **FIELDS))
    elif how == "update":
        (one,) = memory.add(text, user_id="a")
        memory.update(one.id, **FIELDS)
    else:
        (one,) = memory.add(text, user_id="a", **FIELDS)
        record = memory.get(one.id)
        memory.reset(confirm=True)
        memory.add_many([record], progress=False)
    return memory.get_all()[0]


@pytest.mark.parametrize("how", ["add", "add_many", "preview", "update", "record"])
def test_fields_are_kept_however_they_come(memory: Memory, how: str) -> None:
    assert kept(added(memory, how)) == EXPECTED
    assert memory.doctor().ok


def test_a_conversation_shares_them(memory: Memory) -> None:
    lines = [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hi"}]
    memory.add(lines, user_id="a", **FIELDS)
    assert [kept(record) for record in memory.get_all()] == [EXPECTED, EXPECTED]


def test_an_export_comes_back_whole(
    memory: Memory, open_memory: Callable[..., Memory], tmp_path: Path
) -> None:
    record = added(memory, "add")
    memory.add("A plain one", user_id="a")
    memory.export(tmp_path / "dump.jsonl")
    first, second = map(json.loads, (tmp_path / "dump.jsonl").read_text("utf-8").splitlines())
    assert first["sources"][1] == {"memory_id": OLD, "digest": DIGEST}
    assert first["data"] == EXPECTED["data"]
    assert set(second) == {"id", "memory", "user_id", "type", "created_at", "updated_at"}
    other = open_memory(":memory:")
    assert other.import_(tmp_path / "dump.jsonl", progress=False).errors == ()
    assert kept(other.get(record.id)) == EXPECTED
    assert kept(other.get(second["id"])) == NOTHING


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_each_is_changed_cleared_and_undone(memory: Memory, name: str) -> None:
    (one,) = memory.add("Ana lives in Lisbon", user_id="a")
    memory.update(one.id, **{name: FIELDS[name]})
    assert kept(memory.get(one.id)) == NOTHING | {name: EXPECTED[name]}
    if name == "pinned":
        memory.update(one.id, pinned=False)
    else:
        memory.update(one.id, clear=[name])
    assert kept(memory.get(one.id)) == NOTHING
    add, change, clear = memory.history(one.id)
    for event, before, after in ((change, NOTHING, EXPECTED), (clear, EXPECTED, NOTHING)):
        assert getattr(event.before, name) == before[name]
        assert getattr(event.after, name) == after[name]
    assert kept(memory.as_of(change.seq).get(one.id)) == NOTHING | {name: EXPECTED[name]}
    memory.undo(clear.seq)
    assert kept(memory.get(one.id)) == NOTHING | {name: EXPECTED[name]}
    memory.undo(add.seq)
    assert memory.count() == 0
    assert memory.doctor().ok


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"valid_from": "soon"}, r"valid_from is 'soon'"),
        ({"valid_from": "2025-01-02", "valid_to": "2025-01-02"}, r"valid_to is not after"),
        ({"superseded_by": "another"}, r"superseded_by is 'another', which is no memory's id"),
        ({"sources": "notes.md"}, r"sources is 'notes.md'.*Give a list"),
        ({"sources": [{"quote": "x"}]}, r"sources\[0\].*memory_id or a document"),
        ({"sources": [{"document": "x", "end": 3}]}, r"sources\[0\].*end before it starts"),
        ({"sources": [{"document": "x", "line": 3}]}, r"sources\[0\]\.line"),
        ({"said_by": " "}, r"said_by is empty"),
        ({"pinned": 1}, r"pinned is 1.*True or False"),
        (
            {"withheld": "served"},
            r"no withheld 'served'.*Use one of unsupported, .*into the metadata",
        ),
        ({"data": ["x"]}, r"data is \['x'\], which is not a dict"),
        ({"data": {"x": {"y": object()}}}, r"data\.x\.y is .*JSON can't hold"),
    ],
)
def test_what_does_not_fit_is_refused(memory: Memory, wrong: dict[str, Any], says: str) -> None:
    (one,) = memory.add("There already", user_id="a")
    head = memory.events()[-1].seq
    for call in (
        lambda: memory.add("x", user_id="a", **wrong),
        lambda: memory.preview("x", user_id="a", **wrong),
        lambda: memory.update(one.id, **wrong),
        lambda: memory.add_many([{"memory": "x", "user_id": "a", **wrong}], progress=False),
    ):
        with pytest.raises(ValidationError, match=f"(?s){says}"):
            call()
    assert memory.events()[-1].seq == head


def test_validity_is_checked_against_what_is_there(memory: Memory) -> None:
    (one,) = memory.add("x", user_id="a", valid_from="2025-01-01")
    with pytest.raises(ValidationError, match="valid_to is not after valid_from"):
        memory.update(one.id, valid_to="2024-01-01")
    with pytest.raises(ValidationError, match="can't take its own place"):
        memory.update(one.id, superseded_by=one.id)
    with pytest.raises(ValidationError, match=r"clear is \['pinned'\]"):
        memory.update(one.id, clear=["pinned"])  # type: ignore[list-item]
    assert len(memory.history(one.id)) == 1


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("valid_to = null", "b"),
        ("data.place = 'Lisbon'", "a"),
        ({"data": {"floor": {"$gte": 3}}}, "a"),
        ("pinned = true", "a"),
        ("superseded_by = null", "b"),
        ("said_by = 'user'", "a"),
        ("derived_by icontains 'PROMPT'", "a"),
        ("metadata.place = 'Oslo'", "b"),
        ("valid_from <= '2024-06-01' and not data.place exists", ""),
    ],
)
def test_they_can_be_filtered_by(memory: Memory, where: Any, found: str) -> None:
    memory.add("one", user_id="a", **FIELDS | {"withheld": None})
    memory.add("other", user_id="b", metadata={"place": "Oslo"})
    there = [record.user_id for record in memory.get_all(where=where)]
    assert there == list(found)
    hits = memory.search("one or other", where=where, valid_at=None)
    past = memory.as_of(2).search("one or other", where=where, valid_at=None)
    assert [hit.user_id for hit in hits] == [hit.user_id for hit in past] == there


# -- validity --------------------------------------------------------------------------------------


@pytest.fixture
def moved(memory: Memory) -> Memory:
    """Where Ana lived, lives and will live."""
    lived = [
        ("Ana lives in Berlin", None, "2020-05-01"),
        ("Ana lives in Porto", "2020-05-01", "2025-03-01"),
        ("Ana lives in Lisbon", "2025-03-01", None),
        ("Ana lives in Oslo", "2999-01-01", None),
    ]
    for text, begin, end in lived:
        memory.add(text, user_id="ana", valid_from=begin, valid_to=end)
    memory.add("Ana lives in Lisboa", user_id="ana", superseded_by=memory.get_all()[2].id)
    memory.add("Bo lives in Bergen", user_id="bo")
    return memory


def cities(hits: Any) -> set[str]:
    return {hit.memory.rsplit(" ", 1)[1] for hit in hits}


@pytest.mark.parametrize("mode", ["hybrid", "vector", "text"])
@pytest.mark.parametrize(
    ("valid_at", "there"),
    [
        ("now", {"Lisbon"}),
        ("2019-01-01", {"Berlin"}),
        ("2020-05-01", {"Porto"}),
        (datetime(2025, 2, 28, 23, 59, tzinfo=UTC), {"Porto"}),
        ("2025-03-01", {"Lisbon"}),
        ("2999-06-01", {"Lisbon", "Oslo"}),
        (None, {"Berlin", "Porto", "Lisbon", "Oslo", "Lisboa"}),
    ],
)
def test_a_search_finds_what_holds_at_a_time(
    moved: Memory, mode: Any, valid_at: Any, there: set[str]
) -> None:
    where = {"user_id": "ana", "mode": mode, "k": 9}
    query = "where lives Ana"
    assert cities(moved.search(query, valid_at=valid_at, **where)) == there
    if valid_at == "now":
        assert cities(moved.search(query, **where)) == there
    if valid_at is not None:
        assert moved.count(user_id="ana", valid_at=valid_at) == len(there)
        assert cities(moved.get_all(user_id="ana", valid_at=valid_at)) == there


def test_hits_say_that_they_no_longer_hold_and_why(moved: Memory) -> None:
    hits = moved.search("where does Ana live", user_id="ana", valid_at=None, explain=True)
    notes = {hit.memory.rsplit(" ", 1)[1]: hit.notes for hit in hits}
    lisbon = next(hit.id for hit in hits if hit.memory.endswith("Lisbon"))
    assert notes == {
        "Berlin": ("no longer valid since 2020-05-01",),
        "Porto": ("no longer valid since 2025-03-01",),
        "Lisbon": (),
        "Oslo": ("not valid before 2999-01-01",),
        "Lisboa": (f"superseded by {lisbon}",),
    }
    assert all(hit.score == sum(hit.reasons.values()) for hit in hits)


def test_a_superseded_memory_is_found_by_a_day_that_its_end_covers(memory: Memory) -> None:
    memory.add("old", user_id="a", valid_to="2025-01-01", superseded_by=OLD)
    assert memory.search("old") == []
    assert [hit.memory for hit in memory.search("old", valid_at="2024-06-01")] == ["old"]
    assert memory.search("old", valid_at="2025-06-01") == []


def test_a_listing_and_a_count_hold_all(moved: Memory) -> None:
    assert len(moved.get_all(user_id="ana")) == moved.count(user_id="ana") == 5


def test_a_change_of_validity_is_seen_at_once(
    memory: Memory, open_memory: Callable[..., Memory]
) -> None:
    """Also by another process, and where no memory had a validity before."""
    other = open_memory()
    (one,) = memory.add("Ana lives in Lisbon", user_id="a")
    assert len(other.search("Lisbon", user_id="a")) == len(memory.search("Lisbon")) == 1
    memory.update(one.id, valid_to="2025-01-01")
    assert other.search("Lisbon", user_id="a") == memory.search("Lisbon") == []
    memory.undo(memory.events()[-1].seq)
    assert len(other.search("Lisbon", user_id="a")) == len(memory.search("Lisbon")) == 1


def test_the_past_is_searched_as_of_then(memory: Memory, clock: Any) -> None:
    (one,) = memory.add("Ana lives in Lisbon", user_id="a")
    clock.pass_(10)
    memory.update(one.id, valid_to=clock.seconds + 100)
    clock.pass_(1000)
    memory.add("Later", user_id="a")
    assert memory.search("Lisbon", mode="text") == []
    (hit,) = memory.as_of(2).search("Lisbon", mode="text")
    assert hit.notes == ()
    assert memory.as_of(3).search("Lisbon", mode="text") == []
    assert len(memory.as_of(3).search("Lisbon", mode="text", valid_at=None)) == 1


def test_the_right_one_is_found_behind_more_than_a_pool(memory: Memory) -> None:
    """All that match better do not hold; with a decay and the context, too."""
    items = [
        {"memory": f"cello cello cello {n}", "user_id": "a", "valid_to": "2025-01-01"}
        for n in range(700)
    ]
    memory.add_many(items, progress=False)
    memory.add("I once had a cello, long before I had a piano and a dog", user_id="a")
    for options in ({}, {"mode": "text"}, {"mode": "vector"}, {"recency": 30}, {"context": 0.85}):
        (hit,) = memory.search("cello", user_id="a", k=1, **options)  # type: ignore[arg-type]
        assert "piano" in hit.memory, options


def test_several_questions_keep_their_notes(moved: Memory) -> None:
    hits = moved.search(["Ana in Porto", "Ana in Berlin"], user_id="ana", valid_at=None, k=2)
    assert all(hit.notes for hit in hits)


def test_what_is_no_moment_is_refused(moved: Memory) -> None:
    for call in (moved.search, moved.as_of(3).search):
        with pytest.raises(MemkitError, match="valid_at is 'today', which is not a date"):
            call("x", valid_at="today")


def test_async_memories_ask_for_a_day(tmp_path: Path) -> None:
    async def main() -> None:
        async with AsyncMemory(tmp_path / "a.db", embedder="hash") as memory:
            await memory.add("Ana lives in Porto", user_id="a", valid_to="2025-03-01")
            assert await memory.search("Porto") == []
            assert len(await memory.search("Porto", valid_at="2024-01-01")) == 1
            past = await memory.as_of(1)
            assert len(await past.search("Porto", valid_at=None)) == 1

    asyncio.run(main())


def test_what_ended_holds_again_when_it_is_said_again(memory: Memory) -> None:
    (one,) = memory.add("Ana lives in Porto", user_id="a")
    memory.update(one.id, valid_to="2025-03-01", superseded_by=OLD)
    told_before = {"memory": "Ana lives in Porto", "user_id": "a", "created_at": "2024-01-01"}
    assert memory.add_many([told_before], progress=False).unchanged == 1
    assert memory.search("Porto") == []
    (proposal,) = memory.preview("Ana lives in Porto", user_id="a")
    (again,) = memory.add("Ana lives in Porto", user_id="a")
    assert (again.id, again.event) == (one.id, proposal.event) == (one.id, "UPDATE")
    assert len(memory.search("Porto")) == 1
    memory.undo(memory.events()[-1].seq)
    assert memory.search("Porto") == []


def test_a_merge_keeps_what_the_kept_one_says(memory: Memory) -> None:
    one, two = memory.add(["tea", "green tea"], user_id="a", pinned=True, data={"n": 1})
    memory.merge(one.id, [two.id])
    record = memory.get(one.id)
    assert (record.pinned, record.data) == (True, {"n": 1})
