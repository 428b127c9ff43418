from __future__ import annotations

import asyncio

import pytest

from memkit.concurrency.effects import Call
from memkit.errors import AuthenticationError, ConnectionError, MemkitError, RateLimitError
from memkit.providers.hosted import patiently

PASSING = [
    RateLimitError("Slow down.", fix="Wait.", retry_after=0),
    RateLimitError("Slow down.", fix="Wait.", retry_after=0.01),
]


def tried(*errors, way):
    """Return how often a call that fails so was tried, and its answer."""
    tries = []

    def call():
        tries.append(1)
        if len(tries) <= len(errors):
            raise errors[len(tries) - 1]
        return "answer"

    async def acall():
        return call()

    patient = patiently(Call(call, acall))
    try:
        answer = patient.blocking() if way == "blocking" else asyncio.run(patient.awaitable())
    except MemkitError as error:
        answer = error
    return len(tries), answer


EVERY_WAY = pytest.mark.parametrize("way", ["blocking", "async"])


@EVERY_WAY
def test_what_passes_is_waited_for(way):
    assert tried(way=way) == (1, "answer")
    assert tried(*PASSING, way=way) == (3, "answer")


@EVERY_WAY
def test_it_gives_up_after_five_tries(way):
    assert tried(*PASSING * 5, way=way) == (5, PASSING[0])


@EVERY_WAY
def test_what_does_not_pass_is_not_tried_again(way):
    error = AuthenticationError("No.", fix="Set it.")
    assert tried(error, way=way) == (1, error)
    assert tried(PASSING[0], error, way=way) == (2, error)


@EVERY_WAY
def test_who_is_told_to_wait_for_an_hour_knows_it_now(way):
    error = RateLimitError("Slow down.", fix="Wait.", retry_after=3600)
    assert tried(error, way=way) == (1, error)
    assert tried(PASSING[0], error, way=way) == (2, error)


@EVERY_WAY
def test_who_is_told_nothing_waits_for_a_moment(way):
    assert tried(ConnectionError("Gone.", fix="Wait."), way=way) == (2, "answer")
