"""What came of asking a model: what it wrote, what is not used of it, what is still pending."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from memkit.contracts.journal.calls import Call
from memkit.domain.records import Usage
from memkit.errors import MemkitError
from memkit.extraction.asking.fields import Dropped

W = TypeVar("W")
T = TypeVar("T")

# Why something was not read: the model would not, its answer was cut, or could not be understood;
# the provider is out of reach, asks to slow down, refuses the key, takes no text of this length,
# or failed otherwise; so much was asked that no more is.
PendingCode = Literal[
    "refused",
    "cut",
    "nonsense",
    "unreachable",
    "rate_limited",
    "key",
    "too_long",
    "failed",
    "limit",
]


@dataclass(frozen=True, slots=True)
class Pending(Generic[W]):
    """What was asked and not answered.

    Attributes:
        what: The window, or the part of it, that is still to be read.
        code: Why, to be told apart.
        reason: Why, for people.
        error: What the provider raised, if it did.
    """

    what: W
    code: PendingCode
    reason: str
    error: MemkitError | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(Generic[W, T]):
    """What came of a window, or of a question.

    Attributes:
        items: What can be used of the answers.
        dropped: What the model wrote and is not used, each with the reason; `repeated`: what it
            wrote more than once.
        pending: What is still to be read, each with the reason; () if everything was.
        calls: The calls in their order, those that had been recorded before among them.
        usage: What the calls that were made now consumed.
        structured: Whether the provider takes a schema; pass it on, so that the next window does
            not find it out again.
    """

    items: tuple[T, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    repeated: tuple[Dropped, ...] = ()
    pending: tuple[Pending[W], ...] = ()
    calls: tuple[Call, ...] = ()
    usage: Usage = field(default_factory=Usage)
    structured: bool = True
