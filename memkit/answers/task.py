"""The task of answering a question from numbered lines of what is remembered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from memkit.contracts.llm import MaxTokens
from memkit.domain.records import Message
from memkit.extraction.asking.fields import Read, Unusable, number, read_each, text
from memkit.extraction.asking.listed import listed_in
from memkit.extraction.gate import check
from memkit.extraction.tasks.items import Item
from memkit.extraction.tasks.prompts import prompt
from memkit.extraction.tasks.schemas import SENTENCES, answer_schema
from memkit.extraction.windows.lines import Line
from memkit.text.safe_text import on_one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question, and what is remembered of it.

    Attributes:
        query: The question; `language`: the ISO 639-1 code of its language, if that can be told.
        lines: The memories, by number.
        rows: The same as the model is shown them.
    """

    query: str
    language: str | None
    lines: tuple[Line, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answering:
    """Asks for an answer, a quote for each of its sentences.

    Attributes:
        local: Whether the model's server makes a grammar of each schema.
        answer_tokens: The most tokens of an answer.
    """

    local: bool = False
    answer_tokens: MaxTokens = "default"
    name: str = "answer"
    sends_back: bool = True

    @property
    def prompt(self) -> str:
        """The version of the prompt."""
        return prompt("answer").version

    def asks(self, what: Asked) -> bool:
        """Tell whether anything is remembered."""
        return bool(what.lines)

    def messages(self, what: Asked) -> list[Message]:
        """Return the prompt, what is remembered, and the question below it."""
        return [
            Message(role="system", content=prompt("answer").text),
            Message(
                role="user",
                content="\n".join([*what.rows, f"Question: {on_one_line(what.query)}"]),
            ),
        ]

    def schema(self, what: Asked) -> dict[str, Any]:
        """Return the schema; for a local grammar with the lines that there are."""
        return answer_schema(numbers=[line.number for line in what.lines] if self.local else ())

    def shown(self, what: Asked) -> tuple[str, ...]:
        """Return the ids of the memories."""
        return tuple(line.memory_id for line in what.lines)

    def read(self, answer: str, what: Asked) -> Read[Item] | None:
        """Return the sentences that name a line and quote it."""
        written = listed_in(answer, SENTENCES, lambda fields: {"line", "quote"} <= set(fields))
        if written is None:
            return None
        numbers = {line.number: line for line in what.lines}
        return read_each(written, lambda one: _sentence(one, numbers), same=self.same)

    def same(self, item: Item) -> Any:
        """Return what the sentence says."""
        return item.text.casefold()

    def wrong(self, item: Item, what: Asked) -> str | None:
        """Return what a sentence says that its line does not."""
        problems = check(item, what.lines, language=what.language).problems
        return "; ".join(problem.sentence.rstrip(".") for problem in problems) or None

    def replaces(self, item: Item, other: Item) -> bool:
        """Tell whether two are drawn from the same words."""
        return (item.line, item.quote) == (other.line, other.quote)

    def halves(self, what: Asked) -> None:
        """Return None: an answer needs all of its lines."""

    def rest(self, what: Asked, items: Sequence[Item]) -> None:
        """Return None: what was answered is an answer."""


def _sentence(written: Any, lines: Mapping[int, Line]) -> Item:
    if not isinstance(written, dict):
        raise Unusable("it is no object with the fields")
    place = number(written, "line")
    if place not in lines:
        raise Unusable(f"line {place} does not exist")
    quote = text(written, "quote")
    said = text(written, "text") or quote
    if not quote:
        raise Unusable("quote is missing")
    return Item(line=place, quote=quote, when="", about="", text=said, kind="other")
