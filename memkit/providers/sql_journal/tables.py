"""What a change needs of the database that holds a journal."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from memkit.contracts.journal import SpaceState
from memkit.domain.records import Scope
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
    withheld: str | None
    attachments: str | None


# What a change of a memory may change; the rest of a row stays for good.
CHANGEABLE_COLUMNS = tuple(
    name for name in MemoryRow._fields if name not in {"key", "scope_id", "follows", "created_at"}
)


class EventRow(NamedTuple):
    """A row of the table `events`."""

    seq: int
    key: int
    scope_id: int
    event: str
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


class BlobRow(NamedTuple):
    """A row of the table `blobs`: the bytes of an attachment."""

    digest: str
    content: bytes


class OpenSpace(NamedTuple):
    """What a change needs to know of an embedding space."""

    id: int
    dim: int
    state: SpaceState


class VectorRow(NamedTuple):
    """A row of the table `vectors`."""

    id: int
    space_id: int
    text_id: int
    vector: bytes


class Update(NamedTuple):
    """A memory whose row is replaced."""

    row: MemoryRow


class Delete(NamedTuple):
    """A memory whose row goes."""

    key: int


@dataclass(slots=True)
class Numbers:
    """The last number that was given to an event, a key of a memory, a text, and a vector."""

    events: int = 0
    keys: int = 0
    texts: int = 0
    vectors: int = 0


@dataclass(slots=True)
class Pending:
    """What a transaction writes at its end.

    Attributes:
        changes: Of memories, in the order in which they have to be made: lists of new rows, and
            rows that are replaced or deleted.
        unlinked: Keys of memories whose source links go; `links`: those that come, after that.
        filling: Ids of spaces that lack a vector from now on.
        blobs: Bytes of attachments that are not there yet.
        passed_over: Keys and texts of messages from which no facts are to be drawn; `wanted`:
            those from which they are, whatever was said before.
    """

    ids: list[tuple[int, str]] = field(default_factory=list)
    texts: list[TextRow] = field(default_factory=list)
    changes: list[list[MemoryRow] | Update | Delete] = field(default_factory=list)
    events: list[EventRow] = field(default_factory=list)
    vectors: list[VectorRow] = field(default_factory=list)
    filling: list[int] = field(default_factory=list)
    unlinked: list[int] = field(default_factory=list)
    links: list[tuple[str, int]] = field(default_factory=list)
    blobs: list[BlobRow] = field(default_factory=list)
    passed_over: list[tuple[int, int]] = field(default_factory=list)
    wanted: list[tuple[int, int]] = field(default_factory=list)


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


class Place(NamedTuple):
    """A slot by what it is made of, before its ids are known."""

    scope: Scope
    text: str
    speaker: str


@dataclass(slots=True)
class Wanted:
    """What a transaction has to know before it can tell what its instructions mean.

    Attributes:
        texts: Whose ids, and in which spaces they have a vector.
        scopes: Whose ids; those that are new get one.
        places: Which memories stand there.
        ids: Of memories: their keys, and what is there of them.
        pasts: Ids and numbers of events: the states that these left.
        named: Ids: which of them derived memories were drawn from.
        digests: Of attachments: which of them are there.
    """

    texts: list[str] = field(default_factory=list)
    scopes: list[Scope] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    pasts: list[tuple[str, int]] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    digests: list[str] = field(default_factory=list)


@dataclass(slots=True)
class LookupResult:
    """The answer to `Wanted`; what is nowhere is absent.

    Attributes:
        numbers: The last numbers that were given.
        spaces: The embedding spaces by key.
        texts: Ids by text; `scopes`: ids by scope.
        embedded: Pairs of a space's and a text's id: texts that have a vector.
        keys: Keys by id, of memories that are gone too.
        memories: Those that stand in the places, or have one of the ids.
        pasts: States by id and event.
        named: Those of the ids that derived memories were drawn from.
        digests: Those of the attachments that are there.
    """

    numbers: Numbers
    spaces: dict[str, OpenSpace]
    texts: dict[str, int] = field(default_factory=dict)
    scopes: dict[Scope, int] = field(default_factory=dict)
    embedded: set[tuple[int, int]] = field(default_factory=set)
    keys: dict[str, int] = field(default_factory=dict)
    memories: list[Stored] = field(default_factory=list)
    pasts: dict[tuple[str, int], Past] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    digests: set[str] = field(default_factory=set)


class Tables(ABC):
    """The tables of a journal, inside a transaction that no other may overlap.

    Numbers are handed out by the caller, from where `LookupResult.numbers` says; whoever holds the
    tables holds a lock against every other writer until the commit, so that numbers become visible
    in order.
    """

    @abstractmethod
    def look_up(self, wanted: Wanted) -> LookupResult:
        """Return what is asked for, as it was before this transaction: at once, if that can be."""

    @abstractmethod
    def drawn_from(self, ids: Sequence[str]) -> list[Stored]:
        """Return all memories that were drawn from these, at any depth, as before this
        transaction.
        """

    @abstractmethod
    def write(self, pending: Pending) -> None:
        """Write all of it, in the order blobs, texts, ids, changes, links, events, vectors, spaces,
        and what is passed over.

        It is the last thing that a transaction does.
        """
