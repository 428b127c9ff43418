"""Each broken model fails exactly its own tests of the kit, and good ones fail none."""

from __future__ import annotations

from pathlib import Path

import pytest

EXPECTED: dict[str, set[str]] = {
    "TestComparesWithoutBounds": {"test_late_interaction_says_how_well_words_match"},
    "TestComparesWords": set(),
    "TestConstant": {
        "test_rare_words_weigh_more",
        "test_texts_differ",
        "test_the_same_words_are_nearer_than_others",
    },
    "TestDoubles": {
        "test_no_texts_give_no_vectors",
        "test_texts_of_any_kind",
        "test_vectors_have_the_shape_and_type",
    },
    "TestEmpty": {"test_texts_of_any_kind", "test_vectors_have_length_one_if_it_says_so"},
    "TestGoodEmbedder": set(),
    "TestIgnoresIdf": {"test_rare_words_weigh_more"},
    "TestNotNormalized": {"test_vectors_have_length_one_if_it_says_so"},
    "TestOtherAsync": {"test_async_equals_sync", "test_the_capabilities_are_known_and_kept"},
    "TestRandom": {
        "test_a_batch_equals_singles",
        "test_a_full_batch",
        "test_a_query_is_embedded_as_one",
        "test_async_equals_sync",
        "test_inputs_are_not_changed",
        "test_it_is_deterministic",
        "test_results_are_the_callers",
        "test_threads_may_share_it",
    },
    "TestSharesABuffer": {
        "test_a_batch_equals_singles",
        "test_async_equals_sync",
        "test_results_are_the_callers",
    },
    "TestSortsItsTexts": {
        "test_a_batch_equals_singles",
        "test_a_full_batch",
        "test_async_equals_sync",
        "test_the_same_words_are_nearer_than_others",
    },
    "TestStripsItsTexts": {
        "test_a_query_is_embedded_as_one",
        "test_inputs_are_not_changed",
        "test_the_same_words_are_nearer_than_others",
    },
    "TestTakesTen": {"test_a_full_batch"},
    "TestTooShort": {
        "test_a_query_is_embedded_as_one",
        "test_no_texts_give_no_vectors",
        "test_rare_words_weigh_more",
        "test_texts_of_any_kind",
        "test_the_same_words_are_nearer_than_others",
        "test_vectors_have_length_one_if_it_says_so",
        "test_vectors_have_the_shape_and_type",
    },
    "TestAddsAMessage": {
        "test_a_stream_is_counted_as_a_call_is",
        "test_async_equals_sync",
        "test_inputs_are_not_changed",
    },
    "TestBabbling": {"test_a_schema_gives_data"},
    "TestDropsTheLastPiece": {
        "test_a_stream_joins_to_the_answer",
        "test_an_async_stream_equals_a_stream",
    },
    "TestGivesAnyObject": {"test_a_schema_gives_data", "test_an_object_fits_the_schema_or_is_none"},
    "TestGoodLLM": set(),
    "TestGoodChat": set(),
    "TestChangesTheRequest": {"test_a_request_is_answered_as_the_api_does"},
    "TestCountsNoChat": {
        "test_a_request_is_answered_as_the_api_does",
        "test_a_request_is_answered_in_pieces",
    },
    "TestDropsTools": {"test_a_tool_is_called"},
    "TestDropsWhatItDoesNotKnow": {"test_a_parameter_that_the_api_lacks_is_refused_by_name"},
    "TestNeverSaysThatAChatEnded": {"test_a_request_is_answered_in_pieces"},
    "TestRaisesOnNonsense": {
        "test_a_schema_gives_data",
        "test_an_object_fits_the_schema_or_is_none",
        "test_an_object_that_was_cut_is_none",
    },
    "TestStreamsAtOnce": {"test_a_stream_comes_in_pieces"},
    "TestCountsNoStream": {"test_a_stream_is_counted_as_a_call_is"},
    "TestIgnoresItsOwnBound": {"test_the_default_bound_is_its_own"},
    "TestIgnoresMaxTokens": {
        "test_a_stream_is_cut_at_max_tokens",
        "test_an_answer_is_cut_at_max_tokens",
        "test_an_object_that_was_cut_is_none",
        "test_the_default_bound_is_its_own",
    },
    "TestNeverSaysThatAStreamEnded": {
        "test_a_stream_comes_in_pieces",
        "test_a_stream_is_counted_as_a_call_is",
        "test_a_stream_is_cut_at_max_tokens",
        "test_a_stream_joins_to_the_answer",
        "test_an_async_stream_equals_a_stream",
        "test_inputs_are_not_changed",
    },
    "TestSaysEndWhenCut": {
        "test_a_stream_is_cut_at_max_tokens",
        "test_an_answer_is_cut_at_max_tokens",
        "test_an_object_that_was_cut_is_none",
        "test_the_default_bound_is_its_own",
    },
    "TestStreamsInAThread": {"test_the_capabilities_are_known_and_kept"},
    "TestStreamsOtherwiseAsync": {"test_an_async_stream_equals_a_stream"},
    "TestTakesAnyBound": {"test_a_bound_is_a_number_of_tokens"},
    "TestTakesNoneForABound": {"test_the_bound_can_be_lifted"},
    "TestTakesWhatWasCutForWhole": {"test_an_object_that_was_cut_is_none"},
    "TestDropsEqualTexts": {"test_equal_texts_each_count"},
    "TestGoodReranker": set(),
    "TestKeepsAll": {"test_k_is_kept"},
    "TestNumbersFromOne": {
        "test_equal_texts_each_count",
        "test_texts_of_any_kind",
        "test_the_relevant_text_comes_first",
    },
    "TestWorstFirstReranker": {"test_texts_of_any_kind", "test_the_relevant_text_comes_first"},
    "TestEagerLoader": {"test_documents_come_lazily"},
    "TestGoodLoader": set(),
    "TestOnceLoader": {"test_a_source_can_be_read_again", "test_threads_may_share_it"},
    "TestPathLoader": {
        "test_a_file_may_be_named_by_its_uri",
        "test_what_is_known_of_a_document_can_be_stored",
    },
    "TestSilentLoader": {"test_a_missing_source_is_an_error"},
    "TestClaimsOtherFiles": {"test_its_sources_lead_to_it"},
    "TestConstantDigest": {
        "test_a_digest_changes_with_the_source",
        "test_a_digest_is_of_the_files_bytes",
    },
    "TestCrashesOnFolders": {"test_what_is_no_such_file_is_an_error"},
    "TestDigestOfTheMoment": {
        "test_a_digest_is_of_the_files_bytes",
        "test_a_file_may_be_named_by_its_uri",
        "test_a_source_can_be_read_again",
        "test_threads_may_share_it",
    },
    "TestKnowsNoUris": {"test_a_file_may_be_named_by_its_uri"},
    "TestOneUriForAll": {
        "test_documents_stand_in_their_source",
        "test_each_document_has_its_own_uri",
    },
    "TestSilentMessages": {"test_messages_can_be_remembered"},
    "TestSpansOfAnotherText": {"test_documents_keep_the_contract"},
    "TestUnknownMediaType": {"test_the_media_type_is_one_of_the_specs"},
    "TestSemantic": {"test_the_same_meaning_is_nearer_than_another"},
}


@pytest.fixture(scope="module")
def outcomes(run_kit):
    return run_kit(Path(__file__).parent / "broken_models.py", expected=EXPECTED)


@pytest.mark.parametrize("model", EXPECTED)
def test_a_model_fails_exactly_its_own_tests(outcomes, model):
    assert outcomes[model]["failed"] == EXPECTED[model]


def test_no_model_was_left_out(outcomes):
    assert set(outcomes) == set(EXPECTED)


def test_an_answer_beside_the_schema_is_tested_with_a_babbling_model(outcomes):
    assert "test_an_answer_beside_the_schema_is_text" in outcomes["TestGoodLLM"]["passed"]
