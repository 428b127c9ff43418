"""Pictures of several spaces that can be looked at side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from memkit.analysis import projections
from memkit.analysis.alignment import Aligned, procrustes
from memkit.analysis.neighbours import Neighbours
from memkit.analysis.projections import Positions
from memkit.analysis.umap_steps import default_epochs
from memkit.analysis.vectors import Progress

Projection = Literal["pca", "umap", "tsne"]
Layout = Literal["aligned", "started", "independent"]


@dataclass(frozen=True, slots=True)
class Layouts:
    """One picture a space, each but the first laid on the first by a Procrustes alignment.

    Attributes:
        positions: float32 of shape (n, dims), one a space.
        disparities: The Procrustes disparity of each from the first, 0 for the first itself.
    """

    positions: list[Positions]
    disparities: list[float]


def lay_out(
    spaces: Sequence[NDArray[np.floating]],
    *,
    projection: Projection = "umap",
    layout: Layout = "started",
    dims: int = 2,
    neighbours: Sequence[Neighbours] | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> Layouts:
    """Project the same rows of several spaces.

    Args:
        spaces: Arrays of shape (n, dim), each with dimensions of its own.
        projection: "pca", "umap" or "tsne".
        layout: "independent": each for itself. "started": each begins where the first ended, so
            that what is alike lies alike and what differs may move. "aligned": AlignedUMAP, which
            draws the pictures together all the way, at four times the cost. PCA begins nowhere,
            and t-SNE can't be drawn together: it takes "aligned" as "started".
        dims: Two or three.
        neighbours: Nearest neighbours of each space, if they are known; UMAP uses them.
        seed: The same seed gives the same pictures.
        progress: Told how much is done.

    Raises:
        ValueError: An argument has the wrong shape, or names nothing known.
        ImportError: umap-learn or scikit-learn is not installed.
    """
    if projection not in get_args(Projection):
        raise ValueError(f"projection is {projection!r}; give one of {get_args(Projection)}.")
    if layout not in get_args(Layout):
        raise ValueError(f"layout is {layout!r}; give one of {get_args(Layout)}.")
    tell = progress or (lambda share: None)
    found: list[Positions] = []
    if projection == "umap" and layout == "aligned" and len(spaces) > 1:
        found = _aligned(spaces, dims, neighbours, seed, tell)
    else:
        for number, vectors in enumerate(spaces):
            begin = found[0] if found and layout != "independent" else None
            near = neighbours[number] if neighbours else None
            begun = _Part(tell, number / len(spaces), 1 / len(spaces))
            found.append(_project(vectors, projection, dims, near, begin, seed, begun))
            begun(1.0)
    laid = [
        procrustes(found[0], positions) if number else Aligned(positions, 0.0)
        for number, positions in enumerate(found)
    ]
    return Layouts([one.positions for one in laid], [one.disparity for one in laid])


def _aligned(
    spaces: Sequence[NDArray[np.floating]],
    dims: int,
    neighbours: Sequence[Neighbours] | None,
    seed: int,
    tell: Progress,
) -> list[Positions]:
    # Half the epochs from a finished picture of the first space, not all of them from nothing:
    # an aligned epoch costs several plain ones.
    near = neighbours[0] if neighbours else None
    first = _project(spaces[0], "umap", dims, near, None, seed, _Part(tell, 0.0, 0.2))
    found = projections.aligned_umap(
        list(spaces),
        dims=dims,
        neighbours=list(neighbours) if neighbours else None,
        start=first,
        epochs=default_epochs(len(first)) // 2,
        seed=seed,
        progress=_Part(tell, 0.2, 0.8),
    )
    tell(1.0)
    return found


class _Part:
    """Tells of a part of the work as so much of the whole."""

    def __init__(self, tell: Progress, start: float, share: float) -> None:
        self._tell, self._start, self._share = tell, start, share

    def __call__(self, done: float) -> None:
        self._tell(self._start + self._share * done)


def _project(
    vectors: NDArray[np.floating],
    projection: Projection,
    dims: int,
    neighbours: Neighbours | None,
    start: Positions | None,
    seed: int,
    progress: Progress,
) -> Positions:
    if projection == "pca":
        return projections.pca(vectors, dims=dims, seed=seed)
    if projection == "tsne":
        return projections.tsne(vectors, dims=dims, start=start, seed=seed)
    return projections.umap(
        vectors, dims=dims, start=start, neighbours=neighbours, seed=seed, progress=progress
    )
