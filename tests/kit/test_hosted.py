"""Each broken model behind an API fails exactly its own tests, and a good one fails none."""

from __future__ import annotations

from pathlib import Path

import pytest

EXPECTED: dict[str, set[str]] = {
    "TestAsksAllAtOnce": {"test_concurrency_is_bounded"},
    "TestAsyncIsAnotherPath": {
        "test_a_server_that_sends_elsewhere_is_not_followed",
        "test_async_fails_alike",
        "test_concurrency_is_bounded",
    },
    "TestBelievesEveryAnswer": {"test_a_malformed_answer", "test_usage_is_counted"},
    "TestBoundsEachByItsConfig": {"test_max_tokens_are_passed_on"},
    "TestCallsEverythingAConnection": {
        "test_a_refused_key",
        "test_a_refused_request",
        "test_a_slow_server",
        "test_async_fails_alike",
        "test_too_many_requests",
    },
    "TestCountsFailures": {"test_a_malformed_answer", "test_usage_is_counted"},
    "TestCountsNoTokensOfAStream": {"test_a_stream_is_counted_as_a_call_is"},
    "TestForgetsTheWait": {"test_async_fails_alike", "test_too_many_requests"},
    "TestGoesWhereItIsSent": {"test_a_server_that_sends_elsewhere_is_not_followed"},
    "TestGoodHosted": set(),
    "TestGoodHostedLLM": set(),
    "TestGoodHostedStream": set(),
    "TestKeepsMaxTokensForItself": {"test_max_tokens_are_passed_on"},
    "TestLeavesAThread": {"test_closing_ends_its_threads"},
    "TestPutsTheKeyIntoTheAddress": {"test_a_call_is_one_request_with_the_key"},
    "TestShowsTheKey": {"test_no_failure_shows_the_key"},
    "TestStreamsWhatBrokeOff": {
        "test_a_malformed_answer",
        "test_a_stream_that_breaks_off_is_an_error",
    },
    "TestTakesARefusalForAnEnd": {
        "test_it_says_why_an_answer_ended",
        "test_what_was_cut_or_refused_is_no_object",
    },
    "TestTakesEveryStopForAnEnd": {
        "test_it_says_why_an_answer_ended",
        "test_what_was_cut_or_refused_is_no_object",
    },
    "TestTriesAgain": {
        "test_a_refused_key",
        "test_a_refused_request",
        "test_a_server_error",
        "test_a_server_that_sends_elsewhere_is_not_followed",
        "test_async_fails_alike",
        "test_no_failure_shows_the_key",
        "test_too_many_requests",
        "test_usage_is_counted",
    },
    "TestWaitsForever": {"test_a_slow_server"},
}


@pytest.fixture(scope="module")
def outcomes(run_kit):
    return run_kit(Path(__file__).parent / "broken_hosted.py", expected=EXPECTED)


@pytest.mark.parametrize("model", EXPECTED)
def test_a_model_fails_exactly_its_own_tests(outcomes, model):
    assert outcomes[model]["failed"] == EXPECTED[model]


def test_no_model_was_left_out(outcomes):
    assert set(outcomes) == set(EXPECTED)
