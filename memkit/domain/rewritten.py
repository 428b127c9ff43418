"""A follow-up as a question that is understood alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from memkit.domain.display import Displayable, headline
from memkit.domain.public import public
from memkit.domain.records import Usage


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class Rewritten(Displayable):
    """A follow-up as a question that is understood without what was said before.

    `str(rewritten)` is the question to search for.

    Attributes:
        query: What was asked.
        text: What is searched for; the same where nothing better was found.
        reason: Why it is the same, if something failed or was refused.
        usage: What the call consumed.
    """

    query: str
    text: str
    reason: str | None = None
    usage: Usage = field(default_factory=Usage)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        why = f" ({self.reason})" if self.reason else ""
        return f"<Rewritten {headline(self.query, 40)!r}: {headline(self.text)!r}{why}>"


def taken_for(rewritten: Rewritten | None, times: Sequence[str]) -> list[str]:
    """Return in words what a question was searched for as: rewritten, and of which times."""
    said = []
    if rewritten is not None:
        why = f" ({rewritten.reason})" if rewritten.reason else ""
        said.append(f"Searched for: {rewritten.text}{why}")
    return [*said, *(f"Time: {time}" for time in times)]
