from __future__ import annotations

import asyncio
import gc
import threading
import time
import weakref
from concurrent.futures import ThreadPoolExecutor

import pytest

from memkit.providers.hosted import Clients, Once, PerLoop


class Client:
    def __init__(self):
        self.closed = False

    def close(self):
        self.closed = True

    async def aclose(self):
        await asyncio.sleep(0)
        self.closed = True


def slowly():
    time.sleep(0.02)
    return Client()


def test_once_is_once_for_many_threads():
    once = Once(slowly, close=Client.close)
    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(lambda _: once.get(), range(16)))) == 1


def test_once_is_closed_and_made_anew():
    once = Once(Client, close=Client.close)
    first = once.get()
    once.close()
    once.close()
    assert first.closed
    assert once.get() is not first


def test_each_loop_has_its_own_which_is_closed_when_the_loop_ends():
    per_loop = PerLoop(Client, close=Client.aclose)

    async def get():
        assert per_loop.get() is per_loop.get()
        return per_loop.get()

    first, second = asyncio.run(get()), asyncio.run(get())
    assert first is not second
    assert first.closed
    assert second.closed


def test_closing_it_closes_those_of_running_loops():
    per_loop = PerLoop(Client, close=Client.aclose)

    async def close_and_get():
        first = per_loop.get()
        per_loop.close()
        second = per_loop.get()
        while not first.closed:
            await asyncio.sleep(0)
        return first, second, second.closed

    first, second, was_closed = asyncio.run(close_and_get())
    assert first is not second
    assert not was_closed
    assert second.closed


def test_another_thread_may_close_it():
    per_loop = PerLoop(Client, close=Client.aclose)
    made: list[Client] = []
    ready = threading.Event()

    async def wait():
        made.append(per_loop.get())
        ready.set()
        while not made[0].closed:
            await asyncio.sleep(0.001)

    thread = threading.Thread(target=asyncio.run, args=(wait(),))
    thread.start()
    ready.wait(30)
    per_loop.close()
    thread.join(30)
    assert made[0].closed


@pytest.mark.parametrize("in_a_thread", [False, True])
@pytest.mark.parametrize("waits", [0, 1, 5])
def test_a_loop_that_ends_meanwhile_waits_for_it(in_a_thread, waits):
    async def aclose(client):
        for _ in range(waits):
            await asyncio.sleep(0.001)
        client.closed = True

    per_loop = PerLoop(Client, close=aclose)

    async def get_and_close():
        client = per_loop.get()
        if in_a_thread:
            await asyncio.to_thread(per_loop.close)
        else:
            per_loop.close()
        return client

    assert asyncio.run(get_and_close()).closed


def test_a_loop_at_rest_closes_it_at_its_end():
    per_loop = PerLoop(Client, close=Client.aclose)

    async def get():
        return per_loop.get()

    with asyncio.Runner() as runner:
        client = runner.run(get())
        per_loop.close()
        assert not client.closed
    assert client.closed


def test_ended_loops_are_not_kept():
    per_loop = PerLoop(Client)

    async def loop():
        per_loop.get()
        return weakref.ref(asyncio.get_running_loop())

    ended = asyncio.run(loop())
    gc.collect()
    assert ended() is None


def test_a_model_has_one_client_for_threads_and_one_a_loop():
    clients = Clients(Client, Client, aclose=Client.aclose)

    async def of_loop():
        assert clients.of_loop() is clients.of_loop()
        async with clients.for_astream() as client:
            assert client is clients.of_loop()
        return client, client.closed

    with clients.for_stream() as client:
        assert client is clients.blocking()
    assert not client.closed
    of_a_loop, was_closed = asyncio.run(of_loop())
    assert of_a_loop is not client
    assert not was_closed
    clients.close()
    assert client.closed
    assert clients.blocking() is not client


def test_a_stream_may_have_a_client_of_its_own():
    clients = Clients(Client, Client, aclose=Client.aclose, shared=False)

    async def of_loop():
        async with clients.for_astream() as client:
            assert client is not clients.of_loop()
            assert not client.closed
        return client.closed

    with clients.for_stream() as client:
        assert client is not clients.blocking()
        assert not client.closed
    assert client.closed
    assert asyncio.run(of_loop())
