"""The task of finding facts in a window."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from memkit.contracts.llm import MaxTokens
from memkit.domain.records import Message, Scope
from memkit.extraction.asking.fields import Read, Unusable, number, read_each, text, texts
from memkit.extraction.asking.listed import listed_in, unreadable_in
from memkit.extraction.asking.profiles import Profile
from memkit.extraction.tasks.items import KINDS, Item, Kind
from memkit.extraction.tasks.prompts import prompt
from memkit.extraction.tasks.schemas import FACTS, extract_schema
from memkit.extraction.tasks.wishes import Wishes
from memkit.extraction.windows.cited import line_of, stands_in
from memkit.extraction.windows.lines import Line
from memkit.extraction.windows.transcript import transcript, without_speaker
from memkit.extraction.windows.windows import Window
from memkit.text.safe_text import as_it_stands

# Tells why an item does not hold in the lines of its window; None if it does.
Check = Callable[[Item, Sequence[Line]], str | None]

# What a grammar allows: few lines of a talk hold several, and a small model that goes round is
# stopped.
_FACTS_BEYOND_LINES = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracting:
    """Asks for the facts of windows.

    Attributes:
        profile: What the model can do.
        wishes: What the user wants of the facts.
        scopes: Number of a line -> whose it is, of a window of several scopes.
        check: Whether an item holds; those that don't are sent back once. None for no check.
    """

    profile: Profile
    wishes: Wishes = field(default_factory=Wishes)
    scopes: Mapping[int, Scope] = field(default_factory=dict)
    check: Check | None = None
    name: str = "extract"
    sends_back: bool = True

    @property
    def prompt(self) -> str:
        """The version of the prompt."""
        return prompt("extract", full=self._full).version

    @property
    def answer_tokens(self) -> MaxTokens:
        """The most tokens of an answer."""
        return self.profile.answer_tokens

    def asks(self, what: Window) -> bool:
        """Tell whether facts may be drawn from any of its lines."""
        return bool(what.quotable)

    def messages(self, what: Window) -> list[Message]:
        """Return the prompt and the window."""
        fixed = prompt("extract", full=self._full).text
        return [
            Message(role="system", content=self.wishes.below(fixed)),
            Message(role="user", content=transcript(what.lines)),
        ]

    def schema(self, what: Window) -> dict[str, Any]:
        """Return the schema; for a local grammar with the lines that there are."""
        numbers = [line.number for line in what.quotable] if self.profile.local else []
        most = len(numbers) + _FACTS_BEYOND_LINES if numbers and not self._full else None
        return extract_schema(
            full=self._full, categories=self.wishes.categories, numbers=numbers, most=most
        )

    def shown(self, what: Window) -> tuple[str, ...]:
        """Return the ids of the messages in the window."""
        return tuple(dict.fromkeys(line.memory_id for line in what.lines))

    def read(self, answer: str, what: Window) -> Read[Item] | None:
        """Return the items whose line is one of those to be read."""
        written = listed_in(answer, FACTS, _is_item)
        if written is None:
            return None
        lines = {line.number: line for line in what.lines}
        read = read_each(
            written, lambda one: item_of(one, lines, self.wishes.categories), same=self.same
        )
        return read if read.dropped else replace(read, dropped=unreadable_in(answer, written))

    def same(self, item: Item) -> Any:
        """Return its quote and its sentence: whatever line of a scope it names, it is the same."""
        said = tuple(" ".join(said.casefold().split()) for said in (item.quote, item.text))
        return *said, self.scopes.get(item.line)

    def wrong(self, item: Item, what: Window) -> str | None:
        """Return what the check says of an item."""
        return None if self.check is None else self.check(item, what.lines)

    def replaces(self, item: Item, other: Item) -> bool:
        """Tell whether an item is of the same line as one that it may stand for."""
        return item.line == other.line

    def halves(self, what: Window) -> tuple[Window, Window] | None:
        """Return the window in two."""
        return what.halves()

    def rest(self, what: Window, items: Sequence[Item]) -> Window | None:
        """Return the window from after the last line of which something was written."""
        return what.after(max((item.line for item in items), default=0))

    @property
    def _full(self) -> bool:
        return self.profile.name == "full"


def _is_item(fields: Mapping[str, Any]) -> bool:
    return ("quote" in fields and ("line" in fields or "text" in fields)) or (
        "line" in fields and "text" in fields
    )


def item_of(written: Any, lines: Mapping[int, Line], categories: Sequence[str]) -> Item:
    """Return one item of an answer, with its quote as the line has it.

    Raises:
        Unusable: It is none, or its line is not one to be read.
    """
    if not isinstance(written, dict):
        raise Unusable("it is no object with the fields")
    place = number(written, "line")
    if place not in lines:
        raise Unusable(f"line {place} does not exist")
    said = text(written, "quote")
    if not said:
        raise Unusable("the quote is empty")
    line = line_of(said, lines[place], lines)
    said = without_speaker(said, line)
    if line.handled or not line.quotable:
        raise Unusable(f"line {line.number} is only shown", final=True)
    quote = as_it_stands(said, line.text)
    known = {name.casefold(): name for name in categories}
    fitting = (known.get(name.casefold()) for name in texts(written, "categories"))
    return Item(
        line=line.number,
        quote=quote,
        when=_copied(text(written, "when"), line),
        about=text(written, "about"),
        # Nothing is made up for a sentence that is missing: the words of the line are one.
        text=without_speaker(text(written, "text"), line) or quote,
        kind=_kind(written),
        entities=texts(written, "entities"),
        categories=tuple(filter(None, fitting)),
    )


def _copied(words: str, line: Line) -> str:
    # The date beside a line is no word of it.
    return as_it_stands(words, line.text) if stands_in(words, line) else ""


def _kind(written: Mapping[str, Any]) -> Kind:
    said = text(written, "kind").casefold()
    return next((kind for kind in KINDS if kind == said), "other")
