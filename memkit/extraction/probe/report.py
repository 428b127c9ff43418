"""What a model can do, measured on a dozen transcripts."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from memkit.domain.display import Displayable, listing
from memkit.domain.public import public
from memkit.domain.records import Usage
from memkit.domain.wording import counted
from memkit.extraction.asking.profiles import ProfileName


@public
@dataclass(frozen=True, slots=True, kw_only=True)
class Ability:
    """One thing that a model was tried on.

    Attributes:
        name: What.
        right: How often it was done; `tried`: of how many times.
        note: What went wrong, or how it was measured; "" for nothing to say.
    """

    name: str
    right: int
    tried: int
    note: str = ""

    @property
    def share(self) -> float:
        """The share that was right, 0 to 1; 1 if it was not tried."""
        return self.right / self.tried if self.tried else 1.0

    def __str__(self) -> str:
        done = f"{self.right} of {self.tried}" if self.tried else "not tried"
        return f"{self.name}: {done}{f' ({self.note})' if self.note else ''}"


@public
@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class LLMReport(Displayable):
    """What a model can do, and the profile to use it with.

    Attributes:
        model: The model's name.
        recommended: The profile; None if it is of no use for facts.
        reason: Why this one, as a sentence.
        abilities: What it was tried on.
        local: Whether schemas named the lines that exist, for a grammar of a server of one's own.
        prompts: The versions of the prompts.
        tokens_per_second: How many tokens of answers came in a second of waiting for them.
        seconds: How long all calls took; `usage`: what they consumed.
    """

    model: str
    recommended: ProfileName | None
    reason: str
    abilities: tuple[Ability, ...]
    local: bool
    prompts: tuple[str, ...]
    tokens_per_second: float
    seconds: float
    usage: Usage

    def __getitem__(self, name: str) -> Ability:
        """Return an ability by its name."""
        return next(ability for ability in self.abilities if ability.name == name)

    def __repr__(self) -> str:
        profile = "no profile" if self.recommended is None else f"profile {self.recommended!r}"
        lines = [f"  {ability}" for ability in self.abilities]
        speed = (
            f"  {self.tokens_per_second:.0f} tokens a second; "
            f"{counted(self.usage.calls, 'call')} in {self.seconds:.0f} s"
        )
        rows = [*lines, speed, f"  {self.reason}"]
        return listing(f"LLMReport: {self.model!r}, {profile}", rows, len(rows))

    def to_dict(self) -> dict[str, Any]:
        """Return all of it as JSON holds it."""
        return {**asdict(self), "usage": self.usage.model_dump()}
