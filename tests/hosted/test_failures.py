from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memkit.errors import AuthenticationError, ConnectionError, ProviderError, RateLimitError
from memkit.providers.hosted import (
    TooLong,
    broken_off,
    failure,
    modules_of,
    of_transport,
    retry_after,
)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7),
        ({"retry-after": "0.5"}, 0.5),
        ({"RETRY-AFTER-MS": "250"}, 0.25),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after-ms": "soon", "retry-after": "9"}, 9),
        ({"Retry-After": "3600"}, 3600),
        ({"Retry-After": "-3"}, 0),
        ({"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": ""}, None),
        ({"Retry-After": "nan"}, None),
        ({"Retry-After": "inf"}, None),
        ({}, None),
    ],
)
def test_what_a_provider_asks_to_wait(headers, seconds):
    assert retry_after(headers) == seconds


@pytest.mark.parametrize("zone", ["GMT", "-0000"])
def test_a_date_to_wait_for(zone):
    then = format_datetime(datetime.now(UTC) + timedelta(seconds=60)).replace("+0000", zone)
    assert retry_after({"Retry-After": then}) == pytest.approx(60, abs=5)


@given(st.text())
def test_any_header_is_taken(text):
    seconds = retry_after({"Retry-After": text})
    assert seconds is None or seconds >= 0


@pytest.mark.parametrize(
    ("status", "kind", "words"),
    [
        (401, AuthenticationError, "Set THE_KEY to a key that may use 'm'."),
        (402, ProviderError, "no credit left"),
        (403, AuthenticationError, "Set THE_KEY"),
        (404, ProviderError, "Correct the model's name, or base_url."),
        (408, ConnectionError, "Try again in a while"),
        (422, ProviderError, "Correct what it names"),
        (429, RateLimitError, "max_concurrency=1"),
        (500, ConnectionError, "status page"),
        (529, ConnectionError, "status 529"),
    ],
)
def test_a_status_has_a_meaning_and_a_fix(status, kind, words):
    error = failure("acme", "m", status=status, said="It  is\nso", key="THE_KEY")
    assert type(error) is kind
    assert words in str(error)
    assert "'acme' (model 'm')" in str(error)
    assert "It said: It is so." in str(error)
    assert error.provider == "acme"


def test_no_answer_has_a_meaning():
    assert "did not answer in time" in str(failure("acme", "m", timed_out=True))
    assert "can't be reached" in str(failure("acme", "m"))


def test_a_long_answer_is_shortened():
    assert len(str(failure("acme", "m", status=502, said="<html>" * 1000))) < 600


@pytest.mark.parametrize(
    "said",
    [
        "This model's maximum context length is 8192 tokens, however you requested 10001 tokens.",
        "Invalid 'input[0]': maximum input length is 8192 tokens.",
        "Requested 312345 tokens, max 300000 tokens per request",
        "Input validation error: `inputs` must have less than 512 tokens. Given: 1024",
        "inputs tokens + max_new_tokens must be <= 4096, the input is too long",
        "the input length exceeds the context length",
        "prompt is too long: 210000 tokens > 200000 maximum",
    ],
)
def test_a_text_that_is_too_long_is_told_apart(said):
    assert isinstance(failure("acme", "m", status=400, said=said), TooLong)


@pytest.mark.parametrize(
    "said",
    ["Invalid token.", "This model does not support the parameter 'dimensions'.", "bad name", ""],
)
def test_another_refusal_is_not(said):
    assert not isinstance(failure("acme", "m", status=400, said=said), TooLong)


class FakeHttpx:
    class HTTPError(Exception):
        pass

    class TimeoutException(HTTPError):
        pass

    class InvalidURL(Exception):
        pass


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (FakeHttpx.TimeoutException("slow"), "did not answer in time"),
        (FakeHttpx.HTTPError("no route"), r"can't be reached\. It said: no route"),
        (FakeHttpx.InvalidURL("no host"), r"can't be reached\. It said: no host"),
    ],
)
def test_what_an_http_client_raised(error, words):
    found = of_transport(error, httpx=FakeHttpx, provider="acme", model="m")
    assert isinstance(found, ConnectionError)
    with pytest.raises(ConnectionError, match=words):
        raise found
    assert of_transport(ValueError(), httpx=FakeHttpx, provider="acme", model="m") is None


def test_an_answer_that_broke_off_may_be_asked_for_again():
    assert str(broken_off("acme", "m")).startswith("'acme' (model 'm') broke off its answer. Try")
    assert "its answer: no end. Try" in str(broken_off("acme", "m", "no end"))


def test_the_modules_that_an_error_came_through():
    with pytest.raises(ValueError, match="Expecting") as raised:
        json.loads("{")
    assert modules_of(raised.value) == [__name__, "json", "json.decoder", "json.decoder"]
