"""What the contract gives an LLM whose author wrote `complete` alone, or `stream` besides."""

from __future__ import annotations

import asyncio
import threading
from contextlib import aclosing

import pytest

from memkit.contracts.llm import LLM, Completion
from memkit.domain.records import Message
from memkit.errors import ValidationError

HELLO = [Message(role="user", content="Hello.")]


class Minimal(LLM):
    model = "minimal"

    def __init__(self, text="one two"):
        self.text, self.bounds = text, []

    def complete(self, messages, *, schema=None, max_tokens="default"):
        self.bounds.append(self.bound(max_tokens))
        return Completion(text=self.text, stop="length")


class Streaming(Minimal):
    """Waits before its second piece until it may go on."""

    def __init__(self):
        super().__init__()
        self.go_on, self.closed = threading.Event(), threading.Event()

    def stream(self, messages, *, max_tokens="default", ended=None):
        try:
            yield "one "
            self.go_on.wait(30)
            yield "two"
            if ended is not None:
                ended(self.complete(messages, max_tokens=max_tokens))
        finally:
            self.closed.set()


async def read(pieces):
    return [piece async for piece in pieces]


def test_a_minimal_llm_streams_in_one_piece_and_says_how_it_ended():
    llm, ends = Minimal(), []
    assert list(llm.stream(HELLO, max_tokens=7, ended=ends.append)) == ["one two"]
    assert asyncio.run(read(llm.astream(HELLO, max_tokens=None, ended=ends.append))) == ["one two"]
    assert [(end.text, end.stop) for end in ends] == [("one two", "length")] * 2
    assert asyncio.run(llm.acomplete(HELLO)).text == "one two"
    assert llm.bounds == [7, None, 4096]


def test_an_empty_answer_has_no_pieces():
    ends = []
    assert list(Minimal("").stream(HELLO, ended=ends.append)) == []
    assert len(ends) == 1


def test_a_stream_does_not_block_the_event_loop():
    llm = Streaming()

    async def both():
        pieces = llm.astream(HELLO)
        first = await anext(pieces)
        second = asyncio.ensure_future(anext(pieces))
        # Only if the loop is free while the stream waits, this is reached.
        llm.go_on.set()
        return first, await second, [piece async for piece in pieces]

    assert asyncio.run(both()) == ("one ", "two", [])
    assert llm.closed.is_set()


def test_a_stream_that_is_left_or_cancelled_is_closed():
    left, cancelled = Streaming(), Streaming()

    async def leave():
        async with aclosing(left.astream(HELLO)) as pieces:
            assert await anext(pieces) == "one "

    async def cancel():
        task = asyncio.ensure_future(read(cancelled.astream(HELLO)))
        while not cancelled.go_on.is_set():
            await asyncio.sleep(0.01)
            # By now it may wait for its second piece, in a thread that nobody can stop.
            cancelled.go_on.set()
            task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(leave())
    asyncio.run(cancel())
    assert left.closed.is_set()
    assert cancelled.closed.wait(30)


@pytest.mark.parametrize("bound", [0, -1, 1.5, "all"])
def test_a_bound_is_a_number_of_tokens(bound):
    with pytest.raises(ValidationError, match="tokens at most"):
        Minimal().complete(HELLO, max_tokens=bound)
