"""What the tests of stores stand on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pytest

from memkit.contracts.embedder import Vectors
from memkit.contracts.store import Selection, Store
from memkit.plugins.specs import StoreSpec
from memkit.testing.base import ProviderConformance
from memkit.testing.context import DictContext
from memkit.testing.samples import random_units
from memkit.testing.stores.tools import DIM, assert_order, fill, search, select


class StoreKit(ProviderConformance):
    """What the tests of all concerns need: fixtures, and a comparison with brute force."""

    spec: ClassVar[StoreSpec]
    min_recall: ClassVar[float] = 1.0
    tolerance: ClassVar[float] = 1e-3

    kit_spec = StoreSpec
    kit_contract = Store
    kit_capabilities = frozenset({"filter", "text", "persistent", "approximate"})
    kit_methods: ClassVar = {"search_text": "text", "approximation": "approximate"}

    @pytest.fixture
    def context(self, tmp_path: Path) -> DictContext:
        """The journal, or rather its stand-in."""
        return DictContext(tmp_path / "memory.db")

    @pytest.fixture
    def open_store(self, config: dict[str, Any]) -> Iterator[Callable[[DictContext], Store]]:
        """Opens stores, which are cleared and closed after the test."""
        opened: list[Store] = []

        def open_store(context: DictContext) -> Store:
            opened.append(self.kit_instance(config, context))
            return opened[-1]

        yield open_store
        for store in reversed(opened):
            try:
                store.clear()
                store.close()
            except Exception:  # noqa: BLE001 - it may be closed; test_clear sees to the rest
                pass

    @pytest.fixture
    def store(self, open_store: Callable[[DictContext], Store], context: DictContext) -> Store:
        """An open, empty store."""
        return open_store(context)

    def kit_context(self, folder: Path) -> tuple[Any, ...]:
        """Return a context to construct a store with."""
        return (DictContext(folder / "memory.db"),)

    def kit_exercise(self, provider: Any, *context: Any) -> None:
        """Put something in, find it, and throw it away."""
        (journal,) = context
        try:
            fill(provider, journal, random_units(2, DIM, seed=1))
            search(provider, random_units(1, DIM, seed=1)[0])
        finally:
            provider.clear()

    def kit_check(
        self,
        store: Store,
        context: DictContext,
        vector: Vectors,
        *,
        k: int = 10,
        selection: Selection | None = None,
        space: str = "a",
        min_recall: float = 1.0,
    ) -> None:
        """Compare a search with brute force."""
        selection = selection or select()
        found = search(store, vector, k=k, selection=selection, space=space)
        keys, scores = context.scores(space, vector, selection)
        true = dict(zip(keys.tolist(), scores.tolist(), strict=True))
        wrong = [key for key in found.keys.tolist() if key not in true]
        assert not wrong, "keys that the selection does not hold"
        assert len(found) == min(k, len(true))
        if not true or not len(found):
            return
        assert_order(found)
        expected = np.array([true[key] for key in found.keys.tolist()])
        np.testing.assert_allclose(found.scores, expected, atol=self.tolerance)
        # Whoever scores as well as the k-th may stand in its place.
        least = scores[len(found) - 1] - self.tolerance
        assert (expected >= least).mean() >= min_recall
