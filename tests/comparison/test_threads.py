"""Pictures are drawn beside the kernel's thread."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec

import numpy as np
import pytest

from memkit.comparison import compare
from memkit.comparison.derived import Derived


@pytest.mark.skipif(find_spec("umap") is None, reason="umap-learn is not installed")
def test_comparisons_can_be_refined_at_the_same_time(two_spaces):
    alone = compare(two_spaces).refine().positions["second"]

    with ThreadPoolExecutor(4) as threads:
        together = list(
            threads.map(lambda _: compare(two_spaces).refine().positions["second"], range(4))
        )

    for positions in together:
        np.testing.assert_array_equal(positions, alone)


def test_what_two_threads_want_is_computed_once():
    derived, made = Derived(), []

    def compute():
        made.append(1)
        return {"a": np.ones(1)}

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: derived.arrays("x", {}, compute), range(50)))

    assert len(made) == 1
