from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import pytest

from memkit.concurrency.effects import Call, Effects, arun, run


def call(value: Any, log: list[Any] | None = None) -> Call:
    def blocking() -> Any:
        if log is not None:
            log.append(("blocking", threading.get_ident()))
        if isinstance(value, BaseException):
            raise value
        return value

    async def awaitable() -> Any:
        if log is not None:
            log.append(("awaited", threading.get_ident()))
        if isinstance(value, BaseException):
            raise value
        return value

    return Call(blocking, awaitable)


def total(values: list[Any]) -> Effects[int]:
    found = 0
    for value in values:
        found += yield call(value)
    return found


def careful(value: Any) -> Effects[str]:
    try:
        yield call(value)
    except ZeroDivisionError:
        again = yield call("mended")
        return str(again)
    finally:
        yield call("cleaned up")
    return "fine"


RUNNERS: list[Callable[[Any], Any]] = [run, lambda steps: asyncio.run(arun(steps))]


@pytest.mark.parametrize("runner", RUNNERS)
def test_answers_go_back_to_the_step_that_asked(runner: Any) -> None:
    assert runner(total([1, 2, 3])) == 6
    assert runner(total([])) == 0


@pytest.mark.parametrize("runner", RUNNERS)
def test_errors_go_to_the_step_that_asked_and_else_to_the_caller(runner: Any) -> None:
    assert runner(careful(ZeroDivisionError())) == "mended"
    assert runner(careful(None)) == "fine"
    with pytest.raises(KeyError):
        runner(careful(KeyError("x")))
    with pytest.raises(KeyError, match="boom"):
        runner(total([1, KeyError("boom")]))


@pytest.mark.parametrize("runner", RUNNERS)
def test_steps_within_steps(runner: Any) -> None:
    def outer() -> Effects[int]:
        first = yield from total([1, 2])
        second = yield from total([10])
        return first * second

    assert runner(outer()) == 30


@pytest.mark.parametrize("runner", RUNNERS)
def test_an_error_between_the_calls(runner: Any) -> None:
    def broken() -> Effects[None]:
        yield call(1)
        raise KeyError("between")

    with pytest.raises(KeyError, match="between"):
        runner(broken())

    def at_once() -> Effects[None]:
        raise KeyError("at once")
        yield call(1)

    with pytest.raises(KeyError, match="at once"):
        runner(at_once())


@pytest.mark.parametrize("value", [StopIteration(), StopAsyncIteration()])
@pytest.mark.parametrize("runner", RUNNERS)
def test_a_provider_that_raises_stop_iteration_never_looks_finished(
    runner: Any, value: Any
) -> None:
    with pytest.raises((RuntimeError, StopAsyncIteration)):
        runner(total([value]))


def test_async_awaits_in_the_loop_and_works_beside_it() -> None:
    log: list[Any] = []
    worked_in: list[int] = []

    def steps() -> Effects[None]:
        worked_in.append(threading.get_ident())
        yield call(1, log)
        worked_in.append(threading.get_ident())

    async def main() -> int:
        await arun(steps())
        return threading.get_ident()

    loop = asyncio.run(main())
    assert log == [("awaited", loop)]
    assert loop not in worked_in
    run(steps())
    assert log[1] == ("blocking", threading.get_ident())


def test_a_cancelled_run_closes_its_steps() -> None:
    closed = []

    def steps() -> Effects[None]:
        try:
            yield Call(lambda: None, lambda: asyncio.sleep(100))
        finally:
            closed.append(True)

    async def main() -> None:
        task = asyncio.create_task(arun(steps()))
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    assert closed == [True]
