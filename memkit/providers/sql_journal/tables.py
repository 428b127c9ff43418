"""What a change needs of the database that holds a journal."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from memkit.contracts.journal import SpaceState
from memkit.domain.records import Change, Scope
from memkit.domain.states import State


class Slot(NamedTuple):
    """What is there at most once: a scope, a text, and who says it."""

    scope_id: int
    text_id: int
    speaker: str


class MemoryRow(NamedTuple):
    """A row of the table `memories`."""

    key: int
    scope_id: int
    text_id: int
    speaker: str
    follows: int | None
    type: str
    role: str | None
    name: str | None
    metadata: str
    created_at: int
    updated_at: int
    occurred_at: int | None
    expires_at: int | None
    seq: int
    valid_from: int | None
    valid_to: int | None
    superseded_by: str | None
    sources: str | None
    derived_by: str | None
    said_by: str | None
    pinned: bool
    data: str | None


# What a change of a memory may change; the rest of a row stays for good.
CHANGEABLE_COLUMNS = tuple(
    name for name in MemoryRow._fields if name not in {"key", "scope_id", "follows", "created_at"}
)


class EventRow(NamedTuple):
    """A row of the table `events`."""

    seq: int
    key: int
    scope_id: int
    event: Change
    old_text_id: int | None
    old_metadata: str | None
    old_state: str | None
    new_text_id: int | None
    new_metadata: str | None
    new_state: str | None
    actor: str | None
    reason: str | None
    batch_id: str
    at: int


class TextRow(NamedTuple):
    """A row of the table `texts`."""

    id: int
    hash: bytes
    text: str


class OpenSpace(NamedTuple):
    """What a change needs to know of an embedding space."""

    id: int
    dim: int
    state: SpaceState


@dataclass(slots=True)
class Numbers:
    """The last number that was given to an event, a key of a memory, and a text."""

    events: int = 0
    keys: int = 0
    texts: int = 0


@dataclass(slots=True)
class Pending:
    """Rows that additions have gathered and that wait to be written at once."""

    ids: list[tuple[int, str]] = field(default_factory=list)
    texts: list[TextRow] = field(default_factory=list)
    memories: list[MemoryRow] = field(default_factory=list)
    events: list[EventRow] = field(default_factory=list)


@dataclass(slots=True)
class Stored:
    """A memory as a transaction sees it; `state_json` is that of its last event."""

    key: int
    id: str
    scope_id: int
    scope: Scope
    text_id: int
    state: State
    metadata: str
    state_json: str
    created_at: int
    follows: int | None


class Past(NamedTuple):
    """The state an event left behind."""

    key: int
    scope_id: int
    scope: Scope
    text: str
    metadata: str
    state_json: str


class Tables(ABC):
    """The tables of a journal, inside a transaction that no other may overlap.

    Numbers are handed out by the caller, from where `numbers` says; whoever holds the tables holds
    a lock against every other writer until the commit, so that numbers become visible in order.
    """

    @abstractmethod
    def numbers(self) -> Numbers:
        """Return the last numbers that were given."""

    @abstractmethod
    def spaces(self) -> dict[str, OpenSpace]:
        """Return the embedding spaces by key."""

    # -- looking up --------------------------------------------------------------------------

    @abstractmethod
    def text_ids(self, texts: Sequence[str]) -> dict[str, int]:
        """Return the ids of those texts that are there."""

    @abstractmethod
    def scope_id(self, scope: Scope) -> int:
        """Return the id of a scope, which is stored if it is new."""

    @abstractmethod
    def taken(self, slots: Sequence[Slot]) -> dict[Slot, tuple[int, str]]:
        """Return the keys and ids of the memories that stand in these slots."""

    @abstractmethod
    def known_ids(self, ids: Sequence[str]) -> dict[str, tuple[int, bool]]:
        """Return the keys of those ids that were ever given, and whether the memory is there."""

    @abstractmethod
    def stored(self, id_: str) -> Stored | None:
        """Return the memory of an id, if it is there."""

    @abstractmethod
    def past(self, id_: str, seq: int) -> Past | None:
        """Return the state that event `seq` of a memory left; None for none, or a deletion."""

    # -- writing -----------------------------------------------------------------------------

    @abstractmethod
    def insert(self, rows: Pending) -> None:
        """Write new texts, ids, memories and events."""

    @abstractmethod
    def update(self, row: MemoryRow) -> None:
        """Replace the row of a memory."""

    @abstractmethod
    def delete(self, key: int) -> None:
        """Delete the row of a memory."""

    @abstractmethod
    def insert_vectors(self, space_id: int, vectors: Sequence[tuple[int, bytes]]) -> None:
        """Write vectors by id of their text, unless the text has one in this space already."""

    @abstractmethod
    def mark_filling(self, space_id: int, text_ids: Sequence[int]) -> None:
        """Set a space to "filling" if one of the texts has no vector in it."""
