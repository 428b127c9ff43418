"""One description of a verb for both worlds, blocking and async.

A verb that calls a provider is described by a generator of effects: it yields the call, and is sent
the answer. `run` carries the effects out in the caller's thread; `arun` awaits the calls and runs
what lies between them in a worker thread, so that an event loop never waits for the journal.

A call fails with errors of memkit alone if it is `guarded`, and is tried again while the provider
is busy or out of reach if it is made `patiently`.

A method that returns such a generator is written once and marked with `@verb`: called, it is
carried out; `description_of` hands out the generator, for a caller with an event loop.
"""

from __future__ import annotations

import asyncio
import builtins
import functools
import time
from collections.abc import Awaitable, Callable, Generator
from dataclasses import dataclass
from types import TracebackType
from typing import Any, ParamSpec, TypeVar, cast

from memkit.domain.argument_names import explained
from memkit.errors import ConnectionError, MemkitError, ProviderError, RateLimitError

P = ParamSpec("P")
T = TypeVar("T")

_DESCRIPTION = "_describes_effects"

# What may be over in a moment.
_PASSING = (RateLimitError, ConnectionError)
_ATTEMPTS = 5
_FIRST_WAIT_SECONDS = 0.5
_LONGEST_WAIT_SECONDS = 30.0
# Who is told to wait for longer should know it now.
_LONGEST_TOLD_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Call:
    """A call to a provider, in its blocking and its async form."""

    blocking: Callable[[], Any]
    awaitable: Callable[[], Awaitable[Any]]


Effects = Generator[Call, Any, T]


def verb(describe: Callable[P, Effects[T]]) -> Callable[P, T]:
    """Make a method that describes effects carry them out, in its caller's thread."""

    @functools.wraps(describe)
    def carried_out(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            effects = describe(*args, **kwargs)
        except TypeError as error:
            told = explained(describe, error, kwargs)
            if told is error:
                raise
            raise told from None
        return run(effects)

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
            except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - raised in the verb
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
        except (Exception, asyncio.CancelledError) as error:  # noqa: BLE001 - raised in the verb
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


def guarded(call: Call, what: str, *, fix: str, provider: str) -> Call:
    """Return a call that fails with errors of memkit alone; see `as_provider_errors`."""

    def blocking() -> Any:
        with as_provider_errors(what, fix=fix, provider=provider):
            return call.blocking()

    async def awaitable() -> Any:
        with as_provider_errors(what, fix=fix, provider=provider):
            return await call.awaitable()

    return Call(blocking, awaitable)


class as_provider_errors:  # noqa: N801 - a context manager, as contextlib.suppress is one
    """Raise memkit's errors in the place of those that a plug-in raises, whatever their class.

    Args:
        what: Who failed and at what, such as "The store 'x' failed at searching".
        fix: What to do about it.
        provider: The name of the provider, as users type it.

    Raises:
        ConnectionError: Nobody answered in time, or a connection was cut.
        ProviderError: Anything else. Errors of memkit's own pass as they are.
    """

    # A class, for a search enters it once a word, and a generator would take three times as long.
    __slots__ = ("_fix", "_provider", "_what")

    def __init__(self, what: str, *, fix: str, provider: str) -> None:
        self._what, self._fix, self._provider = what, fix, provider

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if not isinstance(error, Exception) or isinstance(error, MemkitError):
            return
        away = isinstance(error, (builtins.ConnectionError, TimeoutError))
        raised = ConnectionError if away else ProviderError
        raise raised(
            f"{self._what}: {_said_by(error)}.", fix=self._fix, provider=self._provider
        ) from error


def _said_by(error: Exception) -> str:
    try:
        said = " ".join(str(error).split()).rstrip(".")
    except Exception:  # noqa: BLE001 - an error that can't say what it is still has a name
        said = ""
    name = type(error).__name__
    return f"{name}: {said}" if said else name


def patiently(call: Call) -> Call:
    """Return a call that is tried up to five times, with growing pauses or those it was told.

    One that is told to wait for more than two minutes fails at once.
    """

    def blocking() -> Any:
        try:
            return call.blocking()
        except _PASSING as error:
            if not _is_passing(error):
                raise
            from tenacity import Retrying

            time.sleep(_told(error, _FIRST_WAIT_SECONDS))
            return Retrying(**_policy())(call.blocking)

    async def awaitable() -> Any:
        try:
            return await call.awaitable()
        except _PASSING as error:
            if not _is_passing(error):
                raise
            from tenacity import AsyncRetrying

            await asyncio.sleep(_told(error, _FIRST_WAIT_SECONDS))
            return await AsyncRetrying(**_policy())(call.awaitable)

    return Call(blocking, awaitable)


def _policy() -> dict[str, Any]:
    """Return how to go on after a first attempt that failed."""
    # Imported late: a provider that answers never needs it.
    import tenacity

    backoff = tenacity.wait_exponential_jitter(
        multiplier=_FIRST_WAIT_SECONDS, max=_LONGEST_WAIT_SECONDS
    )

    def wait(state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        return _told(error, backoff(state))

    return {
        "retry": tenacity.retry_if_exception(_is_passing),
        "stop": tenacity.stop_after_attempt(_ATTEMPTS - 1),
        "wait": wait,
        "reraise": True,
    }


def _is_passing(error: BaseException) -> bool:
    return isinstance(error, _PASSING) and _told(error, 0.0) <= _LONGEST_TOLD_SECONDS


def _told(error: BaseException | None, otherwise: float) -> float:
    told = error.retry_after if isinstance(error, RateLimitError) else None
    return otherwise if told is None else told
