"""Each memory on a broken store fails exactly its own tests, and one on a good store fails none."""

from __future__ import annotations

from pathlib import Path

import pytest

_ANSWERS = {
    "test_answers_are_those_of_the_built_in_store",
    "test_the_best_of_many_is_found_though_it_came_last",
}
EXPECTED: dict[str, set[str]] = {
    "TestFiltersAfterTheCut": {"test_answers_are_those_of_the_built_in_store"},
    "TestGood": set(),
    "TestKeepsWhatWasDeleted": {"test_the_verbs"},
    "TestKnowsOneSpace": {"test_spaces_beside_each_other"},
    "TestProposesTheOldest": _ANSWERS,
    "TestProposesTheOldestVectors": _ANSWERS,
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
    # Whoever tells no scores of further memories is asked for longer lists.
    "TestTellsNoFurtherScores": set(),
    "TestTellsRoughScores": {"test_answers_are_those_of_the_built_in_store"},
}


@pytest.fixture(scope="module")
def outcomes(run_kit):
    return run_kit(Path(__file__).parent / "broken_memories.py", expected=EXPECTED)


@pytest.mark.parametrize("memory", EXPECTED)
def test_a_memory_fails_exactly_its_own_tests(outcomes, memory):
    assert outcomes[memory]["failed"] == EXPECTED[memory]


def test_no_memory_was_left_out(outcomes):
    assert set(outcomes) == set(EXPECTED)
