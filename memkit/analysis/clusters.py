"""Groups of near points, what they are about, and whether two groupings agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from memkit.analysis import umap_steps
from memkit.analysis.neighbours import Neighbours, nearest
from memkit.analysis.projections import N_NEIGHBOURS, pca
from memkit.analysis.vectors import matrix, same_rows, unit_rows

Labels = NDArray[np.int64]

NOISE = -1

_DIMS = 5
_EPOCHS = 100
_MIN_SAMPLES = 5


def find_clusters(
    vectors: NDArray[np.floating],
    *,
    neighbours: Neighbours | None = None,
    min_size: int | None = None,
    seed: int = 0,
) -> Labels:
    """Return the cluster of each row, numbered from 0 by falling size, -1 for noise.

    In hundreds of dimensions all rows are about equally far from each other, and HDBSCAN finds
    one cluster and noise. As BERTopic does, it is given a UMAP of five dimensions, which is made
    from the exact neighbours in the original ones; benchmarks/projections.py has the numbers.

    Args:
        vectors: Of shape (n, dim), compared by cosine.
        neighbours: Nearest neighbours, if they are known.
        min_size: The least rows of a cluster; the root of n / 5 by default, 5 at least.
        seed: For UMAP.

    Raises:
        ValueError: The vectors are no matrix of finite numbers, or `min_size` is below two.
        ImportError: umap-learn or scikit-learn is not installed.
    """
    units = unit_rows(vectors)
    points = pca(units, dims=_DIMS, seed=seed)
    if len(units) >= umap_steps.LEAST_ROWS:
        wanted = min(N_NEIGHBOURS, len(units)) - 1
        if neighbours is None or neighbours.k < wanted:
            neighbours = nearest(units, k=wanted)
        graph = umap_steps.graph(neighbours.first(wanted))
        points = umap_steps.layout(graph, points, min_dist=0.0, epochs=_EPOCHS, seed=seed)
    return hdbscan(points, min_size=min_size)


def hdbscan(points: NDArray[np.floating], *, min_size: int | None = None) -> Labels:
    """Return the cluster of each point, numbered from 0 by falling size, -1 for noise.

    Args:
        points: Of shape (n, dims), compared by Euclidean distance; a few dims work best.
        min_size: The least points of a cluster; the root of n / 5 by default, 5 at least.

    Raises:
        ValueError: The points are no matrix of finite numbers, or `min_size` is below two.
        ImportError: scikit-learn is not installed.

    Campello et al., "Density-Based Clustering Based on Hierarchical Density Estimates", 2013.
    """
    array = matrix(points, name="points")
    n = len(array)
    size = max(5, round(float(np.sqrt(n / 5)))) if min_size is None else min_size
    if size < 2:
        raise ValueError(f"min_size is {size}; give at least two.")
    if n <= size:
        return np.full(n, NOISE, np.int64)
    # scikit-learn takes most of a second to import.
    from sklearn.cluster import HDBSCAN

    # The leaves of the tree: its thickest branches are languages, or everything and nothing.
    found = HDBSCAN(
        min_cluster_size=size,
        min_samples=min(n, _MIN_SAMPLES),
        cluster_selection_method="leaf",
        copy=True,
    ).fit_predict(array.astype(np.float64))
    return by_size(np.asarray(found, np.int64))


def by_size(labels: Labels) -> Labels:
    """Return the same clusters, numbered from 0 by falling size; negative labels become -1."""
    numbers, counts = np.unique(labels[labels >= 0], return_counts=True)
    renamed = np.full(int(labels.max(initial=-1)) + 2, NOISE, np.int64)
    renamed[numbers[np.lexsort((numbers, -counts))]] = np.arange(len(numbers))
    return renamed[np.maximum(labels, -1)]


def agreement(first: Labels, second: Labels) -> tuple[float, float]:
    """Return adjusted Rand index and adjusted mutual information of two clusterings.

    Args:
        first, second: Labels of the same n points. Points that are noise in both are left out,
            since noise is no cluster.

    Returns:
        ARI and AMI: 1 for the same clusters, about 0 for unrelated ones; NaN without points.

    Raises:
        ValueError: There are different numbers of labels.

    Hubert and Arabie, "Comparing partitions", 1985; Vinh et al., "Information Theoretic Measures
    for Clusterings Comparison", 2010.
    """
    same_rows(first, second)
    counted = (first != NOISE) | (second != NOISE)
    if not counted.any():
        return float("nan"), float("nan")
    # scikit-learn takes most of a second to import.
    from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

    a, b = first[counted], second[counted]
    return float(adjusted_rand_score(a, b)), float(adjusted_mutual_info_score(a, b))


def name_clusters(
    texts: Sequence[str],
    labels: Labels,
    *,
    tokenise: Callable[[str], Iterable[str]],
    terms: int = 3,
) -> dict[int, list[str]]:
    """Return the terms that set each cluster apart, best first, by class-based TF-IDF.

    Args:
        texts: One a point.
        labels: The cluster of each; noise gets no name, but counts in how frequent a term is.
        tokenise: Turns a text into terms.
        terms: The most terms of a name.

    Returns:
        Cluster -> terms; none for a cluster of texts without terms.

    Raises:
        ValueError: There are not as many labels as texts.

    Grootendorst, "BERTopic: Neural topic modeling with a class-based TF-IDF procedure", 2022.
    """
    if len(texts) != len(labels):
        raise ValueError(f"There are {len(texts)} texts and {len(labels)} labels.")
    counts: dict[int, Counter[str]] = {}
    for text, label in zip(texts, labels.tolist(), strict=True):
        counts.setdefault(label, Counter()).update(tokenise(text))
    everywhere: Counter[str] = Counter()
    for count in counts.values():
        everywhere.update(count)
    # How many terms a class has on average.
    average = everywhere.total() / max(1, len(counts))

    names = {}
    for label in sorted(label for label in counts if label != NOISE):
        total = max(1, counts[label].total())
        weights = {
            term: count / total * np.log1p(average / everywhere[term])
            for term, count in counts[label].items()
        }
        names[label] = sorted(weights, key=lambda term: (-weights[term], term))[:terms]
    return names
