"""One exchange of a chat: what was said, what was recalled for it, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from memkit.contracts.llm import Stop
from memkit.domain.display import Displayable, headline
from memkit.domain.prompt_context import Context
from memkit.domain.public import public
from memkit.domain.records import Message, Usage
from memkit.domain.results import AddResults
from memkit.domain.rewritten import Rewritten
from memkit.errors import MemkitError

# "waiting" for its turn or being stored; "failed" is tried again with the next turn; "undone" was
# stored and taken back; "off" if nothing is to be remembered.
Remembering = Literal["off", "waiting", "stored", "failed", "undone"]


@public
@dataclass(slots=True, kw_only=True)
class Turn(Displayable):
    """One exchange of a chat.

    Attributes:
        question: What the user said, "" where only tools answered; `answer`: what the model
            answered, as far as it has come.
        recalled: What was put before the question from what is remembered.
        rewritten: What was searched for in place of the question, if it was rewritten.
        earlier: How many earlier turns the model was shown; `left_out`: how many it was not, since
            they did not fit. What they said can still be recalled.
        stop: Why the answer ended; "stopped" if it was left before its end, None until then.
        usage: What the call consumed.
        remembering: What became of storing it: "off", "waiting", "stored", "failed" or
            "undone".
        remembered: What was stored, once it was; `error`: why that failed.
        not_recalled: Why nothing was recalled, where that failed and the model answered without.
        at: When it was asked.
    """

    question: str
    answer: str = ""
    recalled: Context
    rewritten: Rewritten | None = None
    earlier: int = 0
    left_out: int = 0
    stop: Stop | Literal["stopped"] | None = None
    usage: Usage = field(default_factory=Usage)
    remembering: Remembering = "off"
    remembered: AddResults | None = None
    error: MemkitError | None = None
    not_recalled: MemkitError | None = None
    at: datetime

    @property
    def messages(self) -> list[Message]:
        """What was said, as messages."""
        said = []
        if self.question:
            said.append(Message(role="user", content=self.question, created_at=self.at))
        if self.answer:
            said.append(Message(role="assistant", content=self.answer, created_at=self.at))
        return said

    def __str__(self) -> str:
        return self.answer

    def __repr__(self) -> str:
        return f"<Turn {headline(self.question, 40)!r}: {headline(self.answer)}>"
