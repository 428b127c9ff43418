from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from memkit import Memory
from memkit.errors import MemkitError, NotFoundError, ScopeError, ValidationError

UNKNOWN = "0193a5b0-0000-7000-8000-000000000000"


def ids_of(memory: Memory, *texts: str, user_id: str = "a") -> list[str]:
    return [item.id for item in memory.add(list(texts), user_id=user_id)]


def texts(memory: Memory) -> list[str]:
    return [item.memory for item in memory.get_all()]


def test_several_are_deleted_at_once_and_brought_back_at_once(memory: Memory) -> None:
    one, _, three = ids_of(memory, "one", "two", "three")
    results = memory.delete_many([one, three, one], reason="why")
    assert [(item.id, item.event) for item in results] == [(one, "DELETE"), (three, "DELETE")]
    first, last = memory.events()[-2:]
    assert first.batch_id == last.batch_id
    assert texts(memory) == ["two"]
    memory.undo_many([first.seq, last.seq])
    assert sorted(texts(memory)) == ["one", "three", "two"]
    assert memory.doctor().ok


def test_tags_are_set_and_taken_away(memory: Memory) -> None:
    (one,) = memory.add("one", user_id="a", metadata={"x": 1, "y": 2})
    (two,) = memory.add("two", user_id="a")
    results = memory.tag([one.id, two.id], {"topic": "home"}, remove=["y"])
    assert [item.event for item in results] == ["UPDATE", "UPDATE"]
    assert memory.get(one.id).metadata == {"x": 1, "topic": "home"}
    assert memory.get(two.id).metadata == {"topic": "home"}
    again = memory.tag([one.id, two.id], {"topic": "home"})
    assert [item.event for item in again] == ["NONE", "NONE"]


def test_a_merge_keeps_one_with_what_all_know(memory: Memory) -> None:
    (kept,) = memory.add("I live in Lisbon", user_id="a", metadata={"x": 1})
    (other,) = memory.add(
        "I live in Lisbon now", user_id="a", metadata={"x": 2, "y": 3}, occurred_at="2025-01-01"
    )
    results = memory.merge(kept.id, [other.id], text="I live in Lisbon now")
    assert [item.event for item in results] == ["DELETE", "UPDATE"]
    (record,) = memory.get_all()
    assert (record.id, record.memory) == (kept.id, "I live in Lisbon now")
    assert record.metadata == {"x": 1, "y": 3}
    assert str(record.occurred_at) == "2025-01-01 00:00:00+00:00"
    memory.undo_many([event.seq for event in memory.events()[-2:]])
    assert texts(memory) == ["I live in Lisbon", "I live in Lisbon now"]
    assert memory.get(kept.id).metadata == {"x": 1}


def test_undoing_many_goes_back_step_by_step(memory: Memory) -> None:
    (one,) = ids_of(memory, "one")
    memory.update(one, "uno")
    memory.delete(one)
    memory.undo(3)
    assert texts(memory) == ["uno"]
    memory.undo_many([2, 3, 4])
    assert texts(memory) == ["one"]
    assert memory.events()[-1].reason == "undo of events 2, 3, 4"
    memory.undo_many([event.seq for event in memory.events()])
    assert texts(memory) == []
    assert memory.undo_many([]) == []


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda m, one: m.delete_many([one, UNKNOWN]), NotFoundError),
        (lambda m, one: m.delete_many(one), ValidationError),
        (lambda m, one: m.delete_many([]), ValidationError),
        (lambda m, one: m.tag([one, UNKNOWN], {"x": 1}), NotFoundError),
        (lambda m, one: m.tag([one], {}), ValidationError),
        (lambda m, one: m.tag([one], {"x": object()}), ValidationError),
        (lambda m, one: m.tag([one], {}, remove="x"), ValidationError),
        (lambda m, one: m.merge(one, [one]), ValidationError),
        (lambda m, one: m.merge(one, [UNKNOWN]), NotFoundError),
        (lambda m, one: m.merge(one, ids_of(m, "of b", user_id="b")), ScopeError),
        (lambda m, one: m.undo_many([1, 99]), NotFoundError),
        (lambda m, one: m.rate("tea?", UNKNOWN), NotFoundError),
        (lambda m, one: m.rate("", one), ValidationError),
        (lambda m, one: m.rate("tea?", one, "yes"), ValidationError),
    ],
)
def test_one_bad_thing_changes_nothing(
    memory: Memory, call: Callable[[Memory, str], object], error: type[MemkitError]
) -> None:
    (one,) = ids_of(memory, "one")
    with pytest.raises(error) as raised:
        call(memory, one)
    assert raised.value.fix
    assert memory.get(one).metadata == {}
    assert memory.get(one).seq == 1


def test_ratings_outlive_the_process(tmp_path: Path) -> None:
    with Memory(tmp_path / "m.db", embedder="hash") as memory:
        (tea, milk) = ids_of(memory, "I like tea", "I like milk")
        memory.rate("what to drink?", tea)
        memory.rate("what to drink?", milk, False)
        memory.rate("tea?", milk)
        memory.rate("tea?", milk, None)
    with Memory(tmp_path / "m.db") as memory:
        assert memory.ratings == {"what to drink?": {tea: True, milk: False}}
        memory.reset(confirm=True)
        assert memory.ratings == {}
