"""Through Memory: what users meet when the service is busy, down, or a second space."""

from __future__ import annotations

import asyncio

import pytest
from memkit_openai._plugin import EMBEDDERS

from memkit import AsyncMemory, Memory
from memkit.errors import AuthenticationError, ConnectionError, MemkitWarning
from memkit.testing import CANARY, Reply, SecretsConformance

BUSY = Reply(status=429, json={"error": {"message": "Slow."}}, headers={"Retry-After": "0"})
DOWN = Reply(status=503, json={"error": {"message": "Overloaded."}})


@pytest.fixture(autouse=True)
def _no_other_key(monkeypatch):
    for spec in EMBEDDERS:
        monkeypatch.delenv(spec.secrets["api_key"][0], raising=False)


@pytest.fixture
def embedder(server):
    config = {"api_key": CANARY, "base_url": server.url, "price": {"input": 0.02}}
    return {"provider": "openai", "config": config}


@pytest.fixture
def memory(tmp_path, embedder):
    with Memory(tmp_path / "memory.db", embedder=embedder) as memory:
        yield memory


class TestSecrets(SecretsConformance):
    """With a key in the embedder, the LLM and a header."""

    @pytest.fixture
    def memory(self, tmp_path, server, embedder):
        embedder["config"]["headers"] = {"X-Gateway": CANARY}
        config = {"api_key": CANARY, "model": "m", "base_url": server.url}
        llm = {"provider": "groq", "config": config}
        with Memory(tmp_path / "memory.db", embedder=embedder, llm=llm) as memory:
            yield memory


def test_memories_are_found_by_the_vectors_of_the_service(memory):
    memory.add(["I like green tea with honey", "The train to Porto is late"], user_id="alice")
    (hit, *_) = memory.search("tea with honey", user_id="alice", mode="vector")
    assert hit.memory == "I like green tea with honey"
    (used,) = memory.usage.values()
    assert used.input_tokens > 0
    assert used.cost == pytest.approx(used.input_tokens * 0.02 / 1e6)


def test_a_busy_service_is_waited_for(server, memory):
    memory.add("I like green tea", user_id="alice")
    server.first(BUSY, BUSY)
    asked = len(server.requests)
    (added,) = memory.add("I like black tea", user_id="alice")
    assert len(server.requests) - asked == 3
    server.first(BUSY)
    assert memory.search("black tea", user_id="alice")[0].id == added.id


def test_nothing_is_stored_while_the_service_is_down(server, memory, monkeypatch):
    memory.add("I like green tea", user_id="alice")
    monkeypatch.setattr("memkit.hosted.retry._FIRST_WAIT_SECONDS", 0.001)
    monkeypatch.setattr("memkit.hosted.retry._LONGEST_WAIT_SECONDS", 0.001)
    server.first(*[DOWN] * 5)
    with pytest.raises(ConnectionError, match=r"'openai'.*status 503.*Overloaded.*Try again"):
        memory.add("I like black tea", user_id="alice")
    assert [record.memory for record in memory.get_all(user_id="alice")] == ["I like green tea"]
    assert memory.doctor().ok
    assert memory.add("I like black tea", user_id="alice")[0].event == "ADD"


def test_a_second_space_that_is_down_is_filled_later(server, tmp_path):
    config = {"api_key": CANARY, "base_url": server.url, "dimensions": 64}
    with Memory(tmp_path / "memory.db") as memory:
        memory.add("I like green tea", user_id="alice")
        second = {"provider": "openai", "config": config}
        memory.add_space(second, key="second", wait=True, progress=False)
        server.first(DOWN)
        with pytest.warns(MemkitWarning, match="'second' could not embed"):
            (added,) = memory.add("I like black coffee", user_id="alice")
        assert memory.search("black coffee", user_id="alice")[0].id == added.id
        memory.add_space("second", wait=True, progress=False)
        hits = memory.search("black coffee", user_id="alice", space="second", mode="vector")
        assert hits[0].id == added.id


def test_a_memory_is_opened_again_with_the_key_of_the_environment(
    server, memory, tmp_path, monkeypatch
):
    memory.add("I like green tea", user_id="alice")
    memory.close()
    with Memory(tmp_path / "memory.db") as again:
        with pytest.raises(
            AuthenticationError, match="Set the environment variable OPENAI_API_KEY"
        ):
            again.search("tea", user_id="alice")
        monkeypatch.setenv("OPENAI_API_KEY", CANARY)
        assert again.search("tea", user_id="alice")[0].memory == "I like green tea"
    assert server.requests[-1].headers["authorization"] == f"Bearer {CANARY}"


def test_async_memories_use_the_async_client(server, tmp_path, embedder):
    async def use():
        async with AsyncMemory(tmp_path / "memory.db", embedder=embedder) as memory:
            server.first(BUSY)
            texts = ["I like green tea", "The train to Porto is late", "He plays the cello"]
            await asyncio.gather(*(memory.add(text, user_id="alice") for text in texts))
            hits = await memory.search("cello", user_id="alice", mode="vector")
            return hits[0].memory

    assert asyncio.run(use()) == "He plays the cello"
    assert {request.headers["x-stainless-async"] for request in server.requests[-3:]} != {"false"}
