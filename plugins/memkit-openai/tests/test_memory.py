"""Through Memory: what users meet when the service is busy, down, or a second space."""

from __future__ import annotations

import asyncio

import pytest
from memkit_openai._plugin import EMBEDDERS

from memkit import AsyncMemory, Memory
from memkit.errors import AuthenticationError
from memkit.testing import CANARY, HostedMemoryConformance


@pytest.fixture(autouse=True)
def _no_other_key(monkeypatch):
    for spec in EMBEDDERS:
        monkeypatch.delenv(spec.secrets["api_key"][0], raising=False)


@pytest.fixture
def embedder(server):
    config = {"api_key": CANARY, "base_url": server.url, "price": {"input": 0.02}}
    return {"provider": "openai", "config": config}


class TestMemory(HostedMemoryConformance):
    """With a key in the embedder, the LLM and a header."""

    memory_class, async_memory_class = Memory, AsyncMemory

    @pytest.fixture
    def providers(self, server, embedder):
        embedder["config"]["headers"] = {"X-Gateway": CANARY}
        config = {"api_key": CANARY, "model": "m", "base_url": server.url}
        return {"embedder": embedder, "llm": {"provider": "groq", "config": config}}


def test_a_memory_tells_what_it_costs(embedder, tmp_path):
    with Memory(tmp_path / "memory.db", embedder=embedder) as memory:
        memory.add("I like green tea", user_id="alice")
        (used,) = memory.usage.values()
    assert used.input_tokens > 0
    assert used.cost == pytest.approx(used.input_tokens * 0.02 / 1e6)


def test_a_memory_is_opened_again_with_the_key_of_the_environment(
    server, embedder, tmp_path, monkeypatch
):
    with Memory(tmp_path / "memory.db", embedder=embedder) as memory:
        memory.add("I like green tea", user_id="alice")
    with Memory(tmp_path / "memory.db") as again:
        with pytest.raises(
            AuthenticationError, match="Set the environment variable OPENAI_API_KEY"
        ):
            again.search("tea", user_id="alice")
        monkeypatch.setenv("OPENAI_API_KEY", CANARY)
        assert again.search("tea", user_id="alice")[0].memory == "I like green tea"
    assert server.requests[-1].headers["authorization"] == f"Bearer {CANARY}"


def test_async_memories_use_the_async_client(server, embedder, tmp_path):
    async def use():
        async with AsyncMemory(tmp_path / "memory.db", embedder=embedder) as memory:
            await memory.add("I like green tea", user_id="alice")

    asyncio.run(use())
    assert {request.headers["x-stainless-async"] for request in server.requests} != {"false"}
