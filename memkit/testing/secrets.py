"""A walk through everything that a memory shows and keeps, looking for a secret."""

from __future__ import annotations

import logging
import pickle
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from memkit.errors import MemkitError
from memkit.testing.leaks import CANARY, written
from memkit.testing.overriding import Guarded

_DEEP = 6


class SecretsConformance(Guarded):
    """Subclass it, and make the fixture `memory` give an open memory that works.

    Each of its providers that takes a secret was given `memkit.testing.CANARY`; a provider that
    can't run here stands on a server that answers at the wire.
    """

    @pytest.fixture
    def memory(self) -> Any:
        """An open memory, with its journal in `tmp_path`."""
        raise NotImplementedError

    def test_no_secret_leaves_a_memory(
        self,
        memory: Any,
        tmp_path: Path,
        caplog: pytest.LogCaptureFixture,
        capfd: pytest.CaptureFixture[str],
    ) -> None:
        """Not in what it prints, shows in a cell, logs, writes, pickles or raises."""
        caplog.set_level(logging.DEBUG)
        said = [text for value in _used(memory, tmp_path) for text in _shows(value)]
        said += [written(error) for error in _raised(memory)]
        said += [text for thing in _parts(memory) for text in _shows(thing)]
        said += [caplog.text, *capfd.readouterr()]
        assert not any(CANARY in text for text in said), "a secret was shown"
        for thing in _parts(memory):
            assert CANARY.encode() not in _pickled(thing), f"a pickle of {type(thing)} holds it"
        memory.close()
        for file in filter(Path.is_file, tmp_path.rglob("*")):
            assert CANARY.encode() not in file.read_bytes(), f"{file.name} holds a secret"


def _used(memory: Any, folder: Path) -> Iterator[Any]:
    """Use a memory, and yield what its verbs return."""
    (added,) = memory.add("I like green tea", user_id="alice", metadata={"topic": "food"})
    yield added
    yield memory.search("tea", user_id="alice", explain=True)
    yield memory.update(added.id, "I like black tea")
    yield memory.history(added.id)
    yield memory.spaces
    yield memory.usage
    yield memory.doctor()
    yield memory.export(folder / "export.jsonl")
    yield memory


def _raised(memory: Any) -> Iterator[MemkitError]:
    """Yield errors that users meet."""
    calls: list[Callable[[], object]] = [
        lambda: memory.search("tea", space="nowhere"),
        lambda: memory.add_space("nobody"),
        lambda: memory.get("nothing"),
        lambda: memory.add_space({"provider": "nobody", "api_key": CANARY}),
        lambda: memory.add_space({"provider": "hash", "config": {"api_kye": CANARY}}),
        lambda: memory.add_space({"provider": "hash", "config": {"dim": {"api_key": CANARY}}}),
        lambda: memory.add_space({"config": {"api_key": CANARY}}),
        lambda: memory.add_space(f"nobody:https://ann:{CANARY}@host.example"),
        lambda: memory.use_store("local", api_kye=CANARY),
        lambda: memory.use_store(f"nobody:https://host.example/?token={CANARY}"),
    ]
    for call in calls:
        try:
            call()
        except MemkitError as error:
            yield error


def _shows(value: Any) -> Iterator[str]:
    """Yield what a terminal and a cell show of a value."""
    yield repr(value)
    yield str(value)
    bundle: dict[str, object] = getattr(value, "_repr_mimebundle_", dict)()
    yield from (str(text) for text in (bundle or {}).values())


def _parts(thing: Any, depth: int = _DEEP, seen: set[int] | None = None) -> Iterator[Any]:
    """Yield the objects of memkit and of its plug-ins that a memory is made of."""
    seen = set() if seen is None else seen
    if id(thing) in seen or depth < 0:
        return
    seen.add(id(thing))
    if isinstance(thing, dict):
        inner = list(thing.values())
    elif isinstance(thing, (list, tuple, set, frozenset)):
        inner = list(thing)
    elif type(thing).__module__.partition(".")[0].startswith("memkit"):
        yield thing
        inner = list(getattr(thing, "__dict__", {}).values())
    else:
        return
    for item in inner:
        yield from _parts(item, depth - 1, seen)


def _pickled(thing: Any) -> bytes:
    try:
        return pickle.dumps(thing)
    except Exception:  # noqa: BLE001 - what can't be pickled keeps its secret
        return b""
