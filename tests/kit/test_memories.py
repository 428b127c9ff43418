"""Each memory on a broken store fails exactly its own tests, and one on a good store fails none."""

from __future__ import annotations

from pathlib import Path

import pytest

EXPECTED: dict[str, set[str]] = {
    "TestGood": set(),
    "TestKeepsWhatWasDeleted": {"test_the_verbs"},
    "TestKnowsOneSpace": {"test_spaces_beside_each_other"},
    "TestTuned": set(),
    "TestForgetsTheBreadth": {
        "test_a_check_leaves_it_as_it_was",
        "test_it_is_measured_tuned_and_stays_so",
    },
    "TestNeverGoesBack": {
        "test_a_check_leaves_it_as_it_was",
        "test_it_is_measured_tuned_and_stays_so",
    },
    "TestServesOneThread": {"test_threads_share_it"},
}


@pytest.fixture(scope="module")
def outcomes(run_kit):
    return run_kit(Path(__file__).parent / "broken_memories.py")


@pytest.mark.parametrize("memory", EXPECTED)
def test_a_memory_fails_exactly_its_own_tests(outcomes, memory):
    assert outcomes[memory]["failed"] == EXPECTED[memory]


def test_no_memory_was_left_out(outcomes):
    assert set(outcomes) == set(EXPECTED)
