"""Scored candidates: one array a signal, whose sum is the score."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from memkit.contracts.store import Keys, Scores


@dataclass(frozen=True)
class Candidates:
    """Memories that may be hits.

    Attributes:
        keys: int64 of shape (n,).
        signals: Name of a signal -> what it adds to each score, float32 of shape (n,).
        details: What an explanation shows beside the signals, each of shape (n,).
    """

    keys: Keys
    signals: Mapping[str, Scores]
    details: Mapping[str, Scores] = field(default_factory=dict)

    @property
    def scores(self) -> NDArray[np.float64]:
        """The sums of the signals, as `sum` would give them."""
        total = np.zeros(len(self.keys))
        for values in self.signals.values():
            total += values
        return total

    def take(self, places: NDArray[np.intp]) -> Candidates:
        """Return some of the candidates, in the given order."""
        return Candidates(
            self.keys[places],
            {name: values[places] for name, values in self.signals.items()},
            {name: values[places] for name, values in self.details.items()},
        )

    def extended(self, keys: Keys) -> Candidates:
        """Return the candidates and further ones, which no signal has found."""
        nothing = np.zeros(len(keys), np.float32)
        return Candidates(
            np.concatenate([self.keys, keys]),
            {name: np.concatenate([values, nothing]) for name, values in self.signals.items()},
            {name: np.concatenate([values, nothing]) for name, values in self.details.items()},
        )

    def best(self, n: int) -> Candidates:
        """Return the best `n`, best first; equal scores stand in the order of their keys."""
        return self.take(np.lexsort((self.keys, -self.scores))[:n])

    def adjusted(self, name: str, by: Scores) -> Candidates:
        """Return the candidates with one more signal."""
        return Candidates(self.keys, {**self.signals, name: by}, self.details)
