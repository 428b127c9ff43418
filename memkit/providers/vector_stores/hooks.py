"""What a search engine does differently from others, as its plug-in says it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import BaseModel

from memkit.contracts.embedder import Vectors
from memkit.contracts.store import Batch, Keys, Selection, SpaceInfo, Store
from memkit.domain.records import Scope
from memkit.filters import Bounds
from memkit.providers.vector_stores.failures import Answer
from memkit.providers.vector_stores.searching import Ask, Plan
from memkit.providers.vector_stores.state import State

# An engine's client, and its filters.
C = TypeVar("C")
N = TypeVar("N")


class EngineHooks(Store, Generic[C, N]):
    """What a subclass of `EngineStore` says of its engine.

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

    @property
    @abstractmethod
    def journal_id(self) -> str:
        """Whose memories the index holds."""

    # -- what an engine says ---------------------------------------------------------------------

    @abstractmethod
    def connect(self) -> C:
        """Return a client, for `address` where there are several.

        The journal is the one that `journal_id` names.

        Raises:
            Exception: Any of the client's. One that `answer_of` gives the status 502 or 503 leads
                to the next address.
        """

    @abstractmethod
    def read_state(self, client: C) -> State | None:
        """Return what the index says of itself; None if there is none.

        What is known to be this journal's and says nothing, or not all, of itself is
        `State(..., complete=False)`: it is destroyed where the index is made.

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

    @property
    def addresses(self) -> Sequence[str]:
        """Where the engine may be reached, the first one first; at least one."""
        return (self.place,)

    @property
    def name(self) -> str:
        """What the index is called in the engine."""
        return self.journal_id

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
