"""Comparison: the same memories in several embedding spaces, with pictures and numbers."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import combinations
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self

import numpy as np
from numpy.typing import NDArray

from memkit.analysis.faithfulness import Faithfulness
from memkit.analysis.layouts import Layout, Projection
from memkit.analysis.vectors import Progress, RowIndices
from memkit.comparison.colours import ColourBy
from memkit.comparison.computed import Picture
from memkit.comparison.corpus import ArrayCorpus, Corpus
from memkit.comparison.derived import Arrays, Cache, Derived
from memkit.comparison.measured import Measured
from memkit.comparison.measures import Metrics
from memkit.comparison.naming import ClusterLabel, cluster_labels
from memkit.comparison.queries import Evaluation, QueryDrift, ask, evaluate, rated
from memkit.comparison.query_log import QueryLog
from memkit.comparison.trails import Trail, trails
from memkit.contracts.embedder import Embedder, Vectors
from memkit.domain.display import Interactive
from memkit.domain.files import named_path
from memkit.domain.ids import is_whole
from memkit.domain.records import MemoryRecord
from memkit.domain.wording import counted
from memkit.errors import ValidationError

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from memkit.engine.verbs import Verbs

Theme = Literal["light", "dark"]

# A page holds the texts of so many memories.
MOST_POINTS = 100_000


class Comparison(Interactive, Measured):
    """Embedding spaces side by side. Made by `Memory.compare` or `compare`.

    Everything is computed when it is first asked for and kept. Numbers about spaces come from
    their own dimensions, never from the picture, and count the memories shown: with a sample,
    neighbours are those within the sample.

    Args:
        corpus: The memories and their vectors.
        spaces: Names of two or more spaces; the first is the reference.
        shown: Rows of the memories to compare and show; all of them by default.
        rest: Rows that a sample leaves out; a selection may hold them.
        points: The most points of the widget: those shown, and of the rest as many as there is
            room for, placed between their neighbours.
        projection, layout, dims: The picture that is wanted; see `project`.
        k: How many neighbours are compared.
        seed: Makes everything repeatable.
        cache: Where results are kept beyond this object.
        derived: Results that are known already.
        notes: What a reader should know about the selection, e.g. that it is a sample.
        memory: The memory it was made from, for ratings, an LLM and merging, if it is open.
        call: The arguments that make it again, as code.

    Attributes:
        spaces: Their names.
        k: How many neighbours are compared.
        seed: Makes everything repeatable.
        wanted: The projection that `refine` draws.
        notes: What a reader should know.
        memory: The memory it was made from; `jobs`: what goes on in its background.
        evaluation: The last result of `evaluate`.
    """

    def __init__(
        self,
        corpus: Corpus,
        spaces: Sequence[str],
        *,
        shown: RowIndices | None = None,
        rest: RowIndices | None = None,
        points: int = MOST_POINTS,
        projection: Projection = "umap",
        layout: Layout = "started",
        dims: int = 2,
        k: int = 10,
        seed: int = 0,
        cache: Cache | None = None,
        derived: Derived | None = None,
        notes: Sequence[str] = (),
        memory: Verbs | None = None,
        call: Sequence[str] = (),
    ) -> None:
        super().__init__(
            corpus, spaces, shown=np.arange(corpus.n) if shown is None else shown, k=k, seed=seed,
            derived=Derived(cache) if derived is None else derived,
            llm=None if memory is None else memory.engine.llm, notes=notes,
        )  # fmt: skip
        self.wanted: Projection = projection
        self.memory = memory
        self.jobs = None if memory is None else memory.engine.jobs
        self.evaluation: Evaluation | None = None
        self._call = tuple(call) or tuple(repr(space) for space in self.spaces)
        self._rest = np.empty(0, np.intp) if rest is None else rest
        self._placed = min(len(self._rest), max(0, points - len(self)))
        self._query_log = QueryLog()
        # Ids, or rows whose ids nobody has asked for yet.
        self._selection: list[str] | RowIndices = []
        wanted = Picture(projection, layout, dims)
        quick = Picture("pca", layout, dims)
        self._picture = wanted if self._computed.is_drawn(wanted) else quick
        self._drawn: Arrays = self._computed.draw(self._picture)

    @classmethod
    def from_arrays(
        cls,
        memories: Sequence[MemoryRecord],
        vectors: Mapping[str, Vectors],
        *,
        embedders: Mapping[str, Embedder] | None = None,
        projection: Projection = "umap",
        layout: Layout = "started",
        dims: int = 2,
        k: int = 10,
        seed: int = 0,
        cache: Cache | None = None,
    ) -> Self:
        """Compare vectors that are at hand.

        Args:
            memories: One a row.
            vectors: Space -> float32 of shape (n, dim); two spaces or more.
            embedders: Space -> its embedder, to ask queries with.
            projection, layout, dims, k, seed, cache: As in `Comparison`.

        Raises:
            ValidationError: The arrays don't fit the memories, or there are fewer than two.
        """
        if len(vectors) < 2 or not len(memories):
            raise ValidationError(
                f"There are {counted(len(vectors), 'space')} of {counted(len(memories))}.",
                fix="Give two spaces or more, and a memory at least.",
            )
        for space, array in vectors.items():
            if array.ndim != 2 or len(array) != len(memories) or not np.isfinite(array).all():
                raise ValidationError(
                    f"The vectors of {space!r} have shape {array.shape} for {len(memories)} "
                    "memories, or are not finite.",
                    fix="Give a row of finite numbers for each memory.",
                )
        corpus = ArrayCorpus(memories, vectors, embedders=embedders)
        return cls(
            corpus, list(vectors), projection=projection, layout=layout, dims=dims, k=k,
            seed=seed, cache=cache,
        )  # fmt: skip

    # -- the selection -----------------------------------------------------------------------

    @property
    def selection(self) -> list[str]:
        """Ids of the memories that are selected; set by a lasso, or here."""
        if not isinstance(self._selection, list):
            self._selection = self._ids_of(self._selection)
        return list(self._selection)

    @selection.setter
    def selection(self, ids: Iterable[str]) -> None:
        if isinstance(ids, str):
            raise ValidationError(
                f"The selection is {ids!r}.", fix="Give a list of ids, e.g. [hit.id for ...]."
            )
        chosen = list(dict.fromkeys(ids))
        rows = self._corpus.rows_of(chosen)
        if not all(map(is_whole, chosen)):
            chosen = [record.id for record in self._corpus.records(np.array(rows, np.intp))]
        self._selection = chosen
        widget = vars(self).get("_widget")
        if widget is not None:
            widget.select(chosen)

    def select_rows(self, rows: RowIndices) -> None:
        """Select memories by row: those shown come first, then those that a sample leaves out."""
        self._selection = rows[(rows >= 0) & (rows < len(self) + len(self._rest))]

    def _ids_of(self, rows: RowIndices) -> list[str]:
        left_out = self._corpus.records(self._rest[rows[rows >= len(self)] - len(self)])
        return [record.id for record in [*self._read(rows[rows < len(self)]), *left_out]]

    def rows_of(self, ids: Sequence[str]) -> RowIndices:
        """Return the rows of memories as `select_rows` takes them; others have none."""
        places = {row: at for at, row in enumerate([*self._shown.tolist(), *self._rest.tolist()])}
        found = [places.get(row, -1) for row in self._corpus.rows_of(ids)]
        return np.array([at for at in found if at >= 0], np.intp)

    # -- the picture -------------------------------------------------------------------------

    @property
    def projection(self) -> Projection:
        """What the picture is now: "pca", "umap" or "tsne"."""
        return self._picture.projection

    @property
    def layout(self) -> Layout:
        """How the panels were laid out: "started", "aligned" or "independent"."""
        return self._picture.layout

    @property
    def dims(self) -> int:
        """Dimensions of the picture."""
        return self._picture.dims

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
        picture = Picture(projection or self.wanted, layout or self.layout, dims or self.dims)
        if picture.dims not in (2, 3):
            raise ValidationError(f"dims is {dims!r}.", fix="Give 2 or 3.")
        drawn = self._computed.draw(picture, progress)
        self._picture, self._drawn = picture, drawn
        return self

    def refine(self, *, progress: Progress | None = None) -> Self:
        """Replace the first quick picture (PCA) by the one that was asked for."""
        return self.project(self.wanted, progress=progress)

    @property
    def positions(self) -> dict[str, NDArray[np.float32]]:
        """Space -> where the memories lie in its panel, of shape (n, dims)."""
        return dict(zip(self.spaces, self._drawn["positions"], strict=True))

    def label_positions(self) -> dict[str, list[ClusterLabel]]:
        """Return the names of each space's clusters with where they belong in its panel.

        A name stands where most of its cluster lies, the largest cluster first.
        """
        return {
            space: cluster_labels(
                self.clusters(space), self.cluster_names(space), self.positions[space]
            )
            for space in self.spaces
        }

    @functools.cached_property
    def placed(self) -> list[MemoryRecord]:
        """Memories beside the sample that the widget draws between their neighbours.

        All of them up to a hundred thousand points; of more, an even sample. None if a sample of
        a size was asked for.
        """
        return self._corpus.records(self._rest[: self._placed])

    def placed_clusters(self, space: str) -> NDArray[np.int64]:
        """Return the clusters that the memories `placed` join: those of their nearest neighbour."""
        return self._computed.joined(space, self._rest)[: self._placed]

    def rest_positions(self) -> dict[str, NDArray[np.float32]]:
        """Return where the memories that a sample leaves out would lie, of shape (m, dims).

        Each is placed between the memories shown that are nearest to it in the space.
        """
        return dict(zip(self.spaces, self._computed.place(self._picture, self._rest), strict=True))

    def faithfulness(self, space: str) -> Faithfulness:
        """Return how far a panel can be trusted: trustworthiness and continuity."""
        return self._computed.faithfulness(space, self._panel(space))

    # -- numbers -----------------------------------------------------------------------------

    @property
    def metrics(self) -> Metrics:
        """All numbers, of every space and every pair."""
        disparities = self._drawn["disparities"].tolist()
        return Metrics(
            tuple(
                self._computed.space_numbers(space, self._panel(space), disparity)
                for space, disparity in zip(self.spaces, disparities, strict=True)
            ),
            tuple(self.agreement(a, b) for a, b in combinations(self.spaces, 2)),
        )

    # -- queries and changes -----------------------------------------------------------------

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
            self._corpus, self.spaces, text, k=k or self.k, shown=self._shown,
            positions=self.positions, log=self._query_log,
        )  # fmt: skip

    def evaluate(
        self, labelled: Mapping[str, Collection[str]] | None = None, *, k: int | None = None
    ) -> Evaluation:
        """Test which space answers questions better.

        Args:
            labelled: Question -> ids of the memories that answer it; by default the questions
                that were rated (`Memory.rate`), with the memories rated as relevant.
            k: The cut of recall and nDCG; as many as neighbours by default.

        Returns:
            Recall@k, MRR and nDCG@k of each space with bootstrap intervals, and how much better
            each is than the first space.

        Raises:
            ValidationError: There are no questions, or one without answers.
            NotFoundError: An id is not among the memories.
        """
        if labelled is None:
            ratings = {} if self.memory is None else self.memory.ratings
            labelled = rated(ratings, self._corpus)
        self.evaluation = evaluate(
            self._corpus, self.spaces, labelled, k=k or self.k, seed=self.seed, log=self._query_log
        )
        return self.evaluation

    @property
    def hit_counts(self) -> NDArray[np.intp]:
        """How many of the questions asked so far found each memory, of shape (n,).

        A question finds a memory if it is among the best k of any space. Questions are those of
        `query` and `evaluate`.
        """
        return self._query_log.hits(self._shown)

    def hit_counts_of(self, *, placed: bool) -> NDArray[np.intp]:
        """Return `hit_counts`, then those of the memories `placed` beside the sample if asked."""
        rows = [self._shown, self._rest[: self._placed]] if placed else [self._shown]
        return self._query_log.hits(np.concatenate(rows))

    @property
    def asked(self) -> list[str]:
        """The questions asked so far, on which `hit_counts` stands."""
        return self._query_log.questions

    def trails(self) -> list[Trail]:
        """Return where memories moved when their text was changed, oldest change first."""
        return trails(self._corpus, self.spaces, self.memories, self._shown, self.positions)

    # -- showing and keeping -----------------------------------------------------------------

    def figure(
        self,
        *,
        colour_by: ColourBy = "category",
        theme: Theme = "light",
        query: QueryDrift | str | None = None,
        trails: bool = False,
        numbers: bool = True,
    ) -> go.Figure:
        """Return the panels as one plotly figure.

        Args:
            colour_by: "user", "agent", "category", "source" (the document), "age", "cluster" (of
                the first space), "hits" (see `hit_counts`) or "overlap".
            theme: "light" or "dark".
            query: A question to draw as a star, with lines to what it finds.
            trails: Whether to draw how memories moved when their text was changed.
            numbers: Whether titles carry trustworthiness and agreement, which take a moment to
                compute the first time.

        Raises:
            ImportError: plotly is not installed.
        """
        from memkit.comparison.figure import draw

        asked = self.query(query) if isinstance(query, str) else query
        return draw(
            self, colour_by=colour_by, theme=theme, query=asked, trails=trails, numbers=numbers
        )

    def to_pandas(self) -> pd.DataFrame:
        """Return one row a memory: id, text, places and clusters in each space, overlap.

        Raises:
            ImportError: pandas is not installed.
        """
        from memkit.comparison.frame import to_frame

        return to_frame(self)

    def to_html(self, path: str | PathLike[str]) -> Path:
        """Write the comparison as one HTML file that any browser opens, offline.

        Raises:
            ValidationError: The file can't be written, or is part of a memory.
        """
        from memkit.comparison.export import to_html

        return to_html(self, path)

    def save(self, path: str | PathLike[str]) -> None:
        """Write the comparison to a file, with its vectors and all that was computed so far.

        Raises:
            ValidationError: The file can't be written, or is part of a memory.
        """
        from memkit.comparison.saving import save

        save(self, path)

    @classmethod
    def load(cls, path: str | PathLike[str], *, memory: Verbs | None = None) -> Self:
        """Read what `save` wrote.

        Args:
            path: The file.
            memory: The memory it was made from, to ask new queries.

        Raises:
            NotFoundError: There is no such file.
            ValidationError: It is no saved comparison.
        """
        from memkit.comparison.loading import load

        return load(cls, named_path(path), memory)

    def __repr__(self) -> str:
        names = ", ".join(repr(space) for space in self.spaces)
        return f"<Comparison of {names}: {counted(len(self))}, {self.projection}, {self.layout}>"

    def _panel(self, space: str) -> NDArray[np.float32]:
        self._computed.vectors(space)
        return self.positions[space]
