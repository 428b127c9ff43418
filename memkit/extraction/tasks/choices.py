"""What a new fact does to an old one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Choice = Literal["new", "same", "changes", "corrects", "adds"]
CHOICES: tuple[Choice, ...] = get_args(Choice)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What becomes of one new fact.

    Attributes:
        fact: Its place among the new facts, from 0.
        choice: What it does.
        old: The id of the memory that it does this to; None for one that is new.
        why: The reason, in a few words of the model's; "" where code decided.
        text: For "adds", a sentence that says both, as the model wrote it; "" for none.
    """

    fact: int
    choice: Choice
    old: str | None = None
    why: str = ""
    text: str = ""
