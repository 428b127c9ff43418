"""A memory whose embedder and LLM are on a server of Hugging Face's making."""

from __future__ import annotations

import asyncio

import pytest

from memkit import AsyncMemory, Memory
from memkit.errors import ConnectionError, MemkitWarning
from memkit.testing import CANARY, Reply, SecretsConformance

BUSY = Reply(
    status=429,
    json={"error": "Model is overloaded", "error_type": "Overloaded"},
    headers={"Retry-After": "0"},
)
DOWN = Reply(status=503, json={"error": "Model is loading", "estimated_time": 20.0})


@pytest.fixture
def huggingface(server, monkeypatch):
    """How a memory is told to use the server."""
    monkeypatch.setenv("HF_TOKEN", CANARY)
    options = {"model": "a/model", "base_url": server.url}
    return {"provider": "huggingface", "config": options}


@pytest.fixture
def impatient(monkeypatch):
    """No pauses between attempts."""
    monkeypatch.setattr("memkit.hosted.retry._FIRST_WAIT_SECONDS", 0.0)


def test_add_and_search(server, huggingface, tmp_path):
    with Memory(tmp_path / "m.db", embedder=huggingface) as memory:
        server.first(BUSY)
        memory.add("She drinks green tea", user_id="alice")
        memory.add("The train leaves at nine", user_id="alice")
        server.first(BUSY)
        hit = memory.search("green tea", user_id="alice")[0]
        assert hit.memory == "She drinks green tea"
        assert memory.usage.total.calls == len(server.requests) - 2
    assert server.requests[-1].json["inputs"] == ["green tea"]


def test_nothing_is_stored_while_it_is_down(server, huggingface, tmp_path, impatient):
    with Memory(tmp_path / "m.db", embedder=huggingface) as memory:
        memory.add("She drinks green tea", user_id="alice")
        before = len(server.requests)
        server.first(*[DOWN] * 5)
        with pytest.raises(ConnectionError, match="503"):
            memory.add("The train leaves at nine", user_id="alice")
        assert len(server.requests) - before == 5
        assert [one.memory for one in memory.get_all(user_id="alice")] == ["She drinks green tea"]
        assert memory.doctor().ok


def test_a_second_space_that_was_down_is_filled_later(server, huggingface, tmp_path, impatient):
    with Memory(tmp_path / "m.db") as memory:
        memory.add_space(huggingface, key="huggingface", wait=True, progress=False)
        server.first(*[DOWN] * 5)
        with pytest.warns(MemkitWarning, match="huggingface"):
            (added,) = memory.add("She drinks green tea", user_id="alice")
        assert memory.search("tea", user_id="alice")[0].id == added.id
        memory.add_space("huggingface", wait=True, progress=False)
        assert memory.search("tea", user_id="alice", space="huggingface")[0].id == added.id
        assert memory.doctor().ok


def test_async(server, huggingface, tmp_path):
    async def use():
        async with AsyncMemory(tmp_path / "m.db", embedder=huggingface) as memory:
            server.first(BUSY)
            texts = ("She drinks green tea", "The train leaves at nine", "Rain all day")
            await asyncio.gather(*(memory.add(text, user_id="alice") for text in texts))
            hits = await memory.search("green tea", user_id="alice")
            return hits[0].memory

    assert asyncio.run(use()) == "She drinks green tea"


class TestSecrets(SecretsConformance):
    @pytest.fixture
    def memory(self, tmp_path, huggingface):
        with Memory(tmp_path / "m.db", embedder=huggingface, llm=huggingface) as memory:
            yield memory
