"""What is answered from memories: sentences with citations, each of which was checked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from memkit.domain.display import Displayable, headline
from memkit.domain.passages import place_in_document
from memkit.domain.prompt_context import Context
from memkit.domain.public import public
from memkit.domain.records import MemoryRecord, Source, Usage
from memkit.domain.rewritten import Rewritten
from memkit.domain.wording import counted

NOT_KNOWN = "I don't know: nothing that is remembered says so."


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class Citation(Displayable):
    """Where a memory says what an answer says.

    Attributes:
        number: As it stands in the answer: "[1]".
        memory: The memory.
        start, end: The words in its text, in characters; `quote`: the words.
    """

    number: int
    memory: MemoryRecord
    start: int
    end: int

    @property
    def quote(self) -> str:
        """The words, as they stand in the memory."""
        return self.memory.memory[self.start : self.end]

    @property
    def place(self) -> Source | None:
        """Where the words stand in their document, if the memory is a passage of one."""
        place = place_in_document(self.memory.sources)
        if place is None or place.start is None or self.quote not in self.memory.memory:
            return place
        start = place.start + self.start
        moved = {"start": start, "end": start + len(self.quote), "quote": self.quote}
        return place.model_copy(update=moved)

    @property
    def where(self) -> dict[str, Any]:
        """What is known of where they stand, by name: title, document, page, heading, id."""
        place = self.place
        told: dict[str, Any] = {"id": self.memory.id}
        if place is not None:
            told |= {
                "title": self.memory.data.get("title"), "document": place.document,
                "page": place.page, "heading": place.heading or None,
                "start": place.start, "end": place.end,
            }  # fmt: skip
        told["said_at"] = self.memory.occurred_at
        return {name: value for name, value in told.items() if value is not None}


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class Unsupported(Displayable):
    """A sentence that a model wrote and that is not in the answer, and why."""

    text: str
    reason: str


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Displayable):
    """An answer from memories.

    `str(answer)` is its text.

    Attributes:
        query: What was asked.
        answer: The sentences with the numbers of their citations, or that nothing is known.
        citations: Where memories say so, by number.
        unsupported: What a model wrote without evidence: it is left out.
        context: What the model was shown, or the sentences were taken from.
        model: Who answered; None if sentences of memories were quoted.
        usage: What the calls consumed.
        rewritten: What was searched for in place of the question, if it was rewritten.
    """

    query: str
    answer: str
    citations: tuple[Citation, ...] = ()
    unsupported: tuple[Unsupported, ...] = ()
    context: Context
    model: str | None = None
    usage: Usage = field(default_factory=Usage)
    rewritten: Rewritten | None = None

    @property
    def known(self) -> bool:
        """Whether anything that is remembered answers the question."""
        return bool(self.citations)

    def __str__(self) -> str:
        return self.answer

    def __repr__(self) -> str:
        sources = counted(len(self.citations), "citation")
        return f"<Answer of {headline(self.query, 40)!r}, {sources}: {headline(self.answer)}>"


def written(sentences: Sequence[tuple[str, int]]) -> str:
    """Return sentences, each with the number of its citation, as one text."""
    return " ".join(f"{text} [{number}]" for text, number in sentences) or NOT_KNOWN
