"""Projections: what they keep, that they repeat, and what they do with little."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

import numpy as np
import pytest

from memkit.analysis.faithfulness import faithfulness
from memkit.analysis.layouts import lay_out
from memkit.analysis.neighbours import nearest
from memkit.analysis.placing import place
from memkit.analysis.projections import aligned_umap, pca, tsne, umap

needs_umap = pytest.mark.skipif(find_spec("umap") is None, reason="umap-learn is not installed")
needs_sklearn = pytest.mark.skipif(
    find_spec("sklearn") is None, reason="scikit-learn is not installed"
)


@pytest.fixture(scope="module")
def groups():
    chance = np.random.default_rng(0)
    centres = chance.standard_normal((6, 40)) * 2
    numbers = np.repeat(np.arange(6), 40)
    return (centres[numbers] + chance.standard_normal((240, 40))).astype(np.float32), numbers


def kept_together(positions, numbers):
    """How often the nearest point in the picture is of the same group."""
    distances = np.linalg.norm(positions[:, None] - positions[None], axis=-1)
    np.fill_diagonal(distances, np.inf)
    return (numbers[distances.argmin(axis=1)] == numbers).mean()


@pytest.mark.parametrize(("n", "dim"), [(300, 20), (15, 60)])
def test_pca_spans_the_directions_of_most_variance(n, dim):
    chance = np.random.default_rng(1)
    vectors = chance.standard_normal((n, dim)) * np.linspace(5, 0.1, dim) + 9

    positions = pca(vectors, dims=3)

    singular = np.linalg.svd(vectors - vectors.mean(axis=0))[1][:3]
    np.testing.assert_allclose(np.linalg.norm(positions, axis=0), singular, rtol=1e-3)
    np.testing.assert_allclose(positions.mean(axis=0), 0, atol=1e-3)


def test_pca_of_many_dimensions_is_near_the_exact_one():
    chance = np.random.default_rng(2)
    vectors = chance.standard_normal((700, 600)) * np.geomspace(6, 0.06, 600)

    positions = pca(vectors)

    centred = vectors - vectors.mean(axis=0)
    left, singular, _ = np.linalg.svd(centred, full_matrices=False)
    for axis in range(2):
        exact = left[:, axis] * singular[axis]
        cosine = exact @ positions[:, axis] / np.linalg.norm(exact)
        assert abs(cosine) / np.linalg.norm(positions[:, axis]) > 0.99


def test_pca_does_not_depend_on_the_order_of_rows():
    vectors = np.random.default_rng(3).standard_normal((50, 8))

    np.testing.assert_allclose(pca(vectors)[::-1], pca(vectors[::-1]), atol=1e-4)


@pytest.mark.parametrize("vectors", [np.zeros((0, 4)), np.ones((1, 4)), np.ones((9, 4))])
def test_pca_of_little_is_zero(vectors):
    assert pca(vectors, dims=3).shape == (len(vectors), 3)
    np.testing.assert_allclose(pca(vectors, dims=3), 0, atol=1e-6)


@needs_umap
def test_umap_keeps_groups_together_and_repeats(groups):
    vectors, numbers = groups

    positions = umap(vectors)

    assert positions.shape == (240, 2)
    assert kept_together(positions, numbers) > 0.95
    assert faithfulness(vectors, positions).trustworthiness > 0.9
    np.testing.assert_array_equal(positions, umap(vectors, neighbours=nearest(vectors, k=30)))
    assert umap(vectors, dims=3, epochs=20).shape == (240, 3)


@needs_umap
def test_umap_starts_where_it_is_told(groups):
    vectors, _ = groups
    first = umap(vectors, epochs=100)

    near = umap(vectors, start=first, epochs=20)
    mirrored = umap(vectors, start=first * [-1, 1], epochs=20)

    assert np.corrcoef(first[:, 0], near[:, 0])[0, 1] > 0.9
    assert np.corrcoef(first[:, 0], mirrored[:, 0])[0, 1] < -0.9


@needs_umap
@pytest.mark.parametrize("n", [0, 1, 4, 5, 8])
def test_umap_of_few_rows(n):
    assert np.isfinite(umap(np.random.default_rng(4).standard_normal((n, 6)))).all()


@needs_umap
@pytest.mark.parametrize("what", ["equal", "zeros", "pairs"])
def test_umap_of_duplicates(what):
    chance = np.random.default_rng(5)
    vectors = {
        "equal": np.ones((40, 5)),
        "zeros": np.concatenate([np.zeros((20, 5)), chance.standard_normal((20, 5))]),
        "pairs": np.repeat(chance.standard_normal((20, 5)), 2, axis=0),
    }[what]

    assert np.isfinite(umap(vectors)).all()


@needs_umap
def test_aligned_pictures_are_alike_and_each_is_faithful(groups):
    vectors, numbers = groups
    other = vectors + np.random.default_rng(6).standard_normal(vectors.shape).astype(np.float32)

    first, second = aligned_umap([vectors, other])

    assert kept_together(first, numbers) > 0.9
    assert kept_together(second, numbers) > 0.9
    assert np.linalg.norm(first - second) < 0.2 * np.linalg.norm(first - first.mean(axis=0))


@needs_umap
def test_layouts_that_know_of_each_other_differ_less(groups):
    vectors, _ = groups
    other = vectors + np.random.default_rng(7).standard_normal(vectors.shape).astype(np.float32)

    found = {
        layout: lay_out([vectors, other], layout=layout).disparities[1]
        for layout in ("independent", "started", "aligned")
    }

    assert found["aligned"] < 0.05
    assert found["aligned"] <= found["started"] <= found["independent"] + 0.02


@needs_sklearn
def test_tsne_keeps_groups_together_and_repeats(groups):
    vectors, numbers = groups

    positions = tsne(vectors)

    assert kept_together(positions, numbers) > 0.95
    np.testing.assert_allclose(positions, tsne(vectors))
    assert np.isfinite(tsne(np.ones((12, 4)))).all()
    assert tsne(vectors[:3]).shape == (3, 2)


def test_layouts_tell_how_far_they_are(groups):
    vectors, _ = groups
    told = []

    made = lay_out([vectors, vectors * 2], projection="pca", progress=told.append)

    assert told == [0.5, 1.0]
    assert made.disparities == [0.0, pytest.approx(0, abs=1e-6)]


@pytest.mark.parametrize("bad", [{"projection": "mds"}, {"layout": "stacked"}])
def test_unknown_names_are_refused(groups, bad):
    with pytest.raises(ValueError, match="give one of"):
        lay_out([groups[0]], **bad)


@pytest.mark.parametrize("bad", [{"dims": 4}, {"n_neighbours": 1}, {"start": np.zeros((3, 2))}])
@needs_umap
def test_umap_refuses_what_does_not_fit(groups, bad):
    with pytest.raises(ValueError, match=r"dims|n_neighbours|start"):
        umap(groups[0], **bad)


def test_a_vector_of_the_picture_is_placed_on_its_point(groups):
    vectors, _ = groups
    positions = pca(vectors)

    np.testing.assert_allclose(place(vectors[:5], vectors, positions), positions[:5], atol=0.05)


def test_a_new_vector_is_placed_among_its_nearest(groups):
    vectors, numbers = groups
    positions = pca(vectors)
    middle = vectors[numbers == 2].mean(axis=0)

    placed = place(middle[None], vectors, positions)[0]

    group = positions[numbers == 2]
    assert (placed >= group.min(axis=0)).all()
    assert (placed <= group.max(axis=0)).all()


def test_nothing_to_place_by(groups):
    vectors, _ = groups
    positions = pca(vectors)

    assert np.isnan(place(np.zeros((1, 40)), vectors, positions)).all()
    assert np.isnan(place(vectors[:1], vectors[:0], positions[:0])).all()
    np.testing.assert_allclose(place(vectors[3:4], vectors[:1], positions[:1])[0], positions[0])


@needs_umap
def test_numba_may_have_nowhere_to_keep_what_it_compiles() -> None:
    # As in a container whose files can't be written: numba tries each place with a file.
    code = """
import sys
import numpy as np
import numba.core.caching as caching

def refused(*args, **options):
    raise OSError(30, "Read-only file system")

caching.tempfile.TemporaryFile = caching.os.makedirs = refused
from memkit.analysis.projections import umap
rows = np.random.default_rng(0).normal(size=(40, 8)).astype(np.float32)
# It imports all that is compiled, aligned UMAP's too, which is when numba looks for places.
print(np.shape(umap(rows)), "umap.aligned_umap" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=300
    )
    assert done.stdout == "(40, 2) True\n", done.stderr
