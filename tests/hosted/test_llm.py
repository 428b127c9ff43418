from __future__ import annotations

import asyncio

import pytest

from memkit.contracts.llm import LLM
from memkit.domain.records import Message, Usage
from memkit.errors import ConnectionError, ValidationError
from memkit.providers.hosted import Clients, HostedLLM, HostedLLMConfig, Said

HELLO = [Message(role="user", content="Hello.")]
SCHEMA = {"type": "object", "properties": {"year": {"type": "integer"}}, "required": ["year"]}


def translate(error):
    return ConnectionError("Down.", fix="Wait.") if isinstance(error, OSError) else None


class Stream:
    """Pieces of an answer, blocking and async, that know whether they were closed."""

    def __init__(self, pieces):
        self.pieces, self.closed = iter(pieces), False

    def __iter__(self):
        return self

    def __aiter__(self):
        return self

    def __next__(self):
        piece = next(self.pieces)
        if isinstance(piece, Exception):
            raise piece
        return piece

    async def __anext__(self):
        try:
            return next(self)
        except StopIteration:
            raise StopAsyncIteration from None


class Blocking(Stream):
    def close(self):
        self.closed = True


class Async(Stream):
    async def close(self):
        self.closed = True


class Scripted(HostedLLM):
    """Says what it was told to say, and keeps what it was asked."""

    def __init__(self, said, **options):
        super().__init__(
            HostedLLMConfig(model="scripted", **options),
            provider="acme",
            clients=Clients(lambda: "blocking", lambda: "async"),
            translate=translate,
        )
        self.said, self.asked, self.streams = said, [], []

    def send(self, client, messages, *, schema, max_tokens, stream):
        self.asked.append((messages, schema, max_tokens, stream))
        return self.answer(stream) if client == "blocking" else self.aanswer(stream)

    def answer(self, stream, kind=Blocking):
        if isinstance(self.said, Exception):
            raise self.said
        if stream:
            self.streams.append(kind(self.said))
            return self.streams[-1]
        return self.said

    async def aanswer(self, stream):
        await asyncio.sleep(0)
        return self.answer(stream, kind=Async)

    def said_in(self, answer):
        return answer

    def piece_in(self, piece):
        return piece if isinstance(piece, Said) else Said(text=piece.upper())


def blocking(llm, schema=None, **options):
    return llm.complete(HELLO, schema=schema, **options)


def awaited(llm, schema=None, **options):
    return asyncio.run(llm.acomplete(HELLO, schema=schema, **options))


def streamed(llm, **options):
    return list(llm.stream(HELLO, **options))


def astreamed(llm, **options):
    async def read():
        return [piece async for piece in llm.astream(HELLO, **options)]

    return asyncio.run(read())


EVERY_WAY = pytest.mark.parametrize("complete", [blocking, awaited])
EVERY_STREAM = pytest.mark.parametrize("read", [streamed, astreamed])


@EVERY_WAY
def test_an_answer_is_counted_and_checked(complete):
    llm = Scripted(Said(text='{"year": 1896}', stop="end", input_tokens=7, output_tokens=None))
    answer = complete(llm, SCHEMA)
    assert llm.asked == [(HELLO, SCHEMA, 4096, False)]
    assert (answer.text, answer.data, answer.stop) == ('{"year": 1896}', {"year": 1896}, "end")
    assert answer.usage == llm.usage == Usage(calls=1, input_tokens=7)


@EVERY_WAY
def test_no_object_is_looked_for_where_none_was_asked_for(complete):
    assert complete(Scripted(Said(text='{"year": 1896}', stop="end"))).data is None


@EVERY_WAY
@pytest.mark.parametrize(
    "said",
    [
        Said(text='{"year": 1896}', stop="length"),
        Said(text='{"year": 1896}', stop="refused"),
        Said(text='{"year": "1896"}', stop="end"),
        Said(text="In 1896.", stop="end"),
    ],
    ids=["cut off", "refused", "beside the schema", "no JSON"],
)
def test_an_answer_that_is_no_object_is_text(complete, said):
    answer = complete(Scripted(said), SCHEMA)
    assert (answer.text, answer.data, answer.stop) == (said.text, None, said.stop)
    assert answer.usage.calls == 1


@EVERY_WAY
def test_an_object_that_ended_for_an_unknown_reason_is_one(complete):
    answer = complete(Scripted(Said(text='{"year": 1896}', stop="other")), SCHEMA)
    assert (answer.data, answer.stop) == ({"year": 1896}, "other")


@EVERY_WAY
def test_an_answer_that_says_no_end_broke_off(complete):
    llm = Scripted(Said(text="In "))
    with pytest.raises(ConnectionError, match="broke off"):
        complete(llm)
    assert llm.usage == Usage()


@EVERY_WAY
def test_a_request_that_failed_is_translated_and_not_counted(complete):
    llm = Scripted(OSError("no route"))
    with pytest.raises(ConnectionError, match="Down"):
        complete(llm)
    assert llm.usage == Usage()


@EVERY_WAY
def test_an_answer_to_a_schema_that_is_none_is_counted_all_the_same(complete):
    llm = Scripted(Said(text="[]", stop="end"))
    with pytest.raises(ValidationError, match="Correct the schema"):
        complete(llm, {"type": "list"})
    assert llm.usage.calls == 1


@pytest.mark.parametrize("ask", [blocking, awaited, streamed, astreamed])
def test_the_bound_is_the_calls_or_the_configs_or_none(ask):
    said = Said(text="Hello.", stop="end")
    llm = Scripted(said if ask in (blocking, awaited) else [said], max_tokens=50, context=8000)
    assert (llm.max_tokens, llm.context) == (50, 8000)
    ask(llm)
    ask(llm, max_tokens=7)
    ask(llm, max_tokens=None)
    assert [asked[2] for asked in llm.asked] == [50, 7, None]
    with pytest.raises(ValidationError, match="0 tokens"):
        ask(llm, max_tokens=0)


@EVERY_STREAM
def test_a_stream_says_how_it_ended_and_is_counted(read):
    pieces = ["one ", Said(input_tokens=7, output_tokens=1), "two", Said(stop="length"),
              Said(output_tokens=2)]  # fmt: skip
    llm, ends = Scripted(pieces, price={"output": 1}), []
    assert read(llm, ended=ends.append) == ["ONE ", "TWO"]
    (answer,) = ends
    assert (answer.text, answer.stop) == ("ONE TWO", "length")
    assert answer.usage == llm.usage == Usage(calls=1, input_tokens=7, output_tokens=2, cost=2e-6)
    assert llm.asked[0][3] is True
    assert llm.streams[0].closed


@EVERY_STREAM
def test_an_api_without_streams_answers_in_one_piece(read):
    class Whole(Scripted):
        stream, astream = LLM.stream, LLM.astream

    llm, ends = Whole(Said(text="One two.", stop="length", output_tokens=2)), []
    assert read(llm, max_tokens=2, ended=ends.append) == ["One two."]
    assert [(end.text, end.stop) for end in ends] == [("One two.", "length")]
    assert [asked[2:] for asked in llm.asked] == [(2, False)]
    assert llm.usage == Usage(calls=1, output_tokens=2)


@EVERY_STREAM
def test_a_refusal_in_the_middle_stays_one(read):
    ends = []
    read(Scripted([Said(text="No.", stop="refused"), Said(stop="end")]), ended=ends.append)
    assert ends[0].stop == "refused"


@EVERY_STREAM
@pytest.mark.parametrize("end", [[], [OSError("cut")]], ids=["no end", "an error"])
def test_a_stream_that_breaks_off_is_an_error_and_not_counted(read, end):
    llm, ends = Scripted(["one ", *end]), []
    with pytest.raises(ConnectionError):
        read(llm, ended=ends.append)
    assert (llm.usage, ends) == (Usage(), [])
    assert llm.streams[0].closed


@EVERY_STREAM
def test_a_mistake_in_a_piece_is_translated(read):
    class Reading(Scripted):
        def piece_in(self, piece):
            raise OSError("not what it should be")

    with pytest.raises(ConnectionError, match="Down"):
        read(Reading(["one"]))


def test_a_stream_that_is_left_is_closed():
    llm = Scripted(["one ", "two ", Said(stop="end")], max_concurrency=1)
    pieces = llm.stream(HELLO)
    assert next(pieces) == "ONE "
    pieces.close()

    async def leave():
        pieces = llm.astream(HELLO)
        assert await anext(pieces) == "ONE "
        await pieces.aclose()

    asyncio.run(leave())
    assert [stream.closed for stream in llm.streams] == [True, True]
