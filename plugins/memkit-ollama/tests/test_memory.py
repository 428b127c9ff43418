"""A memory whose embedder and LLM are on an Ollama server."""

from __future__ import annotations

import asyncio

import pytest
from memkit_ollama._plugin import EMBEDDER

from memkit import AsyncMemory, Memory
from memkit.errors import ConnectionError, MemkitWarning, ProviderError
from memkit.testing import CANARY, Reply, SecretsConformance

BUSY = Reply(status=429, json={"error": "slow down"}, headers={"Retry-After": "0"})
DOWN = Reply(status=503, json={"error": "server busy, please try again"})


@pytest.fixture
def ollama(server, monkeypatch):
    """How a memory is told to use the server."""
    monkeypatch.setenv("OLLAMA_API_KEY", CANARY)
    return {"provider": "ollama", "config": {"base_url": server.url}}


@pytest.fixture
def impatient(monkeypatch):
    """No pauses between attempts."""
    monkeypatch.setattr("memkit.hosted.retry._FIRST_WAIT_SECONDS", 0.0)


def test_add_and_search(server, ollama, tmp_path):
    with Memory(tmp_path / "m.db", embedder=ollama) as memory:
        server.first(BUSY)
        memory.add("She drinks green tea", user_id="alice")
        memory.add("The train leaves at nine", user_id="alice")
        server.first(BUSY)
        hit = memory.search("green tea", user_id="alice")[0]
        assert hit.memory == "She drinks green tea"
        assert memory.usage.total.calls == len(server.requests) - 2


def test_nothing_is_stored_while_it_is_down(server, ollama, tmp_path, impatient):
    with Memory(tmp_path / "m.db", embedder=ollama) as memory:
        memory.add("She drinks green tea", user_id="alice")
        before = len(server.requests)
        server.first(*[DOWN] * 5)
        with pytest.raises(ConnectionError, match="server busy"):
            memory.add("The train leaves at nine", user_id="alice")
        assert len(server.requests) == before + 5
        assert [one.memory for one in memory.get_all(user_id="alice")] == ["She drinks green tea"]
        assert memory.doctor().ok


def test_a_model_that_was_not_pulled_is_told_when_the_memory_is_opened(make, tmp_path):
    with pytest.raises(ProviderError, match="ollama pull bge-m3"):
        Memory(tmp_path / "m.db", embedder=make(EMBEDDER, model="bge-m3"))


def test_a_second_space_that_was_down_is_filled_later(server, ollama, tmp_path, impatient):
    with Memory(tmp_path / "m.db") as memory:
        memory.add_space(ollama, key="ollama", wait=True, progress=False)
        server.first(*[DOWN] * 5)
        with pytest.warns(MemkitWarning, match="ollama"):
            (added,) = memory.add("She drinks green tea", user_id="alice")
        assert memory.search("tea", user_id="alice")[0].id == added.id
        memory.add_space("ollama", wait=True, progress=False)
        assert memory.search("tea", user_id="alice", space="ollama")[0].id == added.id
        assert memory.doctor().ok


def test_async(server, ollama, tmp_path):
    async def use():
        async with AsyncMemory(tmp_path / "m.db", embedder=ollama) as memory:
            server.first(BUSY)
            texts = ("She drinks green tea", "The train leaves at nine", "Rain all day")
            await asyncio.gather(*(memory.add(text, user_id="alice") for text in texts))
            hits = await memory.search("green tea", user_id="alice")
            return hits[0].memory

    assert asyncio.run(use()) == "She drinks green tea"


class TestSecrets(SecretsConformance):
    @pytest.fixture
    def memory(self, tmp_path, ollama):
        with Memory(tmp_path / "m.db", embedder=ollama, llm=ollama) as memory:
            yield memory
