from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from memkit import Memory
from memkit.errors import MemkitError, NotFoundError, ProviderError, ScopeError, ValidationError

UNKNOWN = "0193a5b0-0000-7000-8000-000000000000"


def test_update_changes_the_text_everywhere(memory: Memory) -> None:
    (added,) = memory.add("I live in Berlin", user_id="a", metadata={"k": 1})
    changed = memory.update(added.id, "I live in Lisbon", reason="moved")
    assert (changed.id, changed.memory, changed.event) == (added.id, "I live in Lisbon", "UPDATE")
    record = memory.get(added.id)
    assert (record.memory, record.metadata) == ("I live in Lisbon", {"k": 1})
    assert record.updated_at > record.created_at
    for mode in ("text", "vector", "hybrid"):
        (hit,) = memory.search("Lisbon", user_id="a", mode=mode)
        assert hit.memory == "I live in Lisbon"
    assert memory.search("Berlin", user_id="a", mode="text") == []
    assert memory.doctor().ok


def test_update_of_one_thing_leaves_the_others(memory: Memory) -> None:
    (added,) = memory.add(
        {"role": "user", "content": "I like tea", "name": "Ana"},
        user_id="a",
        metadata={"x": 1, "y": 2},
        type="episodic",
        occurred_at="2025-01-01",
    )
    before = memory.get(added.id)
    memory.update(added.id, metadata={"z": 3})
    after = memory.get(added.id)
    assert after.metadata == {"z": 3}
    assert (
        after.model_copy(
            update={"metadata": before.metadata, "updated_at": before.updated_at, "seq": before.seq}
        )
        == before
    )
    memory.update(added.id, type="procedural", occurred_at="2025-02-01", expires_at="2999-01-01")
    last = memory.get(added.id)
    assert (last.type, str(last.occurred_at), str(last.expires_at)) == (
        "procedural",
        "2025-02-01 00:00:00+00:00",
        "2999-01-01 00:00:00+00:00",
    )
    assert (last.role, last.name, last.memory) == ("user", "Ana", "I like tea")


def test_update_to_the_same_is_no_event(memory: Memory) -> None:
    (added,) = memory.add("I like tea", user_id="a")
    assert memory.update(added.id, "I like tea").event == "NONE"
    assert len(memory.history(added.id)) == 1


def test_update_of_nothing_and_of_nobody(memory: Memory) -> None:
    (added,) = memory.add("I like tea", user_id="a")
    with pytest.raises(ValidationError, match="nothing to change"):
        memory.update(added.id)
    with pytest.raises(NotFoundError):
        memory.update(UNKNOWN, "x")
    for wrong in ("", "  ", "\ud800"):
        with pytest.raises(ValidationError):
            memory.update(added.id, wrong)
    assert memory.get(added.id).memory == "I like tea"


def test_two_memories_of_a_scope_never_say_the_same(memory: Memory) -> None:
    tea, coffee = memory.add(["tea", "coffee"], user_id="a")
    with pytest.raises(ValidationError, match=tea.id):
        memory.update(coffee.id, "tea")
    assert memory.get(coffee.id).memory == "coffee"
    (other,) = memory.add("coffee", user_id="b")
    assert memory.update(other.id, "tea").event == "UPDATE"


def test_a_failed_update_changes_nothing(
    open_memory: Callable[..., Memory], flaky: Any, provider_down: Callable[[], ProviderError]
) -> None:
    memory = open_memory(embedder=flaky)
    (added,) = memory.add("I like tea", user_id="a")
    flaky.error = provider_down()
    with pytest.raises(ProviderError):
        memory.update(added.id, "I like coffee")
    assert memory.get(added.id).memory == "I like tea"
    # Metadata needs no embedder, and deleting neither.
    assert memory.update(added.id, metadata={"a": 1}).event == "UPDATE"
    assert memory.delete(added.id).event == "DELETE"


def test_delete_takes_it_out_of_everything_but_the_history(memory: Memory) -> None:
    tea, _ = memory.add(["I like tea", "I like coffee"], user_id="a")
    memory.search("tea", user_id="a")
    gone = memory.delete(tea.id, reason="asked to")
    assert (gone.id, gone.memory, gone.event) == (tea.id, "I like tea", "DELETE")
    with pytest.raises(NotFoundError):
        memory.get(tea.id)
    for mode in ("text", "vector", "hybrid"):
        assert tea.id not in [hit.id for hit in memory.search("tea", user_id="a", mode=mode)]
    assert memory.count(user_id="a") == len(memory.get_all(user_id="a")) == 1
    assert [event.event for event in memory.history(tea.id)] == ["ADD", "DELETE"]
    with pytest.raises(NotFoundError):
        memory.delete(tea.id)
    assert memory.add("I like tea", user_id="a")[0].id != tea.id
    assert memory.doctor().ok


def test_delete_all_of_a_scope_is_one_batch(memory: Memory) -> None:
    memory.add(["one", "two"], user_id="a")
    memory.add("three", user_id="a", run_id="r")
    memory.add("one", user_id="b")
    assert memory.delete_all(user_id="a", where={"run_id": "r"}) == 1
    assert memory.delete_all(user_id="a", reason="left") == 2
    assert [r.memory for r in memory.get_all()] == ["one"]
    deleted = [event for event in memory.events() if event.reason == "left"]
    assert len({event.batch_id for event in deleted}) == 1
    assert memory.delete_all(user_id="a") == 0
    with pytest.raises(ScopeError, match="everyone"):
        memory.delete_all()
    assert memory.count() == 1


def test_delete_all_takes_expired_memories_too(memory: Memory, clock: Any) -> None:
    # Who asks to be forgotten means all of it, what is no longer found included.
    (added,) = memory.add("a secret", user_id="a", expires_at=clock.seconds + 10)
    clock.pass_(20)
    memory.delete_all(user_id="a")
    with pytest.raises(NotFoundError):
        memory.get(added.id)


def test_delete_all_while_another_one_deletes(
    open_memory: Callable[..., Memory], monkeypatch: pytest.MonkeyPatch
) -> None:
    memory, other = open_memory(), open_memory()
    one, _, _ = memory.add(["one", "two", "three"], user_id="a")
    journal = memory.engine.journal
    page = type(journal).page

    def slow_page(self: Any, *args: Any, **kwargs: Any) -> Any:
        found = page(self, *args, **kwargs)
        if self is journal and other.count(where={"user_id": "a"}) == 3:
            other.delete(one.id)
        return found

    monkeypatch.setattr(type(journal), "page", slow_page)
    memory.delete_all(user_id="a")
    assert other.count(user_id="a") == 0


def test_reset_erases_everything_when_it_is_meant(open_memory: Callable[..., Memory]) -> None:
    memory, other = open_memory(), open_memory()
    (added,) = memory.add("I like tea", user_id="a")
    assert other.search("tea", user_id="a")
    for no in ({}, {"confirm": False}, {"confirm": 1}):
        with pytest.raises(ValidationError):
            memory.reset(**no)
    memory.reset(confirm=True)
    for view in (memory, other):
        assert view.search("tea") == []
        assert view.count() == 0
        assert view.events() == []
        with pytest.raises(NotFoundError):
            view.history(added.id)
    assert [space.key for space in memory.spaces] == ["static-2"]
    assert other.add("I like tea", user_id="a")[0].event == "ADD"
    assert [hit.memory for hit in memory.search("tea", user_id="a")] == ["I like tea"]
    assert memory.doctor().ok


@pytest.mark.parametrize("verb", ["get", "delete", "history", "update"])
@pytest.mark.parametrize("id_", ["", "no such id", UNKNOWN, "\ud800", "'; DROP TABLE memories; --"])
def test_an_id_that_is_none_is_not_found(memory: Memory, verb: str, id_: str) -> None:
    arguments = ["text"] if verb == "update" else []
    with pytest.raises(NotFoundError) as caught:
        getattr(memory, verb)(id_, *arguments)
    assert str(caught.value).endswith(caught.value.fix)


@pytest.mark.parametrize("seq", [0, -1, 10**6, 10**30, "1", None])
def test_undo_of_no_event_is_a_memkit_error(memory: Memory, seq: Any) -> None:
    memory.add("x", user_id="a")
    with pytest.raises(MemkitError):
        memory.undo(seq)
