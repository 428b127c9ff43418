"""Parts of ids, as tables show them, name memories wherever an id is asked for."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from memkit import AsyncMemory, Memory
from memkit.contracts.journal import Journal
from memkit.contracts.journal.memories import Memories
from memkit.errors import NotFoundError, ValidationError

ALICE = {"user_id": "alice"}
NOBODY = "0198c0de-7a3b-7c1f-9a54-2f9c1e7a0b11"


@pytest.fixture
def mem(open_memory: Callable[..., Memory]) -> Memory:
    return open_memory(embedder="hash")


def added(mem: Memory, *texts: str) -> list[str]:
    return [mem.add(text, **ALICE)[0].id for text in texts]


VERBS: dict[str, Callable[[Memory, str, str], Any]] = {
    "get": lambda m, a, b: m.get(a),
    "update": lambda m, a, b: m.update(a, "other"),
    "delete": lambda m, a, b: m.delete(a),
    "delete_many": lambda m, a, b: m.delete_many([a, b]),
    "tag": lambda m, a, b: m.tag([a, b], {"x": 1}),
    "merge": lambda m, a, b: m.merge(a, [b]),
    "rate": lambda m, a, b: m.rate("query", a),
    "history": lambda m, a, b: m.history(a),
    "as_of": lambda m, a, b: m.as_of(2).get(a),
    "superseded_by": lambda m, a, b: m.update(b, superseded_by=a),
    "sources": lambda m, a, b: m.add("drawn", **ALICE, sources=[{"memory_id": a}]),
    "explorer detail": lambda m, a, b: m.explore().detail(a),
    "explorer delete": lambda m, a, b: m.explore().delete([a, b]),
    "explorer rate": lambda m, a, b: m.explore().rate("query", a, True),
    "explorer selection": lambda m, a, b: setattr(m.explore(), "selection", [a, b]),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("part", [slice(-8, None), slice(-5, None), slice(0, 18)])
def test_the_end_and_the_beginning_of_an_id_name_it(mem: Memory, verb: str, part: slice) -> None:
    one, other = added(mem, "tea", "rice")
    whole = Memory(":memory:", embedder="hash")
    whole.import_(exported(mem), progress=False)
    VERBS[verb](mem, one[part], other[part].upper())
    VERBS[verb](whole, one, other)
    assert stood(mem) == stood(whole)
    assert mem.ratings == whole.ratings
    whole.close()


def exported(mem: Memory) -> Any:
    path = mem.engine.journal.path
    assert path is not None
    mem.export(path.with_name("all.jsonl"))
    return path.with_name("all.jsonl")


def stood(mem: Memory) -> list[Any]:
    fields = {"id", "memory", "metadata", "superseded_by", "sources"}
    found = [record.model_dump(include=fields) for record in mem.get_all()]
    return [record if record["memory"] != "drawn" else record["sources"] for record in found]


def test_an_ambiguous_part_lists_what_it_may_mean(mem: Memory) -> None:
    ids = [f"0198c0de-7a3b-7c1f-9a54-2f9c1e{number:02}abcd" for number in range(9)]
    mem.add_many(
        [{"id": id_, "memory": f"note {number}", **ALICE} for number, id_ in enumerate(ids)],
        progress=False,
    )
    with pytest.raises(ValidationError) as caught:
        mem.get("abcd")
    assert "More than 5 memories" in caught.value.problem
    assert f"{ids[8]} 'note 8'" in caught.value.problem
    assert len(caught.value.problem) < 600
    mem.delete_many(ids[2:])
    with pytest.raises(ValidationError, match="2 memories have an id that begins or ends"):
        mem.update("abcd", "other")
    mem.delete(ids[1])
    # The only one that is there is meant where something is to be changed; its history is not.
    assert mem.get("abcd").memory == "note 0"
    with pytest.raises(ValidationError, match=r"\(deleted\)"):
        mem.history("abcd")
    assert mem.history(ids[3][-6:])[-1].event == "DELETE"


@pytest.mark.parametrize("part", [slice(None), slice(-8, None)])
@pytest.mark.parametrize("verb", ["get", "update", "delete", "delete_many", "tag", "merge", "rate"])
def test_of_a_deleted_memory_it_is_told_when_it_went(mem: Memory, verb: str, part: slice) -> None:
    one, other = added(mem, "tea", "rice")
    mem.delete(one, reason="cold")
    with pytest.raises(NotFoundError) as caught:
        VERBS[verb](mem, one[part], other[part])
    said = mem.history(one[part])[-1]
    assert f"was deleted on {said.at:%Y-%m-%d at %H:%M:%S} UTC (cold)" in caught.value.problem
    assert f"undo({said.seq})" in caught.value.fix
    mem.undo(said.seq)
    assert mem.get(one[part]).memory == "tea"


def test_of_the_past_it_is_told_what_was_otherwise(mem: Memory) -> None:
    one, other = added(mem, "tea", "rice")
    mem.delete(one)
    with pytest.raises(NotFoundError, match="it was not stored yet"):
        mem.as_of(1).get(other[-8:])
    with pytest.raises(NotFoundError, match="it was deleted on"):
        mem.as_of(3).get(one[-8:])
    assert mem.as_of(2).get(one[-8:]).memory == "tea"


@pytest.mark.parametrize("id", [NOBODY, NOBODY[-8:], "nope", "", "tea?", "é"])
@pytest.mark.parametrize("verb", ["get", "history", "update", "tag", "rate", "as_of"])
def test_what_never_was_is_not_found(mem: Memory, verb: str, id: str) -> None:
    (other,) = added(mem, "rice")
    mem.update(other, "more rice")
    with pytest.raises(NotFoundError, match="now or in the history"):
        VERBS[verb](mem, id, other)


def test_too_little_of_an_id_is_told(mem: Memory) -> None:
    with pytest.raises(ValidationError, match="too short"):
        mem.get("abc")


def test_a_whole_id_is_looked_up_once(mem: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    (one,) = added(mem, "tea")
    monkeypatch.setattr(type(mem.engine.journal), "ids_like", None)
    assert mem.get(one.upper()).id == one
    mem.update(one, "green tea")
    mem.delete(one)
    assert len(mem.history(one)) == 3


def test_parts_work_for_awaited_verbs(path: Any) -> None:
    async def story() -> str:
        async with AsyncMemory(path, embedder="hash") as m:
            (one,) = await m.add("tea", **ALICE)
            await m.update(one.id[-8:], "green tea")
            return (await m.get(one.id[-8:])).memory

    assert asyncio.run(story()) == "green tea"


def test_a_comparison_takes_parts(mem: Memory) -> None:
    one, other, _ = added(mem, "tea", "rice", "soup")
    mem.add_space("hash", key="second", wait=True, progress=False)
    comparison = mem.compare("hash", "second", projection="pca")
    comparison.selection = [one[-8:], other]
    assert comparison.selection == [one, other]
    with pytest.raises(NotFoundError):
        comparison.selection = ["abcdef99"]


def test_a_journal_without_a_search_of_its_own_finds_parts(mem: Memory) -> None:
    one, other = added(mem, "tea", "rice")
    mem.delete(one)
    journal: Journal = mem.engine.journal
    for part in (one[-8:], other[-8:], one[:6], "abcdefab"):
        assert journal.ids_like(part, limit=1) == Memories.ids_like(journal, part, limit=1)
    assert journal.ids_like(one[:6], limit=9) == [(other, True), (one, False)]
