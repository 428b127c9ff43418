"""A store over a search engine: everything but what the engine does differently."""

from __future__ import annotations

import threading
from abc import abstractmethod
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel

from memkit.contracts.embedder import Vectors
from memkit.contracts.store import (
    Batch,
    Keys,
    Matches,
    Position,
    Selection,
    SpaceInfo,
    Store,
    StoreContext,
    is_new,
    no_matches,
    space_of,
)
from memkit.domain.records import Scope
from memkit.errors import ValidationError
from memkit.filters import Bounds
from memkit.providers.vector_stores.answers import in_chunks, units
from memkit.providers.vector_stores.failures import Answer, telling
from memkit.providers.vector_stores.options import fit, with_options
from memkit.providers.vector_stores.searching import Ask, Plan, best
from memkit.providers.vector_stores.state import State

# An engine's client, its filters, and what a call returns.
C = TypeVar("C")
N = TypeVar("N")
T = TypeVar("T")

# What says that a key may read and not change.
_NOT_ALLOWED = (401, 403)


class EngineStore(Store, Generic[C, N]):
    """A store over a search engine. A subclass says what its engine does differently.

    The index is opened at the first call and made with the first memories. It says of itself whose
    memories it holds and how far it has read (a `State`), which is kept in the engine, so that the
    two are lost or restored together. `C` is the engine's client, `N` a filter of it.

    Attributes:
        provider: The store's name, as users type it; `engine`: the engine's, as people write it.
        key_variable: The environment variable that holds the key, if there is one.
        whole_rows: Whether a row is written with all its vectors. Those that a batch leaves out
            come from the journal then.
        keys_in_filter, keys_in_delete: How many keys a filter, and a deletion, may hold.
        looks: See `Plan`.
    """

    provider: ClassVar[str]
    engine: ClassVar[str]
    key_variable: ClassVar[str] = "its environment variable"
    whole_rows: ClassVar[bool] = True
    keys_in_filter: ClassVar[int] = 10_000
    keys_in_delete: ClassVar[int] = 10_000
    looks: ClassVar[tuple[int, ...]] = (64, 1024)

    config: BaseModel

    def __init__(self, config: BaseModel, context: StoreContext) -> None:
        super().__init__(context)
        self.config = config
        self._lock = threading.RLock()
        self._client: C | None = None
        self._journal_id: str | None = None
        # Spaces that the journal has, as far as this process was told.
        self._spaces: dict[str, SpaceInfo] = {}
        # What the index said when it was last looked at, if it was, and what of it is known to be
        # of this journal's history.
        self._looked = False
        self._state: State | None = None
        self._trusted: State | None = None
        # Whether an index that was there has been given the options that the user gave.
        self._fitted = False

    # -- what an engine says ---------------------------------------------------------------------

    @abstractmethod
    def connect(self) -> C:
        """Return a client. The journal is the one that `journal_id` names."""

    @abstractmethod
    def read_state(self, client: C) -> State | None:
        """Return what the index says of itself; None if there is none.

        Raises:
            ValidationError: What has its name is of another journal; see `checked_state`.
        """

    @abstractmethod
    def write_state(self, client: C, state: State) -> None:
        """Write down what the index says of itself."""

    @abstractmethod
    def create(self, client: C, spaces: Iterable[SpaceInfo]) -> None:
        """Make an empty index with these spaces; its state is written next."""

    @abstractmethod
    def destroy(self, client: C, state: State) -> None:
        """Delete the index with all that is in it."""

    @abstractmethod
    def add_space(self, client: C, space: SpaceInfo) -> None:
        """Make ready to hold vectors of a space that the index does not have."""

    @abstractmethod
    def remove_space(self, client: C, space: SpaceInfo) -> None:
        """Delete the vectors of a space."""

    @abstractmethod
    def write(self, client: C, batch: Batch, vectors: Mapping[SpaceInfo, Vectors]) -> None:
        """Insert or replace memories.

        Args:
            client: The client.
            batch: One or more.
            vectors: Of each space float32 of shape (n, dim), of length one; a row of zeros takes
                the vector away.
        """

    @abstractmethod
    def remove(self, client: C, keys: list[int]) -> None:
        """Delete memories; unknown keys are fine."""

    @abstractmethod
    def size(self, client: C, space: SpaceInfo | None) -> int:
        """Return how many memories there are, or have a vector in a space."""

    @abstractmethod
    def nearest(self, client: C, space: SpaceInfo, unit: Vectors, scope: Scope) -> Ask[N]:
        """Return the question for the nearest to a unit vector, scored by cosine.

        Args:
            client: The client.
            space: Whose vectors are compared.
            unit: The query, float32 of length one.
            scope: Of the search; the filters hold it already.
        """

    @abstractmethod
    def among(self, keys: Keys) -> N:
        """Return the filter for memories of these keys."""

    @property
    @abstractmethod
    def place(self) -> str:
        """Where the engine is, for people."""

    # -- what an engine may say ------------------------------------------------------------------

    def disconnect(self, client: C) -> None:
        """Close a client."""

    def forget(self) -> None:
        """Forget what was looked up in the engine: it may have been deleted, or made anew."""

    def bounds(self, client: C, selection: Selection) -> Bounds[N]:
        """Return a selection as the engine's filters; without any, the journal is asked."""
        return Bounds(False, True)

    def plan(self, client: C, space: SpaceInfo | None) -> Plan[N]:
        """Return how the engine is asked."""
        return Plan(among=self.among, keys_in_filter=self.keys_in_filter, looks=self.looks)

    def answer_of(self, error: Exception) -> Answer:
        """Return what an error of the client means."""
        return Answer()

    def standing(self, client: C) -> Mapping[str, object]:
        """Return the options that an index which is there has, by their names in the config."""
        return {}

    def change(self, client: C, wanted: Mapping[str, Any]) -> Collection[str]:
        """Give an index that is there other options.

        Args:
            client: The client.
            wanted: Those of `standing` that a user gave otherwise, one or more.

        Returns:
            The names of those that it has now; the others need a new index.
        """
        return ()

    def learnt_from(self, client: C, error: Exception) -> bool:
        """Tell whether a refusal told what the engine allows, so that the call may go otherwise."""
        return False

    @property
    def takes_turns(self) -> bool:
        """Whether the engine serves one thread at a time."""
        return False

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

    def is_missing(self, error: Exception) -> bool:
        """Tell whether an error says that there is no index."""
        return self.answer_of(error).status == 404

    # -- following the journal -------------------------------------------------------------------

    def open_space(self, space: SpaceInfo) -> None:
        """Make ready to hold vectors of a space; an index is made with the first memories."""
        with self._doing(f"opening the space {space.key!r}") as client, self._lock:
            state = self._seen(client)
            known = (state.spaces if state else self._spaces).get(space.key)
            if is_new(space, known) and state is not None:
                state = self._without(client, state, space.key)
                with self._turn():
                    self.add_space(client, space)
                self._say(client, state.with_space(space))
            self._spaces[space.key] = space

    def drop_space(self, key: str) -> None:
        """Forget a space and its vectors."""
        with self._doing(f"dropping the space {key!r}") as client, self._lock:
            self._spaces.pop(key, None)
            state = self._seen(client)
            if state is not None:
                self._without(client, state, key)

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

        def write() -> None:
            with self._turn():
                self.write(client, batch, vectors)

        with self._doing("writing memories") as client:
            self._made(client)
            self._learning(client, write)

    def delete(self, keys: Keys) -> None:
        """Delete memories."""

        def delete() -> None:
            for part in in_chunks(keys, self.keys_in_delete):
                with self._turn():
                    self.remove(client, part)

        with self._doing("deleting memories") as client:
            if self._seen(client) is not None:
                self._unless_missing(lambda: self._learning(client, delete), None)

    def clear(self) -> None:
        """Delete the index."""
        with self._doing("deleting the index") as client, self._lock:
            state = self._look(client)  # Raises if it is not ours.
            if state is not None:
                with self._turn():
                    self.destroy(client, state)
            self._spaces = {}
            # The journal may have been given a new id, by which the next index is named.
            self._journal_id = None
            self._forget()

    def count(self, space: str | None = None) -> int:
        """Count memories, or those with a vector in a space."""
        held = None if space is None else space_of(self._spaces, space)
        with self._doing("counting memories") as client, self._turn():
            if self._seen(client) is None:
                return 0
            return self._unless_missing(
                lambda: self._learning(client, lambda: self.size(client, held)), 0
            )

    def position(self) -> Position:
        """Return how far the index has come; the beginning if it was wiped, or is of a past."""
        with self._doing("reading the position") as client:
            state = self._look(client)
        if state is None:
            return Position()
        if state is not self._trusted and state.position.seq:
            if state.event_token != self.context.event_token(state.position.seq):
                return Position()  # The journal, or the index, was restored from a backup.
            self._trusted = state
        return state.position

    def moved(self, position: Position) -> None:
        """Keep the position in the index, so that the two are lost or restored together."""
        with self._doing("writing the position") as client, self._lock:
            state, token = self._made(client), self.context.event_token(position.seq)
            self._trusted = replace(state, position=position, event_token=token)
            self._say(client, self._trusted)

    def set_options(self, **options: object) -> None:
        """Change options of the store, as if it had been opened with them.

        Those that an index which is there can take are given to it at once.

        Args:
            options: Fields of the config.

        Raises:
            pydantic.ValidationError: They do not fit.
        """
        config = with_options(self.config, options)
        with self._doing("changing options") as client, self._lock:
            self.config, self._fitted = config, False
            self._look(client)

    def close(self) -> None:
        """Close the client; the next call opens another."""
        with self._lock:
            client, self._client = self._client, None
            self._forget()
            if client is not None:
                with telling(self, "closing"):
                    self.disconnect(client)

    # -- searching -------------------------------------------------------------------------------

    def search(self, space: str, vector: Vectors, *, k: int, selection: Selection) -> Matches:
        """Return the best by cosine."""
        held = space_of(self._spaces, space, len(vector))
        if not vector.any():
            return no_matches()
        unit = units(vector)
        with self._doing("searching") as client:
            if self._seen(client) is None:
                return no_matches()
            ask = self.nearest(client, held, unit, selection.scope)
            return self.answered(ask, client, k=k, selection=selection, vectors=(held, unit))

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
        if self._seen(client) is None:
            return no_matches()
        space = None if vectors is None else vectors[0]

        def in_turn(native: N | bool, limit: int, exact: bool) -> Matches:
            with self._turn():
                return ask(native, limit, exact)

        def found() -> Matches:
            return best(
                in_turn,
                self.bounds(client, selection),
                self.plan(client, space),
                k=k,
                selection=selection,
                context=self.context,
                vectors=None if vectors is None else (vectors[0].key, vectors[1]),
            )

        return self._unless_missing(lambda: self._learning(client, found), no_matches())

    # -- inside ----------------------------------------------------------------------------------

    @contextmanager
    def _doing(self, what: str) -> Iterator[C]:
        """Give the client, and turn its errors into memkit's."""
        with telling(self, what):
            with self._lock:
                if self._client is None:
                    self._client = self.connect()
                client = self._client
            yield client

    def _turn(self) -> AbstractContextManager[object]:
        return self._lock if self.takes_turns else nullcontext()

    def _look(self, client: C) -> State | None:
        """Look at the index again: others may have moved, wiped or restored it."""
        with self._lock:
            self._state, self._looked = self.read_state(client), True
            if self._state is None:
                self.forget()
            elif not self._fitted:
                self._fit(client)
            return self._state

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
                    self.create(client, state.spaces.values())
                self._fitted = True
                # The last step: an index that says nothing of itself is not used.
                self._say(client, state)
            return state

    def _say(self, client: C, state: State) -> None:
        with self._turn():
            self.write_state(client, state)
        self._state, self._looked = state, True

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
        self._looked, self._state, self._trusted, self._fitted = False, None, None, False
        self.forget()

    def _learning(self, client: C, act: Callable[[], T]) -> T:
        """Do something; once more, if the engine refused it and told what it allows."""
        try:
            return act()
        except Exception as error:
            if not self.learnt_from(client, error):
                raise
        return act()

    def _unless_missing(self, act: Callable[[], T], otherwise: T) -> T:
        try:
            return act()
        except Exception as error:
            if not self.is_missing(error):
                raise
            self._forget()
            return otherwise
