"""What the gate says of an item: where its quote stands, and what speaks against it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from memkit.extraction.tasks.items import Item

Code = Literal[
    "empty", "long", "line", "quote", "echo", "speaker", "number", "date", "name", "negation",
    "hypothetical", "language", "order", "unrelated",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that an item says and its evidence doesn't.

    Attributes:
        code: What sort of thing it is.
        sentence: The same for people, and for the model that is asked once more.
        found: The words of the item that it is about; "" where there are none.
        stands_in: For "line" and "quote": the number of the line in which the quote stands.
    """

    code: Code
    sentence: str
    found: str = ""
    stands_in: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the gate says of an item.

    Attributes:
        item: What was checked.
        line: The number of the line in which the quote stands, or of the one that the item names.
        start, end: Where the quote stands in that line, in characters of its text; 0 and 0 where
            it doesn't.
        problems: What speaks against it; empty for what its evidence supports.
        support: The share of the text's words of substance that stand in the line or just before.
        chance: The same share in the other lines of the window, as a mean.
    """

    item: Item
    line: int
    start: int = 0
    end: int = 0
    problems: tuple[Problem, ...] = ()
    support: float = 0.0
    chance: float = 0.0

    @property
    def supported(self) -> bool:
        """Whether the evidence supports all that the gate can check."""
        return not self.problems

    @property
    def weak(self) -> bool:
        """Whether the line holds no more of the text's words than others do: a flag, no refusal."""
        return self.support <= self.chance

    @property
    def codes(self) -> tuple[Code, ...]:
        """The sorts of problems, each once, in the order in which they were found."""
        return tuple(dict.fromkeys(problem.code for problem in self.problems))

    @property
    def moved_to(self) -> int | None:
        """The line in which the quote stands, where that is the only problem and it is another."""
        if len(self.problems) == 1 and self.problems[0].code in ("line", "quote"):
            return self.problems[0].stands_in
        return None
