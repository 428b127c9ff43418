"""A store over a search engine: everything but what the engine does differently."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from typing import Any, TypeVar

from pydantic import BaseModel

from memkit.contracts.embedder import Vectors
from memkit.contracts.ranking import units
from memkit.contracts.store import (
    Batch,
    Keys,
    Matches,
    Position,
    Selection,
    SpaceInfo,
    StoreContext,
    is_new,
    no_matches,
    space_of,
)
from memkit.errors import ConnectionError, MemkitError, ValidationError
from memkit.providers.vector_stores.connection import Connection
from memkit.providers.vector_stores.failures import damaged, lost, telling
from memkit.providers.vector_stores.hooks import EngineHooks
from memkit.providers.vector_stores.options import fit
from memkit.providers.vector_stores.parts import in_chunks
from memkit.providers.vector_stores.searching import Ask, best
from memkit.providers.vector_stores.state import State

# An engine's client, its filters, and what a call returns.
C = TypeVar("C")
N = TypeVar("N")
T = TypeVar("T")

# What says that a key may read and not change.
_NOT_ALLOWED = (401, 403)


class EngineStore(EngineHooks[C, N]):
    """A store over a search engine. A subclass says what its engine does differently.

    The index is opened at the first call and made with the first memories. It says of itself whose
    memories it holds and how far it has read (a `State`), which is kept in the engine, so that the
    two are lost or restored together. `C` is the engine's client, `N` a filter of it.
    """

    def __init__(self, config: BaseModel, context: StoreContext) -> None:
        super().__init__(context)
        self.config = config
        self._lock = threading.RLock()
        self._connection = Connection(
            lambda: self.addresses,
            connect=self._connected,
            disconnect=self.disconnect,
            status_of=self._status_of,
        )
        self._journal_id: str | None = None
        # Spaces that the journal has, as far as this process was told.
        self._spaces: dict[str, SpaceInfo] = {}
        # What the index said when it was last looked at, if it was, and what of it is known to be
        # of this journal's history.
        self._looked = False
        self._state: State | None = None
        self._trusted: State | None = None
        # What was left of one that nobody finished, or that lost what it said of itself.
        self._rest: State | None = None
        # Whether this process saw an index, which is then missed where it is not there any more.
        self._had = False
        # Whether an index that was there has been given the options that the user gave.
        self._fitted = False

    # -- tools for it ----------------------------------------------------------------------------

    @property
    def journal_id(self) -> str:
        """Whose memories the index holds; another one's after `clear`, if the journal was reset."""
        if self._journal_id is None:
            self._journal_id = self.context.journal_id
        return self._journal_id

    def checked_state(self, said: Mapping[str, Any], *, name: str) -> State:
        """Return what an index says of itself, as `State.to_json` wrote it.

        Raises:
            ValidationError: It is another journal's, or nobody's.
        """
        if said.get("journal_id") != self.journal_id:
            # The journal may have been reset by another process, which made the index anew.
            self._journal_id = None
        if said.get("journal_id") != self.journal_id:
            raise ValidationError(
                f"The collection {name!r} of {self.engine} at {self.place!r} belongs to "
                + ("another journal." if said.get("journal_id") else "no journal of memkit."),
                fix=f"Give the store another collection=..., or delete this one in {self.engine}.",
            )
        return State.from_json(said)

    @property
    def address(self) -> str:
        """Which of `addresses` a client is made for."""
        return self._connection.address

    def is_missing(self, error: Exception) -> bool:
        """Tell whether an error says that there is no index."""
        return self.answer_of(error).status == 404

    # -- following the journal -------------------------------------------------------------------

    def open_space(self, space: SpaceInfo) -> None:
        """Make ready to hold vectors of a space; an index is made with the first memories."""

        def opened(client: C) -> None:
            with self._lock:
                state = self._seen(client)
                known = (state.spaces if state else self._spaces).get(space.key)
                if is_new(space, known) and state is not None:
                    state = self._without(client, state, space.key)
                    with self._turn():
                        self.add_space(client, space)
                    self._say(client, state.with_space(space))
                self._spaces[space.key] = space

        self._do(f"opening the space {space.key!r}", opened)

    def drop_space(self, key: str) -> None:
        """Forget a space and its vectors."""

        def dropped(client: C) -> None:
            with self._lock:
                self._spaces.pop(key, None)
                state = self._seen(client)
                if state is not None:
                    self._without(client, state, key)

        self._do(f"dropping the space {key!r}", dropped)

    def upsert(self, batch: Batch) -> None:
        """Write memories; spaces that the batch leaves out keep the vectors they have."""
        if not len(batch):
            return
        for key, held in batch.vectors.items():
            space_of(self._spaces, key, held.shape[1])
        vectors = {
            space: units(
                batch.vectors[key]
                if key in batch.vectors
                else self.context.vectors(key, batch.keys)
            )
            for key, space in list(self._spaces.items())
            if self.whole_rows or key in batch.vectors
        }

        def written(client: C) -> None:
            self._made(client)
            with self._turn():
                self.write(client, batch, vectors)

        self._do("writing memories", written)

    def delete(self, keys: Keys) -> None:
        """Delete memories."""

        def deleted(client: C) -> None:
            for part in in_chunks(keys, self.keys_in_delete):
                with self._turn():
                    self.remove(client, part)

        self._ask_index("deleting memories", deleted, None)

    def clear(self) -> None:
        """Delete the index."""

        def cleared(client: C) -> None:
            with self._lock:
                self._had = False
                state = self._look(client) or self._rest  # Raises if it is not ours.
                if state is not None:
                    with self._turn():
                        self.destroy(client, state)
                self._spaces = {}
                # The journal may have been given a new id, by which the next index is named.
                self._journal_id = None
                self._forget()

        self._do("deleting the index", cleared)

    def count(self, space: str | None = None) -> int:
        """Count memories, or those with a vector in a space."""
        held = None if space is None else space_of(self._spaces, space)

        def counted(client: C) -> int:
            with self._turn():
                return self.size(client, held)

        return self._ask_index("counting memories", counted, 0)

    def position(self) -> Position:
        """Return how far the index has come; the beginning if it was wiped, or is of a past."""
        state = self._do("reading the position", self._look)
        if state is None:
            return Position()
        if state is not self._trusted and state.position.seq:
            if state.event_token != self.context.event_token(state.position.seq):
                return Position()  # The journal, or the index, was restored from a backup.
            self._trusted = state
        return state.position

    def moved(self, position: Position) -> None:
        """Keep the position in the index, so that the two are lost or restored together."""
        token = self.context.event_token(position.seq)

        def moved(client: C) -> None:
            with self._lock:
                self._trusted = replace(self._made(client), position=position, event_token=token)
                self._say(client, self._trusted)

        self._do("writing the position", moved)

    def close(self) -> None:
        """Close the client; the next call opens another."""
        with self._lock:
            self._forget()
            with telling(self, "closing"):
                self._connection.close()

    # -- searching -------------------------------------------------------------------------------

    def search(self, space: str, vector: Vectors, *, k: int, selection: Selection) -> Matches:
        """Return the best by cosine."""
        held = space_of(self._spaces, space, len(vector))
        if not vector.any():
            return no_matches()
        unit = units(vector)

        def searched(client: C) -> Matches:
            ask = self.nearest(client, held, unit, selection.scope)
            return self.answered(ask, client, k=k, selection=selection, vectors=(held, unit))

        return self._ask_index("searching", searched, no_matches())

    def answered(
        self,
        ask: Ask[N],
        client: C,
        *,
        k: int,
        selection: Selection,
        vectors: tuple[SpaceInfo, Vectors] | None = None,
    ) -> Matches:
        """Return the `k` best of a selection by any question, such as one for words.

        Args:
            ask: The question.
            client: The client.
            k: At least 1.
            selection: Applied before the cut.
            vectors: The space and the unit vector of a question for the nearest.
        """

        def in_turn(native: N | bool, limit: int, exact: bool) -> Matches:
            with self._turn():
                return ask(native, limit, exact)

        return best(
            in_turn,
            self.bounds(client, selection),
            self.plan(client, None if vectors is None else vectors[0]),
            k=k,
            selection=selection,
            context=self.context,
            vectors=None if vectors is None else (vectors[0].key, vectors[1]),
        )

    # -- inside ----------------------------------------------------------------------------------

    def _do(self, what: str, act: Callable[[C], T]) -> T:
        """Do something with the engine, and turn its errors into memkit's."""
        with telling(self, what):
            return self._connection.ask(lambda client: self._learning(client, act))

    def _ask_index(self, what: str, ask: Callable[[C], T], otherwise: T) -> T:
        """Return what an index answers, or what stands for its answer where there is none."""

        def asked(client: C) -> T:
            if self._seen(client) is None:
                return otherwise
            try:
                return ask(client)
            except Exception as error:
                if self._had or not self.is_missing(error):
                    raise
                # Another thread has just deleted it.
                self._forget()
                return otherwise

        return self._do(what, asked)

    def _status_of(self, error: Exception) -> int | None:
        # A plug-in may say itself that a server is not there, or not yet.
        if isinstance(error, ConnectionError):
            return 503
        return None if isinstance(error, MemkitError) else self.answer_of(error).status

    def _connected(self) -> C:
        with self._lock:
            # What was looked up belongs to the client before, and perhaps to another server.
            self._looked = False
            self.forget()
        return self.connect()

    def _learning(self, client: C, act: Callable[[C], T]) -> T:
        """Do something; once more, if the engine refused it and told what it allows."""
        try:
            return self._unless_gone(client, act)
        except Exception as error:
            if isinstance(error, MemkitError) or not self.learnt_from(client, error):
                raise
        return self._unless_gone(client, act)

    def _unless_gone(self, client: C, act: Callable[[C], T]) -> T:
        try:
            return act(client)
        except Exception as error:
            if not self._had or not self.is_missing(error):
                raise
            before = self._state
            self.forget()
            state = self._look(client)
            if state is None:
                raise  # The journal was reset, and it with it.
            if before is not None and state.position != before.position:
                # Others are just making it again.
                self._forget()
                raise lost(self, self.name) from error
        # Others made it again, or a part of it is missing.
        try:
            return act(client)
        except Exception as error:
            if not self.is_missing(error):
                raise
            raise damaged(self, self.name) from error

    def _turn(self) -> AbstractContextManager[object]:
        return self._lock if self.takes_turns else nullcontext()

    def _look(self, client: C) -> State | None:
        """Look at the index again: others may have moved, wiped or restored it.

        Raises:
            StoreLostError: One that was there is gone.
        """
        with self._lock:
            found = self.read_state(client)
            self._rest = found if found is not None and not found.complete else None
            self._state, self._looked = found if self._rest is None else None, True
            if self._state is not None:
                self._had = True
                if not self._fitted:
                    self._fit(client)
                return self._state
            self.forget()
            if self._had:
                self._forget()
                if self.context.journal_id == self.journal_id:
                    raise lost(self, self.name, silent=found is not None)
            return None

    def _fit(self, client: C) -> None:
        """Give an index that was there the options that the user gave, or say what stands."""
        self._fitted = True
        fit(
            self.config,
            self.standing(client),
            lambda wanted: self.change(client, wanted),
            may_not=lambda error: self.answer_of(error).status in _NOT_ALLOWED,
            where=f"{self.engine} at {self.place!r}",
        )

    def _seen(self, client: C) -> State | None:
        # Whoever follows the journal asks for the position first, alone with the index.
        return self._state if self._looked else self._look(client)

    def _made(self, client: C) -> State:
        with self._lock:
            state = self._seen(client)
            if state is None:
                state = State(journal_id=self.journal_id, spaces=dict(self._spaces))
                with self._turn():
                    if self._rest is not None:
                        self.destroy(client, self._rest)
                    self.create(client, state.spaces.values())
                self._fitted = True
                # The last step: an index that says nothing of itself is not used.
                self._say(client, state)
            return state

    def _say(self, client: C, state: State) -> None:
        with self._turn():
            self.write_state(client, state)
        self._state, self._looked, self._rest, self._had = state, True, None, True

    def _without(self, client: C, state: State, key: str) -> State:
        space = state.spaces.get(key)
        if space is not None:
            # Said first: vectors that nobody names are harmless, a name without vectors is not.
            state = state.without_space(key)
            self._say(client, state)
            with self._turn():
                self.remove_space(client, space)
        return state

    def _forget(self) -> None:
        self._looked, self._state, self._trusted, self._rest = False, None, None, None
        self._had = self._fitted = False
        self.forget()
