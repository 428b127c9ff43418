"""The task of picking lines, for models too small to write facts: they can invent nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from memkit.contracts.llm import MaxTokens
from memkit.domain.records import Message
from memkit.extraction.asking.fields import Read, Unusable, number, read_each
from memkit.extraction.asking.listed import listed_in
from memkit.extraction.asking.profiles import Profile
from memkit.extraction.tasks.items import Item
from memkit.extraction.tasks.prompts import prompt
from memkit.extraction.tasks.schemas import LINES, select_schema
from memkit.extraction.tasks.wishes import Wishes
from memkit.extraction.windows.lines import Line
from memkit.extraction.windows.transcript import transcript
from memkit.extraction.windows.windows import Window

# A list that was cut: the numbers that something follows are whole.
_CUT = re.compile(rf'["\']?{LINES}["\']?\s*:\s*\[((?:\s*"?\d{{1,9}}"?\s*,)+)')
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selecting:
    """Asks for the lines of windows that are worth keeping; each becomes a fact word for word.

    Attributes:
        profile: What the model can do.
        wishes: What the user wants of the facts.
    """

    profile: Profile
    wishes: Wishes = field(default_factory=Wishes)
    name: str = "select"
    sends_back: bool = True

    @property
    def prompt(self) -> str:
        """The version of the prompt."""
        return prompt("select").version

    @property
    def answer_tokens(self) -> MaxTokens:
        """The most tokens of an answer."""
        return self.profile.answer_tokens

    def asks(self, what: Window) -> bool:
        """Tell whether facts may be drawn from any of its lines."""
        return bool(what.quotable)

    def messages(self, what: Window) -> list[Message]:
        """Return the prompt and the window."""
        return [
            Message(role="system", content=self.wishes.below(prompt("select").text)),
            Message(role="user", content=transcript(what.lines)),
        ]

    def schema(self, what: Window) -> dict[str, Any]:
        """Return the schema; for a local grammar with the lines that there are."""
        numbers = [line.number for line in what.quotable] if self.profile.local else []
        return select_schema(numbers=numbers)

    def shown(self, what: Window) -> tuple[str, ...]:
        """Return the ids of the messages in the window."""
        return tuple(dict.fromkeys(line.memory_id for line in what.lines))

    def read(self, answer: str, what: Window) -> Read[Item] | None:
        """Return a fact for each line that was picked and is one of those to be read."""
        written = listed_in(answer, LINES, lambda fields: "line" in fields)
        if written is None:
            cut = _CUT.search(answer)
            written = _NUMBER.findall(cut[1]) if cut else None
        if written is None:
            return None
        lines = {line.number: line for line in what.lines}
        return read_each(written, lambda one: _item(one, lines), same=self.same)

    def same(self, item: Item) -> Any:
        """Return its line."""
        return item.line

    def wrong(self, item: Item, what: Window) -> str | None:
        """Return None: a line says what it says."""
        return None

    def replaces(self, item: Item, other: Item) -> bool:
        """Tell whether two are of the same line."""
        return item.line == other.line

    def halves(self, what: Window) -> tuple[Window, Window] | None:
        """Return the window in two."""
        return what.halves()

    def rest(self, what: Window, items: Sequence[Item]) -> Window | None:
        """Return the window from after the last line that was picked."""
        return what.after(max((item.line for item in items), default=0))


def _item(written: Any, lines: Mapping[int, Line]) -> Item:
    fields = written if isinstance(written, dict) else {"line": written}
    place = number(fields, "line")
    if place not in lines:
        raise Unusable(f"line {place} does not exist")
    line = lines[place]
    if line.handled or not line.quotable:
        raise Unusable(f"line {place} is only shown", final=True)
    return Item(line=place, quote=line.text, when="", about="", text=line.text, kind="other")
