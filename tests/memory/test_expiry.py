from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from memkit import Memory

MODES = ("hybrid", "vector", "text")


@pytest.mark.parametrize("mode", MODES)
def test_a_memory_is_found_until_the_second_it_expires(
    memory: Memory, clock: Any, mode: Any
) -> None:
    end = clock.seconds + 100
    memory.add("drink tea", user_id="a", expires_at=datetime.fromtimestamp(end, UTC))
    memory.add("drink coffee", user_id="a")
    clock.pass_(99)
    assert len(memory.search("drink", user_id="a", mode=mode)) == 2
    clock.pass_(1.001)
    assert [hit.memory for hit in memory.search("drink", user_id="a", mode=mode)] == [
        "drink coffee"
    ]
    assert memory.count(user_id="a") == len(memory.get_all(user_id="a")) == 1
    assert memory.search("tea", user_id="a", where={"memory": "drink tea"}, mode=mode) == []


def test_expired_memories_take_no_places_from_others(memory: Memory, clock: Any) -> None:
    for i in range(30):
        memory.add(f"tea tea tea {i}", user_id="a", expires_at=clock.seconds + 10)
    memory.add("one cup of tea", user_id="a")
    memory.search("tea", user_id="a")
    clock.pass_(20)
    for mode in MODES:
        assert [h.memory for h in memory.search("tea", user_id="a", k=5, mode=mode)] == [
            "one cup of tea"
        ]
    assert memory.duplicates(user_id="a", threshold=0.5) == []


def test_adding_an_expired_memory_again_brings_it_back(memory: Memory, clock: Any) -> None:
    (first,) = memory.add(
        "drink tea", user_id="a", expires_at=clock.seconds + 10, metadata={"n": 1}
    )
    assert memory.add("drink tea", user_id="a")[0].event == "NONE"
    clock.pass_(20)
    (again,) = memory.add("drink tea", user_id="a", metadata={"n": 2})
    assert (again.id, again.event) == (first.id, "UPDATE")
    record = memory.get(first.id)
    assert (record.expires_at, record.metadata) == (None, {"n": 2})
    assert memory.search("tea", user_id="a")[0].id == first.id
    assert memory.doctor().ok


def test_a_later_end_makes_it_found_again(memory: Memory, clock: Any) -> None:
    (added,) = memory.add("drink tea", user_id="a", expires_at=clock.seconds + 10)
    memory.search("tea", user_id="a")
    clock.pass_(20)
    assert memory.search("tea", user_id="a") == []
    memory.update(added.id, expires_at=clock.seconds + 10)
    assert len(memory.search("tea", user_id="a")) == 1


def test_a_memory_that_is_born_expired_is_never_found(memory: Memory) -> None:
    memory.add("old tea", user_id="a", expires_at="2001-01-01")
    for mode in MODES:
        assert memory.search("tea", user_id="a", mode=mode) == []
    assert memory.doctor().ok


def test_the_past_knew_what_has_expired_since(memory: Memory, clock: Any) -> None:
    memory.add("drink tea", user_id="a", expires_at=clock.seconds + 10)
    clock.pass_(5)
    then = datetime.fromtimestamp(clock.seconds, UTC)
    clock.pass_(20)
    assert memory.search("tea", user_id="a") == []
    assert len(memory.as_of(then).search("tea", user_id="a")) == 1
    assert memory.as_of(then).count(user_id="a") == 1
    assert memory.as_of(datetime.fromtimestamp(clock.seconds, UTC)).count(user_id="a") == 0


def test_expiry_among_many_rows(memory: Memory, clock: Any) -> None:
    # Enough rows for the store's coded path.
    end = clock.seconds + 100
    memory.add_many(
        ({"memory": f"tea number {i}", "expires_at": end if i % 3 else None} for i in range(5000)),
        user_id="a",
        progress=False,
    )
    for mode in MODES:
        assert len(memory.search("tea", user_id="a", k=5000, mode=mode)) == 5000
    clock.pass_(200)
    for mode in MODES:
        hits = memory.search("tea", user_id="a", k=5000, mode=mode)
        assert len(hits) == 1667
        assert all(int(hit.memory.split()[-1]) % 3 == 0 for hit in hits)
