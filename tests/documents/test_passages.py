"""Passages: memories that are found by their headings, and shown without them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from memkit import Memory, Source
from memkit.domain.passages import SAID_BY, searched_text_of

URI = "file:///handbook.md"


def place(uri: str = URI, *, heading: tuple[str, ...] = ("Leave", "Sick days"), **more: Any) -> Any:
    return Source(document=uri, start=0, end=9, heading=heading, **more)


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    with Memory(tmp_path / "memory.db") as made:
        yield made


def passage(memory: Memory, text: str = "Tell the office before nine.", **more: Any) -> str:
    options: dict[str, Any] = {"user_id": "ana", "said_by": SAID_BY, "sources": [place()], **more}
    (done,) = memory.add(text, **options)
    return done.id


def test_it_is_found_by_its_headings_and_shown_without(memory: Memory) -> None:
    memory.add(["Tell the office before nine.", "The lift is out of order."], user_id="ana")
    id_ = passage(memory)
    for mode in ("hybrid", "vector", "text"):
        hits = memory.search("sick days", user_id="ana", mode=mode, k=1)
        assert hits[0].id == id_
        assert hits[0].memory == "Tell the office before nine."
    record = memory.get(id_)
    assert record.memory == "Tell the office before nine."
    assert record.sources[0].heading == ("Leave", "Sick days")
    assert memory.history(id_)[0].new_memory == record.memory


def test_its_vector_is_that_of_headings_and_text(memory: Memory) -> None:
    record = memory.get(passage(memory))
    space = memory.spaces[0].key
    journal = memory.engine.journal
    (own,) = journal.vectors(space, _keys(memory, record.id))
    (whole,) = journal.text_vectors(space, [searched_text_of(record)])
    assert own.any()
    assert (own == whole).all()
    assert searched_text_of(record) == "Leave > Sick days\n\nTell the office before nine."


def test_the_same_words_under_another_heading_or_in_another_document_are_another(
    memory: Memory,
) -> None:
    first = passage(memory)
    assert passage(memory) == first
    assert passage(memory, sources=[place(heading=("Travel",))]) != first
    assert passage(memory, sources=[place("file:///other.md")]) != first
    assert memory.add("Tell the office before nine.", user_id="ana")[0].event == "ADD"
    assert memory.count(user_id="ana") == 4


def test_an_edit_keeps_the_headings_and_a_new_heading_is_searched(memory: Memory) -> None:
    id_ = passage(memory)
    memory.update(id_, "Call before ten.")
    assert memory.search("sick days", user_id="ana", mode="text")[0].memory == "Call before ten."
    memory.update(id_, sources=[place(heading=("Illness",))])
    assert not memory.search("sick", user_id="ana", mode="text")
    assert memory.search("illness", user_id="ana", mode="text")[0].memory == "Call before ten."
    assert all(space.count == 1 for space in memory.spaces)
    assert memory.doctor().ok


def test_undo_and_time_travel_know_the_headings(memory: Memory) -> None:
    id_ = passage(memory)
    before = memory.events()[-1].seq
    memory.update(id_, sources=[place(heading=("Illness",))])
    past = memory.as_of(before)
    assert past.search("sick days", user_id="ana", mode="text")[0].id == id_
    assert not past.search("illness", user_id="ana", mode="text")
    memory.undo(memory.events()[-1].seq)
    assert memory.search("sick days", user_id="ana", mode="text")[0].id == id_
    memory.delete(id_)
    memory.undo(memory.events()[-1].seq)
    assert memory.get(id_).memory == "Tell the office before nine."
    assert memory.doctor().ok


def test_filters_find_a_passage_by_its_headings_in_sql_and_in_python(memory: Memory) -> None:
    id_ = passage(memory)
    where = {"memory": {"$contains": "Sick days"}}
    assert [one.id for one in memory.get_all(user_id="ana", where=where)] == [id_]
    assert memory.search("office", user_id="ana", where=where)[0].id == id_


@pytest.mark.parametrize("what", ["memories", "history"])
def test_an_export_brings_it_back(memory: Memory, tmp_path: Path, what: str) -> None:
    id_ = passage(memory, sources=[place(page=3, digest="sha256:1")])
    memory.update(id_, "Call before ten.")
    path = tmp_path / "all.jsonl"
    memory.export(path, history=what == "history")
    with Memory(":memory:") as other:
        other.import_(path)
        record = other.get(id_)
        assert record.sources == memory.get(id_).sources
        assert record.memory == "Call before ten."
        assert other.search("sick", user_id="ana", mode="text")[0].id == id_


def test_a_purge_leaves_no_word_of_it(memory: Memory) -> None:
    id_ = passage(memory)
    memory.purge(id_)
    path = memory.engine.journal.path
    memory.close()
    assert path is not None
    assert b"Sick days" not in path.read_bytes()


def _keys(memory: Memory, id_: str) -> Any:
    import numpy as np

    return np.array([memory.engine.journal.keys_of([id_])[id_]], np.int64)
