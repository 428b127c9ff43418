"""AsyncMemory: the verbs of Memory as coroutines."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Coroutine, Generator, Mapping
from datetime import date, datetime
from os import PathLike
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from memkit.concurrency.effects import Effects, arun
from memkit.concurrency.jobs import Jobs
from memkit.domain.results import Space, UsageReport
from memkit.engine.read_verbs import ReadVerbs
from memkit.engine.snapshot import PastMemory
from memkit.memory import Memory

P = ParamSpec("P")
T = TypeVar("T")
M = TypeVar("M", bound=ReadVerbs)


def _defer(steps: Effects[T]) -> Any:
    # Takes the place of `run` inside a Memory, so that its verbs hand their steps out.
    return steps


def _awaiting(
    verb: Callable[Concatenate[M, P], T],
) -> Callable[Concatenate[Any, P], Coroutine[Any, Any, T]]:
    """Return a verb as a coroutine: providers are awaited, the rest runs in worker threads."""

    @functools.wraps(verb)
    async def method(self: Any, /, *args: P.args, **kwargs: P.kwargs) -> T:
        answer = await asyncio.to_thread(verb, self._memory, *args, **kwargs)
        return await arun(answer) if isinstance(answer, Generator) else answer

    return method


class AsyncMemory:
    """A memory for programs with an event loop. Takes what `Memory` takes.

    Every verb is a coroutine. Calls to providers are awaited, at the same time as those of other
    tasks where the provider's SDK can do that; the journal is read and written in worker threads.

    Example:
        async with AsyncMemory("research.db") as m:
            await m.add("I moved to Lisbon in March", user_id="alice")
            hits = await m.search("where does she live?", user_id="alice")
    """

    def __init__(self, path: str | PathLike[str] | None = None, **settings: Any) -> None:
        self._memory = Memory(path, **settings)
        self._memory._run = _defer

    @classmethod
    def from_config(cls, config: Mapping[str, Any] | str | PathLike[str]) -> Self:
        """Open a memory from a dict or a TOML file; see `Memory.from_config`."""
        opened = cls.__new__(cls)
        opened._memory = Memory.from_config(config)
        opened._memory._run = _defer
        return opened

    add = _awaiting(Memory.add)
    preview = _awaiting(Memory.preview)
    apply = _awaiting(Memory.apply)
    add_many = _awaiting(Memory.add_many)
    update = _awaiting(Memory.update)
    delete = _awaiting(Memory.delete)
    delete_many = _awaiting(Memory.delete_many)
    delete_all = _awaiting(Memory.delete_all)
    tag = _awaiting(Memory.tag)
    merge = _awaiting(Memory.merge)
    undo = _awaiting(Memory.undo)
    undo_many = _awaiting(Memory.undo_many)
    rate = _awaiting(Memory.rate)
    reset = _awaiting(Memory.reset)
    search = _awaiting(Memory.search)
    get = _awaiting(Memory.get)
    get_all = _awaiting(Memory.get_all)
    count = _awaiting(Memory.count)
    history = _awaiting(Memory.history)
    events = _awaiting(Memory.events)
    duplicates = _awaiting(Memory.duplicates)
    compare = _awaiting(Memory.compare)
    explore = _awaiting(Memory.explore)
    timeline = _awaiting(Memory.timeline)
    add_space = _awaiting(Memory.add_space)
    use_space = _awaiting(Memory.use_space)
    drop_space = _awaiting(Memory.drop_space)
    export = _awaiting(Memory.export)
    import_ = _awaiting(Memory.import_)
    use_store = _awaiting(Memory.use_store)
    doctor = _awaiting(Memory.doctor)
    reindex = _awaiting(Memory.reindex)
    close = _awaiting(Memory.close)

    @property
    def ratings(self) -> dict[str, dict[str, bool]]:
        """What was rated: query -> id of a memory -> whether it answers; the oldest first."""
        return self._memory.ratings

    @property
    def usage(self) -> UsageReport:
        """What the models consumed since this memory was opened."""
        return self._memory.usage

    @property
    def spaces(self) -> list[Space]:
        """The embedding spaces, in the order in which they were added."""
        return self._memory.spaces

    @property
    def jobs(self) -> Jobs:
        """What goes on in the background, and what was left unfinished; `await job` waits."""
        return self._memory.jobs

    async def as_of(self, at: int | datetime | date | str) -> AsyncPastMemory:
        """Return the memory as it stood after event `at`, or at a point in time."""
        return AsyncPastMemory(await asyncio.to_thread(self._memory.as_of, at))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        return f"<Async{repr(self._memory)[1:]}"


class AsyncPastMemory:
    """A memory as it stood after an event, to read from.

    Attributes:
        seq: The number of the event.
    """

    def __init__(self, memory: PastMemory) -> None:
        self._memory = memory
        self.seq = memory.seq

    search = _awaiting(PastMemory.search)
    get = _awaiting(PastMemory.get)
    get_all = _awaiting(PastMemory.get_all)
    count = _awaiting(PastMemory.count)
