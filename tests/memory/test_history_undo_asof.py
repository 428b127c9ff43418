from __future__ import annotations

import contextlib
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from memkit import Memory
from memkit.errors import MemkitError, NotFoundError, ValidationError


def state(memory: Any, **scope: str) -> dict[str, Any]:
    """What a memory holds, by id, without what an undo may change: its time and number."""
    return {
        r.id: r.model_dump(exclude={"updated_at", "seq"})
        for r in memory.get_all(limit=1000, **scope)
    }


def test_history_tells_both_sides_of_every_change(memory: Memory) -> None:
    (added,) = memory.add("I live in Berlin", user_id="a", metadata={"k": 1})
    memory.update(added.id, "I live in Lisbon", metadata={"k": 2}, reason="moved")
    memory.delete(added.id)
    add, update, delete = memory.history(added.id)
    assert [e.event for e in (add, update, delete)] == ["ADD", "UPDATE", "DELETE"]
    assert (add.before, delete.after) == (None, None)
    assert (add.old_memory, add.new_memory) == (None, "I live in Berlin")
    assert (update.old_memory, update.new_memory) == ("I live in Berlin", "I live in Lisbon")
    assert (update.old_metadata, update.new_metadata) == ({"k": 1}, {"k": 2})
    assert add.after == update.before
    assert update.after == delete.before
    assert update.reason == "moved"
    assert add.seq < update.seq < delete.seq
    assert add.at <= update.at <= delete.at


def test_events_since_limit_and_scope(memory: Memory) -> None:
    memory.add(["one", "two"], user_id="a")
    memory.add(["three"], user_id="b", run_id="r")
    everything = memory.events()
    assert [e.seq for e in everything] == sorted({e.seq for e in everything})
    assert memory.events(since=everything[0].seq) == everything[1:]
    assert memory.events(limit=1) == everything[:1]
    assert memory.events(user_id="b") == memory.events(run_id="r") == everything[2:]
    assert memory.events(since=everything[-1].seq) == []
    assert len({e.batch_id for e in everything}) == 2


@pytest.mark.parametrize(
    "wrong", [{"since": "x"}, {"since": 10**30}, {"limit": "x"}, {"limit": -5}]
)
def test_wrong_arguments_of_events(memory: Memory, wrong: dict[str, Any]) -> None:
    memory.add("x", user_id="a")
    try:
        found = memory.events(**wrong)
    except MemkitError:
        return
    # A number beyond the end is no mistake; anything else must not pass as an empty answer.
    assert wrong == {"since": 10**30}
    assert found == []


def test_what_changes_nothing_is_no_event(memory: Memory) -> None:
    memory.add("tea", user_id="a")
    memory.add("tea", user_id="a")
    assert len(memory.events()) == 1


def test_undo_of_each_kind(memory: Memory) -> None:
    (tea,) = memory.add("tea", user_id="a", metadata={"n": 1})
    before = state(memory)
    memory.update(tea.id, "coffee", metadata={"n": 2})
    after = state(memory)

    undone = memory.undo(memory.history(tea.id)[-1].seq)
    assert (undone.memory, undone.event) == ("tea", "UPDATE")
    assert state(memory) == before
    # An undoing can be undone.
    assert memory.undo(memory.history(tea.id)[-1].seq).memory == "coffee"
    assert state(memory) == after

    memory.delete(tea.id)
    restored = memory.undo(memory.history(tea.id)[-1].seq)
    assert (restored.id, restored.event) == (tea.id, "ADD")
    assert state(memory) == after
    assert memory.search("coffee", user_id="a", mode="text")[0].id == tea.id
    assert memory.search("coffee", user_id="a", mode="vector")[0].id == tea.id

    first = memory.history(tea.id)[0].seq
    assert memory.undo(first).event == "DELETE"
    assert memory.count() == 0
    with pytest.raises(NotFoundError, match="which is deleted already"):
        memory.undo(first)
    assert memory.doctor().ok
    assert any("undo" in (e.reason or "") for e in memory.events())


def test_undo_of_an_early_change_takes_the_later_ones_with_it(memory: Memory) -> None:
    (added,) = memory.add("one", user_id="a")
    for text in ("two", "three", "four"):
        memory.update(added.id, text)
    two = memory.history(added.id)[1].seq
    assert memory.undo(two).memory == "one"
    assert memory.get(added.id).memory == "one"


def test_undo_brings_a_deleted_memory_back_in_its_first_shape(memory: Memory) -> None:
    (added,) = memory.add(
        {"role": "assistant", "content": "tea", "name": "Bot"},
        user_id="a",
        run_id="r",
        metadata={"x": [1]},
        type="episodic",
        occurred_at="2025-01-01",
        expires_at="2999-01-01",
    )
    before = memory.get(added.id)
    memory.delete(added.id)
    memory.undo(memory.events()[-1].seq)
    after = memory.get(added.id)
    assert after.model_dump(exclude={"updated_at", "seq"}) == before.model_dump(
        exclude={"updated_at", "seq"}
    )


def test_undo_never_makes_two_of_the_same(memory: Memory) -> None:
    (tea,) = memory.add("tea", user_id="a")
    memory.delete(tea.id)
    deletion = memory.events()[-1].seq
    (again,) = memory.add("tea", user_id="a")
    with pytest.raises(ValidationError, match=again.id):
        memory.undo(deletion)
    assert memory.count() == 1
    assert memory.doctor().ok


def test_undo_of_delete_all_one_by_one(memory: Memory) -> None:
    memory.add([f"note {i}" for i in range(5)], user_id="a")
    before = state(memory)
    memory.delete_all(user_id="a")
    for event in memory.events():
        if event.event == "DELETE":
            memory.undo(event.seq)
    assert state(memory) == before
    assert list(state(memory)) == list(before)


def test_as_of_any_event_is_what_was_then(memory: Memory) -> None:
    rng = random.Random(4)
    states = {0: state(memory)}
    for step in range(60):
        records = memory.get_all(limit=1000)
        action = rng.random()
        if action < 0.5 or not records:
            memory.add(
                f"note {rng.randrange(40)}", user_id=rng.choice("ab"), metadata={"step": step}
            )
        elif action < 0.7:
            memory.update(rng.choice(records).id, f"changed {step}", metadata={"step": step})
        elif action < 0.9:
            memory.delete(rng.choice(records).id)
        else:
            with contextlib.suppress(NotFoundError, ValidationError):
                memory.undo(rng.choice(memory.events()).seq)
        head = memory.events()[-1].seq
        states[head] = state(memory)
    assert len(states) > 40
    for seq, expected in states.items():
        past = memory.as_of(seq)
        assert state(past) == expected
        assert past.count() == len(expected)
        assert past.count(user_id="a") == sum(r["user_id"] == "a" for r in expected.values())
    assert memory.doctor().ok


def test_as_of_searches_what_was_there_then(memory: Memory) -> None:
    home, _ = memory.add(["I live in Berlin", "I like tea"], user_id="a")
    then = memory.events()[-1].seq
    memory.update(home.id, "I live in Lisbon")
    memory.add("Lisbon has trams", user_id="a")
    past = memory.as_of(then)
    for mode in ("hybrid", "vector", "text"):
        assert past.search("Berlin", user_id="a", mode=mode)[0].memory == "I live in Berlin"
        assert all("Lisbon" not in h.memory for h in past.search("Lisbon", user_id="a", mode=mode))
    assert past.get(home.id).memory == "I live in Berlin"
    assert past.search("live", user_id="a", where={"memory": {"$contains": "Berlin"}})
    assert past.search(["live", "tea"], user_id="a", k=2)
    memory.delete(home.id)
    assert memory.as_of(then).search("Berlin", user_id="a")[0].id == home.id
    assert past.seq == then
    assert f"as of event {then}" in repr(past)


def test_the_past_scores_as_the_present_did(memory: Memory) -> None:
    memory.add([f"note {i} about {'tea' if i % 3 else 'coffee'}" for i in range(30)], user_id="a")
    now = memory.search("coffee note", user_id="a", k=30)
    past = memory.as_of(memory.events()[-1].seq).search("coffee note", user_id="a", k=30)
    assert [(h.id, round(h.score, 5)) for h in past] == [(h.id, round(h.score, 5)) for h in now]


def test_as_of_a_time(memory: Memory, clock: Any) -> None:
    def now() -> datetime:
        return datetime.fromtimestamp(clock.seconds, UTC)

    start = now()
    clock.pass_(60)
    memory.add("one", user_id="a")
    clock.pass_(60)
    middle = now()
    clock.pass_(60)
    memory.add("two", user_id="a")
    assert memory.as_of(start).count() == 0
    assert [r.memory for r in memory.as_of(middle).get_all()] == ["one"]
    assert memory.as_of(middle.isoformat()).count() == 1
    assert memory.as_of((middle + timedelta(days=1)).date()).count() == 2
    assert memory.as_of("2999-01-01").count() == 2
    assert memory.as_of("1999-01-01").search("one") == []


@pytest.mark.parametrize(
    "at", [-1, 10**6, "yesterday", None, 1.5, True, [], "9999-12-31T23:59:59-12:00"]
)
def test_as_of_no_time(memory: Memory, at: Any) -> None:
    memory.add("one", user_id="a")
    try:
        past = memory.as_of(at)
    except ValidationError:
        return
    assert at == "9999-12-31T23:59:59-12:00"
    assert past.count() == 1


def test_the_past_pages_like_the_present(memory: Memory) -> None:
    memory.add([f"m{i}" for i in range(10)], user_id="a")
    past = memory.as_of(memory.events()[7].seq)
    page = past.get_all(user_id="a", limit=5)
    rest = past.get_all(user_id="a", limit=5, cursor=page.cursor)
    assert [r.memory for r in [*page, *rest]] == [f"m{i}" for i in range(8)]
    assert rest.cursor is None
    with pytest.raises(NotFoundError):
        past.get(memory.get_all(user_id="a")[-1].id)
