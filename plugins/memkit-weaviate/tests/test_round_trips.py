"""How often an addition and a search wait for the server.

All through the stand-in, which is no substitute for Weaviate; see `wire`.
"""

import pytest

from memkit import Memory


@pytest.fixture(params=[None, "user_id"], ids=["one", "tenants"])
def tenancy(request):
    return request.param


@pytest.fixture
def memory(server, tmp_path, tenancy):
    store = {"provider": "weaviate", "config": {**server.config, "tenancy": tenancy}}
    with Memory(tmp_path / "memory.db", store=store) as m:
        # What is set up once: the collection, a space, a tenant, a property for a key.
        m.add("Maya drinks tea.", user_id="maya", metadata={"n": 0})
        m.search("tea", user_id="maya")
        yield m


@pytest.fixture
def trips(server):
    def counted(verb, *args, **kwargs):
        before = len(server.heard)
        verb(*args, **kwargs)
        return len(server.heard) - before

    return counted


def test_an_addition_takes_four_round_trips(memory, trips, tenancy):
    # A directory of who is in which tenant is asked first.
    most = 4 if tenancy is None else 5
    added = [
        trips(memory.add, f"a walk by the sea {n}", user_id="maya", metadata={"n": n})
        for n in range(1, 6)
    ]
    assert max(added) <= most
    (hit,) = memory.search("walk 3", user_id="maya", k=1)
    assert trips(memory.update, hit.id, "a walk in the hills") <= most
    assert trips(memory.delete, hit.id) <= most


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
