"""How often an addition and a search wait for the server, and that few reads find the same."""

import random

import pytest
from conftest import providers_at
from counting import Counting
from memkit_postgres import textsearch

from memkit import Memory


@pytest.fixture
def counting(url):
    port = int(url.rpartition(":")[2].partition("/")[0])
    proxy = Counting(port)
    yield proxy, url.replace(f":{port}/", f":{proxy.port}/")
    proxy.close()


@pytest.mark.parametrize("embedder", ["hash", "static-2"])
def test_an_addition_takes_six_round_trips_and_a_search_three(counting, schema, embedder):
    proxy, url = counting
    with Memory(**(providers_at(url, schema) | {"embedder": embedder})) as memory:

        def trips(verb, *args, **kwargs):
            before = proxy.round_trips
            verb(*args, **kwargs)
            return proxy.round_trips - before

        # What is set up once: connections, spaces, tables.
        memory.add("tea with Maya", user_id="a")
        memory.search("tea", user_id="a")
        added = [trips(memory.add, f"a walk by the sea {n}", user_id="a") for n in range(8)]
        assert max(added) <= 6
        found = [
            trips(memory.search, f"when was walk {n}, and where?", user_id="a", mode=mode)
            for n in range(4)
            for mode in ("hybrid", "vector", "text")
        ]
        asked = [f"who likes tea, or walk {n}?" for n in range(4)]
        found += [trips(memory.search, query, late_interaction=False) for query in asked]
        assert max(found) <= 3
        # Where words are compared one by one, the best are asked for once more.
        assert max(trips(memory.search, query) for query in asked) <= 4


@pytest.mark.parametrize("mode", ["hybrid", "vector", "text"])
@pytest.mark.parametrize(
    "where", [None, "n < 400", "n in (3, 30, 300)", "n < 0"], ids=["all", "many", "few", "none"]
)
def test_a_search_of_many_takes_three_round_trips_with_any_filter(counting, schema, where, mode):
    """More memories than are compared one by one, and filters that leave many, few and none."""
    proxy, url = counting
    words = [f"{a}{b}" for a in ("har", "lan", "mir", "tol") for b in ("bour", "tern", "ror", "la")]
    chance = random.Random(3)
    with Memory(**providers_at(url, schema, exact_below=50)) as memory:
        memory.add_many(
            [
                {
                    "memory": f"{n} {' '.join(chance.choices(words, k=6))}",
                    "metadata": {"n": n},
                    "user_id": f"u{n % 2}",
                }
                for n in range(500)
            ],
            progress=False,
        )
        # The first search of a process looks whether the journal keeps what the embedder was asked.
        memory.search("harbour")
        trips = []
        for number in range(4):
            for scope in ({}, {"user_id": "u1"}):
                before = proxy.round_trips
                query = " ".join(chance.choices(words, k=2))
                found = memory.search(f"{query} {number}", where=where, mode=mode, k=3, **scope)
                # Where nothing is found, two more look for what the filter may have meant.
                trips.append(proxy.round_trips - before - (0 if found else 2))
        assert max(trips) <= 3


def test_common_words_that_are_left_out_change_no_ranking(open_memory, monkeypatch):
    """With the bound of MaxScore the best are those of a look at every memory with a word."""
    chance = random.Random(5)
    words = [f"common{n}" for n in range(3)] + [f"rare{n}" for n in range(40)]
    weights = [60] * 3 + [1] * 40
    memory = open_memory()
    memory.add_many(
        [
            {"memory": f"{n} {' '.join(chance.choices(words, weights, k=8))}", "user_id": "a"}
            for n in range(800)
        ],
        progress=False,
    )
    queries = [f"common{n % 3} rare{n} rare{n + 9}" for n in range(30)]
    quick = [memory.search(query, mode="text", k=5) for query in queries]
    left_out = []

    def everything(idf, df, k):
        left_out.append(len(idf) - len(leading(idf, df, k)))
        return list(idf)

    leading = textsearch._leading
    monkeypatch.setattr(textsearch, "_leading", everything)
    whole = [memory.search(query, mode="text", k=5) for query in queries]
    assert sum(left_out) > 0, "no word was left out, so nothing was tested"
    assert [[(h.id, h.score) for h in hits] for hits in quick] == [
        [(h.id, pytest.approx(h.score)) for h in hits] for hits in whole
    ]
