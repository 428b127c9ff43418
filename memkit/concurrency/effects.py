"""One description of a verb for both worlds, blocking and async.

A verb that calls a provider is described by a generator of effects: it yields the call, and is sent
the answer. `run` carries the effects out in the caller's thread; `arun` awaits the calls and runs
what lies between them in a worker thread, so that an event loop never waits for the journal.

A method that returns such a generator is written once and marked with `@verb`: called, it is
carried out; `description_of` hands out the generator, for a caller with an event loop.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar, cast

from memkit.errors import as_provider_errors

P = ParamSpec("P")
T = TypeVar("T")

_DESCRIPTION = "_describes_effects"


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


def verb(describe: Callable[P, Effects[T]]) -> Callable[P, T]:
    """Make a method that describes effects carry them out, in its caller's thread."""

    @functools.wraps(describe)
    def carried_out(*args: P.args, **kwargs: P.kwargs) -> T:
        return run(describe(*args, **kwargs))

    setattr(carried_out, _DESCRIPTION, describe)
    # What help() and completion say of it: the result, not how it comes about.
    told = describe.__annotations__["return"]
    describe.__annotations__["return"] = told.removeprefix("Effects[").removesuffix("]")
    return carried_out


def description_of(method: Callable[P, T]) -> Callable[P, Effects[T]] | None:
    """Return what describes the effects of a method marked with `@verb`; None for any other."""
    return cast("Callable[P, Effects[T]] | None", getattr(method, _DESCRIPTION, None))


def run(effects: Effects[T]) -> T:
    """Carry out the effects in this thread and return their result."""
    try:
        call = next(effects)
        while True:
            try:
                answer = call.blocking()
            except Exception as error:  # noqa: BLE001 - handed to what made the call
                call = effects.throw(error)
            else:
                call = effects.send(answer)
    except StopIteration as stop:
        result: T = stop.value
        return result


async def arun(effects: Effects[T]) -> T:
    """Carry out the effects without blocking the event loop and return their result."""
    call, result = await asyncio.to_thread(_advance, effects.send, None)
    while call is not None:
        try:
            answer = await call.awaitable()
        except Exception as error:  # noqa: BLE001 - handed to what made the call
            call, result = await asyncio.to_thread(_advance, effects.throw, error)
        else:
            call, result = await asyncio.to_thread(_advance, effects.send, answer)
    final: T = result
    return final


def _advance(move: Callable[[Any], Call], argument: Any) -> tuple[Call | None, Any]:
    # StopIteration can't cross a future, so the end of the effects is told by a value.
    try:
        return move(argument), None
    except StopIteration as stop:
        return None, stop.value
