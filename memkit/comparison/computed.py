"""What a comparison computes: each result once, kept by the content it was made from."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from memkit.analysis import clusters as clustering
from memkit.analysis import similarity
from memkit.analysis.faithfulness import Faithfulness, faithfulness
from memkit.analysis.layouts import Layout, Projection, lay_out
from memkit.analysis.neighbours import Neighbours, nearest, overlap
from memkit.analysis.placing import Anchors, anchors, between
from memkit.analysis.projections import N_NEIGHBOURS
from memkit.analysis.vectors import Progress, RowIndices
from memkit.comparison.corpus import Corpus
from memkit.comparison.derived import Arrays, Derived, digest
from memkit.comparison.measures import Agreement, SpaceNumbers, numbers
from memkit.contracts.embedder import Vectors
from memkit.errors import ValidationError, Wording

# Memories that are not drawn are placed between the nearest of so many that are.
_MOST_ANCHORS = 5000


class Picture(NamedTuple):
    """Which picture: how it is projected and laid out, and in how many dimensions."""

    projection: Projection
    layout: Layout
    dims: int


class Computed:
    """Arrays about the same memories in several spaces.

    Args:
        corpus: The memories and their vectors.
        spaces: Names of the spaces.
        shown: Rows of the memories to look at.
        k: How many neighbours are compared.
        seed: Makes everything repeatable.
        derived: Where results are kept.
    """

    def __init__(
        self,
        corpus: Corpus,
        spaces: Sequence[str],
        shown: RowIndices,
        *,
        k: int,
        seed: int,
        derived: Derived,
    ) -> None:
        self._corpus = corpus
        self._spaces = tuple(spaces)
        self._shown = shown
        self._k = k
        self._seed = seed
        self._derived = derived

    def vectors(self, space: str) -> Vectors:
        """Return vectors, of shape (n, dim).

        Raises:
            ValidationError: The space is not compared here.
        """
        if space not in self._spaces:
            raise ValidationError(
                f"{space!r} is not compared here; the spaces are {', '.join(self._spaces)}.",
                fix="Name one of these.",
            )
        vectors: Vectors = self._corpus.vectors(space)[self._shown]
        return vectors

    # -- pictures ----------------------------------------------------------------------------

    def is_drawn(self, picture: Picture) -> bool:
        """Tell whether a picture is known already."""
        return self._derived.peek("layout", self._picture_key(picture)) is not None

    def draw(self, picture: Picture, progress: Progress | None = None) -> Arrays:
        """Return "positions" of shape (spaces, n, dims) and "disparities" of shape (spaces,).

        Raises:
            ValidationError: The picture names nothing known.
            ImportError: The projection's package is not installed.
        """

        def compute() -> Arrays:
            near = None
            if picture.projection == "umap":
                near = [self._neighbours(space) for space in self._spaces]
            vectors = [self.vectors(space) for space in self._spaces]
            try:
                made = lay_out(
                    vectors, projection=picture.projection, layout=picture.layout,
                    dims=picture.dims, neighbours=near, seed=self._seed, progress=progress,
                )  # fmt: skip
            except ValueError as error:
                raise ValidationError(
                    str(error),
                    fix=Wording("See help(Comparison.project).", widget="Choose other settings."),
                ) from error
            return {
                "positions": np.stack(made.positions),
                "disparities": np.array(made.disparities, np.float64),
            }

        return self._derived.arrays("layout", self._picture_key(picture), compute)

    def _picture_key(self, picture: Picture) -> dict[str, Any]:
        return {"spaces": list(self._digests.values()), "seed": self._seed, **picture._asdict()}

    def place(self, picture: Picture, rest: RowIndices) -> list[NDArray[np.float32]]:
        """Return where memories that are not drawn would lie, of shape (m, dims), one a space."""
        drawn = self.draw(picture)["positions"]
        return [
            between(self._anchors(space, rest), positions)
            for space, positions in zip(self._spaces, drawn, strict=True)
        ]

    def _anchors(self, space: str, rest: RowIndices) -> Anchors:
        new = self._corpus.vectors(space)[rest]
        # Enough to tell where something belongs; all of them would take minutes at 100,000.
        known = self.vectors(space)
        every = np.unique(
            np.linspace(0, len(known) - 1, min(len(known), _MOST_ANCHORS)).astype(int)
        )

        def compute() -> Arrays:
            found = anchors(new, known[every])
            return {"rows": every[found.rows].astype(np.int32), "weights": found.weights}

        made = self._derived.arrays("anchors", self._of(space, rest=digest(new)), compute)
        return Anchors(made["rows"].astype(np.intp), made["weights"])

    def joined(self, space: str, rest: RowIndices) -> NDArray[np.int64]:
        """Return the clusters of memories that are not drawn: that of the nearest one drawn."""
        if len(rest) == 0:
            return np.empty(0, np.int64)
        return self.clusters(space)[self._anchors(space, rest).rows[:, 0]]

    def faithfulness(self, space: str, positions: NDArray[np.float32]) -> Faithfulness:
        """Return how far a panel can be trusted."""

        def compute() -> Arrays:
            found = faithfulness(self.vectors(space), positions, k=self._k, seed=self._seed)
            return {
                "numbers": np.array([found.trustworthiness, found.continuity]),
                "counts": np.array([found.k, found.rows, found.of]),
            }

        at = digest(positions)
        made = self._derived.arrays("faithfulness", self._of(space, at=at, k=self._k), compute)
        return Faithfulness(*made["numbers"].tolist(), *made["counts"].tolist())

    # -- numbers -----------------------------------------------------------------------------

    def neighbours(self, space: str, progress: Progress | None = None) -> Neighbours:
        """Return the `k` nearest of each memory."""
        return self._neighbours(space, progress).first(self._k)

    def _neighbours(self, space: str, progress: Progress | None = None) -> Neighbours:
        # As many as UMAP needs, so that they are looked for once.
        k = max(self._k, N_NEIGHBOURS - 1)

        def compute() -> Arrays:
            found = nearest(self.vectors(space), k=k, progress=progress)
            return {"rows": found.rows.astype(np.int32), "cosines": found.cosines}

        made = self._derived.arrays("neighbours", self._of(space, k=k), compute)
        return Neighbours(made["rows"].astype(np.intp), made["cosines"])

    def overlap(self) -> NDArray[np.float32]:
        """Return the share of neighbours that a memory has in two spaces; the mean over pairs."""
        shares = [self._overlap(a, b) for a, b in combinations(self._spaces, 2)]
        mean: NDArray[np.float32] = np.mean(shares, axis=0, dtype=np.float32)
        return mean

    def _overlap(self, first: str, second: str) -> NDArray[np.float32]:
        return overlap(self.neighbours(first).rows, self.neighbours(second).rows)

    @property
    def clustered(self) -> int:
        """Among how many memories clusters are found; the others join these."""
        return min(len(self._shown), clustering.SAMPLE)

    def clusters(self, space: str) -> NDArray[np.int64]:
        """Return the cluster of each memory."""

        def compute() -> Arrays:
            near = self._neighbours(space) if self.clustered == len(self._shown) else None
            found = clustering.find_clusters(
                self.vectors(space), neighbours=near, sample=self.clustered, seed=self._seed
            )
            return {"labels": found}

        made = self._derived.arrays("clusters", self._of(space), compute)
        labels: NDArray[np.int64] = made["labels"]
        return labels

    def agreement(self, first: str, second: str) -> Agreement:
        """Return how far two spaces agree."""
        cka, rank_correlation = self.geometry(first, second)
        ari, ami = self.grouping(first, second)
        return Agreement(
            first=first, second=second, k=self.neighbours(first).k,
            overlap=self.shared(first, second), cka=cka, rank_correlation=rank_correlation,
            ari=ari, ami=ami,
        )  # fmt: skip

    def shared(self, first: str, second: str) -> float:
        """Return the mean share of neighbours that a memory has in both spaces."""
        return float(self._overlap(first, second).mean())

    def geometry(self, first: str, second: str) -> tuple[float, float]:
        """Return CKA and rank correlation of two spaces."""

        def compute() -> Arrays:
            a, b = self.vectors(first), self.vectors(second)
            return numbers(
                {
                    "cka": similarity.linear_cka(a, b, debiased=True),
                    "rank_correlation": similarity.rank_correlation(a, b, seed=self._seed),
                }
            )

        made = self._derived.arrays("geometry", self._of_pair(first, second), compute)
        return float(made["cka"][0]), float(made["rank_correlation"][0])

    def grouping(self, first: str, second: str) -> tuple[float, float]:
        """Return ARI and AMI of the clusters of two spaces."""

        def compute() -> Arrays:
            found = clustering.agreement(self.clusters(first), self.clusters(second))
            return numbers(dict(zip(("ari", "ami"), found, strict=True)))

        made = self._derived.arrays("grouping", self._of_pair(first, second), compute)
        return float(made["ari"][0]), float(made["ami"][0])

    def _of_pair(self, first: str, second: str) -> dict[str, object]:
        return self._of(first, other=self._digest(second))

    def space_numbers(
        self, space: str, positions: NDArray[np.float32], disparity: float
    ) -> SpaceNumbers:
        """Return what a space and its panel are like."""
        vectors, labels = self.vectors(space), self.clusters(space)
        trust = self.faithfulness(space, positions)
        return SpaceNumbers(
            space=space,
            dim=vectors.shape[1],
            hubness=similarity.hubness(self.neighbours(space).rows),
            anisotropy=similarity.anisotropy(vectors),
            clusters=int(labels.max(initial=-1)) + 1,
            noise=float((labels < 0).mean()),
            clustered=self.clustered,
            trustworthiness=trust.trustworthiness,
            continuity=trust.continuity,
            judged=trust.rows,
            disparity=disparity,
        )

    # -- keys --------------------------------------------------------------------------------

    @functools.cached_property
    def _digests(self) -> dict[str, str]:
        return {space: digest(self.vectors(space)) for space in self._spaces}

    def _digest(self, space: str) -> str:
        return self._digests.get(space) or digest(self.vectors(space))

    def _of(self, space: str, **settings: object) -> dict[str, object]:
        return {"space": self._digest(space), "seed": self._seed, **settings}
