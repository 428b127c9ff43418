"""The verbs of a memory. One short method each; the work is in the modules beside it."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from os import PathLike
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self, overload

from memkit.concurrency.effects import Effects, verb
from memkit.concurrency.jobs import BackgroundJob, Jobs
from memkit.contracts.embedder import Embedder
from memkit.contracts.llm import LLM
from memkit.contracts.reranker import Reranker
from memkit.contracts.store import Filter, Selection
from memkit.domain.display import Displayable
from memkit.domain.files import named_path
from memkit.domain.proposals import Preview, Proposal
from memkit.domain.recall import RecallReport, TuneReport
from memkit.domain.records import AddResult, MemoryRecord
from memkit.domain.results import (
    AddResults,
    Duplicates,
    Events,
    ImportReport,
    Report,
    Space,
    StoreReport,
    UsageReport,
)
from memkit.domain.times import Moment
from memkit.domain.validation import flag, named_scope, open_scope, scope_from, whole_number
from memkit.engine import maintenance, memory_ids, tuning
from memkit.engine import recall as recall_
from memkit.engine.engine import Engine
from memkit.engine.ingest import (
    attachments,
    batch_edit,
    import_export,
    propose,
    purge,
    undo,
    write,
)
from memkit.engine.ingest.import_items import Item
from memkit.engine.ingest.speakers import Speakers
from memkit.engine.ingest.states import Clearable, Messages, Sources
from memkit.engine.read_verbs import ReadVerbs
from memkit.engine.retrieval import duplicates, past, ratings
from memkit.engine.settings import (
    Durability,
    ProviderChoice,
    arguments_from,
    resolve,
)
from memkit.engine.snapshot import PastMemory
from memkit.engine.spaces.listing import listed
from memkit.engine.store_migration import move
from memkit.errors import ScopeError, ValidationError

DEFAULT_BATCH = 2000


class Verbs(Displayable, ReadVerbs):
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

    # -- changing ----------------------------------------------------------------------------

    @verb
    def add(
        self,
        messages: Messages,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        type: str = "semantic",
        occurred_at: Moment | None = None,
        expires_at: Moment | None = None,
        valid_from: Moment | None = None,
        valid_to: Moment | None = None,
        superseded_by: str | None = None,
        sources: Sources | None = None,
        derived_by: str | None = None,
        said_by: str | None = None,
        pinned: bool | None = None,
        data: Mapping[str, Any] | None = None,
        withheld: str | None = None,
        speakers: Speakers | None = None,
        infer: bool | None = None,
        schema: Any = None,
        reason: str | None = None,
    ) -> Effects[AddResults]:
        """Store a text, or each message of a conversation, word for word.

        Args:
            messages: A text, or messages with "role" and "content" (and "name", "created_at"), as
                chat APIs and their SDKs give them; those of the user and the assistant are stored,
                one memory each.
            user_id, agent_id, app_id, run_id: Whose memory it is; at least one.
            metadata: What JSON can hold, and what stands for such: dates, enums, decimals, values
                of NumPy and pandas, dataclasses; see docs/concepts.md.
            type: "semantic", "episodic" or "procedural".
            occurred_at: When it was true; a message's own time goes before it.
            expires_at: From when on it is no longer found.
            valid_from, valid_to: From when on, and until before when it holds; see `search`.
            superseded_by: Id of the memory that took its place.
            sources: What it was drawn from: `Source`s, records, or dicts of their fields.
            derived_by: What drew it from there, e.g. a model and a prompt.
            said_by: Who vouches for it: "user", "assistant", "tool", "document", or another word.
            pinned: Whether it is marked to be kept.
            data: Structured fields, what JSON can hold; filters find them as `data.place`.
            withheld: Why searches don't serve it: "unsupported", "stale", "proposed" or "rejected".
            speakers: For group chats, name -> that speaker's scope, or a user's id: what each
                says goes there; others stay in the scope of the call. A text is read as a
                transcript then.
            infer: Whether an LLM draws facts from it: True waits for them, False never, and None
                lets them follow in the background where the memory has an LLM; a text counts
                as the user's. See docs/facts.md.
            schema: A pydantic model, or the name of a ready one, whose fields an LLM fills in from
                all of it, which is waited for: `structured` of what is returned, and a memory of
                its own with the fields in `data`. See docs/structured.md.
            reason: Why, for the history.

        Returns:
            One result a memory; its event is "NONE" for a text that its scope holds already.

        Raises:
            ScopeError: No scope was given.
            ValidationError: Something has the wrong shape.
            ProviderError: The embedder failed. In each case nothing is stored. Or the LLM could not
                be had, where it is waited for: then all is stored, and the error says so.
        """
        scope = scope_from(
            user_id=user_id,
            agent_id=agent_id,
            app_id=app_id,
            run_id=run_id,
            needed=speakers is None,
            default=self._scope,
        )
        return write.add(
            self.engine,
            messages,
            scope=scope,
            fields={
                "metadata": metadata,
                "type": type,
                "occurred_at": occurred_at,
                "expires_at": expires_at,
                "valid_from": valid_from,
                "valid_to": valid_to,
                "superseded_by": superseded_by,
                "sources": sources,
                "derived_by": derived_by,
                "said_by": said_by,
                "pinned": pinned,
                "data": data,
                "withheld": withheld,
            },
            speakers=speakers,
            infer=infer,
            schema=schema,
            reason=reason,
        )

    @verb
    def preview(
        self,
        messages: Messages,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        type: str = "semantic",
        occurred_at: Moment | None = None,
        expires_at: Moment | None = None,
        valid_from: Moment | None = None,
        valid_to: Moment | None = None,
        superseded_by: str | None = None,
        sources: Sources | None = None,
        derived_by: str | None = None,
        said_by: str | None = None,
        pinned: bool | None = None,
        data: Mapping[str, Any] | None = None,
        withheld: str | None = None,
        speakers: Speakers | None = None,
        infer: bool | None = None,
        limit: int = 3,
    ) -> Effects[Preview]:
        """Return what `add` would do, and what is there already that says something similar.

        Nothing is written. `apply` carries out the proposals it is given, as they are, edited
        (`proposal.edited(text)`) or in place of a memory nearby (`proposal.updating(id)`).

        Args:
            messages, user_id, agent_id, app_id, run_id, metadata, type, occurred_at, expires_at,
                valid_from, valid_to, superseded_by, sources, derived_by, said_by, pinned, data,
                withheld, speakers: As for `add`.
            infer: Whether an LLM draws facts from it, too, which become proposals beside those of
                the messages: each tells its choice, evidence, reason, candidates and tokens. The
                calls to the model are recorded, and nothing else is written.
            limit: How many near memories to show beside each proposal.

        Raises:
            ScopeError, ValidationError: As for `add`.
            ProviderError: The embedder failed, or the model could not be had for facts.
        """
        scope = scope_from(
            user_id=user_id,
            agent_id=agent_id,
            app_id=app_id,
            run_id=run_id,
            needed=speakers is None,
            default=self._scope,
        )
        return propose.preview(
            self.engine,
            messages,
            scope=scope,
            fields={
                "metadata": metadata,
                "type": type,
                "occurred_at": occurred_at,
                "expires_at": expires_at,
                "valid_from": valid_from,
                "valid_to": valid_to,
                "superseded_by": superseded_by,
                "sources": sources,
                "derived_by": derived_by,
                "said_by": said_by,
                "pinned": pinned,
                "data": data,
                "withheld": withheld,
            },
            speakers=speakers,
            infer=infer,
            limit=limit,
        )

    @verb
    def apply(
        self, proposals: Sequence[Proposal], *, reason: str | None = None
    ) -> Effects[list[AddResult]]:
        """Carry out what `preview` proposed, or a part of it, in one transaction.

        No model is asked. Facts need the messages that they were drawn from; those that are left
        out are rejected: the messages count as read.

        Raises:
            ValidationError: A memory that would be changed is not as it was at the preview.
            ProviderError: The embedder failed. In each case nothing is written.
        """
        return propose.apply(self.engine, proposals, reason=reason)

    @verb
    def add_many(
        self,
        items: Iterable[Item],
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        batch_size: int = DEFAULT_BATCH,
        progress: bool = True,
    ) -> Effects[ImportReport]:
        """Store many memories, lazily, each batch in a transaction of its own.

        A run that was killed can be repeated: what is there already is left as it is.

        Args:
            items: Texts, messages, records, or dicts with "memory" or "text" or "content" and
                any field of a record; keys that are not known become metadata. Also a table of
                pandas, polars or pyarrow, a row an item: an empty cell counts as not given, and a
                row without a text is passed over and named in the report's `errors`.
            user_id, agent_id, app_id, run_id: For items that have no such id of their own.
            batch_size: How many a transaction.
            progress: Whether to show a progress bar.

        Raises:
            ValidationError, ScopeError: An item, which is named, has the wrong shape; earlier
                batches are stored.
        """
        scope = open_scope(user_id, agent_id, app_id, run_id, default=self._scope)
        return import_export.add_many(
            self.engine, items, scope=scope, batch_size=batch_size, progress=progress
        )

    @verb
    def update(
        self,
        id: str,
        text: str | None = None,
        *,
        metadata: Mapping[str, Any] | None = None,
        type: str | None = None,
        occurred_at: Moment | None = None,
        expires_at: Moment | None = None,
        valid_from: Moment | None = None,
        valid_to: Moment | None = None,
        superseded_by: str | None = None,
        sources: Sources | None = None,
        derived_by: str | None = None,
        said_by: str | None = None,
        pinned: bool | None = None,
        data: Mapping[str, Any] | None = None,
        withheld: str | None = None,
        clear: Sequence[Clearable] = (),
        reason: str | None = None,
    ) -> Effects[AddResult]:
        """Change a memory; what is None stays, `metadata` and `data` are replaced as a whole.

        Args:
            id: The memory.
            text, metadata, type, occurred_at, expires_at, valid_from, valid_to, superseded_by,
                sources, derived_by, said_by, pinned, data, withheld: What takes the place of the
                old; see `add`.
            clear: Fields to remove, e.g. ["expires_at"].
            reason: Why, for the history.

        Raises:
            NotFoundError: There is no such memory.
            ValidationError: Nothing to change, or another memory of the scope says the same.
        """
        return write.update(
            self.engine,
            id,
            text,
            fields={
                "metadata": metadata,
                "type": type,
                "occurred_at": occurred_at,
                "expires_at": expires_at,
                "valid_from": valid_from,
                "valid_to": valid_to,
                "superseded_by": superseded_by,
                "sources": sources,
                "derived_by": derived_by,
                "said_by": said_by,
                "pinned": pinned,
                "data": data,
                "withheld": withheld,
            },
            clear=clear,
            reason=reason,
        )

    @verb
    def delete(self, id: str, *, reason: str | None = None) -> Effects[AddResult]:
        """Delete a memory; its history stays, and `undo` brings it back.

        Raises:
            NotFoundError: There is no such memory.
        """
        return write.delete(self.engine, id, reason=reason)

    @verb
    def delete_many(
        self, ids: Sequence[str], *, reason: str | None = None
    ) -> Effects[list[AddResult]]:
        """Delete several memories in one transaction.

        Raises:
            NotFoundError: One of them is not there; nothing is deleted.
        """
        return batch_edit.delete_many(self.engine, ids, reason=reason)

    @verb
    def tag(
        self,
        ids: Sequence[str],
        metadata: Mapping[str, Any],
        *,
        remove: Sequence[str] = (),
        reason: str | None = None,
    ) -> Effects[list[AddResult]]:
        """Set keys of the metadata of several memories in one transaction; other keys stay.

        Args:
            ids: The memories.
            metadata: Keys and what they get.
            remove: Keys to take away.
            reason: Why, for the history.

        Raises:
            NotFoundError: A memory is not there; nothing is changed.
            ValidationError: There is nothing to set, or JSON can't hold it.
        """
        return batch_edit.tag(self.engine, ids, metadata, remove=remove, reason=reason)

    @verb
    def merge(
        self,
        keep: str,
        others: Sequence[str],
        *,
        text: str | None = None,
        reason: str | None = None,
    ) -> Effects[list[AddResult]]:
        """Keep one of several memories that say the same, and delete the others.

        The one that is kept gets the metadata that only the others have, in one transaction.

        Args:
            keep: The memory that stays.
            others: Those that go; `undo` brings them back.
            text: What it says from now on; None leaves its text.
            reason: Why, for the history.

        Raises:
            NotFoundError: A memory is not there; nothing is changed.
            ScopeError: They belong to different scopes.
        """
        return batch_edit.merge(self.engine, keep, others, text=text, reason=reason)

    @verb
    def delete_all(
        self,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        where: Filter = None,
        reason: str | None = None,
    ) -> Effects[int]:
        """Delete every memory of a scope, in one transaction, and return how many there were.

        Raises:
            ScopeError: No scope was given.
            FilterError: The filter can't be understood.
        """
        scope = open_scope(user_id, agent_id, app_id, run_id, default=self._scope)
        if not scope:
            raise ScopeError(
                "delete_all() without a scope would delete everyone's memories.",
                fix="Give a scope, e.g. user_id='alice'; to erase everything, reset(confirm=True).",
            )
        return write.delete_all(self.engine, Selection.of(scope, where), reason=reason)

    def purge(self, id: str, *, reason: str | None = None) -> list[AddResult]:
        """Erase a memory from the history for good, and all that was ever derived from it.

        For what must not be there at all. Its texts, vectors, ratings and recorded calls go, from
        every earlier state, from the store, and from the bytes of a SQLite file. Its events keep
        their numbers and tell nothing; none of them can be undone. A memory that says the same in
        another place, a backup and an export keep it, and so may the files of a database server.

        Args:
            id: The memory, also a deleted one.
            reason: Why, for the history, where it stays.

        Returns:
            One result for each memory that is gone, this one first; the event is "PURGE".

        Raises:
            NotFoundError: There is no such memory, and there was none.
        """
        return purge.purge(self.engine, id, reason=reason)

    @overload
    def undo(
        self, seq: int, *, batch: None = None, cascade: Literal[False] = False
    ) -> AddResult: ...
    @overload
    def undo(
        self, seq: int | None = None, *, batch: str | None = None, cascade: bool = False
    ) -> AddResult | list[AddResult]: ...
    @verb
    def undo(
        self, seq: int | None = None, *, batch: str | None = None, cascade: bool = False
    ) -> Effects[AddResult | list[AddResult]]:
        """Bring the memory of event `seq` back to the state before that event.

        Later changes of the same memory go with it. The undoing is an event too, so it can be
        undone itself.

        Args:
            seq: The event.
            batch: Instead of it, the `batch_id` of a call: all that it did is undone, in one
                transaction, if no memory of it changed since.
            cascade: Whether what was drawn from a memory whose addition is undone is deleted with
                it, at any depth. Otherwise it is kept, and is stale.

        Returns:
            What became of the memory; with `batch` or `cascade`, a list of all of them.

        Raises:
            NotFoundError: There is no such event or call, or nothing left to undo.
            ValidationError: A memory of the call changed since, by an event that is named; or the
                memory was purged.
        """
        return undo.undo(self.engine, seq, batch=batch, cascade=cascade)

    @verb
    def undo_many(self, seqs: Sequence[int]) -> Effects[list[AddResult]]:
        """Undo several events in one transaction, the last one first.

        Raises:
            NotFoundError: There is no such event, or nothing left to undo; nothing is changed.
        """
        return undo.undo_many(self.engine, seqs)

    def rate(self, query: str, id: str, relevant: bool | None = True) -> None:
        """Say whether a memory answers a query; `compare(...).evaluate()` learns from it.

        Args:
            query: What was asked.
            id: The memory, e.g. of a hit.
            relevant: True for a good hit, False for a bad one, None to take it back.

        Raises:
            NotFoundError: There is no such memory.
            ValidationError: The query is empty.
        """
        ratings.rate(self.engine, query, id, relevant)

    @property
    def ratings(self) -> dict[str, dict[str, bool]]:
        """What was rated: query -> id of a memory -> whether it answers; the oldest first."""
        return self.engine.journal.ratings()

    def reset(self, *, confirm: bool = False) -> None:
        """Erase all memories and their history for good. Spaces stay registered.

        Raises:
            ValidationError: `confirm` is not True.
        """
        if confirm is not True:
            raise ValidationError(
                "reset() erases all memories and their history for good.",
                fix="If you mean it: reset(confirm=True). delete_all(user_id=...) can be undone.",
            )
        maintenance.reset(self.engine)

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

    # -- spaces ------------------------------------------------------------------------------

    @property
    def spaces(self) -> list[Space]:
        """The embedding spaces, in the order in which they were added."""
        return listed(self.engine.journal)

    @verb
    def add_space(
        self,
        embedder: ProviderChoice | Embedder,
        *,
        key: str | None = None,
        wait: bool = False,
        progress: bool = True,
    ) -> Effects[BackgroundJob[None]]:
        """Give every memory a second vector, of another embedder, in the background.

        Searches go on in the default space meanwhile. Adding a space again goes on where it
        stopped.

        Args:
            embedder: A provider's name, its config, or an object; or the key of a space.
            key: The space's name; the provider's name and model by default.
            wait: Whether to return only when the space is filled.
            progress: Whether to show a progress bar.

        Returns:
            The job that fills it; see `jobs`.

        Raises:
            SpaceError: A space of this name was made with another model.
            PluginError, ProviderError: The embedder can't be had, or fails.
        """
        return maintenance.add_space(self.engine, embedder, key=key, wait=wait, progress=progress)

    @verb
    def use_space(self, key: str) -> Effects[None]:
        """Make a space the default, for this and every other process.

        A space that is being filled is waited for, with a progress bar.

        Raises:
            SpaceError: It is unknown, or not filled and nobody fills it.
        """
        return maintenance.use_space(self.engine, key)

    def drop_space(self, key: str) -> None:
        """Forget a space and its vectors.

        Raises:
            SpaceError: It is unknown, or the default.
        """
        maintenance.drop_space(self.engine, key)

    @property
    def usage(self) -> UsageReport:
        """What the models consumed: calls, tokens, and cost.

        By model since this memory was opened; and what language models were asked for and recorded,
        in `recorded`, by task, model and derivation, with seconds: in all processes and for good.
        The cost is known where the provider's config names its `price`.
        """
        return UsageReport(self.engine.usage(), self.engine.journal.spending())

    @property
    def jobs(self) -> Jobs:
        """What goes on in the background, what has ended, and what was left unfinished.

        Filling a space, moving to another store, drawing a comparison. A job can be waited for,
        cancelled and resumed; one that is "interrupted" was begun by another process.
        """
        return maintenance.jobs(self.engine)

    # -- moving and care ---------------------------------------------------------------------

    def export(
        self,
        path: str | PathLike[str],
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        where: Filter = None,
        history: bool = False,
        progress: bool = False,
    ) -> int:
        """Write memories to a JSONL file, one a line, and return how many lines there are.

        `import_` takes them back with all that they have: ids, times, what replies to what, and
        ratings. Those that have expired are written, too.

        Args:
            user_id, agent_id, app_id, run_id, where: Which; all of them by default.
            history: Whether to write all changes instead, one a line, those of deleted memories
                among them; `import_` carries them out again in a new memory.
            progress: Whether to show a progress bar.

        Raises:
            ValidationError: The file can't be written, or is part of a memory.
        """
        scope = open_scope(user_id, agent_id, app_id, run_id, default=self._scope)
        return import_export.export_file(
            self.engine,
            path,
            Selection.of(scope, where),
            history=flag(history, "history"),
            progress=progress,
        )

    @verb
    def import_(
        self,
        path: str | PathLike[str],
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        strict: bool = False,
        batch_size: int = DEFAULT_BATCH,
        progress: bool = True,
    ) -> Effects[ImportReport]:
        """Store the memories of a JSON, JSONL, CSV or Parquet file, of memkit, mem0 or a chat.

        Args:
            path: Objects with "memory" or "text" or "content", scope ids and "metadata"; messages,
                conversations; a table with such columns, in which an empty cell is not given; or
                the history of an export, for a memory that has none yet.
            user_id, agent_id, app_id, run_id: For objects that have no such id of their own.
            strict: Whether one bad line stops everything, before anything is stored. Otherwise
                bad lines are reported with their numbers and the rest is stored.

        Raises:
            NotFoundError: There is no such file.
            ValidationError: It can't be read, or with `strict` the first bad line.
        """
        scope = open_scope(user_id, agent_id, app_id, run_id, default=self._scope)
        return import_export.import_file(
            self.engine,
            named_path(path),
            scope=scope,
            strict=flag(strict, "strict"),
            batch_size=batch_size,
            progress=progress,
        )

    def use_store(
        self,
        store: str,
        /,
        *,
        wait: bool = True,
        progress: bool = True,
        searches: int = 50,
        **options: Any,
    ) -> BackgroundJob[StoreReport]:
        """Move to another store: fill it from the journal, check it, and search in it from then on.

        Searches go on in the old store meanwhile. If it is interrupted, the next call goes on from
        there; the journal, and so the memories, stay where they are.

        Args:
            store: A provider's name, e.g. "weaviate"; `options` go to its config: url=...
            wait: Whether to return only when it is done.
            progress: Whether to show a progress bar.
            searches: How many searches to compare with the exact answer.

        Returns:
            The job that moves it, with a report as its `result`; see `jobs`.

        Raises:
            PluginError, ValidationError: There is no such store, or its options do not fit.
            ProviderError: The store can't be reached, or does not hold what the journal holds.
                The memory stays in the old one.
        """
        searches = whole_number(searches, "searches", least=0)
        choice = {"provider": store, "config": options}
        return move(self.engine, choice, wait=wait, progress=progress, searches=searches)

    @verb
    def check_recall(
        self,
        space: str | None = None,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        where: Filter = None,
        k: int = 10,
        sample: int = 100,
        seed: int = 0,
        settings: bool = True,
        progress: bool = False,
    ) -> Effects[RecallReport]:
        """Measure how much of the exact nearest neighbours the store finds.

        A sample of the memory's own texts is searched for in the store, by their vectors, and the
        answers are compared with the exact ones, which the journal's vectors give. A text is left
        out of its own answer, and what is equally near counts. A scope or a filter draws the
        sample from what it selects, and searches with it: recall differs there.

        Args:
            space: The embedding space; None for the default one. One that is being filled is
                waited for, with a progress bar.
            user_id, agent_id, app_id, run_id, where: Among which memories; all by default.
            k: How many neighbours count: recall@k.
            sample: How many texts; `seed` draws others.
            settings: Whether to try broader searches, too, where the recall is below 0.99 and the
                store has a setting for it. It is put back afterwards; with a server that holds it
                for all, others search as broadly meanwhile.
            progress: Whether to show a progress bar.

        Raises:
            SpaceError: The space is unknown, or not filled and nobody fills it.
            ValidationError: There are no two memories with a vector.
            ProviderError: The store is down, or is being made anew.
        """
        return recall_.check_recall(
            self.engine,
            Selection.of(open_scope(user_id, agent_id, app_id, run_id, default=self._scope), where),
            space=space,
            k=k,
            sample=sample,
            seed=seed,
            settings=settings,
            progress=progress,
        )

    @verb
    def tune(
        self,
        space: str | None = None,
        *,
        recall: float = 0.99,
        k: int = 10,
        sample: int = 100,
        seed: int = 0,
        progress: bool = True,
    ) -> Effects[TuneReport]:
        """Find the least breadth with which the store finds enough, and search so from now on.

        Breadth is what engines call `ef` or `ef_search`: how many candidates a search in a graph
        holds. What is found is set for all memories, and kept with them: the next process that
        opens them with this store searches as broadly, unless the option is given to it. The
        report's `store` says what to give. If it is interrupted, what stood stands again.

        Args:
            space: The embedding space; None for the default one.
            recall: Recall@k to be reached on the sample, above 0 and at most 1.
            k, sample, seed: See `check_recall`.
            progress: Whether to show a progress bar.

        Returns:
            What was tried and set. Where no breadth is enough nothing is set, `reached` is False,
            and it says what else there is.

        Raises:
            SpaceError, ValidationError: As for `check_recall`.
            ProviderError: The store finds less and has no such setting, is down, or is being made
                anew.
        """
        return tuning.tune(
            self.engine,
            space=space,
            recall=recall,
            k=k,
            sample=sample,
            seed=seed,
            progress=progress,
        )

    @verb
    def doctor(self, *, fix: bool = False) -> Effects[Report]:
        """Check that events fold to the memories and that every index matches them.

        Of a store that may miss some of the nearest it measures how much it finds, on a small
        sample: the report's `recall`. Below 0.95 that is a problem.

        Args:
            fix: Whether to rebuild first what can be rebuilt.
        """
        return maintenance.doctor(self.engine, fix=fix)

    def reindex(self) -> None:
        """Rebuild the text index and the store from the journal."""
        maintenance.reindex(self.engine)

    def backup(self, path: str | PathLike[str], *, overwrite: bool = False) -> Path:
        """Write everything to a new file, as of one moment, while others go on writing.

        Memories, history, vectors and settings: open it as any memory, or put it in the place of
        the file when nobody has that open. A copy of the file by other means lacks what is in its
        log.

        Args:
            path: The file to write, whole or not at all.
            overwrite: Whether to replace a file that is there.

        Returns:
            Where it is.

        Raises:
            ValidationError: It can't be written, is there, or belongs to the memory itself.
            JournalError: The journal is in a database, which has its own tools.
        """
        target = named_path(path).absolute()
        self.engine.journal.backup(target, overwrite=flag(overwrite, "overwrite"))
        return target

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
