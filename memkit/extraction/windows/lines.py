"""Messages as a model is shown them: numbered lines of a window."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from memkit.domain.records import Role, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One message of a window.

    Attributes:
        number: Its number in the window, from 1: all that a model is told of its identity.
        memory_id: The memory that holds the message; `digest`: that of its text as it was read.
        text: What was said, word for word: the message, or a piece of a long one.
        scope: Where the message is, and where facts of it belong.
        start: Where the piece begins in the message, in characters.
        role, name: Who said it.
        at: When it was said.
        handled: Whether it was read before, and is shown only so that others are understood.
        quotable: Whether a fact may be drawn from it; of a small model's windows, what an assistant
            says is only shown as well, though it is read with the others.
    """

    number: int
    memory_id: str
    digest: str
    text: str
    role: Role = "user"
    name: str | None = None
    at: datetime | None = None
    handled: bool = False
    quotable: bool = True
    start: int = 0
    scope: Scope = Scope()  # noqa: RUF009 - it is frozen
