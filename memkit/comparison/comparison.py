"""Comparison: the same memories in several embedding spaces, with pictures and numbers."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

import numpy as np
from numpy.typing import NDArray

from memkit.analysis import clusters as clustering
from memkit.analysis import similarity
from memkit.analysis.faithfulness import Faithfulness, faithfulness
from memkit.analysis.layouts import Layout, Progress, Projection, lay_out
from memkit.analysis.neighbours import Neighbours, nearest, overlap
from memkit.analysis.projections import N_NEIGHBOURS, pca
from memkit.comparison.colours import ColourBy
from memkit.comparison.derived import Arrays, Cache, Derived, digest
from memkit.comparison.findings import Disagreement, OneSided, disagreements, one_sided_duplicates
from memkit.comparison.measures import Agreement, Metrics, SpaceNumbers, numbers
from memkit.comparison.naming import names_of
from memkit.comparison.queries import Evaluation, QueryDrift, ask, evaluate
from memkit.comparison.source import Rows, Source
from memkit.comparison.trails import Trail, trails
from memkit.contracts.embedder import Vectors
from memkit.errors import ValidationError
from memkit.records import MemoryRecord

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from memkit.memory import Memory

Theme = Literal["light", "dark"]

# Of principal components that clusters are looked for in: in more, all points are far apart.
_CLUSTER_DIMS = 10


class Comparison:
    """Embedding spaces side by side. Made by `Memory.compare` or `compare`.

    Everything is computed when it is first asked for and kept; numbers about spaces come from
    their own dimensions, never from the picture.

    Args:
        source: Where memories and vectors come from.
        spaces: Names of two or more spaces; the first is the reference.
        shown: Rows of the memories to compare and show; all of them by default.
        projection, layout, dims: The picture that is wanted; see `project`.
        k: How many neighbours are compared.
        seed: Makes everything repeatable.
        cache: Where results are kept beyond this object.
        notes: What a reader should know about the selection, e.g. that it is a sample.

    Attributes:
        spaces: Their names.
        k: How many neighbours are compared.
        projection: What the picture is now: "pca", "umap" or "tsne".
        layout: How pictures were laid out: "started", "aligned" or "independent".
        dims: Dimensions of the picture.
        notes: What a reader should know.
    """

    def __init__(
        self,
        source: Source,
        spaces: Sequence[str],
        *,
        shown: Rows | None = None,
        projection: Projection = "umap",
        layout: Layout = "started",
        dims: int = 2,
        k: int = 10,
        seed: int = 0,
        cache: Cache | None = None,
        notes: Sequence[str] = (),
    ) -> None:
        self.spaces = tuple(spaces)
        self.k = k
        self.notes = tuple(notes)
        self.wanted: Projection = projection
        self.projection: Projection = "pca"
        self.layout: Layout = layout
        self.dims = dims
        self.seed = seed
        self._source = source
        self._shown = np.arange(source.n) if shown is None else shown
        self._derived = Derived(cache)
        self._selection: list[str] = []
        self._picture: Arrays = {}
        self.project("pca")
        if projection != "pca" and self._derived.peek("layout", self._picture_key(projection)):
            self.project(projection)

    # -- memories and vectors ----------------------------------------------------------------

    @functools.cached_property
    def memories(self) -> list[MemoryRecord]:
        """The memories shown, one a row of every array."""
        return self._source.records(self._shown)

    @property
    def ids(self) -> list[str]:
        """The ids of the memories shown."""
        return [record.id for record in self.memories]

    def __len__(self) -> int:
        return len(self._shown)

    def vectors(self, space: str) -> Vectors:
        """Return the vectors of the memories shown, float32 of shape (n, dim)."""
        vectors: Vectors = self._source.vectors(self._known(space))[self._shown]
        return vectors

    @property
    def selection(self) -> list[str]:
        """Ids of the memories that are selected; set by a lasso, or here."""
        return list(self._selection)

    @selection.setter
    def selection(self, ids: Iterable[str]) -> None:
        if isinstance(ids, str):
            raise ValidationError(
                f"The selection is {ids!r}.", fix="Give a list of ids, e.g. [hit.id for ...]."
            )
        chosen = list(dict.fromkeys(ids))
        self._source.rows_of(chosen)
        self._selection = chosen

    # -- the picture -------------------------------------------------------------------------

    def project(
        self,
        projection: Projection | None = None,
        *,
        layout: Layout | None = None,
        dims: int | None = None,
        progress: Progress | None = None,
    ) -> Self:
        """Draw the picture anew and return the comparison.

        Args:
            projection: "pca" (at once), "umap" or "tsne"; None keeps what was wanted.
            layout: "started": each panel begins where the first ended. "aligned": AlignedUMAP.
                "independent": each for itself. None keeps it.
            dims: 2 or 3; None keeps it.
            progress: Told how much is done, from 0 to 1.

        Raises:
            ValidationError: An argument names nothing known.
            ImportError: The projection's package is not installed.
        """
        kind = projection or self.wanted
        layout, dims = layout or self.layout, dims or self.dims
        if dims not in (2, 3):
            raise ValidationError(f"dims is {dims!r}.", fix="Give 2 or 3.")

        def compute() -> Arrays:
            near = None
            if kind == "umap":
                near = [self._neighbours(space) for space in self.spaces]
            vectors = [self.vectors(space) for space in self.spaces]
            try:
                made = lay_out(
                    vectors, projection=kind, layout=layout, dims=dims, neighbours=near,
                    seed=self.seed, progress=progress,
                )  # fmt: skip
            except ValueError as error:
                raise ValidationError(str(error), fix="See help(comparison.project).") from error
            return {
                "positions": np.stack(made.positions),
                "disparities": np.array(made.disparities, np.float64),
            }

        picture = self._derived.arrays("layout", self._picture_key(kind, layout, dims), compute)
        self._picture, self.projection, self.layout, self.dims = picture, kind, layout, dims
        return self

    def refine(self, *, progress: Progress | None = None) -> Self:
        """Replace the first quick picture (PCA) by the one that was asked for."""
        return self.project(self.wanted, progress=progress)

    @property
    def positions(self) -> dict[str, NDArray[np.float32]]:
        """Space -> where the memories lie in its panel, of shape (n, dims)."""
        return dict(zip(self.spaces, self._picture["positions"], strict=True))

    def faithfulness(self, space: str) -> Faithfulness:
        """Return how far a panel can be trusted: trustworthiness and continuity."""
        positions = self.positions[self._known(space)]

        def compute() -> Arrays:
            found = faithfulness(self.vectors(space), positions, k=self.k, seed=self.seed)
            return {
                "numbers": np.array([found.trustworthiness, found.continuity]),
                "counts": np.array([found.k, found.rows, found.of]),
            }

        of = {"space": self._digest(space), "at": digest(positions), "k": self.k, "s": self.seed}
        made = self._derived.arrays("faithfulness", of, compute)
        return Faithfulness(*made["numbers"].tolist(), *made["counts"].tolist())

    # -- numbers -----------------------------------------------------------------------------

    def neighbours(self, space: str) -> Neighbours:
        """Return the `k` nearest memories of each, by cosine, as rows of `memories`."""
        return self._neighbours(space).first(self.k)

    @property
    def overlap(self) -> NDArray[np.float32]:
        """The share of its `k` neighbours that a memory has in both of two spaces, shape (n,).

        With more than two spaces, the mean over the pairs. NaN with fewer than two memories.
        """
        shares = [self._overlap(a, b) for a, b in combinations(self.spaces, 2)]
        mean: NDArray[np.float32] = np.mean(shares, axis=0, dtype=np.float32)
        return mean

    @property
    def metrics(self) -> Metrics:
        """All numbers, of every space and every pair."""
        return Metrics(
            tuple(self._space_numbers(space) for space in self.spaces),
            tuple(self.agreement(a, b) for a, b in combinations(self.spaces, 2)),
        )

    def agreement(self, first: str, second: str) -> Agreement:
        """Return how far two spaces agree."""

        def compute() -> Arrays:
            a, b = self.vectors(first), self.vectors(second)
            ari, ami = clustering.agreement(self.clusters(first), self.clusters(second))
            return numbers(
                {
                    "cka": similarity.linear_cka(a, b, debiased=True),
                    "rank_correlation": similarity.rank_correlation(a, b, seed=self.seed),
                    "ari": ari,
                    "ami": ami,
                }
            )

        of = {"spaces": [self._digest(first), self._digest(second)], "seed": self.seed}
        made = self._derived.arrays("agreement", of, compute)
        shares = self._overlap(first, second)
        return Agreement(
            first=first,
            second=second,
            k=self.neighbours(first).k,
            overlap=float(shares.mean()) if len(shares) else float("nan"),
            **{name: float(value[0]) for name, value in made.items()},
        )

    def clusters(self, space: str) -> NDArray[np.int64]:
        """Return the cluster of each memory, from 0 by falling size, -1 for none, shape (n,)."""

        def compute() -> Arrays:
            points = pca(self.vectors(space), dims=_CLUSTER_DIMS, seed=self.seed)
            return {"labels": clustering.hdbscan(points)}

        of = {"space": self._digest(space), "dims": _CLUSTER_DIMS, "seed": self.seed}
        labels: NDArray[np.int64] = self._derived.arrays("clusters", of, compute)["labels"]
        return labels

    def cluster_names(self, space: str) -> dict[int, str]:
        """Return a name for each cluster, from the words that set its memories apart."""
        return names_of([record.memory for record in self.memories], self.clusters(space))

    # -- findings ----------------------------------------------------------------------------

    def disagreements(self, n: int = 10) -> list[Disagreement]:
        """Return the `n` memories whose neighbours differ most, with the lists of neighbours."""
        return disagreements(
            {space: self.vectors(space) for space in self.spaces},
            {space: self.neighbours(space) for space in self.spaces},
            self.overlap,
            self._read,
            n=n,
        )

    def duplicates(self, *, threshold: float = 0.95, limit: int = 1000) -> list[OneSided]:
        """Return pairs that are near duplicates in one space only.

        Args:
            threshold: The least cosine of a duplicate.
            limit: The most pairs a space that are looked at, the most similar ones.

        Raises:
            ValidationError: The threshold is no cosine above zero.
        """
        if not 0 < threshold <= 1:
            raise ValidationError(
                f"threshold is {threshold!r}.", fix="Give a cosine above 0 and up to 1, e.g. 0.95."
            )
        vectors = {space: self.vectors(space) for space in self.spaces}
        return one_sided_duplicates(vectors, self._read, threshold=threshold, limit=limit)

    def query(self, text: str, *, k: int | None = None) -> QueryDrift:
        """Ask a question in every space.

        All memories of the selection are ranked by cosine, those that a sample leaves out of the
        picture among them.

        Args:
            text: The question.
            k: How many memories; as many as neighbours by default.

        Raises:
            ValidationError: The question is empty.
            SpaceError, ProviderError: A space's embedder is not at hand, or failed.
        """
        return ask(
            self._source, self.spaces, text, k=k or self.k, shown=self._shown,
            positions=self.positions,
        )  # fmt: skip

    def evaluate(
        self, labelled: Mapping[str, Collection[str]], *, k: int | None = None
    ) -> Evaluation:
        """Test which space answers questions better.

        Args:
            labelled: Question -> ids of the memories that answer it.
            k: The cut of recall and nDCG; as many as neighbours by default.

        Returns:
            Recall@k, MRR and nDCG@k of each space with bootstrap intervals, and how much better
            each is than the first space.

        Raises:
            ValidationError: There are no questions, or one without answers.
            NotFoundError: An id is not among the memories.
        """
        return evaluate(self._source, self.spaces, labelled, k=k or self.k, seed=self.seed)

    def trails(self) -> list[Trail]:
        """Return where memories moved when their text was changed, oldest change first."""
        return trails(self._source, self.spaces, self.memories, self._shown, self.positions)

    # -- showing and keeping -----------------------------------------------------------------

    def figure(
        self,
        *,
        colour_by: ColourBy = "category",
        theme: Theme = "light",
        query: QueryDrift | str | None = None,
        trails: bool = False,
    ) -> go.Figure:
        """Return the panels as one plotly figure.

        Args:
            colour_by: "user", "agent", "category", "age", "cluster" (of each space) or "overlap".
            theme: "light" or "dark".
            query: A question to draw as a star, with lines to what it finds.
            trails: Whether to draw how memories moved when their text was changed.

        Raises:
            ImportError: plotly is not installed.
        """
        from memkit.comparison.figure import draw

        asked = self.query(query) if isinstance(query, str) else query
        return draw(self, colour_by=colour_by, theme=theme, query=asked, with_trails=trails)

    def to_pandas(self) -> pd.DataFrame:
        """Return one row a memory: id, text, places and clusters in each space, overlap.

        Raises:
            ImportError: pandas is not installed.
        """
        from memkit.comparison.frame import to_frame

        return to_frame(self)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the comparison to a file, with its vectors and all that was computed so far.

        Raises:
            ValidationError: The file can't be written.
        """
        from memkit.comparison.saving import save

        save(self, Path(path))

    @classmethod
    def load(cls, path: str | PathLike[str], *, memory: Memory | None = None) -> Self:
        """Read what `save` wrote.

        Args:
            path: The file.
            memory: The memory it was made from, to ask new queries.

        Raises:
            NotFoundError: There is no such file.
            ValidationError: It is no saved comparison.
        """
        from memkit.comparison.saving import load

        return load(cls, Path(path), memory)

    def __repr__(self) -> str:
        names = ", ".join(repr(space) for space in self.spaces)
        return f"<Comparison of {names}: {len(self):,} memories, {self.projection}, {self.layout}>"

    # -- within ------------------------------------------------------------------------------

    def _known(self, space: str) -> str:
        if space not in self.spaces:
            raise ValidationError(
                f"{space!r} is not compared here; the spaces are {', '.join(self.spaces)}.",
                fix="Name one of these.",
            )
        return space

    def _read(self, rows: Rows) -> list[MemoryRecord]:
        if "memories" in self.__dict__:
            return [self.memories[row] for row in rows.tolist()]
        return self._source.records(self._shown[rows])

    @functools.cached_property
    def _digests(self) -> dict[str, str]:
        return {space: digest(self.vectors(space)) for space in self.spaces}

    def _digest(self, space: str) -> str:
        return self._digests[self._known(space)]

    def _picture_key(
        self, kind: Projection, layout: Layout | None = None, dims: int | None = None
    ) -> dict[str, Any]:
        return {
            "spaces": list(self._digests.values()),
            "projection": kind,
            "layout": layout or self.layout,
            "dims": dims or self.dims,
            "seed": self.seed,
        }

    def _neighbours(self, space: str) -> Neighbours:
        # As many as UMAP needs, so that they are looked for once.
        k = max(self.k, N_NEIGHBOURS - 1)

        def compute() -> Arrays:
            found = nearest(self.vectors(space), k=k)
            return {"rows": found.rows.astype(np.int32), "cosines": found.cosines}

        made = self._derived.arrays("neighbours", {"space": self._digest(space), "k": k}, compute)
        return Neighbours(made["rows"].astype(np.intp), made["cosines"])

    def _overlap(self, first: str, second: str) -> NDArray[np.float32]:
        return overlap(self.neighbours(first).rows, self.neighbours(second).rows)

    def _space_numbers(self, space: str) -> SpaceNumbers:
        vectors, labels = self.vectors(space), self.clusters(space)
        trust = self.faithfulness(space)
        return SpaceNumbers(
            space=space,
            dim=vectors.shape[1],
            hubness=similarity.hubness(self.neighbours(space).rows),
            anisotropy=similarity.anisotropy(vectors),
            clusters=int(labels.max(initial=-1)) + 1,
            noise=float((labels < 0).mean()) if len(labels) else float("nan"),
            trustworthiness=trust.trustworthiness,
            continuity=trust.continuity,
            judged=trust.rows,
            disparity=float(self._picture["disparities"][self.spaces.index(space)]),
        )
