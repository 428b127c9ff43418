"""Groups of near points, what they are about, and whether two groupings agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memkit.analysis.neighbours import Neighbours, nearest, nearest_to
from memkit.analysis.vectors import Matrix, RowIndices, matrix, same_rows, unit_rows

Labels = NDArray[np.int64]

NOISE = -1

# From a UMAP of five dimensions, as BERTopic has it, come clusters that fit the sample data's
# threads as well (AMI .20), but a grain of noise changes them (ARI .7 against .95 here), which
# the agreement of two spaces would be blamed for.
_NEIGHBOURS = 14
_EIGENVECTORS = 20
_MIN_SAMPLES = 5

# Above this many rows clusters are found among as many, and the other rows join them: the
# eigenvectors of a graph that falls apart into more pieces than are wanted take minutes.
SAMPLE = 5000
_VOTERS = 5
# What has converged after so many restarts, and to this accuracy, is enough to tell groups apart.
_RESTARTS = 60
_TOLERANCE = 1e-3

# Fewer rows than this have no clusters; up to that many, all eigenvectors are had as quickly.
_LEAST = 5
_DENSE = 300


def find_clusters(
    vectors: NDArray[np.floating],
    *,
    neighbours: Neighbours | None = None,
    min_size: int | None = None,
    sample: int = SAMPLE,
    seed: int = 0,
) -> Labels:
    """Return the cluster of each row, numbered from 0 by falling size, -1 for noise.

    In hundreds of dimensions all rows are about equally far from each other, and HDBSCAN finds
    one cluster and noise. It is given the leading eigenvectors of the graph of exact neighbours
    instead, as in spectral clustering. Of many rows a sample is clustered, and each other row
    joins the cluster of most of its five nearest in the sample.

    Args:
        vectors: Of shape (n, dim), compared by cosine.
        neighbours: Nearest neighbours, if they are known: 14 of each row at least.
        min_size: The least rows of a cluster; the root of n / 5 by default, 5 at least.
        sample: The most rows that are clustered themselves.
        seed: For the rows that are drawn.

    Raises:
        ValueError: The vectors are no matrix of finite numbers, or `min_size` is below two.
        ImportError: scikit-learn is not installed.

    Ng, Jordan and Weiss, "On Spectral Clustering", 2001.
    """
    units = unit_rows(vectors)
    if len(units) <= _LEAST:
        return np.full(len(units), NOISE, np.int64)
    if len(units) > sample:
        chosen = np.sort(np.random.default_rng(seed).choice(len(units), sample, replace=False))
        size = None if min_size is None else max(2, round(min_size * sample / len(units)))
        found = find_clusters(units[chosen], min_size=size, sample=sample)
        return by_size(_joined(units, chosen, found))
    k = min(_NEIGHBOURS, len(units) - 1)
    if neighbours is None or neighbours.k < k:
        neighbours = nearest(units, k=k)
    return hdbscan(_spectral(neighbours.first(k)), min_size=min_size)


def _joined(units: Matrix, chosen: RowIndices, labels: Labels) -> Labels:
    """Return the clusters of all rows from those of some: what most of the nearest of these are."""
    near = labels[nearest_to(units, units[chosen], k=_VOTERS).rows]
    votes = (near[:, :, None] == near[:, None, :]).sum(axis=2)
    # The nearest one decides a tie.
    joined: Labels = near[np.arange(len(near)), votes.argmax(axis=1)]
    joined[chosen] = labels
    return joined


def _spectral(neighbours: Neighbours) -> NDArray[np.float64]:
    """Return rows of length one: the leading eigenvectors of the normalised graph."""
    # SciPy's sparse matrices take a third of a second to import.
    from scipy import sparse

    n, k = neighbours.rows.shape
    edges = np.repeat(np.arange(n), k), neighbours.rows.ravel()
    graph = sparse.csr_matrix((np.ones(n * k), edges), shape=(n, n))
    graph = (graph + graph.T) / 2
    scale = sparse.diags(1 / np.sqrt(np.asarray(graph.sum(axis=1)).ravel()))
    # Few rows have few clusters, and further eigenvectors would cut these into pieces.
    wanted = min(_EIGENVECTORS, max(2, round(0.8 * float(np.sqrt(n)))), n - 1)
    if n <= _DENSE:
        vectors = np.linalg.eigh((scale @ graph @ scale).toarray())[1][:, -wanted:]
    else:
        vectors = _leading(scale @ graph @ scale, wanted)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    rows: NDArray[np.float64] = vectors / np.maximum(lengths, 1e-12)
    return rows


def _leading(graph: Any, wanted: int) -> NDArray[np.float64]:
    from scipy.sparse.linalg import ArpackNoConvergence, eigsh

    begin = np.random.default_rng(0).standard_normal(graph.shape[0])
    try:
        found: NDArray[np.float64] = eigsh(
            graph, k=wanted, which="LA", v0=begin, ncv=3 * wanted, tol=_TOLERANCE, maxiter=_RESTARTS
        )[1]
    except ArpackNoConvergence as error:
        # Pieces that nothing connects have the same eigenvalue, and come one by one.
        if error.eigenvectors.shape[1] < 2:
            raise
        found = error.eigenvectors
    return found


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

    found = HDBSCAN(min_cluster_size=size, min_samples=min(n, _MIN_SAMPLES), copy=True).fit_predict(
        array.astype(np.float64)
    )
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
