"""How often an addition and a search wait for the server."""

import pytest

from memkit import Memory


@pytest.fixture(params=[False, True], ids=["free", "strict"])
def memory(request, wire, tmp_path):
    if request.param:
        wire.strict = {"unindexed_filtering_retrieve": False, "unindexed_filtering_update": False}
    store = {"provider": "qdrant", "config": wire.config}
    with Memory(tmp_path / "memory.db", store=store) as m:
        # What is set up once: the collection, a space, an index for a key.
        m.add("Maya drinks tea.", user_id="maya", metadata={"n": 0})
        m.search("tea", user_id="maya")
        yield m


@pytest.fixture
def trips(wire):
    def counted(verb, *args, **kwargs):
        before = len(wire.server.requests)
        verb(*args, **kwargs)
        return len(wire.server.requests) - before

    return counted


def test_an_addition_takes_three_round_trips(memory, trips):
    added = [
        trips(memory.add, f"a walk by the sea {n}", user_id="maya", metadata={"n": n})
        for n in range(1, 6)
    ]
    assert max(added) <= 3
    (hit,) = memory.search("walk 3", user_id="maya", k=1)
    assert trips(memory.update, hit.id, "a walk in the hills") <= 3
    assert trips(memory.delete, hit.id) <= 3


def test_a_key_that_is_new_takes_one_more(memory, trips):
    assert trips(memory.add, "a walk", user_id="maya", metadata={"n": 1, "steps": 9_000}) == 4


@pytest.mark.parametrize("mode", ["vector", "hybrid"])
@pytest.mark.parametrize("where", [None, "n > 1", "n >= 0", "memory icontains 'sea'"])
def test_a_search_takes_one_round_trip(memory, trips, mode, where):
    for n in range(1, 6):
        memory.add(f"a walk by the sea {n}", user_id="maya", metadata={"n": n})
    # The first ones of words may have the journal read them, and look at the store again.
    for _ in range(2):
        memory.search("sea", user_id="maya")
    found = trips(memory.search, "walk by the sea", user_id="maya", mode=mode, where=where)
    assert found == 1
