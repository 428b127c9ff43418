"""Numbers about spaces, computed in their own dimensions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceNumbers:
    """What one space and its picture are like.

    Attributes:
        space: Its name.
        dim: Length of a vector.
        hubness: Skewness of how often a memory is a neighbour: above 1, a few are near to all.
        anisotropy: Mean cosine of two memories: near 1, all vectors point the same way.
        clusters: How many clusters there are; `noise`: the share of memories in none; `clustered`:
            among how many memories they were found, the others having joined them.
        trustworthiness: Whether what is near in the picture is near in the space, up to 1.
        continuity: Whether what is near in the space is near in the picture, up to 1.
        judged: How many memories the last two were made from.
        disparity: How far the picture's shape is from the first one's, from 0 to 1.
    """

    space: str
    dim: int
    hubness: float
    anisotropy: float
    clusters: int
    noise: float
    clustered: int
    trustworthiness: float
    continuity: float
    judged: int
    disparity: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far two spaces agree.

    Attributes:
        first, second: Their names.
        k: How many neighbours were compared.
        overlap: The mean share of neighbours that a memory has in both, from 0 to 1.
        cka: Linear CKA, the unbiased estimator, up to 1.
        rank_correlation: Spearman's coefficient of the distances between memories, of 100,000
            pairs at most.
        ari, ami: Agreement of the clusters: adjusted Rand index and adjusted mutual information.
    """

    first: str
    second: str
    k: int
    overlap: float
    cka: float
    rank_correlation: float
    ari: float
    ami: float


@dataclass(frozen=True, slots=True)
class Metrics:
    """All numbers of a comparison.

    Attributes:
        spaces: One a space.
        pairs: One a pair of spaces.
    """

    spaces: tuple[SpaceNumbers, ...]
    pairs: tuple[Agreement, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the numbers as JSON can hold them; NaN becomes None."""
        return {
            "spaces": [_plain(asdict(one)) for one in self.spaces],
            "pairs": [_plain(asdict(one)) for one in self.pairs],
        }

    def __str__(self) -> str:
        lines = [
            f"{one.first} | {one.second}: neighbours in common (of {one.k}) {one.overlap:.2f}, "
            f"similarity of geometry (CKA) {one.cka:.2f}, "
            f"order of distances (rank correlation) {one.rank_correlation:.2f}, "
            f"agreement of clusters (ARI) {one.ari:.2f}"
            for one in self.pairs
        ]
        lines += [
            f"{one.space}: trust {one.trustworthiness:.2f}, continuity {one.continuity:.2f} "
            f"(of {one.judged:,} memories), hubness {one.hubness:.1f}, "
            f"mean cosine {one.anisotropy:.2f}, "
            f"{one.clusters} clusters ({one.noise:.0%} in none; found among {one.clustered:,})"
            for one in self.spaces
        ]
        return "\n".join(lines)


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: None if isinstance(value, float) and np.isnan(value) else value
        for name, value in values.items()
    }


def numbers(values: Mapping[str, float]) -> dict[str, NDArray[np.float64]]:
    """Return numbers as arrays, as `Derived` keeps them."""
    return {name: np.float64(value).reshape(1) for name, value in values.items()}
