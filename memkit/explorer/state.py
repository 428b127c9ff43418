"""What an explorer looks at, as it is set from Python or from a widget; others can follow it."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from memkit.contracts.store import Filter
from memkit.domain import fixes, forks
from memkit.domain.records import Scope
from memkit.domain.standing import Standing
from memkit.domain.validation import open_scope
from memkit.engine.memory_ids import resolve_if_known
from memkit.engine.retrieval.served import MemoryKind, not_in_use
from memkit.errors import MemkitError, ValidationError, said_by
from memkit.explorer import documents, showing
from memkit.explorer.document_columns import DocumentKey
from memkit.explorer.schemas import Status
from memkit.explorer.view import View
from memkit.filters import parse

if TYPE_CHECKING:
    from memkit.engine.verbs import Verbs

# Called with the name of what changed: "scope", "where", "document", "kind", "at", "events",
# "selection", "space", "query", or "memory" when this explorer changed memories.
Observer = Callable[[str], None]


class ExplorerState(ABC):
    """Scope, filter, time, selection, space and query of an explorer.

    Args:
        memory: What is looked at.
        view: How to begin.
        space: The embedding space; None for the default one.
        query: A question to begin with.

    Raises:
        SpaceError: There is no such space.
    """

    def __init__(self, memory: Verbs, view: View, *, space: str | None, query: str) -> None:
        self.memory = memory
        self._view = view
        self._trouble = ""
        self._space = None if space is None else memory.engine.spaces.get(space).key
        self._query = query
        self._document_title = ""
        self._selection: list[str] = []
        self._changed_in: tuple[int, int | None] | None = None
        self._observers: list[Observer] = []
        self._looking = threading.Lock()
        forks.renew(self, _looking=threading.Lock)

    @abstractmethod
    def status(self) -> Status:
        """Return where the memory is, what can be picked, and what is shown."""

    @property
    def scope(self) -> Scope:
        """Whose memories are shown."""
        return self._view.scope

    def set_scope(
        self,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
    ) -> Status:
        """Show the memories of another scope; what is None is open.

        A document that is shown stays so if it belongs to that scope.

        Raises:
            ScopeError: An id is empty or no text.
        """
        scope = open_scope(user_id, agent_id, app_id, run_id)
        document = self._view.document
        kept = document if document is not None and scope.covers(document.scope) else None
        self._look("scope", scope=scope, document=kept)
        return self.status()

    @property
    def where(self) -> str:
        """The filter as text, "" for none. Set it to any filter that `Memory.search` takes."""
        return self._view.where_text

    @where.setter
    def where(self, where: Filter) -> None:
        tree = parse(where)
        self._trouble = ""
        self._look("where", where=tree)

    def set_where(self, where: Filter) -> Status:
        """Show only memories that match a filter; "" or None shows all.

        Raises:
            FilterError: It can't be understood; the filter before it stays.
        """
        try:
            self.where = where
        except MemkitError as error:
            self._trouble = said_by(error, "widget")
            raise
        return self.status()

    @property
    def document(self) -> DocumentKey | None:
        """The document whose passages are shown; None for all memories."""
        return self._view.document

    @property
    def document_title(self) -> str:
        """The title of the document whose passages are shown; "" for all memories."""
        return "" if self._view.document is None else self._document_title

    def set_document(
        self,
        uri: str | None = None,
        *,
        user_id: str | None = None,
        agent_id: str | None = None,
        app_id: str | None = None,
        run_id: str | None = None,
    ) -> Status:
        """Show only what was read from a document; None shows all memories.

        Args:
            uri: As `documents` or `Memory.sources` lists it.
            user_id, agent_id, app_id, run_id: Whose; ids that are None are those of the scope.

        Raises:
            NotFoundError: At the time that is shown nothing was read from it.
            ValidationError, ScopeError: It is no text, or an id is none.
        """
        if uri is None:
            self._look("document", document=None)
            return self.status()
        own = zip((user_id, agent_id, app_id, run_id), self._view.scope.key, strict=True)
        key = documents.key_of(uri, *(given if given is not None else id_ for given, id_ in own))
        self._document_title = documents.chosen_title(self._view.past or self.memory, key)
        self._look("document", document=key)
        return self.status()

    @property
    def kind(self) -> MemoryKind:
        """What is shown: "messages", "facts", or "all"."""
        return self._view.kind

    @property
    def standing(self) -> Standing | None:
        """Which facts are shown; None for all."""
        return self._view.standing

    def set_kind(self, kind: MemoryKind = "all", standing: Standing | None = None) -> Status:
        """Show only messages, or only facts; no arguments show all.

        Args:
            kind: "messages", "facts" (what was drawn from messages), or "all".
            standing: Of facts, which: "served", "proposed", "unsupported", "stale", "rejected" or
                "superseded"; None for all.

        Raises:
            ValidationError: One of them is another word, or they do not fit each other.
        """
        kind, standing = showing.checked(kind, standing)
        unused = tuple(not_in_use(self.memory.engine.journal))
        self._look("kind", kind=kind, standing=standing, unused=unused)
        return self.status()

    @property
    def at(self) -> int | None:
        """The event whose state is shown; None for now. Set it to a number, a time or None."""
        return self._view.at

    @at.setter
    def at(self, at: int | str | None) -> None:
        past = None if at is None else self.memory.as_of(at)
        if (None if past is None else past.seq) != self._view.at:
            self._look("at", past=past)

    def set_at(self, at: int | str | None) -> Status:
        """Show the memory as it stood after an event, or at a time; None is now.

        While the past is shown, changes are refused.

        Raises:
            ValidationError: It is neither an event's number nor a time.
        """
        self.at = at
        return self.status()

    @property
    def events(self) -> tuple[int, int | None] | None:
        """The range `after < seq <= until` in which the memories shown changed; None for all."""
        return self._changed_in

    def set_events(self, after: int | None = None, until: int | None = None) -> Status:
        """Show only memories that changed in `after < seq <= until`; no arguments show all.

        Args:
            after, until: Numbers of events, as a brush over a timeline selects them.
        """
        with self._looking:
            self._changed_in = None if after is None and until is None else (after or 0, until)
        self._tell("events")
        return self.status()

    @property
    def selection(self) -> list[str]:
        """The ids that are selected."""
        return list(self._selection)

    @selection.setter
    def selection(self, ids: Sequence[str]) -> None:
        if isinstance(ids, str) or not all(isinstance(id_, str) for id_ in ids):
            raise ValidationError(
                f"The selection is {ids!r}.",
                fix=fixes.GIVE_IDS,
            )
        engine = self.memory.engine
        chosen = list(dict.fromkeys(resolve_if_known(engine, id_) for id_ in ids))
        if chosen != self._selection:
            self._selection = chosen
            self._tell("selection")

    @property
    def space(self) -> str:
        """The embedding space that is searched."""
        return self.memory.engine.spaces.get(self._space).key

    @space.setter
    def space(self, space: str | None) -> None:
        self._space = None if space is None else self.memory.engine.spaces.get(space).key
        self._tell("space")

    @property
    def query(self) -> str:
        """What was asked last, or what is to be asked first."""
        return self._query

    @query.setter
    def query(self, query: str) -> None:
        if query != self._query:
            self._query = query
            self._tell("query")

    def observe(self, observer: Observer) -> Callable[[], None]:
        """Call a function with the name of what changed, in the thread that changed it.

        Returns:
            A function that ends it.
        """
        self._observers.append(observer)

        def stop() -> None:
            if observer in self._observers:
                self._observers.remove(observer)

        return stop

    def _look(self, name: str, **changes: Any) -> None:
        with self._looking:
            view = replace(self._view, **changes)
            changed = view != self._view
            self._view = view
        if changed:
            self._tell(name)

    def _tell(self, name: str) -> None:
        for observer in list(self._observers):
            observer(name)
