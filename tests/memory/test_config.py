from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from memkit import Memory
from memkit.builtin.echo import EchoLLM
from memkit.builtin.hash import HashEmbedder
from memkit.engine.settings import Settings, resolve
from memkit.errors import (
    JournalError,
    MemkitError,
    NotFoundError,
    PluginError,
    ProviderError,
    ValidationError,
)


def test_arguments_over_environment_over_file_over_defaults(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert resolve({}).path == "memkit.db"
    (tmp_path / "memkit.toml").write_text('path = "file.db"\nactor = "file"\nembedder = "hash"\n')
    assert (resolve({}).path, resolve({}).embedder) == ("file.db", "hash")
    monkeypatch.setenv("MEMKIT_PATH", "env.db")
    monkeypatch.setenv("MEMKIT_DURABILITY", "fast")
    settings = resolve({"path": None, "actor": "argument"})
    assert (settings.path, settings.durability, settings.actor, settings.embedder) == (
        "env.db",
        "fast",
        "argument",
        "hash",
    )
    assert resolve({"path": Path("a.db")}).path == "a.db"


def test_an_empty_environment_is_an_empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEMKIT_STORE", "elsewhere")
    assert resolve({}, environ={}).store == "local"


def test_the_default_file_is_here(tmp_path: Path) -> None:
    memory = Memory()
    memory.add("tea", user_id="a")
    memory.close()
    assert (tmp_path / "memkit.db").exists()


def test_from_config_takes_our_shape_and_the_other_one(tmp_path: Path) -> None:
    shapes: list[Any] = [
        {"path": "a.db", "embedder": "hash", "store": "local"},
        {
            "embedder": {"provider": "hash", "config": {}},
            "vector_store": {"provider": "local", "config": {"sidecar": False}},
            "llm": {"provider": "echo", "config": {}},
            "history_db_path": "b.db",
            "version": "v1.1",
        },
    ]
    for shape, file in zip(shapes, ("a.db", "b.db"), strict=True):
        with Memory.from_config(shape) as memory:
            memory.add("tea", user_id="a")
            assert memory.spaces[0].key == "hash"
        assert (tmp_path / file).exists()
    (tmp_path / "mine.toml").write_text('path = "c.db"\n[embedder]\nprovider = "hash"\n')
    for config in ("mine.toml", tmp_path / "mine.toml"):
        with Memory.from_config(config) as memory:
            assert memory.spaces[0].key == "hash"


@pytest.mark.parametrize(
    "config",
    [
        {"pathh": "x"},
        {"embedder": 5},
        {"embedder": {"config": {}}},
        {"durability": "some"},
        {"embedder": {"provider": "hash", "confg": {}}},
        {"path": 5},
        {"store": {"provider": 5}},
        {"embedder": {"provider": "hash", "config": 5}},
        {"actor": 5},
        {"embedder": "nonexistent"},
        {"store": "nonexistent"},
        {"embedder": {"provider": "hash", "config": {"unknown": 1}}},
        {"store": {"provider": "local", "config": {"sidecar": "maybe"}}},
        {"llm": "hash"},
        {"reranker": "none at all"},
        {"journal": "nonexistent"},
    ],
    ids=str,
)
def test_what_is_no_setting_is_refused_with_the_fix(config: Any, tmp_path: Path) -> None:
    with pytest.raises(MemkitError) as caught:
        Memory.from_config(config)
    assert str(caught.value).endswith(caught.value.fix)
    assert isinstance(caught.value, (ValidationError, PluginError))


def test_a_typo_is_recognised() -> None:
    with pytest.raises(ValidationError, match="'embedder'"):
        Memory.from_config({"embeder": "hash"})


def test_objects_in_the_wrong_place_are_refused(fake: Any, reranker: Any) -> None:
    for settings in (
        {"store": fake},
        {"embedder": reranker},
        {"llm": fake},
        {"reranker": fake},
        {"journal": fake},
    ):
        with pytest.raises(MemkitError):
            Memory(":memory:", **settings)


def test_files_that_can_not_be_read(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        Memory.from_config("none.toml")
    (tmp_path / "bad.toml").write_text("path = ")
    with pytest.raises(ValidationError, match="TOML"):
        Memory.from_config("bad.toml")
    (tmp_path / "memkit.toml").write_bytes(b"\xff")
    with pytest.raises(ValidationError, match="TOML"):
        Memory()


@pytest.mark.parametrize("where", ["no/such/folder/m.db", "."])
def test_a_file_that_can_not_be_opened(where: str) -> None:
    with pytest.raises(JournalError) as caught:
        Memory(where)
    assert str(caught.value).endswith(caught.value.fix)


def test_no_network_no_files_elsewhere(
    open_memory: Callable[..., Memory], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    def refuse(*args: Any, **kwargs: Any) -> Any:
        raise AssertionError("something called home")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    with open_memory() as memory:
        memory.add("tea", user_id="a")
        memory.search("tea", user_id="a")
        memory.doctor()
    assert {p.name.partition("-")[0] for p in tmp_path.iterdir()} == {"memory.db"}


def test_results_survive_pickling(memory: Memory) -> None:
    memory.add("tea", user_id="a", metadata={"n": 1})
    hits = memory.search("tea", user_id="a", explain=True)
    assert pickle.loads(pickle.dumps(list(hits))) == list(hits)
    assert pickle.loads(pickle.dumps(memory.events())) == memory.events()
    assert hits[0].model_dump_json()


def test_a_pickle_of_settings_holds_no_key() -> None:
    given = {"provider": "x", "config": {"api_key": "sk-secret"}}
    settings = Settings(path="m.db", embedder=given)
    loaded = pickle.loads(pickle.dumps(settings))
    assert (loaded.path, loaded.embedder) == ("m.db", None)
    assert b"sk-secret" not in pickle.dumps(settings)
    assert "sk-secret" not in repr(settings)


def test_what_was_opened_is_closed_if_the_rest_can_not_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[str] = []

    def fail(self: HashEmbedder, texts: list[str], *, kind: str) -> None:
        raise ProviderError("It is down.", fix="Try again.")

    monkeypatch.setattr(HashEmbedder, "embed_batch", fail)
    monkeypatch.setattr(HashEmbedder, "close", lambda self: closed.append("embedder"))
    monkeypatch.setattr(EchoLLM, "close", lambda self: closed.append("llm"))
    with pytest.raises(ProviderError, match="down"):
        Memory(tmp_path / "m.db", embedder="hash", llm="echo")
    assert sorted(closed) == ["embedder", "llm"]
