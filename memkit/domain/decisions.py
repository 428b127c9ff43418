"""What a model decided about a new fact, as its recorded answer says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Candidate:
    """An old fact that a new one was compared with: its memory, and what it said then."""

    id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FactDecision:
    """A decision on a new fact.

    Attributes:
        choice: What the model chose: "new", "same", "adds", "changes" or "corrects". Code may have
            refused it, so that the fact is new.
        why: In the model's words.
        old: The old fact that it is about; None for none.
        candidates: The old facts that the model was shown, nearest first.
        model: Who decided; `prompt`: the version of what it was asked with.
    """

    choice: str
    why: str
    old: str | None
    candidates: tuple[Candidate, ...]
    model: str
    prompt: str | None
