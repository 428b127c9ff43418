"""Runs the kit on each of the stores in `kit_fakes.stores`; started by `test_stores.py`."""

from __future__ import annotations

import inspect
from dataclasses import replace

import kit_fakes.stores
import pytest
from kit_fakes.stores import GoodStore

from memkit.plugins import StoreSpec, get_spec
from memkit.testing import StoreConformance

FULL = frozenset({"filter", "text", "persistent"})


def spec(name: str, capabilities: frozenset[str] = FULL, config: str = "StoreConfig") -> StoreSpec:
    return StoreSpec(
        name="fake",
        impl=f"kit_fakes.stores:{name}",
        config=f"kit_fakes.configs:{config}",
        summary="A fake.",
        capabilities=capabilities,
        secrets={"api_key": ()},
    )


class FileStore(StoreConformance):
    @pytest.fixture
    def config(self, tmp_path):
        return {"path": tmp_path / "shelf"}


class TestJournalFilteredStore(StoreConformance):
    spec = spec("JournalFilteredStore", frozenset())


class TestLooseConfig(FileStore):
    spec = spec("GoodStore", config="LooseConfig")


class TestHidesText(FileStore):
    spec = spec("GoodStore", frozenset({"filter", "persistent"}))


class TestUnknownCapability(FileStore):
    spec = spec("GoodStore", FULL | {"persistant"})


class TestNoSummary(FileStore):
    spec = replace(spec("GoodStore"), summary=" ")


class TestMisnamedFields(FileStore):
    spec = replace(spec("GoodStore"), shorthand="pfad")


class TestTalkativeConfig(FileStore):
    spec = spec("GoodStore", config="TalkativeConfig")


class TestChangingConfig(FileStore):
    spec = spec("GoodStore", config="ChangingConfig")


class TestGreedy(FileStore):
    spec = replace(spec("GoodStore"), impl="kit_greedy.stores:GreedyStore")


class TestNotTheInstalledOne(StoreConformance):
    spec = replace(get_spec("store", "local"), summary="Another.")


for _name, _store in inspect.getmembers(kit_fakes.stores, inspect.isclass):
    if issubclass(_store, GoodStore) and f"Test{_name}" not in globals():
        globals()[f"Test{_name}"] = type(
            f"Test{_name}", (FileStore,), {"spec": spec(_name), "__module__": __name__}
        )


class TestApproximateStore(FileStore):
    spec = replace(
        spec("ApproximateStore", FULL | {"approximate"}, "ApproximateConfig"), breadth="ef_search"
    )


class TestForgetsTheBreadth(FileStore):
    spec = replace(
        spec("ForgetsTheBreadth", FULL | {"approximate"}, "ApproximateConfig"), breadth="ef_search"
    )


class TestMisnamedBreadth(FileStore):
    spec = replace(spec("GoodStore"), breadth="ef")
