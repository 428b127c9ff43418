"""Explorer: a memory to look through, search and change, as plain values for any front end."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Mapping, Sequence
from os import PathLike
from typing import TYPE_CHECKING, Any, TypeVar, Unpack

from memkit.contracts.store import Filter
from memkit.domain import forks
from memkit.domain.display import Interactive
from memkit.domain.proposals import Preview
from memkit.domain.times import Moment
from memkit.domain.validation import open_scope
from memkit.engine.ingest.states import Fields
from memkit.engine.retrieval import advice
from memkit.engine.retrieval.pipeline import HalfLife
from memkit.engine.retrieval.roles import RoleWeights
from memkit.engine.retrieval.validity import ValidAt
from memkit.explorer import detail, documents, edit_panel, overview, search_panel, updates
from memkit.explorer.facts import Decides
from memkit.explorer.schemas import (
    Accepted,
    Changes,
    Detail,
    DocumentWindow,
    Done,
    Histogram,
    Previewed,
    SearchResponse,
    Status,
    TableWindow,
)
from memkit.explorer.state import ExplorerState
from memkit.explorer.table import Table
from memkit.explorer.view import View
from memkit.filters import parse

if TYPE_CHECKING:
    from memkit.engine.verbs import Verbs

# Code names so many memories one by one, and more of them by the table that they are the rows of.
_MOST_NAMED = 50

Coded = TypeVar("Coded", bound=Mapping[str, object])


class Explorer(Interactive, ExplorerState):
    """A memory to look through, search and change. Made by `Memory.explore`.

    It works without any widget: each method returns values that JSON holds, described in
    `memkit.explorer.schemas`, with the Python that does the same under "code". Safe for threads.

    Args:
        memory: What to explore.
        user_id, agent_id, app_id, run_id: Whose memories; all of them if none is given.
        where: A filter, as in `Memory.search`.
        space: The embedding space to search in; None for the default one.
        query: A question to begin with.
        decides: Finds what a model decided when an event wrote a fact, to tell why it is there.

    Attributes:
        last_code: The Python that does what was done or shown last.
        jobs: What goes on in the background of the memory.

    Raises:
        ScopeError, FilterError, SpaceError: An argument has the wrong shape.
    """

    def __init__(
        self,
        memory: Verbs,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
        where: Filter = None,
        space: str | None = None,
        query: str = "",
        decides: Decides | None = None,
    ) -> None:
        scope = open_scope(user_id, agent_id, app_id, run_id)
        super().__init__(memory, View(scope=scope, where=parse(where)), space=space, query=query)
        self._decides: Decides = decides or (lambda _: None)
        self.last_code = ""
        self._rows_code = ""
        self._preview: tuple[Preview, str] = (Preview(), "")
        self._lock = threading.Lock()
        forks.renew(self, _lock=threading.Lock)
        self.jobs = memory.engine.jobs
        self._table = Table(memory.engine)
        self._presence = documents.Presence(memory.engine.journal)
        self._journal = updates.Watch(memory.engine.journal)

    # -- reading -----------------------------------------------------------------------------

    def status(self) -> Status:
        """Return where the memory is, what can be picked, and what is shown."""
        view = self._view
        shown = self._table.count(view)
        key = view.document
        return overview.status(
            self.memory,
            view,
            space=self.space,
            shown=shown,
            trouble=self._trouble or ("" if shown else self._advice()),
            selected=len(self._selection),
            query=self._query,
            documents=self._presence.there(view.scope)
            if view.past is None
            else bool(self._table.documents(view)),
            document=None
            if key is None
            else documents.chosen(self.memory.engine.journal, key, self._document_title),
        )

    def _advice(self) -> str:
        """Return why a filter may have found nothing, "" for no reason."""
        view = self._view
        if view.where is None or view.past is not None or view.kind != "all":
            return ""
        journal = self.memory.engine.journal
        return " ".join(advice.on_nothing(journal, view.scope, view.where))

    def rows(
        self,
        first: int = 0,
        number: int = 50,
        *,
        sort: str = "updated_at",
        descending: bool = True,
        find: str = "",
    ) -> TableWindow:
        """Return a window of the memories shown, sorted.

        Memories without a value come last, whichever way it is sorted; values of several kinds
        stand in the order: true or false, numbers, texts, all else. Texts are compared without
        regard to case, memories by their first 80 characters.

        Args:
            first: The number of the first row, from 0.
            number: How many rows, 500 at most.
            sort: "memory", "created_at", "updated_at", "occurred_at", "expires_at", "user_id",
                "agent_id", "app_id", "run_id", "type", "role", "place" (in the document that it
                was read from), or a key of the metadata; a key that is also the name of a field
                as "metadata.type".
            descending: The largest, or the latest, first.
            find: Only memories that hold this piece of text, in any case, or have it in their id.

        Raises:
            ValidationError: A number is negative.
        """
        shown = self._table.rows(
            self._view,
            first,
            number,
            sort=sort,
            descending=descending,
            find=find,
            changed_in=self._changed_in,
        )
        # To scroll is to see more of the same.
        if shown["code"] != self._rows_code:
            self._rows_code = self.last_code = shown["code"]
        return shown

    def first_rows(self, number: int) -> TableWindow:
        """Return the rows that the table begins with, for a picture of it: nothing else is read."""
        as_read = self._view.document is not None
        return self._table.rows(
            self._view,
            0,
            number,
            sort="place" if as_read else "updated_at",
            descending=not as_read,
            find="",
            changed_in=self._changed_in,
            more=False,
        )

    def shown_ids(
        self, *, sort: str = "updated_at", descending: bool = True, find: str = ""
    ) -> list[str]:
        """Return the ids of all rows, in their order: what "select all" selects."""
        return self._table.ids(
            self._view,
            sort=sort,
            descending=descending,
            find=find,
            changed_in=self._changed_in,
        )

    def documents(
        self,
        first: int = 0,
        number: int = 50,
        *,
        sort: str = "title",
        descending: bool = False,
        find: str = "",
    ) -> DocumentWindow:
        """Return a window of the documents of the scope, as they are at the time that is shown.

        Args:
            first: The number of the first one, from 0.
            number: How many, 500 at most.
            sort: "title", "type", "passages", "characters", "added_at" or "updated_at".
            descending: The largest, or the latest, first.
            find: Only documents that have this piece of text in their title or URI, in any case.

        Raises:
            ValidationError: A number is negative, or there is no such column.
        """
        return self._kept(
            documents.window(
                self._view,
                self._table.documents(self._view),
                first,
                number,
                sort=sort,
                descending=descending,
                find=find,
            )
        )

    def search(
        self,
        query: str,
        *,
        k: int = 10,
        threshold: float | None = None,
        space: str | None = None,
        other: str | None = None,
        rerank: bool = False,
        recency: HalfLife = None,
        context: float | None = None,
        role_weights: RoleWeights | None = None,
        below: int = 3,
        valid_at: ValidAt = "now",
    ) -> SearchResponse:
        """Search what is shown, and tell what just missed.

        Args:
            query: A question; an empty one finds nothing.
            k: How many hits at most.
            threshold: The least score of a hit.
            space: The embedding space; None for that of the explorer.
            other: A second space, to see what it would find and how the ranks differ.
            rerank: Whether the reranker has the last word.
            recency: Half-life of a score, by age: days, or "30d".
            context, role_weights: As for `Memory.search`.
            below: How many of those that just missed to return.
            valid_at: Only memories that hold at this time, as for `Memory.search`; the table shows
                all of them.

        Raises:
            ValidationError, SpaceError, ProviderError: As for `Memory.search`.
        """
        self._query = query
        return self._kept(
            search_panel.search(
                self.memory,
                self._view,
                query,
                k=k,
                threshold=threshold,
                space=space or self._space,
                other=other,
                rerank=rerank,
                recency=recency,
                context=context,
                role_weights=role_weights,
                below=below,
                valid_at=valid_at,
            )
        )

    def detail(self, id: str, *, k: int = 5) -> Detail:
        """Return a memory as a whole, what happened to it, and its `k` nearest in each space.

        Raises:
            NotFoundError: There is no such memory, and there was none.
        """
        view = self._view
        around = functools.partial(self._table.around, view)
        return self._kept(
            detail.detail(self.memory, view, id, k=k, decides=self._decides, around=around)
        )

    def changes(self, since: int | None = None) -> Changes:
        """Return what happened after an event, by this or any other process; cheap if nothing.

        Args:
            since: The `head` of the last answer; None to begin now.
        """
        return self._journal.changes(since, self._view.scope)

    def histogram(self, buckets: int = 200) -> Histogram:
        """Return the journal in pieces, with how much was added, changed and deleted in each.

        Args:
            buckets: How many pieces at most, 1,000 at most.
        """
        return self._journal.histogram(self._view.scope, buckets)

    # -- changing ----------------------------------------------------------------------------

    def preview(
        self,
        text: str,
        *,
        metadata: Mapping[str, Any] | None = None,
        type: str = "semantic",
        occurred_at: Moment | None = None,
        expires_at: Moment | None = None,
        limit: int = 3,
        **fields: Unpack[Fields],
    ) -> Previewed:
        """Return what adding a text to the scope would do; `apply` carries it out.

        Args:
            text: A text, or lines that begin with "user:" and "assistant:".
            metadata, type, occurred_at, expires_at, fields: As for `Memory.add`.
            limit: How many similar memories to show beside each proposal.

        Raises:
            ScopeError: The scope is open.
            ValidationError, ProviderError: As for `Memory.add`; also while the past is shown.
        """
        edit_panel.refuse_past(self._view)
        proposals, shown = edit_panel.preview(
            self.memory,
            self._view,
            text,
            metadata=metadata,
            type=type,
            occurred_at=occurred_at,
            expires_at=expires_at,
            limit=limit,
            **fields,
        )
        self._preview = proposals, shown["code"]
        return self._kept(shown)

    def apply(self, choices: Sequence[Accepted]) -> Done:
        """Carry out what was accepted of the last preview, in one transaction.

        Raises:
            ValidationError: There is no preview, a choice names none of its proposals, or a
                memory changed in the meantime; nothing is written.
        """
        with self._lock:
            proposals, code = self._preview
            done = self._change(lambda: edit_panel.apply(self.memory, proposals, code, choices))
            self._preview = Preview(), ""
        return done

    def add(
        self,
        text: str,
        *,
        metadata: Mapping[str, Any] | None = None,
        type: str = "semantic",
        occurred_at: Moment | None = None,
        expires_at: Moment | None = None,
        **fields: Unpack[Fields],
    ) -> Done:
        """Add a text to the scope without a preview; the fields are those of `Memory.add`."""
        return self._change(
            lambda: edit_panel.add(
                self.memory,
                self._view,
                text,
                metadata=metadata,
                type=type,
                occurred_at=occurred_at,
                expires_at=expires_at,
                **fields,
            )
        )

    def update(
        self,
        id: str,
        text: str | None = None,
        *,
        metadata: Mapping[str, Any] | None = None,
        type: str | None = None,
        occurred_at: Moment | None = None,
        expires_at: Moment | None = None,
        clear: Sequence[str] = (),
        **fields: Unpack[Fields],
    ) -> Done:
        """Change a memory; what is None stays, `metadata` and `data` are replaced as a whole."""
        return self._change(
            lambda: edit_panel.update(
                self.memory,
                id,
                text,
                metadata=metadata,
                type=type,
                occurred_at=occurred_at,
                expires_at=expires_at,
                clear=clear,
                **fields,
            )
        )

    def edit(
        self,
        id: str,
        *,
        seen: int,
        text: str | None = None,
        metadata: Mapping[str, Any] | None = None,
    ) -> Done:
        """Change what somebody edited of a memory, and nothing else.

        What others changed of it meanwhile stays, down to single keys of the metadata.

        Args:
            id: The memory.
            seen: The `seq` that it had when it was shown to be edited.
            text: The text; None if it was not edited.
            metadata: All of the metadata; None if it was not edited.

        Raises:
            ValidationError: Others changed the same meanwhile; nothing is written.
            NotFoundError: There is no such memory any more.
        """
        return self._change(
            lambda: edit_panel.edit(self.memory, id, seen=seen, text=text, metadata=metadata)
        )

    def delete(self, ids: Sequence[str]) -> Done:
        """Delete memories in one transaction; "undo" brings them back."""
        listed = self._listed(ids)
        return self._change(lambda: edit_panel.delete(self.memory, ids, listed=listed))

    def forget_source(
        self,
        uri: str,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
    ) -> Done:
        """Delete what was read from a document in one transaction; "undo" brings it back.

        Args:
            uri: As `documents` lists it.
            user_id, agent_id, app_id, run_id: Whose, as for `Memory.forget_source`.

        Raises:
            NotFoundError: Nothing was read from it.
        """
        key = documents.key_of(uri, user_id, agent_id, app_id, run_id)
        done = self._change(lambda: edit_panel.forget_source(self.memory, key))
        if self._view.document == key:
            self._look("document", document=None)
        return done

    def tag(
        self, ids: Sequence[str], metadata: Mapping[str, Any], *, remove: Sequence[str] = ()
    ) -> Done:
        """Set keys of the metadata of memories, and take others away, in one transaction."""
        listed = self._listed(ids)
        return self._change(
            lambda: edit_panel.tag(self.memory, ids, metadata, remove=remove, listed=listed)
        )

    def accept(self, ids: Sequence[str], *, text: str | None = None) -> Done:
        """Let proposed facts hold, with what each does to an old one.

        Args:
            ids: Which; of several, those that are not proposed stay as they are.
            text: Another text, for one fact.

        Raises:
            ValidationError: None of them is proposed, or there is a text for several.
        """
        return self._change(lambda: edit_panel.accept(self.memory, ids, text))

    def reject(self, ids: Sequence[str]) -> Done:
        """Refuse facts: no search serves them, and they do not come back from the same words.

        Args:
            ids: Which; of several, those that are no facts stay as they are.

        Raises:
            ValidationError: None of them is a fact.
        """
        return self._change(lambda: edit_panel.reject(self.memory, ids))

    def merge(self, keep: str, others: Sequence[str], *, text: str | None = None) -> Done:
        """Keep one memory and delete those that say the same, in one transaction."""
        return self._change(lambda: edit_panel.merge(self.memory, keep, others, text=text))

    def undo(self, seqs: int | Sequence[int]) -> Done:
        """Take back an event or several, in one transaction; that can be undone, too."""
        return self._change(lambda: edit_panel.undo(self.memory, seqs))

    def rate(self, query: str, id: str, relevant: bool | None) -> Done:
        """Say whether a memory answers a query; None takes it back."""
        return self._change(lambda: edit_panel.rate(self.memory, query, id, relevant))

    def export(self, path: str | PathLike[str], *, ids: Sequence[str] | None = None) -> Done:
        """Write memories to a JSONL file.

        Args:
            path: The file.
            ids: Which; None for all that the scope and the filter show.
        """
        edit_panel.refuse_past(self._view)
        return self._kept(edit_panel.export(self.memory, self._view, path, ids))

    # -- inside ------------------------------------------------------------------------------

    def _listed(self, ids: Sequence[str]) -> str | None:
        """Return code that lists as `memories` just these, if they are many and a table's rows."""
        if isinstance(ids, str) or len(ids) <= _MOST_NAMED:
            return None
        rows, code = self._table.last()
        return code if set(ids) == set(rows) else None

    def _change(self, change: Callable[[], Done]) -> Done:
        edit_panel.refuse_past(self._view)
        done = self._kept(change())
        self._tell("memory")
        return done

    def _kept(self, answer: Coded) -> Coded:
        self.last_code = str(answer["code"])
        return answer

    def __repr__(self) -> str:
        return overview.in_words(self.memory, self._view)
