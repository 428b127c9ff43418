"""AsyncMemory: the verbs of Memory as coroutines."""

from __future__ import annotations

import asyncio
import functools
import inspect
import threading
from collections.abc import Callable, Coroutine, Mapping
from datetime import date, datetime
from os import PathLike
from types import TracebackType
from typing import Any, Concatenate, ParamSpec, Self, TypeVar

from memkit.concurrency.effects import arun, description_of
from memkit.concurrency.jobs import Jobs
from memkit.domain import forks
from memkit.domain.argument_names import call, explained
from memkit.domain.public import public
from memkit.domain.records import Scope
from memkit.domain.results import Space, UsageReport
from memkit.domain.validation import named_scope
from memkit.engine.read_verbs import ReadVerbs
from memkit.engine.snapshot import PastMemory
from memkit.errors import JournalError
from memkit.extraction.derivations.derivation import Review
from memkit.extraction.derivations.derived import Derivations
from memkit.extraction.tasks.wishes import Wishes
from memkit.memory import Memory

P = ParamSpec("P")
T = TypeVar("T")
M = TypeVar("M", bound=ReadVerbs)


def _awaiting(
    method: Callable[Concatenate[M, P], T],
) -> Callable[Concatenate[Any, P], Coroutine[Any, Any, T]]:
    """Return a verb as a coroutine: providers are awaited, the rest runs in worker threads."""
    describe = description_of(method)

    @functools.wraps(method)
    async def awaited(self: Any, /, *args: P.args, **kwargs: P.kwargs) -> T:
        memory = await asyncio.to_thread(self._blocking)
        if describe is None:
            return await asyncio.to_thread(method, memory, *args, **kwargs)
        return await arun(await asyncio.to_thread(call, describe, memory, *args, **kwargs))

    return awaited


@public
class AsyncMemory:
    """A memory for programs with an event loop. Takes what `Memory` takes.

    Every verb is a coroutine. Calls to providers are awaited, at the same time as those of other
    tasks where the provider's SDK can do that; the journal is read and written in worker threads.
    It is opened by `async with`, by `await AsyncMemory.open(...)`, or by the first verb, and never
    in the event loop's own thread.

    Example:
        async with AsyncMemory("research.db") as m:
            await m.add("I moved to Lisbon in March", user_id="alice")
            hits = await m.search("where does she live?", user_id="alice")
    """

    def __init__(self, path: str | PathLike[str] | None = None, **settings: Any) -> None:
        try:
            inspect.signature(Memory).bind(path, **settings)
        except TypeError as error:
            raise explained(Memory.__init__, error, settings) from None
        self._start(functools.partial(Memory, path, **settings))

    def _start(self, opens: Callable[[], Memory]) -> None:
        self._opens = opens
        self._opening = threading.Lock()
        forks.renew(self, _opening=threading.Lock)
        self._memory: Memory | None = None
        self._closed = False

    @classmethod
    async def open(cls, path: str | PathLike[str] | None = None, **settings: Any) -> Self:
        """Open a memory without keeping the event loop waiting; see `Memory` for what is raised."""
        memory = cls(path, **settings)
        await asyncio.to_thread(memory._blocking)
        return memory

    @classmethod
    def from_config(cls, config: Mapping[str, Any] | str | PathLike[str]) -> Self:
        """Return a memory of a dict or a TOML file, to be opened; see `Memory.from_config`."""
        memory = cls.__new__(cls)
        memory._start(functools.partial(Memory.from_config, config))
        return memory

    def _blocking(self) -> Memory:
        """Return the memory behind this one, which is opened if it is not yet."""
        with self._opening:
            if self._memory is None:
                if self._closed:
                    raise JournalError("This memory is closed.", fix="Open it again.")
                self._memory = self._opens()
            return self._memory

    @property
    def blocking(self) -> Memory:
        """The memory behind this one, for what takes a `Memory`."""
        return self._opened()

    def _opened(self) -> Memory:
        """Return the memory behind this one, for what does not wait."""
        if self._memory is None:
            raise JournalError(
                "This memory is not open yet.",
                fix="Open it first: async with AsyncMemory(...) as m, or "
                "m = await AsyncMemory.open(...).",
            )
        return self._memory

    add = _awaiting(Memory.add)
    preview = _awaiting(Memory.preview)
    apply = _awaiting(Memory.apply)
    add_many = _awaiting(Memory.add_many)
    update = _awaiting(Memory.update)
    delete = _awaiting(Memory.delete)
    delete_many = _awaiting(Memory.delete_many)
    delete_all = _awaiting(Memory.delete_all)
    purge = _awaiting(Memory.purge)
    tag = _awaiting(Memory.tag)
    merge = _awaiting(Memory.merge)
    undo = _awaiting(Memory.undo)
    undo_many = _awaiting(Memory.undo_many)
    rate = _awaiting(Memory.rate)
    reset = _awaiting(Memory.reset)
    search = _awaiting(Memory.search)
    context = _awaiting(Memory.context)
    ask = _awaiting(Memory.ask)
    rewrite = _awaiting(Memory.rewrite)
    ingest = _awaiting(Memory.ingest)
    sources = _awaiting(Memory.sources)
    forget_source = _awaiting(Memory.forget_source)
    get = _awaiting(Memory.get)
    attachment = _awaiting(Memory.attachment)
    get_all = _awaiting(Memory.get_all)
    count = _awaiting(Memory.count)
    evidence = _awaiting(Memory.evidence)
    derived_from = _awaiting(Memory.derived_from)
    stale = _awaiting(Memory.stale)
    history = _awaiting(Memory.history)
    events = _awaiting(Memory.events)
    duplicates = _awaiting(Memory.duplicates)
    chat = _awaiting(Memory.chat)
    compare = _awaiting(Memory.compare)
    explore = _awaiting(Memory.explore)
    timeline = _awaiting(Memory.timeline)
    add_space = _awaiting(Memory.add_space)
    use_space = _awaiting(Memory.use_space)
    drop_space = _awaiting(Memory.drop_space)
    export = _awaiting(Memory.export)
    import_ = _awaiting(Memory.import_)
    use_store = _awaiting(Memory.use_store)
    backup = _awaiting(Memory.backup)
    check_recall = _awaiting(Memory.check_recall)
    tune = _awaiting(Memory.tune)
    doctor = _awaiting(Memory.doctor)
    reindex = _awaiting(Memory.reindex)
    extract = _awaiting(Memory.extract)
    pending = _awaiting(Memory.pending)
    facts = _awaiting(Memory.facts)
    check_llm = _awaiting(Memory.check_llm)
    set_wishes = _awaiting(Memory.set_wishes)
    derive = _awaiting(Memory.derive)
    use_derivation = _awaiting(Memory.use_derivation)
    drop_derivation = _awaiting(Memory.drop_derivation)
    compare_derivations = _awaiting(Memory.compare_derivations)
    accept = _awaiting(Memory.accept)
    reject = _awaiting(Memory.reject)
    export_calls = _awaiting(Memory.export_calls)
    add_procedure = _awaiting(Memory.add_procedure)
    budget = _awaiting(Memory.budget)
    profile = _awaiting(Memory.profile)
    recheck = _awaiting(Memory.recheck)
    consolidate = _awaiting(Memory.consolidate)
    entities = _awaiting(Memory.entities)
    entity = _awaiting(Memory.entity)

    def scoped(
        self,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
    ) -> Self:
        """Return this memory with a scope that each call means unless it names another.

        It is not opened for that. See `Memory.scoped`.

        Raises:
            ScopeError: No id was given, or one is empty or no text.
        """
        ids = named_scope(user_id, agent_id, app_id, run_id).model_dump()
        return self._derived(lambda memory: memory.scoped(**ids))

    def unscoped(self) -> Self:
        """Return this memory without the scope that `scoped` gave it."""
        return self._derived(Memory.unscoped)

    def _derived(self, view: Callable[[Memory], Memory]) -> Self:
        derived = type(self).__new__(type(self))
        derived._start(lambda: view(self._blocking()))
        return derived

    @property
    def scope(self) -> Scope:
        """Whose memories a call means that does not say otherwise."""
        return self._opened().scope

    @property
    def ratings(self) -> dict[str, dict[str, bool]]:
        """What was rated: query -> id of a memory -> whether it answers; the oldest first."""
        return self._opened().ratings

    @property
    def usage(self) -> UsageReport:
        """What the models consumed, here and in all processes; see `Memory.usage`."""
        return self._opened().usage

    @property
    def spaces(self) -> list[Space]:
        """The embedding spaces, in the order in which they were added."""
        return self._opened().spaces

    @property
    def wishes(self) -> Wishes:
        """What is wanted of the facts that are drawn from now on."""
        return self._opened().wishes

    @property
    def review(self) -> Review:
        """What waits for a person: "none", "changes" of old facts, or "all" facts."""
        return self._opened().review

    @property
    def derivations(self) -> Derivations:
        """Who drew facts here: models with their prompts, one of them in use."""
        return self._opened().derivations

    @property
    def jobs(self) -> Jobs:
        """What goes on in the background, and what was left unfinished; `await job` waits."""
        return self._opened().jobs

    async def as_of(self, at: int | datetime | date | str) -> AsyncPastMemory:
        """Return the memory as it stood after event `at`, or at a point in time."""
        memory = await asyncio.to_thread(self._blocking)
        return AsyncPastMemory(await asyncio.to_thread(memory.as_of, at))

    async def close(self) -> None:
        """Stop what runs in the background and release the file."""
        await asyncio.to_thread(self._close)

    aclose = close

    def _close(self) -> None:
        with self._opening:
            self._closed = True
            memory = self._memory
        if memory is not None:
            memory.close()

    async def __aenter__(self) -> Self:
        await asyncio.to_thread(self._blocking)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()

    def __repr__(self) -> str:
        if self._memory is None:
            return f"<AsyncMemory: {'closed' if self._closed else 'not open yet'}>"
        return f"<Async{repr(self._memory)[1:]}"


class AsyncPastMemory:
    """A memory as it stood after an event, to read from.

    Attributes:
        seq: The number of the event.
    """

    def __init__(self, memory: PastMemory) -> None:
        self._memory = memory
        self.seq = memory.seq

    def _blocking(self) -> PastMemory:
        return self._memory

    search = _awaiting(PastMemory.search)
    get = _awaiting(PastMemory.get)
    get_all = _awaiting(PastMemory.get_all)
    count = _awaiting(PastMemory.count)
    evidence = _awaiting(PastMemory.evidence)
    derived_from = _awaiting(PastMemory.derived_from)
    stale = _awaiting(PastMemory.stale)
