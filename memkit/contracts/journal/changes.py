"""How memories change: instructions, each carried out whole or not at all."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from memkit.contracts.embedder import Vectors
from memkit.contracts.journal.derivations import Reading
from memkit.domain.records import Change, MemoryRecord, Scope
from memkit.domain.states import State


@dataclass(frozen=True, slots=True, kw_only=True)
class Add:
    """Store a memory, unless its scope holds one of the same text, role, name and `derived_by`.

    A memory without a role counts as one of the user. If the one that is there has expired, or no
    longer holds, it takes the new state instead (an "UPDATE"). It no longer holds if it was said
    again (`occurred_at`, else `created_at`, else now) after its `valid_to`, or after it was
    superseded. So it does in place of one that searches do not serve (`withheld`), if it is not
    withheld itself; but a derived one does not take the place of a "rejected" one.

    Attributes:
        id: The memory's UUID, or None for a new one. The id of a deleted memory brings it back;
            in place of the id of another memory that is there, a new one is made.
        created_at: When it was stored, and `updated_at`: when it last changed; None stands for the
            time of the transaction. What is there already keeps its own times.
        is_reply: Whether it was said right after the addition before it in the same call.
        reply_to: Id of the memory that it was said right after, which may come later or never. An
            id that was given to an addition stands for the memory that this one became.
    """

    id: str | None = None
    scope: Scope
    state: State
    created_at: int | None = None
    updated_at: int | None = None
    is_reply: bool = False
    reply_to: str | None = None


Condition = Callable[[MemoryRecord], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """Change a memory. `change` maps the old state to the new one, inside the transaction.

    Attributes:
        condition: Asked before, as that of `Remove`.
        kind: What the event is called; `reason`: why, in place of that of the call.
    """

    id: str
    change: Callable[[State], State]
    condition: Condition | None = None
    kind: str = "UPDATE"
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remove:
    """Delete a memory. Its history stays.

    Attributes:
        missing_ok: Whether it may be gone already, which makes this a "NONE".
        condition: Whether the memory is to go, asked inside the transaction of the memory as it
            is then: somebody may have changed it since it was read. If not, this is a "NONE"; what
            it raises ends the transaction. It may be asked again if a transaction is repeated.
    """

    id: str
    missing_ok: bool = False
    condition: Condition | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Restore:
    """Bring a memory back to the state after event `seq`, or from its deletion ("undo")."""

    id: str
    seq: int


Instruction = Add | Edit | Remove | Restore


@dataclass(frozen=True, slots=True)
class Applied:
    """What became of one instruction; `event` is "NONE" if nothing changed.

    The journal leaves `redacted` empty: it is for the kinds of secrets that were taken out before.
    """

    id: str
    text: str
    event: Change
    redacted: tuple[str, ...] = ()


class Changes(ABC):
    """The one way to change memories."""

    @abstractmethod
    def apply(
        self,
        instructions: Sequence[Instruction],
        *,
        vectors: Mapping[str, Mapping[str, Vectors]],
        now: int,
        batch_id: str,
        actor: str | None = None,
        reason: str | None = None,
        readings: Sequence[Reading] = (),
        closes: Sequence[int] = (),
        shown: Collection[str] = (),
        infer: bool | None = None,
        drops: str | None = None,
    ) -> list[Applied]:
        """Carry out the instructions in order, in one transaction, durably.

        What was drawn from memories that change goes with them, at any depth. A memory that has
        `derived_by` becomes "stale" (an event "STALE") when a memory that its `sources` name no
        longer has the text of `Source.digest`, is gone, or is stale; a source that says no digest
        counts as read as it was until then. When all its sources stand again it is served again
        ("FRESH"). The events' `reason` names the source. Memories that are "unsupported",
        "proposed" or "rejected" stay so; one that is withheld no longer is looked at anew, and so
        is one that is added, restored, or gets other sources. An edit that takes "stale" itself
        away is a person's word, and holds until a source changes again.

        Args:
            vectors: Space key -> text -> float32 of shape (dim,), for texts that are new to a
                space. Texts that have a vector there already keep it.
            now: The instant of the change, microseconds since 1970.
            batch_id: Shared by the events of one call.
            readings: What came of reading messages, written in the same transaction; also where
                there is nothing else to do. Those of texts that the journal does not hold are left
                out.
            closes: Ids of windows that are closed by it, whether they are open or not.
            shown: Ids of memories from whose texts a model made what is written.
            infer: Whether facts are to be drawn from texts that are added: False for never, by
                whatever derivation (see `Derivations.unread`), True for in any case, also if it was
                False before; None leaves it as it is.
            drops: A derivation that is dropped, as by `Derivations.drop_derivation`.

        Raises:
            NotFoundError: An edit, removal or restoration names no memory, or a reading no
                derivation, or `drops` none; nothing is changed.
            PurgedError: One of `shown` was purged; nothing is changed.
            ValidationError: What is dropped is in use; nothing is changed.
            JournalError: The database refuses; nothing is changed.
        """

    @abstractmethod
    def purge(
        self,
        ids: Sequence[str],
        *,
        now: int,
        batch_id: str,
        actor: str | None = None,
        reason: str | None = None,
    ) -> list[str]:
        """Erase memories, and whatever was ever derived from them, from the history for good.

        Gone are all states of theirs, the texts, vectors and attachments that no other memory has
        or had, what was read of them, ratings, windows and recorded calls that show them (what
        those cost stays in `usage`), and the cache. Their events keep number, time, batch and
        actor, and say nothing else: their kind is "PURGE", and there is no state before or after.
        One more such event of each is the last: so followers learn of it, and `reason` stands
        there.

        Args:
            ids: Also of memories that were deleted.
            now, batch_id, actor, reason: As for `apply`.

        Returns:
            The ids of what was erased, those that were named first.

        Raises:
            NotFoundError: There was no memory of one of the ids; nothing is changed.
        """

    @abstractmethod
    def reset(self) -> None:
        """Erase all memories, history and vectors for good; spaces stay registered, empty."""
