"""What users of a memory must meet when the API of its embedder is busy or down.

A plug-in's test subclasses `HostedMemoryConformance` beside a fixture `server`, a `WireServer`
that answers as the provider does.

    class TestMemory(HostedMemoryConformance):
        memory_class, async_memory_class = Memory, AsyncMemory

        @pytest.fixture
        def providers(self, server):
            config = {"api_key": CANARY, "base_url": server.url}
            return {"embedder": {"provider": "letters", "config": config}}
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar

import pytest

from memkit.errors import ConnectionError, MemkitWarning, SpaceError
from memkit.plugins.manager import get_spec
from memkit.testing.leaks import CANARY
from memkit.testing.secrets import SecretsConformance
from memkit.testing.wire import Reply, WireServer

_TEA = "She drinks green tea"
_TRAIN = "The train leaves at nine"
# As often as memkit tries.
_ATTEMPTS = 5


class HostedMemoryConformance(SecretsConformance):
    """Subclass it, and say what a memory is opened with.

    Attributes:
        memory_class, async_memory_class: `memkit.Memory` and `memkit.AsyncMemory`.
        error_body: What the API answers with an error, as JSON values.
    """

    memory_class: ClassVar[type[Any]]
    async_memory_class: ClassVar[type[Any]]
    error_body: ClassVar[Any] = {"error": {"message": "something is wrong", "type": "error"}}

    # -- fixtures ----------------------------------------------------------------------------

    @pytest.fixture
    def providers(self) -> Mapping[str, Any]:
        """Arguments of a memory: its "embedder" on the server, and other models of the provider."""
        raise NotImplementedError

    @pytest.fixture(autouse=True)
    def _kit_user(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        # What a test gives by hand is not kept for whoever runs it.
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
        monkeypatch.setenv("APPDATA", str(tmp_path / "settings"))

    @pytest.fixture
    def memory(self, tmp_path: Path, providers: Mapping[str, Any]) -> Iterator[Any]:
        """An open memory on the server."""
        with self.memory_class(tmp_path / "memory.db", **providers) as memory:
            yield memory

    @pytest.fixture
    def busy(self) -> Reply:
        """An answer that asks to try again at once."""
        return Reply(status=429, json=self.error_body, headers={"Retry-After": "0"})

    @pytest.fixture
    def down(self, monkeypatch: pytest.MonkeyPatch) -> Reply:
        """An answer of a server that is down, and no pauses between attempts."""
        monkeypatch.setattr("memkit.concurrency.effects._FIRST_WAIT_SECONDS", 0.0)
        monkeypatch.setattr("memkit.concurrency.effects._LONGEST_WAIT_SECONDS", 0.0)
        return Reply(status=503, json=self.error_body)

    # -- tests -------------------------------------------------------------------------------

    def test_memories_are_found_by_the_vectors_of_the_api(
        self, server: WireServer, memory: Any
    ) -> None:
        """Each request is counted, those of adding and those of searching."""
        memory.add([_TRAIN, _TEA], user_id="alice", infer=False)
        (hit, *_) = memory.search("green tea", user_id="alice", mode="vector")
        assert hit.memory == _TEA
        assert memory.usage.total.calls == len(server.requests)

    def test_a_busy_api_is_waited_for(self, server: WireServer, memory: Any, busy: Reply) -> None:
        """An API that asks to slow down is only a delay."""
        memory.add(_TRAIN, user_id="alice", infer=False)
        before = len(server.requests)
        server.first(busy, busy)
        (added,) = memory.add(_TEA, user_id="alice", infer=False)
        assert len(server.requests) == before + 3
        server.first(busy)
        assert memory.search("green tea", user_id="alice")[0].id == added.id

    def test_nothing_is_stored_while_the_api_is_down(
        self, server: WireServer, memory: Any, down: Reply
    ) -> None:
        """Adding fails with memkit's error, leaves no trace, and works again afterwards."""
        memory.add(_TEA, user_id="alice", infer=False)
        before = len(server.requests)
        server.first(*[down] * _ATTEMPTS)
        with pytest.raises(ConnectionError, match="503") as raised:
            memory.add(_TRAIN, user_id="alice", infer=False)
        assert raised.value.fix
        assert len(server.requests) == before + _ATTEMPTS
        assert [record.memory for record in memory.get_all(user_id="alice")] == [_TEA]
        assert memory.doctor().ok
        assert memory.add(_TRAIN, user_id="alice", infer=False)[0].event == "ADD"

    def test_a_file_of_another_contacts_nobody(
        self,
        server: WireServer,
        tmp_path: Path,
        providers: Mapping[str, Any],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """The address is a file's: no text and no key goes there before the user allows it."""
        with self.memory_class(tmp_path / "memory.db", **providers) as memory:
            memory.add(_TEA, user_id="alice", infer=False)
        spec = get_spec("embedder", providers["embedder"]["provider"])
        for variables in spec.secrets.values():
            monkeypatch.setenv(variables[0], CANARY)
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "of another"))
        monkeypatch.setenv("APPDATA", str(tmp_path / "of another"))
        before = len(server.requests)
        with pytest.warns(MemkitWarning, match="have not given on this machine"):
            memory = self.memory_class(tmp_path / "memory.db")
        with memory:
            assert memory.search("tea", user_id="alice", mode="text")[0].memory == _TEA
            with pytest.raises(SpaceError, match="Nothing was sent"):
                memory.search("green tea", user_id="alice")
        assert len(server.requests) == before
        # Headers and prices of the first user are not the file's either.
        with self.memory_class(tmp_path / "memory.db", trust=server.url) as memory:
            assert memory.search("green tea", user_id="alice")[0].memory == _TEA
        assert len(server.requests) > before

    def test_a_second_space_that_was_down_is_filled_later(
        self, server: WireServer, tmp_path: Path, providers: Mapping[str, Any], down: Reply
    ) -> None:
        """The memory is stored with a warning, found elsewhere, and embedded when asked to."""
        with self.memory_class(tmp_path / "memory.db") as memory:
            memory.add_space(providers["embedder"], key="second", wait=True, progress=False)
            server.first(down)
            with pytest.warns(MemkitWarning, match="'second' could not embed"):
                (added,) = memory.add(_TEA, user_id="alice", infer=False)
            assert memory.search("tea", user_id="alice")[0].id == added.id
            memory.add_space("second", wait=True, progress=False)
            hits = memory.search("tea", user_id="alice", space="second", mode="vector")
            assert hits[0].id == added.id
            assert memory.doctor().ok

    def test_async_memories(
        self, server: WireServer, tmp_path: Path, providers: Mapping[str, Any], busy: Reply
    ) -> None:
        """Several are added at once, while the API asks to slow down."""

        async def use() -> str:
            path = tmp_path / "memory.db"
            async with self.async_memory_class(path, **providers) as memory:
                server.first(busy)
                texts = (_TEA, _TRAIN, "Rain all day")
                await asyncio.gather(
                    *(memory.add(text, user_id="alice", infer=False) for text in texts)
                )
                hits = await memory.search("green tea", user_id="alice", mode="vector")
                return str(hits[0].memory)

        assert asyncio.run(use()) == _TEA
