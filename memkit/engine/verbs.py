"""The verbs of a memory. One short method each; the work is in the modules beside it."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from memkit.concurrency.effects import Effects, verb
from memkit.contracts.embedder import Embedder
from memkit.contracts.llm import LLM
from memkit.contracts.reranker import Reranker
from memkit.contracts.store import Filter, Selection
from memkit.domain.display import Displayable
from memkit.domain.records import MemoryRecord
from memkit.domain.results import (
    Duplicates,
    Events,
)
from memkit.domain.validation import named_scope, open_scope, whole_number
from memkit.engine import memory_ids
from memkit.engine.engine import Engine
from memkit.engine.ingest import attachments
from memkit.engine.maintenance_verbs import MaintenanceVerbs
from memkit.engine.retrieval import duplicates, past
from memkit.engine.settings import (
    Durability,
    ProviderChoice,
    arguments_from,
    resolve,
)
from memkit.engine.snapshot import PastMemory
from memkit.engine.write_verbs import WriteVerbs


class Verbs(Displayable, WriteVerbs, MaintenanceVerbs):
    """What is done with the memories of a journal; `memkit.Memory` says what the arguments mean.

    Attributes:
        engine: The journal, the store, the spaces and the models that the verbs work on; for what
            is built on a memory, and not kept stable as the verbs are.
    """

    def __init__(
        self,
        path: str | PathLike[str] | None = None,
        *,
        embedder: ProviderChoice | Embedder | None = None,
        llm: ProviderChoice | LLM | None = None,
        store: ProviderChoice | None = None,
        reranker: ProviderChoice | Reranker | None = None,
        journal: ProviderChoice | None = None,
        durability: Durability | None = None,
        actor: str | None = None,
        trust: str | Sequence[str] | None = None,
        redact_secrets: bool | None = None,
    ) -> None:
        self.engine = Engine(
            resolve(
                {
                    "path": path,
                    "embedder": embedder,
                    "llm": llm,
                    "store": store,
                    "reranker": reranker,
                    "journal": journal,
                    "durability": durability,
                    "actor": actor,
                    "trust": trust,
                    "redact_secrets": redact_secrets,
                }
            )
        )
        self._begin()

    def _begin(self) -> None:
        """Do what a memory needs once it is open; a feature with verbs of its own overrides it."""

    @classmethod
    def from_config(cls, config: Mapping[str, Any] | str | PathLike[str]) -> Self:
        """Open a memory from a dict or a TOML file.

        Takes the arguments of `Memory`, and mem0's shape with "vector_store" and
        "history_db_path".

        Raises:
            NotFoundError: There is no such file.
            ValidationError: A setting is unknown or malformed.
        """
        return cls(**arguments_from(config if isinstance(config, Mapping) else Path(config)))

    # -- whose memories ----------------------------------------------------------------------

    def scoped(
        self,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
    ) -> Self:
        """Return this memory with a scope that each call means unless it names another.

        It is a default and no wall: `m.scoped(user_id="alice").search(query, user_id="bob")` asks
        about Bob, ids of memories are found whosever they are, and `unscoped()` gives all of it
        back. Scopes add up: `.scoped(user_id="alice").scoped(agent_id="helper")` means both. The
        file, the models and the store are shared; to close one is to close all.

        Raises:
            ScopeError: No id was given, or one is empty or no text.
        """
        scope = named_scope(user_id, agent_id, app_id, run_id, default=self._scope)
        scoped = copy.copy(self)
        scoped._scope = scope
        return scoped

    def unscoped(self) -> Self:
        """Return this memory without the scope that `scoped` gave it."""
        if self._scope is None:
            return self
        everyone = copy.copy(self)
        everyone._scope = None
        return everyone

    # -- reading -----------------------------------------------------------------------------

    def get(self, id: str) -> MemoryRecord:
        """Return a memory.

        Args:
            id: Its id, or 4 characters or more of the end or the beginning, which will do wherever
                an id is asked for.

        Raises:
            NotFoundError: There is no such memory.
            ValidationError: Several have such an id.
        """
        whole = memory_ids.resolve(self.engine, id)
        found = self.engine.journal.get([whole]).get(whole)
        if found is None:
            raise memory_ids.missing(self.engine, [whole])
        return found

    def attachment(self, digest: str) -> bytes:
        """Return the bytes of an image or a file that a message brought along.

        Args:
            digest: Its digest, as `attachments` of a memory name it: SHA-256, 64 hex digits.

        Raises:
            NotFoundError: No memory has or had it, or what had it was purged.
            ValidationError: It is no digest.
        """
        return attachments.content_of(self.engine, digest)

    def history(self, id: str) -> Events:
        """Return what happened to a memory, oldest first; also to a deleted one.

        Raises:
            NotFoundError: There is no such memory, and there was none.
        """
        whole = memory_ids.resolve(self.engine, id, deleted=True)
        events = self.engine.journal.events(memory_id=whole)
        if not events:
            raise memory_ids.missing(self.engine, [whole])
        return Events(events)

    def events(
        self,
        *,
        since: int = 0,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        limit: int | None = None,
    ) -> Events:
        """Return the changes after event `since`, oldest first."""
        scope = open_scope(user_id, agent_id, app_id, run_id, default=self._scope)
        if limit is not None:
            limit = whole_number(limit, "limit", least=1)
        since = whole_number(since, "since", least=0)
        return Events(self.engine.journal.events(after=since, scope=scope, limit=limit))

    def as_of(self, at: int | datetime | date | str) -> PastMemory:
        """Return the memory as it stood after event `at`, or at a point in time, to read from.

        Raises:
            ValidationError: It is neither an event's number nor a time.
        """
        return PastMemory(self.engine, *past.moment(self.engine, at), scope=self._scope)

    @verb
    def duplicates(
        self,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        where: Filter = None,
        threshold: float = 0.95,
        space: str | None = None,
        limit: int = 1000,
    ) -> Effects[Duplicates]:
        """Return pairs of memories that say nearly the same, most similar first.

        Args:
            threshold: The least cosine of a pair.
            space: The embedding space to compare in; None for the default one. One that is being
                filled is waited for, with a progress bar.
            limit: The most pairs.

        Raises:
            SpaceError: The space is unknown, or not filled and nobody fills it.
        """
        scope = open_scope(user_id, agent_id, app_id, run_id, default=self._scope)
        return duplicates.duplicates(
            self.engine, Selection.of(scope, where), threshold=threshold, space=space, limit=limit
        )

    # -- the end -------------------------------------------------------------------------------

    def close(self) -> None:
        """Stop what runs in the background and release the file, also if a provider is down."""
        self.engine.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        scope = f", {self._scope}" if self._scope else ""
        return f"<{type(self).__name__} {self.engine.journal.url!r}{scope}>"
