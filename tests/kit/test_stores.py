"""Each broken store fails exactly its own tests of the kit, and good ones fail none."""

from __future__ import annotations

from pathlib import Path

import pytest

CAPABILITIES = "test_the_capabilities_are_known_and_kept"
EXPECTED: dict[str, set[str]] = {
    "TestGoodStore": set(),
    "TestJournalFilteredStore": set(),
    "TestApproximateStore": set(),
    "TestForgetsTheBreadth": {"test_a_space_is_searched_as_broadly_as_it_was_set"},
    "TestMisnamedBreadth": {"test_the_config_has_the_fields_the_spec_names"},
    "TestMisnamedFields": {"test_the_config_has_the_fields_the_spec_names"},
    "TestChangingConfig": {"test_the_config_survives_being_written_down"},
    "TestGreedy": {"test_listing_imports_neither_sdk_nor_implementation"},
    "TestNoSummary": {"test_the_spec_fits_the_contract"},
    "TestCountsEveryScope": {"test_frequencies_are_those_of_the_scope"},
    "TestDividesByTheLength": {"test_a_query_of_zeros_is_harmless"},
    "TestIndexesFirstOfBatch": {
        "test_a_batch_equals_singles",
        "test_few_that_pass_are_found_behind_many",
        "test_filtered_searches_are_exact",
        "test_filters_in_any_combination",
        "test_operator",
        "test_text_finds_words",
        "test_text_respects_the_selection",
        "test_texts_of_any_kind",
        "test_the_filter_comes_before_the_cut",
        "test_the_validity_comes_before_the_cut",
    },
    "TestClearKeepsTheFile": {"test_what_was_cleared_stays_away"},
    "TestClearKeepsThePosition": {
        "test_clear_removes_everything",
        "test_what_was_cleared_stays_away",
    },
    "TestCountsFrom1970": {"test_nothing_has_expired_at_the_beginning_of_time"},
    "TestDeletesAThousand": {"test_many_are_deleted_at_once"},
    "TestHasNoCeiling": {"test_the_ceiling_tells_rare_words_from_common_ones"},
    "TestIgnoresTheToken": {
        "test_a_journal_that_was_restored_or_reset_before_the_first_call_is_told",
        "test_the_position_is_that_of_this_history",
    },
    "TestLastComesFirst": {"test_equals_stand_in_the_order_of_their_keys"},
    "TestRemembersTheOldJournal": {"test_a_journal_that_was_reset_is_followed_under_its_new_id"},
    "TestNamesItsFileAtTheEnd": {"test_what_was_erased_does_not_come_back_with_a_late_closing"},
    "TestReopensAnySpace": {"test_a_space_that_was_added_again_meanwhile_is_another"},
    "TestTrustsAnyBackup": {
        "test_a_journal_that_was_restored_or_reset_before_the_first_call_is_told",
        "test_the_position_is_that_of_this_history",
    },
    "TestLooksUpNonsense": {"test_lookup_tells_the_same_scores"},
    "TestNeedsARow": {
        "test_an_empty_store_finds_nothing",
        "test_clear_removes_everything",
        "test_journals_are_kept_apart",
    },
    "TestTrustsTheJournal": {
        "test_a_journal_that_was_restored_or_reset_before_the_first_call_is_told",
        "test_a_store_behind_the_journal_answers",
        "test_clear_removes_everything",
    },
    "TestWantsSomethingToDo": {"test_an_empty_batch_is_harmless"},
    "TestLooseConfig": {"test_the_config_is_frozen_and_strict", "test_secrets_have_a_secret_type"},
    "TestHidesText": {CAPABILITIES},
    "TestUnknownCapability": {CAPABILITIES},
    "TestApproximate": {"test_the_nearest_are_found", "test_filtered_searches_are_exact"},
    "TestBreaksOnQuotes": {"test_text_queries_hold_no_syntax"},
    "TestChangesTheQuery": {"test_inputs_are_not_changed"},
    "TestCountsUpsertsTwice": {"test_upserts_may_come_twice", "test_a_vector_can_be_taken_away"},
    "TestCutsLongTexts": {"test_texts_of_any_kind"},
    "TestDoesNotClear": {
        "test_a_journal_that_was_restored_or_reset_before_the_first_call_is_told",
        "test_clear_removes_everything",
        "test_a_journal_that_was_reset_is_followed_under_its_new_id",
        "test_what_was_cleared_stays_away",
    },
    "TestDoesNotDelete": {
        "test_deleted_memories_are_gone",
        "test_deleting_what_is_not_there_is_harmless",
        "test_memories_survive_a_reopening",
        "test_text_follows_changes",
        "test_threads_may_share_a_store",
        "test_many_are_deleted_at_once",
    },
    "TestDotProduct": {"test_vectors_of_any_length_are_compared_by_angle"},
    "TestExpiresASecondLate": {
        "test_expiry_is_exact_to_the_second",
        "test_text_respects_the_selection",
        "test_upserts_replace",
    },
    "TestFiltersAfterTheCut": {
        "test_few_that_pass_are_found_behind_many",
        "test_the_filter_comes_before_the_cut",
        "test_the_validity_comes_before_the_cut",
    },
    "TestForgetsExpiredSpaces": {
        "test_a_space_that_is_added_again_is_another",
        "test_a_space_that_was_added_again_meanwhile_is_another",
    },
    "TestForgetsOtherSpaces": {
        "test_a_space_can_be_opened_late_and_twice",
        "test_other_spaces_keep_their_vectors",
    },
    "TestIgnoresK": {
        "test_few_that_pass_are_found_behind_many",
        "test_k_is_kept",
        "test_memories_survive_a_reopening",
        "test_text_finds_words",
        "test_upserts_replace",
    },
    "TestIgnoresNot": {
        "test_filters_in_any_combination",
        "test_no_filter_leaves_the_scope",
        "test_operator",
    },
    "TestIgnoresTheExpiry": {
        "test_expiry_is_exact_to_the_second",
        "test_text_respects_the_selection",
        "test_the_expiry_comes_before_the_cut",
        "test_upserts_replace",
        "test_nothing_has_expired_at_the_beginning_of_time",
    },
    "TestIgnoresTheScope": {
        "test_no_filter_leaves_the_scope",
        "test_scopes_are_kept_apart",
        "test_text_respects_the_selection",
        "test_the_scope_comes_before_the_cut",
        "test_upserts_replace",
    },
    "TestKeepsDroppedSpaces": {
        "test_a_dropped_space_is_gone",
        "test_a_space_that_is_added_again_is_another",
        "test_a_space_that_was_added_again_meanwhile_is_another",
    },
    "TestKeepsTheOldScope": {"test_upserts_replace"},
    "TestLogsItsKey": {"test_no_secret_is_shown"},
    "TestLosesRows": {
        "test_memories_survive_a_reopening",
        "test_a_journal_that_was_reset_is_followed_under_its_new_id",
        "test_a_space_that_was_added_again_meanwhile_is_another",
    },
    "TestLowerIsBetter": {
        "test_filtered_searches_are_exact",
        "test_higher_scores_are_better",
        "test_lookup_tells_the_same_scores",
        "test_other_spaces_keep_their_vectors",
        "test_text_finds_words",
        "test_text_respects_the_selection",
        "test_the_nearest_are_found",
        "test_vectors_of_any_length_are_compared_by_angle",
    },
    "TestMatchesZeros": {
        "test_a_vector_can_be_taken_away",
        "test_spaces_are_kept_apart",
        "test_zero_vectors_never_match",
    },
    "TestMixesSpaces": {"test_other_spaces_keep_their_vectors", "test_spaces_are_kept_apart"},
    "TestNotSafeForThreads": {"test_threads_may_share_a_store"},
    "TestOpensUnknownSpaces": {"test_an_unknown_space_is_refused"},
    "TestPicklesItsKey": {"test_no_secret_is_shown"},
    "TestRefusesUnknownKeys": {"test_deleting_what_is_not_there_is_harmless"},
    "TestReopensAnyDimension": {
        "test_a_dimension_is_remembered",
        "test_another_dimension_is_refused",
    },
    "TestRoundsKeys": {"test_large_keys_are_kept"},
    "TestSelfPositioned": {
        "test_what_was_erased_does_not_come_back_with_a_late_closing",
        "test_a_journal_that_was_restored_or_reset_before_the_first_call_is_told",
        "test_clear_removes_everything",
        "test_journals_are_kept_apart",
        "test_the_position_is_kept",
        "test_the_position_is_that_of_this_history",
        "test_what_was_cleared_stays_away",
    },
    "TestSharesRowsAmongJournals": {
        "test_what_was_erased_does_not_come_back_with_a_late_closing",
        "test_journals_are_kept_apart",
    },
    "TestTalkativeConfig": {"test_no_mistake_shows_a_secret"},
    "TestShowsItsKey": {"test_no_secret_is_shown"},
    "TestSortsTheKeys": {"test_inputs_are_not_changed"},
    "TestTakesAnyDimension": {"test_a_query_of_another_dimension_is_refused"},
    "TestTextIgnoresTheScope": {"test_text_respects_the_selection"},
    "TestWorstFirst": {
        "test_few_that_pass_are_found_behind_many",
        "test_filtered_searches_are_exact",
        "test_higher_scores_are_better",
        "test_spaces_are_kept_apart",
        "test_text_finds_words",
        "test_the_expiry_comes_before_the_cut",
        "test_the_filter_comes_before_the_cut",
        "test_the_nearest_are_found",
        "test_the_scope_comes_before_the_cut",
        "test_the_validity_comes_before_the_cut",
        "test_vectors_of_any_length_are_compared_by_angle",
        "test_zero_vectors_never_match",
        "test_equals_stand_in_the_order_of_their_keys",
    },
}


@pytest.fixture(scope="module")
def outcomes(run_kit):
    return run_kit(Path(__file__).parent / "broken_stores.py", expected=EXPECTED)


# A race that these stores may win.
THREADS = {"test_threads_may_share_a_store"}
BY_CHANCE = {"TestTrustsTheJournal": THREADS, "TestFiltersAfterTheCut": THREADS}
INSTALLED = "test_the_spec_is_the_installed_one"


@pytest.mark.parametrize("store", EXPECTED)
def test_a_store_fails_exactly_its_own_tests(outcomes, store):
    assert outcomes[store]["failed"] - BY_CHANCE.get(store, set()) == EXPECTED[store]


def test_no_store_was_left_out(outcomes):
    assert set(outcomes) == {*EXPECTED, "TestNotTheInstalledOne"}


def test_a_spec_that_users_do_not_get_is_refused(outcomes):
    assert INSTALLED in outcomes["TestNotTheInstalledOne"]["failed"]


def test_every_test_of_the_kit_fails_for_some_store(outcomes):
    """A check that can't fail is a defect."""
    tests = set.union(*outcomes["TestGoodStore"].values())
    assert tests - set.union(*EXPECTED.values()) == {INSTALLED}


def test_capabilities_decide_what_is_run(outcomes):
    full, least = outcomes["TestGoodStore"], outcomes["TestJournalFilteredStore"]
    for test in ("test_memories_survive_a_reopening", "test_text_finds_words"):
        assert test in full["passed"]
        assert test in least["skipped"]
