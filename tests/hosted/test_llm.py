from __future__ import annotations

import asyncio

import pytest

from memkit.domain.records import Message, Usage
from memkit.errors import ConnectionError, ValidationError
from memkit.providers.hosted import Calls, HostedLLM, Said

HELLO = [Message(role="user", content="Hello.")]
SCHEMA = {"type": "object", "properties": {"year": {"type": "integer"}}, "required": ["year"]}


class Scripted(HostedLLM):
    """Says what it was told to say, and keeps what it was asked."""

    def __init__(self, said):
        def translate(error):
            return ConnectionError("Down.", fix="Wait.") if isinstance(error, OSError) else None

        super().__init__(model="scripted", calls=Calls(translate, most=2))
        self.said, self.asked = said, []

    def request(self, messages, *, schema):
        self.asked.append((messages, schema))
        if isinstance(self.said, Exception):
            raise self.said
        return self.said

    async def arequest(self, messages, *, schema):
        return self.request(messages, schema=schema)


def blocking(llm, schema=None):
    return llm.complete(HELLO, schema=schema)


def awaited(llm, schema=None):
    return asyncio.run(llm.acomplete(HELLO, schema=schema))


EVERY_WAY = pytest.mark.parametrize("complete", [blocking, awaited])


@EVERY_WAY
def test_an_answer_is_counted_and_checked(complete):
    llm = Scripted(Said(text='{"year": 1896}', whole=True, input_tokens=7, output_tokens=None))
    answer = complete(llm, SCHEMA)
    assert llm.asked == [(HELLO, SCHEMA)]
    assert (answer.text, answer.data) == ('{"year": 1896}', {"year": 1896})
    assert answer.usage == llm.usage == Usage(calls=1, input_tokens=7)


@EVERY_WAY
def test_no_object_is_looked_for_where_none_was_asked_for(complete):
    assert complete(Scripted(Said(text='{"year": 1896}', whole=True))).data is None


@EVERY_WAY
@pytest.mark.parametrize(
    "said",
    [
        Said(text='{"year": 1896}', whole=False),
        Said(text='{"year": "1896"}', whole=True),
        Said(text="In 1896.", whole=True),
    ],
    ids=["cut off or refused", "beside the schema", "no JSON"],
)
def test_an_answer_that_is_no_object_is_text(complete, said):
    answer = complete(Scripted(said), SCHEMA)
    assert (answer.text, answer.data) == (said.text, None)
    assert answer.usage.calls == 1


@EVERY_WAY
def test_a_request_that_failed_is_translated_and_not_counted(complete):
    llm = Scripted(OSError("no route"))
    with pytest.raises(ConnectionError, match="Down"):
        complete(llm)
    assert llm.usage == Usage()


@EVERY_WAY
def test_an_answer_to_a_schema_that_is_none_is_counted_all_the_same(complete):
    llm = Scripted(Said(text="[]", whole=True))
    with pytest.raises(ValidationError, match="Correct the schema"):
        complete(llm, {"type": "list"})
    assert llm.usage.calls == 1
