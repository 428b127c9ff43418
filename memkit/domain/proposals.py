"""What an addition would do, to be looked at, changed and accepted before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

from memkit.domain.display import LISTED, Listing, headline, listing
from memkit.domain.facts import Extraction, Fact
from memkit.domain.ids import named_by
from memkit.domain.public import public
from memkit.domain.records import Change, MemoryRecord, Scope, Source
from memkit.domain.states import State
from memkit.domain.times import new_id
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
        memory_id: The id that an addition gets, where facts were drawn from it; None for any.
        read_by: The derivation that drew facts from it; None if nobody did.
    """

    event: Change
    scope: Scope
    state: State
    before: MemoryRecord | None = None
    near: tuple[Near, ...] = ()
    is_reply: bool = False
    memory_id: str | None = None
    read_by: str | None = None

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
            return replace(self, event="ADD", state=state, before=None, read_by=None)
        return replace(self, state=state, read_by=None)

    def updating(self, id: str) -> Self:
        """Return a proposal that makes this the new text of a memory nearby.

        The memory keeps its metadata, with those of the proposal put over them.

        Raises:
            NotFoundError: The memory is not among `near`.
        """
        near = {item.record.id: item.record for item in self.near}
        named = named_by(id, near)
        if named is not None:
            return replace(self, event="UPDATE", before=near[named], read_by=None)
        raise NotFoundError(
            f"Memory {id!r} is not near this proposal.",
            fix="Take an id of `near`, or change the memory with update(id, text).",
        )


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class FactProposal(Proposal):
    """A fact that `Memory.preview(..., infer=True)` drew from a message, and proposes.

    `near` are the old facts that it was compared with. One that is the same as an old fact is an
    "UPDATE" of that, which gets one source more.

    Attributes:
        fact: What it says, what it does to what is known, and where the message says so.
        tokens: What the call consumed that found it, question and answer together; other facts of
            the same messages share it. 0 for a call that was made before.
    """

    fact: Fact
    tokens: int = 0

    @property
    def choice(self) -> str:
        """What it does to what is known; see `Fact`."""
        return self.fact.choice

    @property
    def evidence(self) -> Source:
        """Where the message says so."""
        return self.fact.evidence

    @property
    def reason(self) -> str:
        """Why, in a few words."""
        return self.fact.reason

    @property
    def candidates(self) -> tuple[Near, ...]:
        """The old facts that it was compared with, nearest first."""
        return self.near

    def edited(self, text: str) -> Self:
        """Return the same fact in your words, which count: it is served, whatever it lacked.

        It keeps its evidence. One that was the same as an old one is a new one now.

        Raises:
            ValidationError: The text is empty.
        """
        # Named as a base: slots make another class of this one.
        edited = Proposal.edited(self, text)
        if edited is self:
            return self
        data = {name: value for name, value in self.state.data.items() if name != "problems"}
        known = self.choice in ("same", "unsupported")
        fact = replace(
            self.fact,
            id=new_id(),
            memory=text,
            choice="new" if known else self.fact.choice,
            old=None if known else self.fact.old,
            reason="" if known else self.reason,
            status=None,
        )
        state = replace(edited.state, data=data, withheld=None)
        return replace(self, event="ADD", before=None, state=state, fact=fact)

    def updating(self, id: str) -> Self:
        """Return a proposal that lets this take the place of an old fact nearby, which ends.

        Raises:
            NotFoundError: The old fact is not among `near`.
        """
        old = Proposal.updating(self, id).before
        there = self.before is not None and self.choice != "same"
        fact = replace(self.fact, id=self.fact.id if there else new_id(), choice="changes", old=old)
        if there:
            return replace(self, fact=fact)
        return replace(self, event="ADD", before=None, fact=replace(fact, memory=self.memory))


@public
class Preview(Listing, list[Proposal]):
    """What an addition would do, one proposal a memory; nothing is written yet.

    `Memory.apply` carries out the proposals it is given, so leaving one out rejects it.

    Attributes:
        extraction: What reading the messages gave (`infer=True`), and consumed; None otherwise.
    """

    def __init__(self, proposals: Sequence[Proposal] = (), *, extraction: Extraction | None = None):
        super().__init__(proposals)
        self.extraction = extraction

    @property
    def facts(self) -> list[FactProposal]:
        """The proposals that are facts."""
        return [item for item in self if isinstance(item, FactProposal)]

    def __reduce__(self) -> tuple[Any, ...]:
        return _preview, (list(self), self.extraction)

    def __repr__(self) -> str:
        lines = [
            f"{item.choice if isinstance(item, FactProposal) else item.event:11}  "
            f"{headline(item.memory)}"
            for item in self[:LISTED]
        ]
        return listing(f"Preview: {len(self):,}, nothing is written yet", lines, len(self))


def _preview(proposals: list[Proposal], extraction: Extraction | None) -> Preview:
    return Preview(proposals, extraction=extraction)
