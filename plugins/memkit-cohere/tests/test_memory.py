"""A memory whose embedder, reranker and LLM are Cohere's."""

from __future__ import annotations

import asyncio

import pytest

from memkit import AsyncMemory, Memory
from memkit.testing import CANARY, HostedMemoryConformance

ERROR = {"message": "something is wrong"}


@pytest.fixture
def cohere(server, monkeypatch):
    """How a memory is told to use the server."""
    monkeypatch.setenv("CO_API_KEY", CANARY)
    return {"provider": "cohere", "config": {"base_url": server.url}}


class TestMemory(HostedMemoryConformance):
    memory_class, async_memory_class = Memory, AsyncMemory
    error_body = ERROR

    @pytest.fixture
    def providers(self, cohere):
        return {"embedder": cohere, "llm": cohere, "reranker": cohere}


def test_what_is_added_and_what_is_asked_are_told_apart(server, cohere, tmp_path):
    with Memory(tmp_path / "m.db", embedder=cohere) as memory:
        memory.add("She drinks green tea", user_id="alice")
        memory.search("green tea", user_id="alice")
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


def test_async_memories_rerank(cohere, tmp_path):
    async def use():
        async with AsyncMemory(tmp_path / "m.db", embedder=cohere, reranker=cohere) as memory:
            await memory.add("She drinks green tea", user_id="alice")
            await memory.add("Tea leaves the train", user_id="alice")
            hits = await memory.search("the train leaves", user_id="alice", rerank=True)
            return hits[0].memory

    assert asyncio.run(use()) == "Tea leaves the train"
