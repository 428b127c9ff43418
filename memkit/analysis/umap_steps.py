"""UMAP's two steps as umap-learn offers them: a graph of neighbours, and its layout."""

from __future__ import annotations

import functools
import sys
import threading
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memkit.analysis.neighbours import Neighbours
from memkit.analysis.numba_cache import TELL, cached_compilation, prepare
from memkit.analysis.vectors import Progress
from memkit.domain import forks

Positions = NDArray[np.float32]

LEAST_ROWS = 5

# Some of umap-learn's functions use numba's threads, which may not be asked by two threads at once.
_numba_threads = threading.Lock()
forks.renew(sys.modules[__name__], _numba_threads=threading.Lock)


def default_epochs(n: int) -> int:
    """Return how many epochs a layout of `n` rows takes unless told otherwise.

    A start at the principal components needs fewer than umap-learn's 500; see
    benchmarks/projections.py.
    """
    return 300 if n <= 2000 else 200


def graph(neighbours: Neighbours) -> Any:
    """Return UMAP's fuzzy graph, a symmetric sparse matrix of shape (n, n).

    Args:
        neighbours: The nearest other rows of each row.
    """
    prepare()
    from umap.umap_ import fuzzy_simplicial_set

    n = len(neighbours.rows)
    # umap-learn counts a row as its own nearest neighbour.
    itself = np.arange(n)[:, None]
    rows = np.concatenate([itself, neighbours.rows], axis=1)
    distances = np.concatenate(
        [np.zeros((n, 1), np.float32), np.maximum(0, 1 - neighbours.cosines)], axis=1
    )
    with _numba_threads:
        return fuzzy_simplicial_set(
            distances,
            rows.shape[1],
            np.random.RandomState(0),
            "cosine",
            knn_indices=rows.astype(np.int32),
            knn_dists=distances.astype(np.float32),
        )[0]


def layout(
    graph: Any,
    start: Positions,
    *,
    min_dist: float,
    epochs: int | None,
    seed: int | None,
    progress: Progress | None = None,
) -> Positions:
    """Return the positions that UMAP's optimiser finds for a graph.

    Args:
        graph: See `graph`.
        start: Where the points start, of shape (n, dims).
        min_dist: How near points may lie to each other.
        epochs: How many; None for the default.
        seed: None for all cores and a picture that differs a little each time.
        progress: Told how much is done, from 0 to 1.
    """
    prepare()
    from umap.umap_ import simplicial_set_embedding

    a, b = _curve(min_dist)
    chance = np.random.RandomState(seed)

    def run() -> Positions:
        found, _ = simplicial_set_embedding(
            data=start,
            graph=graph.copy(),
            n_components=start.shape[1],
            initial_alpha=1.0,
            a=a,
            b=b,
            gamma=1.0,
            negative_sample_rate=5,
            n_epochs=epochs or default_epochs(len(start)),
            init=_apart(start),
            random_state=chance,
            metric="cosine",
            metric_kwds={},
            densmap=False,
            densmap_kwds={},
            output_dens=False,
            parallel=seed is None,
            tqdm_kwds={TELL: progress} if progress is not None else {},
        )
        return np.asarray(found, np.float32)

    if seed is not None:
        return run()
    with _numba_threads:
        return run()


def aligned_layouts(
    graphs: list[Any],
    start: Positions,
    *,
    min_dist: float,
    alignment: float,
    epochs: int | None,
    seed: int,
    progress: Progress | None = None,
) -> list[Positions]:
    """Return positions for several graphs of the same rows that draw each other.

    Args:
        graphs: See `graph`.
        start: Where the points start in all of them, of shape (n, dims).
        alignment: How strongly pictures draw each other.
        min_dist, epochs, seed, progress: As in `layout`.
    """
    prepare()
    import numba
    from umap.layouts import optimize_layout_aligned_euclidean
    from umap.umap_ import make_epochs_per_sample

    n, dims = start.shape
    count = len(graphs)
    n_epochs = epochs or default_epochs(n)
    scale = 10 / max(float(np.abs(start).max()), 1e-12)
    begin = (_apart(start) * scale).astype(np.float32)
    places = numba.typed.List([begin.copy() for _ in graphs])
    heads, tails, intervals = [], [], []
    for one in graphs:
        edges = one.tocoo()
        # What would be looked at less than once is left out, as umap-learn does for one picture.
        strong = edges.data >= edges.data.max() / n_epochs
        heads.append(edges.row[strong].astype(np.int32))
        tails.append(edges.col[strong].astype(np.int32))
        intervals.append(make_epochs_per_sample(edges.data[strong], n_epochs))
    a, b = _curve(min_dist)
    chance = np.random.RandomState(seed)
    with cached_compilation():
        found = optimize_layout_aligned_euclidean(
            places,
            places,
            numba.typed.List(heads),
            numba.typed.List(tails),
            n_epochs,
            numba.typed.List(intervals),
            _likeness(graphs),
            _relations(count, n),
            chance.randint(np.iinfo(np.int32).min + 1, np.iinfo(np.int32).max - 1, 3).astype(
                np.int64
            ),
            a=a,
            b=b,
            lambda_=alignment,
            parallel=False,
            move_other=True,
            tqdm_kwds={TELL: progress} if progress is not None else {},
        )
    return [np.array(positions, np.float32).reshape(n, dims) for positions in found]


def _relations(count: int, n: int) -> NDArray[np.int32]:
    """Return which row of picture m + offset a row of picture m is: the same one, all around.

    Of shape (count, 2 * count + 1, n); the middle is offset zero, -1 stands for no picture.
    """
    relations = np.full((count, 2 * count + 1, n), -1, np.int32)
    for m in range(count):
        for other in range(count):
            relations[m, other - m + count] = np.arange(n)
    return relations


def _likeness(graphs: list[Any]) -> NDArray[np.float32]:
    """Return which share of its graph neighbours a row has in two pictures, laid out likewise."""
    count, n = len(graphs), graphs[0].shape[0]
    likeness = np.zeros((count, 2 * count + 1, n), np.float32)
    ties = [(one > 0).astype(np.int32).tocsr() for one in graphs]
    sizes = [np.asarray(one.sum(axis=1)).ravel() for one in ties]
    for m in range(count):
        for other in range(count):
            both = np.asarray(ties[m].multiply(ties[other]).sum(axis=1)).ravel()
            either = sizes[m] + sizes[other] - both
            likeness[m, other - m + count] = both / np.maximum(1, either)
    return likeness


def _apart(start: Positions) -> Positions:
    """Return positions in which no two are the same, and no axis is constant."""
    chance = np.random.default_rng(0)
    spread = float(start.std()) or 1.0
    noise = chance.normal(scale=1e-4 * spread, size=start.shape)
    return (start + noise).astype(np.float32)


@functools.lru_cache(maxsize=8)
def _curve(min_dist: float) -> tuple[float, float]:
    from umap.umap_ import find_ab_params

    a, b = find_ab_params(1.0, min_dist)
    return float(a), float(b)
