"""The verbs that change memories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, overload

from memkit.concurrency.effects import Effects, verb
from memkit.contracts.store import Filter, Selection
from memkit.domain import defaults
from memkit.domain.proposals import Preview, Proposal
from memkit.domain.records import AddResult
from memkit.domain.results import (
    AddResults,
    ImportReport,
)
from memkit.domain.times import Moment
from memkit.domain.validation import open_scope, scope_from
from memkit.engine import maintenance
from memkit.engine.ingest import batch_edit, import_export, propose, purge, undo, write
from memkit.engine.ingest.import_items import Item
from memkit.engine.ingest.speakers import Speakers
from memkit.engine.ingest.states import Clearable, Messages, Sources
from memkit.engine.read_verbs import ReadVerbs
from memkit.engine.retrieval import ratings
from memkit.errors import ScopeError, ValidationError


class WriteVerbs(ReadVerbs):
    """Adding, changing, deleting, and taking back."""

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
        batch_size: int = defaults.BATCH,
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
