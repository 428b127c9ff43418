from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from memkit import Memory
from memkit.analysis.duplicates import near_pairs
from memkit.errors import ScopeError, SpaceError, ValidationError


def test_the_same_text_is_stored_once(memory: Memory) -> None:
    (first,) = memory.add("I like tea", user_id="a")
    (again,) = memory.add("I like tea", user_id="a", metadata={"new": 1})
    assert (again.id, again.event, again.memory) == (first.id, "NONE", "I like tea")
    assert memory.get(first.id).metadata == {}
    both = memory.add(["I like coffee", "I like coffee"], user_id="a")
    assert [item.event for item in both] == ["ADD", "NONE"]
    assert both[0].id == both[1].id
    assert memory.add({"role": "user", "content": "I like tea"}, user_id="a")[0].event == "NONE"
    # Somebody else's words are another memory, and so is another text.
    for other in (
        {"role": "assistant", "content": "I like tea"},
        {"role": "user", "content": "I like tea", "name": "Bob"},
        "I like tea ",
        "i like tea",
    ):
        assert memory.add(other, user_id="a")[0].event == "ADD"


def test_near_duplicates_of_one_user_only(memory: Memory) -> None:
    memory.add(
        ["I really like green tea", "I like green tea, really", "My car is red"], user_id="a"
    )
    memory.add("I really like green tea", user_id="b")
    (pair,) = memory.duplicates(user_id="a", threshold=0.9)
    assert {pair.first.memory, pair.second.memory} == {
        "I really like green tea",
        "I like green tea, really",
    }
    assert {pair.first.user_id, pair.second.user_id} == {"a"}
    assert 0.9 <= pair.similarity <= 1.0001
    assert memory.duplicates(user_id="b", threshold=0.1) == []
    assert memory.duplicates(user_id="nobody") == []


def test_filters_spaces_and_limits(open_memory: Callable[..., Memory], fake: Any) -> None:
    memory = open_memory()
    for i in range(4):
        memory.add("tea tea tea", user_id="a", run_id=str(i), metadata={"n": i})
    memory.add_space(fake, wait=True, progress=False)
    assert len(memory.duplicates(user_id="a", threshold=0.99)) == 6
    assert len(memory.duplicates(user_id="a", threshold=0.99, limit=2)) == 2
    assert len(memory.duplicates(user_id="a", where={"n": {"$gte": 2}}, threshold=0.99)) == 1
    found = memory.duplicates(user_id="a", threshold=0.99, space="fake")
    assert (len(found), found.space, found.threshold) == (6, "fake", 0.99)
    with pytest.raises(SpaceError):
        memory.duplicates(space="none")
    with pytest.raises(ScopeError):
        memory.duplicates(user_id=" ")


def test_a_threshold_of_one_finds_what_is_equal(memory: Memory) -> None:
    texts = [f"memory number {i} about topic {i * 7}" for i in range(100)]
    for role in ("user", "assistant"):
        memory.add([{"role": role, "content": text} for text in texts], user_id="a")
    pairs = memory.duplicates(user_id="a", threshold=1.0)
    assert {pair.first.memory for pair in pairs if pair.first.memory == pair.second.memory} == set(
        texts
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"threshold": 0},
        {"threshold": 1.1},
        {"threshold": -1},
        {"threshold": float("nan")},
        {"limit": 0},
        {"limit": -1},
    ],
)
def test_wrong_thresholds_and_limits(memory: Memory, wrong: dict[str, Any]) -> None:
    memory.add(
        [{"role": "user", "content": "x"}, {"role": "assistant", "content": "x"}], user_id="a"
    )
    with pytest.raises(ValidationError):
        memory.duplicates(user_id="a", **{"threshold": 0.9, **wrong})


def brute_force(vectors: Any, threshold: float) -> dict[tuple[int, int], float]:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    units = vectors / np.where(lengths == 0, 1, lengths)
    cosines = units @ units.T
    return {
        (int(i), int(j)): float(cosines[i, j])
        for i, j in zip(*np.nonzero(np.triu(cosines >= threshold, 1)), strict=True)
    }


def test_pairs_that_other_spaces_see_take_no_room() -> None:
    """Thousands that all spaces see, and last the one pair that only one sees."""
    rng = np.random.default_rng(3)
    n = 2600
    centres = rng.standard_normal((30, 12))
    which = rng.integers(0, len(centres), n)
    own = (centres[which] + 0.01 * rng.standard_normal((n, 12))).astype(np.float32)
    other = (centres[which] + 0.01 * rng.standard_normal((n, 12))).astype(np.float32)
    own[700:900], other[700:900] = own[700], other[700]
    far = np.eye(12, dtype=np.float32)
    own[-2:], other[-2:] = [far[0], far[0] + 0.2 * far[1]], [far[2], far[3]]
    expected = set(brute_force(own, 0.9)) - set(brute_force(other, 0.9))
    assert expected == {(n - 2, n - 1)}

    first, second, _ = near_pairs(own, threshold=0.9, limit=5, elsewhere=[other])
    assert set(zip(first.tolist(), second.tolist(), strict=True)) == expected
    # Equal here, and without content there.
    other[700:900] = 0
    first, second, cosine = near_pairs(own, threshold=0.9, limit=5, elsewhere=[other])
    assert first.tolist() == [700] * 5
    assert cosine.tolist() == pytest.approx([1] * 5)


def test_the_best_pair_is_found_among_more_near_pairs_than_are_listed() -> None:
    """The blocks are walked with the best pairs so far: a better one, the last, takes its place."""
    rng = np.random.default_rng(4)
    n = 9300
    vectors = (rng.standard_normal(12) + 0.1 * rng.standard_normal((n, 12))).astype(np.float32)
    vectors[-1] = vectors[-2] * 3
    first, second, cosine = near_pairs(vectors, threshold=0.5, limit=3)
    assert (int(first[0]), int(second[0])) == (n - 2, n - 1)
    assert len(cosine) == 3
    assert cosine[0] == pytest.approx(1)


@pytest.mark.parametrize("n", [0, 1, 2, 1023, 1025, 2500])
def test_pairs_across_blocks_equal_brute_force(n: int) -> None:
    rng = np.random.default_rng(n)
    centres = rng.standard_normal((max(1, n // 4), 12))
    vectors = centres[rng.integers(0, len(centres), n)] + 0.2 * rng.standard_normal((n, 12))
    vectors = vectors.astype(np.float32)
    vectors[::97] = 0
    expected = brute_force(vectors, 0.93)
    first, second, cosine = near_pairs(vectors, threshold=0.93, limit=10**6)
    found = {(int(i), int(j)): float(c) for i, j, c in zip(first, second, cosine, strict=True)}
    border = {pair for pair, c in {**expected, **found}.items() if abs(c - 0.93) < 1e-5}
    assert set(found) - border == set(expected) - border
    assert list(cosine) == sorted(cosine, reverse=True)
    if len(expected) > 10:
        some = near_pairs(vectors, threshold=0.93, limit=7)
        best = sorted(expected.values(), reverse=True)[:7]
        assert [float(c) for c in some[2]] == pytest.approx(best, abs=1e-5)
