from __future__ import annotations

from types import SimpleNamespace

import pytest

from memkit.domain.records import Usage
from memkit.errors import ConnectionError, ProviderError
from memkit.providers.hosted import Calls, Said
from memkit.providers.hosted.choices import said_in, streamed, tokens_in

NO_MESSAGE = ProviderError("No message.", fix="Wait.")
BROKEN_OFF = ConnectionError("Broken off.", fix="Wait.")


def of(value):
    """Return JSON values as an SDK's objects."""
    if isinstance(value, dict):
        return SimpleNamespace(**{name: of(one) for name, one in value.items()})
    return [of(one) for one in value] if isinstance(value, list) else value


def answer(message, reason="stop", usage=None):
    return of({"choices": [{"message": message, "finish_reason": reason}], "usage": usage})


@pytest.mark.parametrize(
    ("message", "reason", "said"),
    [
        ({"content": "Hello."}, "stop", Said(text="Hello.", whole=True)),
        ({"content": "Hello."}, None, Said(text="Hello.", whole=True)),
        ({"content": "Hel"}, "length", Said(text="Hel", whole=False)),
        ({"content": None}, "content_filter", Said(text="", whole=False)),
        ({"content": None, "refusal": "No."}, "stop", Said(text="No.", whole=False)),
    ],
)
def test_an_answer_says_its_text_and_whether_that_is_all(message, reason, said):
    assert said_in(answer(message, reason), NO_MESSAGE) == said


@pytest.mark.parametrize(
    "value",
    [None, "words", {"choices": None}, {"choices": []}, {"choices": [None]},
     {"choices": [{"message": None}]}, {"choices": [{"message": {"content": ["Hello."]}}]}],
)  # fmt: skip
def test_an_answer_without_a_message_is_an_error(value):
    with pytest.raises(ProviderError, match=r"No message\."):
        said_in(of(value), NO_MESSAGE)


@pytest.mark.parametrize("told", [None, -1, "many"])
def test_tokens_that_are_no_count_are_not_told(told):
    found = tokens_in(of({"usage": {"prompt_tokens": 7, "completion_tokens": told}}))
    assert found == {"input_tokens": 7, "output_tokens": None}


def piece(text=None, reason=None, **more):
    return of({"choices": [{"delta": {"content": text}, "finish_reason": reason}], **more})


def test_the_pieces_of_a_stream_are_counted_at_its_end():
    usage = {"prompt_tokens": 7, "completion_tokens": 2}
    pieces = [
        piece("One "),
        piece("two"),
        piece(reason="stop"),
        of({"choices": [], "usage": usage}),
    ]
    calls = Calls(lambda error: None, most=1)
    assert list(streamed(pieces, calls=calls, broken_off=BROKEN_OFF)) == ["One ", "two"]
    assert calls.usage == Usage(calls=1, input_tokens=7, output_tokens=2)


def test_a_stream_without_an_end_is_an_error_and_not_counted():
    calls = Calls(lambda error: None, most=1)
    found = []
    with pytest.raises(ConnectionError, match=r"Broken off\."):
        found.extend(streamed([piece("One ")], calls=calls, broken_off=BROKEN_OFF))
    assert found == ["One "]
    assert calls.usage == Usage()
