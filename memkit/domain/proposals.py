"""What an addition would do, to be looked at, changed and accepted before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from memkit.domain.display import LISTED, Listing, headline, listing
from memkit.domain.ids import named_by
from memkit.domain.public import public
from memkit.domain.records import Change, MemoryRecord, Scope
from memkit.domain.states import State
from memkit.errors import NotFoundError, ValidationError


@public
@dataclass(frozen=True, slots=True)
class Near:
    """A memory that says something similar; `similarity` is the cosine in the default space."""

    record: MemoryRecord
    similarity: float


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """One change that `Memory.preview` proposes and `Memory.apply` carries out.

    Attributes:
        event: "ADD" a memory, "UPDATE" or "DELETE" the one of `before`, or "NONE": it is there
            already.
        scope: Where it is written.
        state: What is written; for a deletion, what is deleted.
        before: The memory it changes or repeats; None for an addition.
        near: The memories of the scope that are nearest in meaning, nearest first.
        is_reply: Whether it was said right after the proposal before it.
    """

    event: Change
    scope: Scope
    state: State
    before: MemoryRecord | None = None
    near: tuple[Near, ...] = ()
    is_reply: bool = False

    @property
    def id(self) -> str | None:
        """The memory it changes or repeats."""
        return self.before.id if self.before else None

    @property
    def memory(self) -> str:
        """The text."""
        return self.state.text

    @property
    def metadata(self) -> Mapping[str, Any]:
        """The metadata."""
        return self.state.metadata

    def edited(self, text: str) -> Self:
        """Return the same proposal with another text.

        Raises:
            ValidationError: The text is empty, or this is a deletion.
        """
        if self.event == "DELETE":
            raise ValidationError(
                "A deletion has no text to edit.", fix="Leave the proposal out to keep the memory."
            )
        if not isinstance(text, str) or not text.strip():
            raise ValidationError(
                f"The memory would be {text!r}.", fix="Give a text that says something."
            )
        if text == self.memory:
            return self
        state = replace(self.state, text=text)
        if self.event == "NONE":
            return replace(self, event="ADD", state=state, before=None)
        return replace(self, state=state)

    def updating(self, id: str) -> Self:
        """Return a proposal that makes this the new text of a memory nearby.

        The memory keeps its metadata, with those of the proposal put over them.

        Raises:
            NotFoundError: The memory is not among `near`.
        """
        near = {item.record.id: item.record for item in self.near}
        named = named_by(id, near)
        if named is not None:
            return replace(self, event="UPDATE", before=near[named])
        raise NotFoundError(
            f"Memory {id!r} is not near this proposal.",
            fix="Take an id of `near`, or change the memory with update(id, text).",
        )


@public
class Preview(Listing, list[Proposal]):
    """What an addition would do, one proposal a memory; nothing is written yet.

    `Memory.apply` carries out the proposals it is given, so leaving one out rejects it.
    """

    def __init__(self, proposals: Sequence[Proposal] = ()):
        super().__init__(proposals)

    def __repr__(self) -> str:
        lines = [f"{item.event:6}  {headline(item.memory)}" for item in self[:LISTED]]
        return listing(f"Preview: {len(self):,}, nothing is written yet", lines, len(self))
