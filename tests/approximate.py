"""A store that misses some of the nearest: how many, its breadth says, so that all is known."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

import numpy as np
from pydantic import Field

from memkit import Memory
from memkit.builtin.local_store.store import LocalStore
from memkit.contracts.store import Approximation, Matches, Selection, space_of
from memkit.plugins import ProviderConfig

# With a breadth of so much and more it finds all; each ten less cost it one of the best ten.
WHOLE = 100
EXACT_BELOW = 20

PLUGIN = """
from memkit.plugins import StoreSpec, hookimpl

@hookimpl
def memkit_stores():
    return [
        StoreSpec(
            name="blurry",
            impl="blurry_impl:BlurryStore",
            config="blurry_impl:BlurryConfig",
            summary="Misses some.",
            capabilities=frozenset({"text", "approximate"}),
            breadth="ef_search",
        )
    ]
"""


class BlurryConfig(ProviderConfig):
    ef_search: int | None = Field(default=70, ge=1)
    # A store that compares all vectors, whatever its spec says; one that has no breadth to be set;
    # what an engine that chooses its breadth takes; and what no breadth can do anything about.
    exact: bool = False
    fixed: bool = False
    chosen: int = 60
    always_missed: int = 0


class BlurryStore(LocalStore):
    """Leaves out the best but for the memory that is the query itself, as many as it must."""

    # What was searched with, of all stores of this class.
    seen: ClassVar[list[int]] = []

    def __init__(self, config: BlurryConfig, context: Any) -> None:
        from memkit.builtin.configs import LocalConfig

        super().__init__(LocalConfig(sidecar=False), context)
        self.blurry = config

    def approximation(self, space: str) -> Approximation | None:
        space_of(self._spaces, space)
        if self.blurry.exact:
            return None
        return Approximation(
            breadth=self.breadths.get(space, self.blurry.ef_search),
            most=0 if self.blurry.fixed else 400,
            exact_below=EXACT_BELOW,
            advice="Open the store with exact=True.",
        )

    def search(self, space: str, vector: Any, *, k: int, selection: Selection) -> Matches:
        breadth = self.breadths.get(space, self.blurry.ef_search) or self.blurry.chosen
        self.seen.append(breadth)
        if self.blurry.exact:
            return super().search(space, vector, k=k, selection=selection)
        missed = max(0, -(-(WHOLE - breadth) // 10), self.blurry.always_missed)
        found = super().search(space, vector, k=k + missed, selection=selection)
        keep = np.r_[0, 1 + missed : len(found)][:k] if len(found) else slice(0)
        return Matches(found.keys[keep], found.scores[keep], lookup=found.lookup)


def install(folder: Path, monkeypatch: Any) -> None:
    """Install the distribution memkit-blurry, as pip would; this module is its implementation."""
    info = folder / "memkit_blurry-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: memkit-blurry\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[memkit]\nblurry = blurry_plugin\n")
    (folder / "blurry_plugin.py").write_text(PLUGIN)
    monkeypatch.syspath_prepend(folder)


def texts(number: int, *, seed: int = 0) -> list[str]:
    """Return texts whose neighbours are no ties: words of all lengths, drawn from a hundred."""
    letters = np.random.default_rng(7)
    known = [
        "".join(letters.choice(list("abcdefghiklmnoprstuvw"), size)) for size in range(3, 13)
    ] * 10
    known = [f"{word}{letters.integers(10**6)}" for word in known]
    drawn = np.random.default_rng(seed)
    return [" ".join(drawn.choice(known, drawn.integers(5, 30))) for _ in range(number)]


def fill(memory: Memory, number: int = 80, *, user: str = "alice", seed: int = 0) -> Memory:
    """Store texts of a user."""
    memory.add_many(texts(number, seed=seed), user_id=user, progress=False)
    return memory
