"""A memory whose embedder, reranker and LLM are Cohere's."""

from __future__ import annotations

import asyncio

import pytest

from memkit import AsyncMemory, Memory
from memkit.errors import ConnectionError, MemkitWarning
from memkit.testing import CANARY, Reply, SecretsConformance

BUSY = Reply(status=429, json={"message": "slow down"}, headers={"Retry-After": "0"})
DOWN = Reply(status=503, json={"message": "away"})


@pytest.fixture
def cohere(server, monkeypatch):
    """How a memory is told to use the server."""
    monkeypatch.setenv("CO_API_KEY", CANARY)
    return {"provider": "cohere", "config": {"base_url": server.url}}


@pytest.fixture
def impatient(monkeypatch):
    """No pauses between attempts."""
    monkeypatch.setattr("memkit.hosted.retry._FIRST_WAIT_SECONDS", 0.0)


def test_add_and_search(server, cohere, tmp_path):
    with Memory(tmp_path / "m.db", embedder=cohere) as memory:
        server.first(BUSY)
        memory.add("She drinks green tea", user_id="alice")
        memory.add("The train leaves at nine", user_id="alice")
        server.first(BUSY)
        hit = memory.search("green tea", user_id="alice")[0]
        assert hit.memory == "She drinks green tea"
        assert memory.usage.total.calls == len(server.requests) - 2
    kinds = [request.json["input_type"] for request in server.requests]
    assert kinds[0] == "search_document"
    assert kinds[-1] == "search_query"


def test_the_reranker_decides_the_order(cohere, tmp_path):
    with Memory(tmp_path / "m.db", reranker=cohere) as memory:
        memory.add("She drinks green tea", user_id="alice")
        memory.add("Tea leaves the train", user_id="alice")
        hits = memory.search("the train leaves", user_id="alice", rerank=True)
        assert hits[0].memory == "Tea leaves the train"
        assert hits[0].score == pytest.approx(1.0)
        assert "rerank" in hits[0].reasons


def test_nothing_is_stored_while_it_is_down(server, cohere, tmp_path, impatient):
    with Memory(tmp_path / "m.db", embedder=cohere) as memory:
        memory.add("She drinks green tea", user_id="alice")
        before = len(server.requests)
        server.first(*[DOWN] * 5)
        with pytest.raises(ConnectionError, match="503"):
            memory.add("The train leaves at nine", user_id="alice")
        assert len(server.requests) - before == 5
        assert [one.memory for one in memory.get_all(user_id="alice")] == ["She drinks green tea"]
        assert memory.doctor().ok


def test_a_second_space_that_was_down_is_filled_later(server, cohere, tmp_path, impatient):
    with Memory(tmp_path / "m.db") as memory:
        memory.add_space(cohere, key="cohere", wait=True, progress=False)
        server.first(*[DOWN] * 5)
        with pytest.warns(MemkitWarning, match="cohere"):
            (added,) = memory.add("She drinks green tea", user_id="alice")
        assert memory.search("tea", user_id="alice")[0].id == added.id
        memory.add_space("cohere", wait=True, progress=False)
        assert memory.search("tea", user_id="alice", space="cohere")[0].id == added.id
        assert memory.doctor().ok


def test_async(server, cohere, tmp_path):
    async def use():
        async with AsyncMemory(tmp_path / "m.db", embedder=cohere, reranker=cohere) as memory:
            server.first(BUSY)
            texts = ("She drinks green tea", "The train leaves at nine", "Rain all day")
            await asyncio.gather(*(memory.add(text, user_id="alice") for text in texts))
            hits = await memory.search("green tea", user_id="alice", rerank=True)
            return hits[0].memory

    assert asyncio.run(use()) == "She drinks green tea"


class TestSecrets(SecretsConformance):
    @pytest.fixture
    def memory(self, tmp_path, cohere):
        with Memory(tmp_path / "m.db", embedder=cohere, llm=cohere, reranker=cohere) as memory:
            yield memory
