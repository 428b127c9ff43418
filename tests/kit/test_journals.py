"""Each broken journal fails exactly its own tests of the kit.

They derive from the default journal, which has its own run of the kit elsewhere; what that one
fails is not counted here.
"""

from __future__ import annotations

from pathlib import Path

import pytest

EXPECTED: dict[str, set[str]] = {
    "TestAppliesOneByOne": {
        "test_a_call_is_all_or_nothing",
        "test_a_derivation_goes_with_its_facts_or_not_at_all",
        "test_a_reply_to_a_duplicate_replies_to_what_is_there",
        "test_bytes_that_are_nowhere_end_the_transaction",
        "test_readings_are_written_with_the_facts_or_not_at_all",
        "test_turns_tell_who_spoke",
        "test_what_one_transaction_does_is_seen_as_a_whole",
    },
    "TestAsksConditionsTooEarly": {"test_a_condition_decides_inside_the_transaction"},
    "TestCountsTheOldest": {
        "test_events_are_counted_in_pieces",
        "test_ids_and_keys_that_occur_are_counted",
    },
    "TestCutsContents": {"test_large_ones_are_whole"},
    "TestDeletesForPurging": {
        "test_a_purge_erases_what_nothing_else_names",
        "test_a_call_that_showed_a_text_before_it_was_stored_goes",
        "test_a_purged_memory_does_not_come_back",
        "test_a_purged_memory_leaves_numbers_alone",
        "test_the_call_that_made_a_fact_goes_with_it",
        "test_what_a_model_says_of_it_later_is_not_kept",
        "test_what_never_was_is_not_purged",
        "test_what_others_say_stays",
        "test_what_shows_it_goes",
    },
    "TestDropsTheDefault": {"test_there_is_always_a_default"},
    "TestFiltersItsPool": {"test_the_best_of_many_is_found"},
    "TestForgetsDeletions": {"test_a_follower_catches_up", "test_followers_learn_of_it"},
    "TestForgetsFacts": {
        "test_a_deletion_and_its_undoing_are_followed",
        "test_a_person_may_say_that_a_stale_one_holds",
        "test_a_source_that_comes_later_is_compared_then",
        "test_a_source_without_a_digest_counts_as_read_until_it_changes",
        "test_all_sources_have_to_stand",
        "test_an_edit_and_its_undoing_are_followed",
        "test_another_status_stays_and_is_looked_at_when_it_goes",
        "test_circles_end",
        "test_what_does_not_touch_the_text_touches_nothing",
        "test_what_one_transaction_does_is_seen_as_a_whole",
    },
    "TestForgetsPositions": {"test_positions_are_kept"},
    "TestForgetsWho": {"test_events_say_who_when_and_why"},
    "TestIgnoresAmong": {
        "test_filters_in_any_combination",
        "test_operator",
        "test_scopes_are_kept_apart",
    },
    "TestIgnoresConditions": {
        "test_a_call_is_all_or_nothing",
        "test_a_condition_decides_inside_the_transaction",
    },
    "TestKeepsTheFirstRating": {"test_ratings_are_kept"},
    "TestKnowsNoPast": {
        "test_the_history_tells_them",
        "test_a_purged_memory_leaves_numbers_alone",
        "test_the_state_is_the_fold_of_the_history",
    },
    "TestListsAllMemories": {"test_those_that_have_some_are_listed"},
    "TestLeavesWindowsOpen": {
        "test_readings_are_written_with_the_facts_or_not_at_all",
        "test_windows_are_open_until_they_are_closed",
    },
    "TestLocksNothing": {"test_one_at_a_time"},
    "TestLosesMicroseconds": {
        "test_a_memory_is_kept_as_it_came",
        "test_a_moment_has_its_last_event",
        "test_an_addition_may_bring_its_times",
        "test_an_edit_changes_a_memory",
        "test_events_say_who_when_and_why",
        "test_what_failed_is_told_when_asked",
    },
    "TestNeverChanges": {
        "test_followers_learn_of_it",
        "test_instances_see_each_other",
        "test_one_can_wait_for_a_change",
    },
    "TestPagesOverlap": {"test_pages_follow_each_other"},
    "TestPaysTwice": {"test_calls_are_kept_as_they_came"},
    "TestProposesTheOldest": {"test_the_best_of_many_is_found"},
    "TestReadsNothingTwice": {
        "test_a_dropped_derivation_has_read_nothing",
        "test_a_message_is_read_as_it_stands",
        "test_messages_are_unread_until_they_are_read",
    },
    "TestResetsNothing": {
        "test_a_reset_erases_all_but_the_spaces",
        "test_a_reset_erases_them",
        "test_what_is_passed_over_is_read_by_nobody",
    },
    "TestTellsEveryScope": {"test_events_are_counted_in_pieces", "test_events_can_be_narrowed"},
    "TestTellsNoFurtherScores": {"test_scores_of_further_memories_are_told"},
}


@pytest.fixture(scope="module")
def outcomes(run_kit):
    # No fake is broken between processes, or by numbers; these tests take longer than all others.
    return run_kit(
        Path(__file__).parent / "broken_journals.py",
        "-k",
        "not processes and not holder_dies and not as_facts_go and not than_a_page_holds "
        "and not whatever_happens and not many_messages and not much_is",
        expected=EXPECTED,
    )


@pytest.mark.parametrize("journal", EXPECTED)
def test_a_journal_fails_exactly_its_own_tests(outcomes, journal):
    failed = outcomes[journal]["failed"] - outcomes["TestGoodJournal"]["failed"]
    assert failed == EXPECTED[journal]


def test_one_with_words_passes(outcomes):
    assert outcomes["TestWorded"]["failed"] == outcomes["TestGoodJournal"]["failed"]


def test_no_journal_was_left_out(outcomes):
    assert set(outcomes) == {*EXPECTED, "TestGoodJournal", "TestWorded"}
