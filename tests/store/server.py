"""A fake server for tests of stores: it outlives every process, may be down, and has no words."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from memkit import plugins
from memkit.contracts.store import Batch, Matches, Selection, SpaceInfo, Store
from memkit.errors import ProviderError

# A server that outlives every process: rows by key, as they were sent.
SERVER: dict[str, Any] = {}


def reset_server() -> None:
    SERVER.clear()
    SERVER.update(rows={}, spaces={}, down=False, fail_after=None, calls=[])


class ServerStore(Store):
    """A store on that server, without text search, filters or a position of its own."""

    def __init__(self, config: Any, context: Any) -> None:
        super().__init__(context)

    def _call(self, name: str) -> None:
        SERVER["calls"].append(name)
        left = SERVER["fail_after"]
        if left is not None:
            SERVER["fail_after"] = left - 1
        if SERVER["down"] or (left is not None and left <= 0):
            raise ProviderError("The server is down.", fix="Start it again.", provider="server")

    def open_space(self, space: SpaceInfo) -> None:
        self._call("open_space")
        SERVER["spaces"][space.key] = space

    def drop_space(self, key: str) -> None:
        self._call("drop_space")
        SERVER["spaces"].pop(key, None)
        for row in SERVER["rows"].values():
            row["vectors"].pop(key, None)

    def upsert(self, batch: Batch) -> None:
        self._call("upsert")
        for i, key in enumerate(batch.keys.tolist()):
            row = SERVER["rows"].setdefault(key, {"vectors": {}})
            row["record"] = batch.records[i]
            row["vectors"] |= {space: vectors[i].copy() for space, vectors in batch.vectors.items()}

    def delete(self, keys: Any) -> None:
        self._call("delete")
        for key in keys.tolist():
            SERVER["rows"].pop(key, None)

    def search(self, space: str, vector: Any, *, k: int, selection: Selection) -> Matches:
        self._call("search")
        found = []
        allowed = set(self.context.allowed_keys(selection).tolist())
        for key, row in SERVER["rows"].items():
            mine = row["vectors"].get(space)
            if key in allowed and mine is not None and mine.any():
                found.append(
                    (float(mine @ vector / np.linalg.norm(mine) / np.linalg.norm(vector)), key)
                )
        found.sort(key=lambda item: (-item[0], item[1]))
        return Matches(
            np.array([key for _, key in found[:k]], np.int64),
            np.array([score for score, _ in found[:k]], np.float32),
        )

    def count(self, space: str | None = None) -> int:
        self._call("count")
        rows = SERVER["rows"].values()
        return sum(
            1 for row in rows if space is None or row["vectors"].get(space, np.zeros(1)).any()
        )

    def clear(self) -> None:
        self._call("clear")
        SERVER["rows"].clear()
        SERVER["spaces"].clear()


PLUGIN = """
from memkit.plugins import StoreSpec, hookimpl

@hookimpl
def memkit_stores():
    return [
        StoreSpec(
            name="server",
            impl="fake_server_impl:ServerStore",
            config="fake_server_impl:Config",
            summary="A fake server.",
            capabilities=frozenset({"persistent"}),
        )
    ]
"""
IMPL = """
from memkit.plugins import ProviderConfig

class Config(ProviderConfig):
    pass
"""


def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Installs the distribution memkit-server, as pip would."""
    site = tmp_path / "site"
    info = site / "memkit_server-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: memkit-server\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[memkit]\nserver = fake_server_plugin\n")
    (site / "fake_server_plugin.py").write_text(PLUGIN)
    (site / "fake_server_impl.py").write_text(IMPL)
    monkeypatch.syspath_prepend(site)
    import fake_server_impl  # type: ignore[import-not-found]

    fake_server_impl.ServerStore = ServerStore
    plugins.reset()
    reset_server()
    yield
    plugins.reset()
    for name in ("fake_server_impl", "fake_server_plugin"):
        sys.modules.pop(name, None)
