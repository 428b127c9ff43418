"""The seam at which a follow-up becomes understood alone; the room `answers` fills it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from memkit.concurrency.effects import Effects
from memkit.domain.records import Message
from memkit.domain.rewritten import Rewritten


class Rewriter(Protocol):
    """Makes a follow-up a question that is understood without what was said before."""

    def __call__(self, query: str, said: Sequence[Message]) -> Effects[Rewritten]:
        """Return the question to search for; the one that was asked, where that fails.

        Args:
            query: What was asked last.
            said: What was said before, the last of it last.
        """
