"""Tests of the kit that are replaced with a reason; started by `test_overriding.py`."""

from __future__ import annotations

from memkit.plugins import StoreSpec
from memkit.testing import StoreConformance


def spec(name: str, module: str = "stores") -> StoreSpec:
    return StoreSpec(
        name="fake",
        impl=f"kit_fakes.{module}:{name}",
        config="kit_fakes.configs:StoreConfig",
        summary="A fake.",
        capabilities=frozenset({"filter", "text", "persistent"}),
    )


class TestReplaced(StoreConformance):
    spec = spec("IgnoresK")
    overrides = {"test_k_is_kept": "it returns three or more"}  # noqa: RUF012

    def test_k_is_kept(self, store):
        assert store.count() == 0


class TestExpected(StoreConformance):
    spec = spec("NeverKeepsK", "overriding")
    overrides = {"test_k_is_kept": "it returns too few"}  # noqa: RUF012


class TestOneCase(StoreConformance):
    spec = spec("NeverFindsOne", "overriding")
    overrides = {"test_k_is_kept[1]": "one is nothing"}  # noqa: RUF012


class TestStale(StoreConformance):
    spec = spec("GoodStore")
    overrides = {"test_an_empty_batch_is_harmless": "once upon a time"}  # noqa: RUF012


class TestFailing(StoreConformance):
    spec = spec("GoodStore")
    overrides = {"test_k_is_kept": "mine is better"}  # noqa: RUF012

    def test_k_is_kept(self, store):
        raise AssertionError("it is not")
