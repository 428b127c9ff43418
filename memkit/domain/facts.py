"""What was drawn from messages, fact by fact, and what could not be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from memkit.domain.attachments import Attachment
from memkit.domain.display import LISTED, Displayable, Listing, headline, listing
from memkit.domain.public import public
from memkit.domain.records import MemoryRecord, Source, Status, Usage
from memkit.domain.wording import counted, counted_of

FactChoice = Literal["new", "same", "adds", "changes", "corrects", "unsupported"]


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Displayable):
    """A fact that was drawn from messages, and what became of it.

    Attributes:
        id: The memory that holds it; of one that is the same as an old one, the old one.
        memory: What it says.
        choice: What it does to what was known: it is "new", the "same" as a fact, "adds" to one,
            "changes" one that was true until now, or "corrects" one that never was. It is
            "unsupported" if what it says does not stand in the message: then it is kept, and no
            search serves it.
        old: The memory that it does this to.
        evidence: Where the message says so; `message`: the message, if it was read just now.
        reason: Why, in a few words: the model's, or of an unsupported one what is missing.
        kind: "state", "event", "preference", "plan", "instruction", "procedure" or "other";
            `about`: who or what it is about.
        said_by: Who said it: "user", "assistant" or "tool".
        valid_from, valid_to: When it holds, as far as the message says.
        status: Why searches do not serve it; None if they do.
    """

    id: str
    memory: str
    choice: FactChoice
    old: MemoryRecord | None = None
    evidence: Source
    message: MemoryRecord | None = None
    reason: str = ""
    kind: str = "other"
    about: str = ""
    said_by: str | None = None
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    status: Status | None = None


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class Unread(Displayable):
    """A message from which facts are still to be drawn.

    Attributes:
        message: The message.
        reason: Why the last attempt failed; None if there was none.
        attempts: How often it was tried.
    """

    message: MemoryRecord
    reason: str | None = None
    attempts: int = 0


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class PendingImage:
    """An image that no model has described yet.

    Attributes:
        message: The first message of its scope that brought it along.
        attachment: The image.
    """

    message: MemoryRecord
    attachment: Attachment


@public
class PendingMessages(Listing, list[Unread]):
    """Messages that are still to be read, in the order in which they came.

    Attributes:
        images: Images that are still to be described, in the order in which they came; they wait
            for an LLM that takes images.
        derivation: Who is to read them; None if nobody is.
        cursor: Give it to the next call to go on; None at the end.
        total: How many messages there are on all pages.
    """

    def __init__(
        self,
        messages: Sequence[Unread] = (),
        *,
        derivation: str | None = None,
        cursor: str | None = None,
        total: int | None = None,
        images: Sequence[PendingImage] = (),
    ):
        super().__init__(messages)
        self.images = tuple(images)
        self.derivation = derivation
        self.cursor = cursor
        self.total = len(self) if total is None else total

    def __reduce__(self) -> tuple[Any, ...]:
        return _pending, (list(self), dict(vars(self)))

    def __repr__(self) -> str:
        lines = [
            f"{headline(one.message.memory, 60)}" + (f"  {one.reason}" if one.reason else "")
            for one in self[:LISTED]
        ]
        count = counted_of(len(self), self.total, "message")
        if self.images:
            count += f", {counted(len(self.images), 'image')}"
        return listing(f"Pending: {count}", lines, len(self))


def _pending(messages: list[Unread], told: dict[str, Any]) -> PendingMessages:
    return PendingMessages(messages, **told)


@public
class Extraction(Listing, list[Fact]):
    """The facts that reading messages gave.

    Attributes:
        derivation: Who read them.
        read: How many messages were read; `failed`: how many could not be, which stay pending.
        problems: Why, each once.
        usage: What the calls to the model consumed that were made now.
        images: How many images were described.
    """

    def __init__(
        self,
        facts: Sequence[Fact] = (),
        *,
        derivation: str = "default",
        read: int = 0,
        failed: int = 0,
        problems: Sequence[str] = (),
        usage: Usage | None = None,
        images: int = 0,
    ):
        super().__init__(facts)
        self.derivation = derivation
        self.read = read
        self.failed = failed
        self.problems = tuple(dict.fromkeys(problems))
        self.usage = Usage() if usage is None else usage
        self.images = images

    def __reduce__(self) -> tuple[Any, ...]:
        told = dict(vars(self))
        return _extraction, (list(self), told)

    # A list takes any list; what was read, and what it cost, only another one of these tells.
    def __add__(self, other: Extraction) -> Extraction:  # type: ignore[override]
        return Extraction(
            [*self, *other],
            derivation=other.derivation,
            read=self.read + other.read,
            failed=self.failed + other.failed,
            problems=[*self.problems, *other.problems],
            usage=self.usage + other.usage,
            images=self.images + other.images,
        )

    def __repr__(self) -> str:
        lines = [f"{fact.choice:11}  {headline(fact.memory)}" for fact in self[:LISTED]]
        head = f"{counted(len(self), 'fact')} of {counted(self.read, 'message')}"
        if self.failed:
            head += f", {self.failed:,} could not be read"
        if self.images:
            head += f", {counted(self.images, 'image')} described"
        return listing(f"Extraction: {head}", lines, len(self))


def _extraction(facts: list[Fact], told: dict[str, Any]) -> Extraction:
    return Extraction(facts, **told)
