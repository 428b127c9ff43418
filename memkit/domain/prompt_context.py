"""What of a memory goes into a prompt: the block, what it holds and why, and what it lacks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from memkit.domain.display import LISTED, Displayable, Listing, headline, listing
from memkit.domain.public import public
from memkit.domain.records import MemoryRecord
from memkit.domain.rewritten import Rewritten
from memkit.domain.wording import counted

ContextPart = Literal["facts", "messages", "passages", "notes"]


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class ContextItem(Displayable):
    """A memory that a context holds.

    Attributes:
        memory: The memory.
        part: Under which heading it stands: "facts" for what was drawn from something, "messages"
            for what somebody said, "passages" for what stands in documents, "notes" for the rest.
        line: What of it stands in the text: when, who, what, and why it may not hold.
        reason: Why it is there: how close it is to the query, or which memory it explains.
        relevance: How close it is to the query, 0 to 1, as of a `Hit`; None if nobody knows.
        outdated: Whether it does not hold at the time that was asked for.
        of_time: Whether it occurred, or holds, at a time that the query names.
        cut: Whether the line ends before the memory does, because the budget was spent.
    """

    memory: MemoryRecord
    part: ContextPart
    line: str
    reason: str
    relevance: float | None = None
    outdated: bool = False
    of_time: bool = False
    cut: bool = False


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut(Displayable):
    """A memory that was found and is not in the context, and why."""

    memory: MemoryRecord
    reason: str


@public
class Context(Listing, list[ContextItem]):
    """What is remembered of a query, as a block for a prompt; its items in the order of the block.

    `str(context)` is the block.

    Attributes:
        text: The block. It carries a mark, so that no facts are drawn from it when it comes back
            in a conversation; "" if nothing was found.
        left_out: What was found and is not in it, the best first.
        query: What was asked.
        tokens: How many tokens the block has; `budget`: how many it may have.
        counted_by: Who counts them: an encoding of tiktoken, "estimate", or your own function.
        times: The times that the query names, if they counted, each with what it was taken for.
        rewritten: What was searched for in place of the query, if it was rewritten.
    """

    def __init__(
        self,
        items: Sequence[ContextItem] = (),
        *,
        text: str = "",
        left_out: Sequence[LeftOut] = (),
        query: str | Sequence[str] = "",
        tokens: int = 0,
        budget: int = 0,
        counted_by: str = "estimate",
        times: Sequence[str] = (),
        rewritten: Rewritten | None = None,
    ):
        super().__init__(items)
        self.text = text
        self.left_out = tuple(left_out)
        self.query = query
        self.tokens = tokens
        self.budget = budget
        self.counted_by = counted_by
        self.times = tuple(times)
        self.rewritten = rewritten

    @property
    def items(self) -> tuple[ContextItem, ...]:
        """What the block holds, in its order."""
        return tuple(self)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        head = f"{counted(len(self), 'item')}, {self.tokens:,} of {counted(self.budget, 'token')}"
        if self.left_out:
            head += f", {len(self.left_out):,} left out"
        lines = [headline(item.line) for item in self[:LISTED]]
        return listing(f"Context: {head}", lines, len(self))

    def __reduce__(self) -> tuple[Any, ...]:
        return _context, (list(self), dict(vars(self)))


def _context(items: list[ContextItem], told: dict[str, Any]) -> Context:
    made = Context(items)
    vars(made).update(told)
    return made
