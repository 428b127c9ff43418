"""Whatever is looked at first, the answer is the best of all that pass, also where these come last.

The pools are made small, so that there are always more that match than one holds.
"""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memkit.builtin.configs import LocalConfig
from memkit.builtin.local_store import store as local
from memkit.contracts.store import Matches
from memkit.domain.records import Scope
from memkit.filters import Bounds
from memkit.providers.vector_stores import Plan, best, ranked
from memkit.testing import DictContext, SampleMemory
from memkit.testing.stores.tools import fan, select

EVERYTHING = select()


class Engine:
    """An engine of which each memory's score is known.

    Args:
        scores: By key.
        short: Whether its graph has no way to some, so that an answer may be short.
    """

    def __init__(self, scores: dict[int, float], *, short: bool) -> None:
        self.scores, self.short = scores, short
        self.asked: list[tuple[int, bool]] = []

    def ask(self, native: Any, limit: int, exact: bool) -> Matches:
        self.asked.append((limit, exact))
        keys = [key for key in self.scores if native is True or key in native]
        found = self.matches(keys, limit)
        if self.short and not exact and len(found) > 2:
            return Matches(found.keys[:-1], found.scores[:-1])
        return found

    def matches(self, keys: list[int], limit: int) -> Matches:
        scores = np.array([self.scores[key] for key in keys], np.float32)
        return ranked(np.array(keys, np.int64), scores, limit)


class Journal:
    """The journal, which decides what passes."""

    def __init__(self, allowed: set[int]) -> None:
        self.allowed = allowed

    def allowed_keys(self, selection: Any, *, among: Any = None) -> Any:
        keys = self.allowed if among is None else self.allowed & set(among.tolist())
        return np.array(sorted(keys), np.int64)


@given(
    number=st.integers(1, 120),
    share=st.sampled_from([0.0, 0.02, 0.3, 0.9, 1.0]),
    knows=st.sampled_from(["nothing", "some of it", "all of it"]),
    last=st.booleans(),
    k=st.integers(1, 30),
    looks=st.sampled_from([(4,), (4, 16), (8, 16, 64)]),
    most=st.sampled_from([None, 3, 7, 20, 50]),
    in_filter=st.sampled_from([1, 5, 1000]),
    short=st.booleans(),
    slow=st.booleans(),
    seed=st.integers(0, 1000),
)
def test_the_best_of_all_that_pass(
    number: int,
    share: float,
    knows: str,
    last: bool,
    k: int,
    looks: tuple[int, ...],
    most: int | None,
    in_filter: int,
    short: bool,
    slow: bool,
    seed: int,
) -> None:
    chance = random.Random(seed)
    keys = list(range(1, number + 1))
    scores = {key: chance.random() for key in keys}
    if last:
        # What passes is worse than all the others.
        n = round(share * number)
        allowed = set(sorted(keys, key=lambda key: scores[key])[:n])
    else:
        allowed = {key for key in keys if chance.random() < share}
    engine = Engine(scores, short=short)
    if knows == "all of it":
        passes: Any = frozenset(allowed)
        bounds: Bounds[Any] = Bounds(passes, passes)
    elif knows == "some of it":
        some = frozenset(allowed | {key for key in keys if chance.random() < 0.5})
        bounds = Bounds(False, some)
    else:
        bounds = Bounds(False, True)
    plan: Plan[Any] = Plan(
        among=lambda keys: frozenset(keys.tolist()),
        keys_in_filter=in_filter,
        looks=looks,
        most=most,
        slow_filters=slow,
        # An engine that may leave some out says how many there are.
        available=(lambda: number) if short else None,
    )
    context: Any = Journal(allowed)
    found = best(engine.ask, bounds, plan, k=k, selection=EVERYTHING, context=context)
    expected = engine.matches(sorted(allowed), k)
    if short and len(found) == k:
        # An approximate answer that is full is taken as it is, if all of it may be returned.
        assert set(found.keys.tolist()) <= allowed
    else:
        assert found.keys.tolist() == expected.keys.tolist()
        np.testing.assert_allclose(found.scores, expected.scores)
    assert most is None or max(limit for limit, _ in engine.asked or [(0, True)]) <= most


@pytest.mark.parametrize("few", [1, 3, 40, 700])
@pytest.mark.parametrize("scoped", [False, True])
def test_the_index_of_this_process(few: int, scoped: bool) -> None:
    """The last of 6,000 are the only ones that pass, and the best of these is the very last."""
    number = 6000
    vectors = fan(number)
    order = [*range(number - few), *range(number - 1, number - few - 1, -1)]
    scope = Scope(user_id="alice")
    rows = [
        SampleMemory(
            text=f"{'needle' if place >= number - few else 'hay'} of the farm",
            scope=scope,
            vectors={"a": vectors[place]},
        )
        for place in order
    ]
    context = DictContext()
    store = local.LocalStore(LocalConfig(), context)
    store.open_space(context.open_space("a", vectors.shape[1]))
    keys = context.add(rows).keys
    store.upsert(context.batch(keys.tolist()))
    best_first = keys[::-1][:few].tolist()
    selection = select("memory contains 'needle'", scope=scope if scoped else Scope())
    for k in (1, 10, 100):
        found = store.search("a", vectors[0], k=k, selection=selection)
        assert found.keys.tolist() == best_first[:k]
    # By words too: all of them have this one, and those that pass come last.
    worded = store.search_text("farm", k=few, selection=selection)
    assert sorted(worded.keys.tolist()) == sorted(best_first)


@pytest.mark.parametrize("share", [0.001, 0.01, 0.2])
def test_the_index_of_this_process_with_pools_of_any_size(
    share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local, "_FIRST_LOOK", 2)
    monkeypatch.setattr(local, "_LAST_LOOK", 40)
    chance = random.Random(round(share * 1000))
    vectors = fan(500)
    rows = [
        SampleMemory(
            text="needle" if chance.random() < share else "hay", vectors={"a": vectors[place]}
        )
        for place in range(500)
    ]
    context = DictContext()
    store = local.LocalStore(LocalConfig(), context)
    store.open_space(context.open_space("a", vectors.shape[1]))
    store.upsert(context.add(rows))
    selection = select("memory contains 'needle'", scope=Scope())
    for query in (vectors[0], vectors[250], vectors[499]):
        for k in (1, 2, 5, 50):
            keys, scores = context.scores("a", query, selection)
            found = store.search("a", query, k=k, selection=selection)
            np.testing.assert_allclose(found.scores, scores[:k], atol=1e-5)
            assert len(found) == min(k, len(keys))
