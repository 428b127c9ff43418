"""From many dimensions to two or three: PCA, UMAP and t-SNE."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memkit.analysis import umap_steps
from memkit.analysis.neighbours import Neighbours, nearest
from memkit.analysis.vectors import Progress, matrix, unit_rows

Positions = NDArray[np.float32]

N_NEIGHBOURS = 15
MIN_DIST = 0.1

# Up to so many rows t-SNE has one thread.
_ONE_THREAD = 5000

# Above this, the exact decomposition takes seconds.
_EXACT_DIMENSIONS = 384


def pca(vectors: NDArray[np.floating], *, dims: int = 2, seed: int = 0) -> Positions:
    """Return the principal components of rows.

    Above 384 dimensions and rows they are approximated by random projections, which takes a tenth
    of the time (Halko et al., "Finding Structure with Randomness", 2011).

    Args:
        vectors: Of shape (n, dim).
        dims: How many components; those that the rows do not have are zero.
        seed: For the random projections.

    Returns:
        Positions of shape (n, dims) around the origin; of each component, the sign is such that
        its largest weight is positive, so that the same rows give the same picture.

    Raises:
        ValueError: The array is no matrix of finite numbers, or `dims` is below one.
    """
    array = matrix(vectors, name="vectors").astype(np.float32)
    if dims < 1:
        raise ValueError(f"dims is {dims}; give at least one.")
    n, dim = array.shape
    positions = np.zeros((n, dims), np.float32)
    kept = min(dims, n, dim)
    if kept == 0:
        return positions
    array = array - array.mean(axis=0)
    axes = (
        _exact_axes(array) if min(n, dim) <= _EXACT_DIMENSIONS else _random_axes(array, kept, seed)
    )[:, :kept]
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(kept)])
    positions[:, :kept] = array @ axes
    return positions


def _exact_axes(array: NDArray[np.float32]) -> NDArray[np.float32]:
    n, dim = array.shape
    if n < dim:
        return np.linalg.svd(array, full_matrices=False)[2].T
    _, axes = np.linalg.eigh(array.T @ array)
    largest_first: NDArray[np.float32] = axes[:, ::-1]
    return largest_first


def _random_axes(array: NDArray[np.float32], kept: int, seed: int) -> NDArray[np.float32]:
    chance = np.random.default_rng(seed)
    sketch = chance.standard_normal((array.shape[1], kept + 20)).astype(np.float32)
    for _ in range(7):
        sketch = np.linalg.qr(array.T @ (array @ sketch))[0]
    inside = np.linalg.svd(array @ sketch, full_matrices=False)[2]
    axes: NDArray[np.float32] = sketch @ inside.T
    return axes


def umap(
    vectors: NDArray[np.floating],
    *,
    dims: int = 2,
    n_neighbours: int = N_NEIGHBOURS,
    min_dist: float = MIN_DIST,
    start: Positions | None = None,
    neighbours: Neighbours | None = None,
    epochs: int | None = None,
    seed: int | None = 0,
    progress: Progress | None = None,
) -> Positions:
    """Return a UMAP of rows, compared by cosine, from their exact nearest neighbours.

    Args:
        vectors: Of shape (n, dim).
        dims: Two or three.
        n_neighbours: The size of a neighbourhood, the row itself included.
        min_dist: How near points may lie to each other.
        start: Where the points start, of shape (n, dims); by default at their principal
            components, which keeps the picture's large shape stable (Kobak and Linderman,
            "Initialization is critical for preserving global data structure", 2021).
        neighbours: Nearest neighbours, if they are known: at least `n_neighbours` - 1 of them.
        epochs: How often to go through the neighbours; see `umap_steps.default_epochs`.
        seed: The same seed gives the same picture; None uses all cores instead.
        progress: Told how much is done, from 0 to 1.

    Returns:
        Positions of shape (n, dims). With fewer than five rows, their principal components.

    Raises:
        ValueError: An argument has the wrong shape.
        ImportError: umap-learn is not installed.

    McInnes et al., "UMAP: Uniform Manifold Approximation and Projection", 2018.
    """
    _check_dims(dims)
    units = unit_rows(vectors)
    begin = pca(units, dims=dims) if start is None else _checked(start, len(units), dims)
    if len(units) < umap_steps.LEAST_ROWS:
        return begin
    graph = umap_steps.graph(_enough(units, neighbours, n_neighbours))
    return umap_steps.layout(
        graph, begin, min_dist=min_dist, epochs=epochs, seed=seed, progress=progress
    )


def aligned_umap(
    spaces: list[NDArray[np.floating]],
    *,
    dims: int = 2,
    n_neighbours: int = N_NEIGHBOURS,
    min_dist: float = MIN_DIST,
    alignment: float = 0.01,
    neighbours: list[Neighbours] | None = None,
    start: Positions | None = None,
    epochs: int | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> list[Positions]:
    """Return UMAPs of the same rows in several spaces, laid out together.

    A row is drawn towards its places in the other pictures, the more so the more neighbours the
    two spaces share. This makes pictures easy to compare and can hide that spaces differ: show
    the overlap of neighbourhoods beside them.

    Args:
        spaces: Arrays of shape (n, dim), each with dimensions of its own.
        alignment: How strongly pictures draw each other.
        neighbours: One for each space, if they are known.
        start: Where the points start in all pictures, of shape (n, dims); by default at the
            principal components of the first space.
        dims, n_neighbours, min_dist, epochs, seed, progress: As in `umap`.

    Returns:
        Positions of shape (n, dims), one a space.

    Raises:
        ValueError: The spaces have different numbers of rows, or an argument the wrong shape.
        ImportError: umap-learn is not installed.

    AlignedUMAP is part of umap-learn: https://umap-learn.readthedocs.io/en/latest/aligned_umap_basic_usage.html.
    Its optimiser is used with graphs of exact neighbours and a common start.
    """
    _check_dims(dims)
    units = [unit_rows(vectors) for vectors in spaces]
    if len({len(rows) for rows in units}) > 1:
        raise ValueError(
            f"The spaces have {[len(rows) for rows in units]} rows; give the same rows in each."
        )
    if not units:
        return []
    begin = pca(units[0], dims=dims) if start is None else _checked(start, len(units[0]), dims)
    if len(units[0]) < umap_steps.LEAST_ROWS:
        return [begin for _ in units]
    known: Sequence[Neighbours | None] = neighbours or [None for _ in units]
    graphs = [
        umap_steps.graph(_enough(rows, near, n_neighbours))
        for rows, near in zip(units, known, strict=True)
    ]
    return umap_steps.aligned_layouts(
        graphs, begin, min_dist=min_dist, alignment=alignment, epochs=epochs, seed=seed,
        progress=progress,
    )  # fmt: skip


def tsne(
    vectors: NDArray[np.floating],
    *,
    dims: int = 2,
    perplexity: float = 30.0,
    start: Positions | None = None,
    seed: int = 0,
) -> Positions:
    """Return a t-SNE of rows, compared by cosine.

    Args:
        vectors: Of shape (n, dim).
        dims: Two or three.
        perplexity: About how many neighbours a row has; at most (n - 1) / 3 is used.
        start: Where the points start, of shape (n, dims); at their principal components by
            default.
        seed: For what is drawn.

    Returns:
        Positions of shape (n, dims). With fewer than five rows, their principal components.

    Raises:
        ValueError: An argument has the wrong shape.
        ImportError: scikit-learn is not installed.

    Van der Maaten and Hinton, "Visualizing Data using t-SNE", 2008.
    """
    _check_dims(dims)
    units = unit_rows(vectors)
    begin = pca(units, dims=dims) if start is None else _checked(start, len(units), dims)
    if len(units) < umap_steps.LEAST_ROWS:
        return begin
    # scikit-learn takes most of a second to import.
    from sklearn.manifold import TSNE
    from threadpoolctl import threadpool_limits

    spread = float(begin[:, 0].std())
    chance = np.random.default_rng(seed)
    # t-SNE wants a small start, and equal rows apart.
    noise = chance.normal(scale=1e-6, size=begin.shape)
    model: Any = TSNE(
        n_components=dims,
        perplexity=min(perplexity, (len(units) - 1) / 3),
        init=(begin / (spread or 1.0) * 1e-4 + noise).astype(np.float32),
        random_state=seed,
    )
    # Threads that wait for each other a thousand times are slower than one of them on a machine
    # where others are at work: minutes for two hundred rows.
    threads = threadpool_limits(1 if len(units) <= _ONE_THREAD else None, user_api="openmp")
    with threads:
        # For rows of length one, squared Euclidean distances are twice the cosine distances.
        return np.asarray(model.fit_transform(units), np.float32)


def _enough(
    units: NDArray[np.float32], neighbours: Neighbours | None, n_neighbours: int
) -> Neighbours:
    if n_neighbours < 2:
        raise ValueError(f"n_neighbours is {n_neighbours}; give at least two.")
    wanted = min(n_neighbours, len(units)) - 1
    if neighbours is None or neighbours.k < wanted or len(neighbours.rows) != len(units):
        return nearest(units, k=wanted)
    return neighbours.first(wanted)


def _check_dims(dims: int) -> None:
    if dims not in (2, 3):
        raise ValueError(f"dims is {dims}; give 2 or 3.")


def _checked(start: Positions, n: int, dims: int) -> Positions:
    if start.shape != (n, dims):
        raise ValueError(f"start has shape {start.shape}; {(n, dims)} was expected.")
    return np.asarray(matrix(start, name="start"), np.float32)
