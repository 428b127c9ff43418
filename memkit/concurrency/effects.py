"""One description of a verb for both worlds, blocking and async.

A verb that calls a provider is a generator: it yields the call, and is sent the answer. `run`
drives it in the caller's thread; `arun` awaits the calls and runs what lies between them in a
worker thread, so that an event loop never waits for the journal.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from memkit.errors import as_provider_errors

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Call:
    """A call to a provider, in its blocking and its async form."""

    blocking: Callable[[], Any]
    awaitable: Callable[[], Awaitable[Any]]


def guarded(call: Call, what: str, *, fix: str, provider: str) -> Call:
    """Return a call that fails with errors of memkit alone; see `as_provider_errors`."""

    def blocking() -> Any:
        with as_provider_errors(what, fix=fix, provider=provider):
            return call.blocking()

    async def awaitable() -> Any:
        with as_provider_errors(what, fix=fix, provider=provider):
            return await call.awaitable()

    return Call(blocking, awaitable)


Effects = Generator[Call, Any, T]


class Runner(Protocol):
    """Something that carries steps out, as `run` does."""

    def __call__(self, steps: Effects[T]) -> T:
        """Return the result of the steps."""


def run(steps: Effects[T]) -> T:
    """Carry out the steps in this thread and return their result."""
    try:
        call = next(steps)
        while True:
            try:
                answer = call.blocking()
            except Exception as error:  # noqa: BLE001 - handed to the step that made the call
                call = steps.throw(error)
            else:
                call = steps.send(answer)
    except StopIteration as stop:
        result: T = stop.value
        return result


async def arun(steps: Effects[T]) -> T:
    """Carry out the steps without blocking the event loop and return their result."""
    call, result = await asyncio.to_thread(_advance, steps.send, None)
    while call is not None:
        try:
            answer = await call.awaitable()
        except Exception as error:  # noqa: BLE001 - handed to the step that made the call
            call, result = await asyncio.to_thread(_advance, steps.throw, error)
        else:
            call, result = await asyncio.to_thread(_advance, steps.send, answer)
    final: T = result
    return final


def _advance(move: Callable[[Any], Call], argument: Any) -> tuple[Call | None, Any]:
    # StopIteration can't cross a future, so the end of the steps is told by a value.
    try:
        return move(argument), None
    except StopIteration as stop:
        return None, stop.value
