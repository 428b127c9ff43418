from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from pydantic import SecretStr

from memkit.domain.records import Price, Usage
from memkit.errors import ConnectionError, ProviderError
from memkit.providers.hosted import Calls
from memkit.testing import CANARY
from memkit.testing.leaks import written


class SdkError(Exception):
    pass


def translate(error):
    if isinstance(error, SdkError):
        return ConnectionError(f"It said {error}.", fix="Try again.", provider="acme")
    return None


def calls(**options):
    return Calls(
        translate, **{"most": 2, "secrets": [None, SecretStr(""), SecretStr(CANARY)]} | options
    )


def raising(error):
    raise error


async def araising(error):
    raise error


def of_call(call, error):
    call.run(lambda: raising(error))


def of_acall(call, error):
    asyncio.run(call.arun(lambda: araising(error)))


def of_stream(call, error):
    def pieces():
        yield "one"
        raise error

    list(call.stream(pieces, str.upper))


def of_begun_stream(call, error):
    list(call.stream(lambda: raising(error), str.upper))


def of_astream(call, error):
    async def pieces():
        yield "one"
        raise error

    asyncio.run(everything(call.astream(pieces, str.upper)))


def of_reading(call, error):
    list(call.stream(lambda: ["one"], lambda piece: raising(error)))


async def everything(pieces):
    return [piece async for piece in pieces]


EVERY_WAY = pytest.mark.parametrize(
    "way", [of_call, of_acall, of_stream, of_begun_stream, of_astream, of_reading]
)


@EVERY_WAY
def test_an_error_of_the_sdk_becomes_memkits(way):
    error = SdkError("no")
    with pytest.raises(ConnectionError, match="It said no") as raised:
        way(calls(), error)
    assert raised.value.__cause__ is error


@EVERY_WAY
def test_an_error_of_memkit_stays(way):
    error = ProviderError("Nonsense.", fix="Fix.")
    with pytest.raises(ProviderError) as raised:
        way(calls(), error)
    assert raised.value is error


@EVERY_WAY
def test_a_mistake_in_the_plug_in_is_not_hidden(way):
    error = KeyError("x")
    with pytest.raises(KeyError) as raised:
        way(calls(), error)
    assert raised.value is error
    assert raised.value.__cause__ is None


@EVERY_WAY
def test_no_error_shows_a_secret(way):
    with pytest.raises(ConnectionError) as raised:
        way(calls(), SdkError(f"bad key {CANARY}"))
    assert "bad key ***" in str(raised.value)
    assert CANARY not in written(raised.value)


@EVERY_WAY
def test_no_cause_of_memkits_own_error_shows_a_secret(way):
    error = ProviderError("Nonsense.", fix=f"Not {CANARY}.")
    error.__cause__ = SdkError(CANARY)
    with pytest.raises(ProviderError) as raised:
        way(calls(), error)
    assert CANARY not in written(raised.value)


def test_a_placeholder_does_not_garble_messages():
    with pytest.raises(ConnectionError, match="It said no key"):
        of_call(calls(secrets=[SecretStr("no")]), SdkError("no key"))


def test_calls_at_once_are_bounded_for_threads():
    bounded, busy, most, lock = calls(), 0, 0, threading.Lock()
    full = threading.Barrier(2)

    def call():
        nonlocal busy, most
        with lock:
            busy += 1
            most = max(most, busy)
        # Passes only with two at once, so that the bound is reached and not only kept.
        full.wait(timeout=30)
        with lock:
            busy -= 1

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: bounded.run(call), range(8)))
    assert most == 2


def test_calls_at_once_are_bounded_for_each_event_loop():
    bounded, busy, most = calls(), 0, 0

    async def call():
        nonlocal busy, most
        busy += 1
        most = max(most, busy)
        await asyncio.sleep(0)
        busy -= 1

    async def several():
        await asyncio.gather(*(bounded.arun(call) for _ in range(8)))

    asyncio.run(several())
    asyncio.run(several())
    assert most == 2


def test_a_stream_keeps_no_place_while_it_is_read():
    bounded = calls(most=1)
    pieces = bounded.stream(lambda: "ab", str.upper)
    found = [(piece, bounded.run(lambda: "other")) for piece in pieces]
    assert found == [("A", "other"), ("B", "other")]


def test_an_async_stream_keeps_no_place_while_it_is_read():
    bounded = calls(most=1)

    async def ab():
        yield "a"
        yield "b"

    async def other():
        return "other"

    async def both():
        pieces = bounded.astream(ab, str.upper)
        return [(piece, await bounded.arun(other)) async for piece in pieces]

    assert asyncio.run(both()) == [("A", "other"), ("B", "other")]


def test_a_stream_that_can_not_begin_is_closed():
    closed = []

    class Stream:
        def __iter__(self):
            raise SdkError("no")

        def close(self):
            closed.append(self)

    with pytest.raises(ConnectionError):
        list(calls().stream(Stream, str.upper))
    assert len(closed) == 1


def test_a_stream_that_is_left_is_closed():
    class Stream(list):
        closed = False

        def close(self):
            self.closed = True

    stream = Stream("abc")
    pieces = calls().stream(lambda: stream, str.upper)
    assert next(pieces) == "A"
    assert not stream.closed
    pieces.close()
    assert stream.closed


def test_what_was_consumed_is_counted():
    counting = calls(price=Price(input=2, output=10, call=1))
    counting.count(input_tokens=1_000_000)
    consumed = counting.count(input_tokens=None, output_tokens=100_000)
    assert consumed == Usage(calls=1, output_tokens=100_000, cost=1.001)
    total = counting.usage
    assert (total.calls, total.input_tokens, total.output_tokens) == (2, 1_000_000, 100_000)
    assert total.cost == pytest.approx(3.002)


def test_threads_lose_no_count():
    counting = calls()
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda _: counting.count(input_tokens=1), range(2_000)))
    assert counting.usage == Usage(calls=2_000, input_tokens=2_000)
