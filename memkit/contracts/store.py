"""The store contract: a search index that follows the journal.

A store is a view. It is told of changes by `upsert` and `delete`, each of which may come twice,
and remembers nothing that the journal does not hold. Memories are named by their journal `key`,
a positive 64-bit integer that is never used again.

Capabilities of a `StoreSpec`:
    "filter": evaluates `Selection.tree` itself. Without it, a store asks
        `StoreContext.allowed_keys` and searches among these.
    "text": implements `search_text`. Without it, text search is the journal's.
    "persistent": keeps its rows when it is closed.
    "approximate": a search may miss some of the nearest; `Store.approximation` says when.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from memkit.contracts.embedder import Vectors
from memkit.domain import fixes
from memkit.domain.records import MemoryRecord, Scope
from memkit.domain.times import instant_of, now
from memkit.errors import SpaceError
from memkit.filters import Where, matches, parse, selection_tree

Keys = NDArray[np.int64]
Scores = NDArray[np.float32]
# A filter as users write it; see `memkit.filters.parse`.
Filter = Mapping[str, Any] | str | Where | None


class Position(NamedTuple):
    """How far a follower has read the journal: the last event and the last vector it has seen."""

    seq: int = 0
    vectors: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceInfo:
    """An embedding space as stores see it.

    Attributes:
        key: Its name.
        id: Never given twice by a journal: a space that is dropped and added again has another.
        dim: Length of its vectors; `normalized`: whether they have length one.
    """

    key: str
    id: int
    dim: int
    normalized: bool = True


class HasDim(Protocol):
    """What a store keeps for a space."""

    @property
    def dim(self) -> int:
        """Numbers in a vector."""


S = TypeVar("S", bound=HasDim)


def space_of(spaces: Mapping[str, S], key: str, dim: int | None = None) -> S:
    """Return what a store keeps for a space.

    Args:
        spaces: Of all spaces that the store was told of, by their keys.
        key: Of the one that is asked for.
        dim: Numbers in the vectors that are searched for or written, if there are any.

    Raises:
        SpaceError: The space is unknown, or has another dimension.
    """
    known = spaces.get(key)
    if known is None:
        raise SpaceError(
            f"The store holds no space {key!r}.",
            fix=fixes.add_space(key),
        )
    if dim is not None and dim != known.dim:
        raise SpaceError(
            f"Space {key!r} holds vectors of {known.dim} numbers, not {dim}.",
            fix="Embed with the space's own embedder.",
        )
    return known


def is_new(space: SpaceInfo, known: SpaceInfo | None) -> bool:
    """Tell whether a space is another than the one that is known under its key, if any.

    Raises:
        SpaceError: It is the same one, with another dimension.
    """
    if known is None or known.id != space.id:
        return True
    if known.dim != space.dim:
        raise SpaceError(
            f"Space {space.key!r} holds vectors of {known.dim} numbers, not {space.dim}.",
            fix=fixes.drop_space(space.key),
        )
    return False


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Memories to insert or replace, column by column, all of length n.

    Attributes:
        keys: Journal keys, int64 of shape (n,), without repeats.
        records: The memories. Built when an item is taken, so iterate once if all are needed.
        texts: Their texts.
        scopes: Their scopes.
        expires_at: Microseconds since 1970, or None.
        vectors: Space key -> float32 of shape (n, dim). A row of zeros is a memory that has no
            vector in this space (yet), and must never match.
    """

    keys: Keys
    records: Sequence[MemoryRecord]
    texts: Sequence[str]
    scopes: Sequence[Scope]
    expires_at: Sequence[int | None]
    vectors: Mapping[str, Vectors]

    def __len__(self) -> int:
        return len(self.keys)


# An instant at which nothing has expired.
EVER = -(2**63)


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Which memories a search may return.

    Attributes:
        scope: Only memories this scope covers.
        where: Only memories that match this filter, if any.
        now: Only memories that have not expired at this instant, microseconds since 1970.
    """

    scope: Scope
    where: Where | None
    now: int

    @classmethod
    def of(cls, scope: Scope, where: Filter, *, at: int | None = None) -> Selection:
        """Return what a scope and a filter select at an instant, by default now.

        Raises:
            FilterError: The filter can't be understood.
        """
        return cls(
            scope=scope,
            where=None if where is None else parse(where),
            now=now() if at is None else at,
        )

    def has(self, record: MemoryRecord) -> bool:
        """Tell whether a memory belongs to it."""
        return (
            self.scope.covers(record)
            and (record.expires_at is None or instant_of(record.expires_at) > self.now)
            and (self.where is None or matches(self.where, record))
        )

    @property
    def is_everything(self) -> bool:
        """Whether only what has expired is left out."""
        return self.where is None and self.scope == Scope()

    @property
    def tree(self) -> Where:
        """Scope, expiry and filter as one tree, for stores with the capability "filter"."""
        return selection_tree(scope=self.scope, where=self.where, now=self.now)


@dataclass(frozen=True, kw_only=True)
class Step:
    """A step of a store on its way along the journal.

    Attributes:
        deleted: Keys of memories that are gone.
        batch: Memories to insert or replace.
        position: Where the store is afterwards; `event_token`: the token of that event.
        last: Whether this brings the store to the journal's head, and ends its turn.
    """

    deleted: Keys
    batch: Batch
    position: Position
    event_token: str | None
    last: bool


class Frequencies(NamedTuple):
    """In how many of a scope's `n` memories each word occurs, one number a word."""

    n: int
    df: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Approximation:
    """How a store searches a space whose nearest it may miss.

    Attributes:
        breadth: How broadly: the value of the option that the spec names as `breadth`, for this
            space; None where the engine chooses.
        least, most: Which values the option takes; a `most` below `least` says that there is
            nothing to set.
        exact_below: Where fewer memories are searched, all of them are compared.
        advice: What else makes it find more, as sentences: options, another index. Shown where the
            breadth is not enough.
    """

    breadth: int | None = None
    least: int = 1
    most: int = 100_000
    exact_below: int = 0
    advice: str = ""

    @property
    def adjustable(self) -> bool:
        """Whether the breadth can be set."""
        return self.most >= self.least


# Scores of further keys, for a store that can tell them cheaply.
ScoreLookup = Callable[[Keys], Scores]


@dataclass(frozen=True)
class Matches:
    """Keys with scores, best first. Higher is better, whatever the engine returns.

    Attributes:
        keys: Journal keys; those of equal scores rising.
        scores: Cosine similarities for a vector search, BM25 for a text search.
        ceiling: For a text search: the sum of the query terms' inverse document frequencies,
            which makes BM25 comparable across queries (a coverage).
        lookup: Scores of other keys for the same query, if the store can tell them cheaply.
    """

    keys: Keys
    scores: Scores
    ceiling: float = 0.0
    lookup: ScoreLookup | None = field(default=None, compare=False)

    def __len__(self) -> int:
        return len(self.keys)


def no_matches() -> Matches:
    """Return the empty result."""
    return Matches(np.empty(0, np.int64), np.empty(0, np.float32))


def is_of_history(
    context: StoreContext, *, journal_id: str | None, event_token: str | None, seq: int
) -> bool:
    """Tell whether what a store kept is of the history that the journal has now.

    The journal may have been reset, or restored from a backup, or be another one at the same path.

    Args:
        context: Of the store.
        journal_id: The journal's name when it was kept.
        event_token: Of the last event that is in it; `seq`: its number.
    """
    return (journal_id, event_token) == (context.journal_id, context.event_token(seq))


class StoreContext(Protocol):
    """What the journal offers to a store."""

    @property
    def journal_id(self) -> str:
        """Names the journal; a store must not mix rows of two."""

    @property
    def path(self) -> Path | None:
        """Where the journal lies, for stores that keep files beside it; None if in memory."""

    @property
    def place(self) -> tuple[str, ...] | None:
        """The journal's place in a database that stores may be in too: its `place`."""

    def event_token(self, seq: int) -> str | None:
        """Return what tells event `seq` from that of another history; None if there is none.

        A store that keeps its position itself keeps the token of it too: a journal may have been
        restored from a backup and gone on differently.
        """

    def allowed_keys(self, selection: Selection, *, among: Keys | None = None) -> Keys:
        """Return the keys a search may return, rising; `among` looks at these only."""

    def frequencies(self, words: Sequence[str], scope: Scope) -> Frequencies:
        """Return in how many memories of a scope words occur."""

    def vectors(self, space: str, keys: Keys) -> Vectors:
        """Return the vectors of the keys, of shape (len(keys), dim); zeros where there is none."""


class Store(ABC):
    """A search index. Constructed as `Impl(config, context)`.

    It is a view of one history of one journal. Under the same path or name there may be another
    one later: `position` says how a store tells.
    """

    # Space -> how broadly it is searched, which goes before the config's value: what `m.tune` set.
    breadths: Mapping[str, int] = MappingProxyType({})

    def __init__(self, context: StoreContext) -> None:
        self.context = context

    @abstractmethod
    def open_space(self, space: SpaceInfo) -> None:
        """Make ready to hold vectors of a space; does nothing if it already is.

        A space of the same key with another `id` is a new one: the vectors of the old one go.

        Raises:
            SpaceError: The store holds a space of this key with another dimension.
        """

    @abstractmethod
    def drop_space(self, key: str) -> None:
        """Forget a space; does nothing if there is none."""

    @abstractmethod
    def upsert(self, batch: Batch) -> None:
        """Insert or replace memories. A call that fails may have done a part; it comes again.

        Spaces that `batch.vectors` does not name keep the vectors they have, except for a memory
        whose text changed, which comes with all spaces.
        """

    @abstractmethod
    def delete(self, keys: Keys) -> None:
        """Remove memories; unknown keys are fine."""

    @abstractmethod
    def search(self, space: str, vector: Vectors, *, k: int, selection: Selection) -> Matches:
        """Return the `k` best memories of the selection, or all of them if they are fewer.

        The selection is applied before the cut to `k`. A query of zeros matches nothing.

        Args:
            space: Key of the space.
            vector: float32 of shape (dim,).
            k: At least 1.

        Raises:
            SpaceError: Unknown space, or a vector of another dimension.
        """

    @abstractmethod
    def count(self, space: str | None = None) -> int:
        """Return how many memories are held, or how many have a vector in a space."""

    @abstractmethod
    def clear(self) -> None:
        """Remove all memories and spaces, for good.

        The journal may have been given another `context.journal_id`, under which it goes on.
        """

    def search_text(self, query: str, *, k: int, selection: Selection) -> Matches:
        """Return the `k` best memories by BM25; needs the capability "text"."""
        raise NotImplementedError(f"{type(self).__name__} has no text search")

    def search_both(
        self, space: str, vector: Vectors, query: str, *, k: int, selection: Selection
    ) -> tuple[Matches, Matches]:
        """Return what `search` and `search_text` find; needs the capability "text".

        Override it where both can be asked at once.
        """
        return (
            self.search(space, vector, k=k, selection=selection),
            self.search_text(query, k=k, selection=selection),
        )

    def frequencies(self, words: Sequence[str], scope: Scope) -> Frequencies:
        """Return in how many memories of a scope words occur; the journal knows, if slowly."""
        return self.context.frequencies(words, scope)

    def look(self, queries: Sequence[str], scope: Scope) -> object:
        """Return what the journal's `changed()` would, where this store is in its database.

        A search begins with it. What it will ask next, how often the words of its queries occur in
        the scope, can be read at the same time.

        Returns:
            None where the journal has to be asked.
        """
        return None

    def approximation(self, space: str) -> Approximation | None:
        """Return how a space is searched; None where all vectors are compared, as by default.

        Needs the capability "approximate" where it returns anything else.

        Raises:
            SpaceError: Unknown space.
        """
        return None

    def set_breadth(self, space: str, breadth: int | None) -> None:
        """Search a space so broadly from now on; None goes back to what the config says.

        A store that gives `breadths` along with each query is done with it here. Override it where
        the engine has to be told. An index that is made later, or anew, takes it from `breadths`.
        """
        kept = {key: value for key, value in self.breadths.items() if key != space}
        self.breadths = kept if breadth is None else {**kept, space: breadth}

    def position(self) -> Position | None:
        """Return how far this store has read, if it keeps that itself; else None.

        One that does keeps `context.journal_id` and `context.event_token(position.seq)` beside it,
        as they were when it read so far, and is at the beginning if either is another by now: the
        journal was reset, restored from a backup, or is another one at the same place.
        """
        return None

    def moved(self, position: Position) -> None:  # noqa: B027 - the journal keeps it by default
        """Be told that everything up to this position has been handed over."""

    def turn(self) -> AbstractContextManager[None] | None:
        """Hold this store against all others who write to it, until the context ends.

        Override it where the store's own server has locks: it saves asking the journal for one.
        A store without them returns None.
        """
        return None

    def take(self, step: Step) -> None:
        """Make a step. Override it where all of it can be written at once."""
        if len(step.deleted):
            self.delete(step.deleted)
        if len(step.batch):
            self.upsert(step.batch)
        self.moved(step.position)

    def in_child(self) -> bool:
        """Make ready for a process that was forked, in which nothing else was called yet.

        Connections belong to the parent, threads are not there, and locks may be held for ever by
        threads that are not there.

        Returns:
            Whether the store can go on. If not, which is what most say, it is left alone, and a
            new one takes its place.
        """
        return False

    def verify(self) -> None:  # noqa: B027 - most stores leave this to their engine
        """Read all that this process can read of the store's own files, for `doctor`.

        A store that meets a sign of damage, here or in any other call, raises StoreDamagedError:
        the engine then makes it anew from the journal.

        Raises:
            StoreDamagedError: They are not what was written.
        """

    def close(self) -> None:  # noqa: B027 - most stores hold nothing to close
        """Release connections and files."""
