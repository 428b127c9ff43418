"""What a user wants of the facts, as a part of its own below the fixed one of a prompt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from memkit.domain.public import public

AS_WRITTEN = "as written"


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a user wants of the facts.

    Attributes:
        instructions: In their own words; "" for none.
        includes, excludes: What alone is to be listed, and what never is.
        categories: Names of categories, of which a large model says which ones fit.
        language: That of the facts; "as written" for that of what was said.
    """

    instructions: str = ""
    includes: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    language: str = AS_WRITTEN

    def below(self, prompt: str) -> str:
        """Return a prompt with the wishes below it, so that its beginning is always the same."""
        said = self._said()
        if not said:
            return prompt
        return "\n".join([prompt, "", "=== Of what is to be listed, the user says:", *said, "==="])

    def _said(self) -> list[str]:
        language = "" if self.language == AS_WRITTEN else self.language
        parts = (
            ("", self.instructions),
            ("Only: ", _listed(self.includes)),
            ("Never: ", _listed(self.excludes)),
            ("Categories: ", _listed(self.categories)),
            ("Language of text, not of quote: ", language),
        )
        return [f"{head}{_lines(body)}" for head, body in parts if body.strip()]


def _listed(names: Sequence[str]) -> str:
    return "; ".join(" ".join(name.split()) for name in names)


def _lines(text: str) -> str:
    # Only the part's own last line may look like its end.
    return "\n".join(line.lstrip("= ") for line in text.strip().splitlines())
