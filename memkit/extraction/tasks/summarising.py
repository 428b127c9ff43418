"""The task of summing up a window, sentence by sentence, each with the lines that say it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from memkit.contracts.llm import MaxTokens
from memkit.domain.records import Message
from memkit.extraction.asking.fields import Read, Unusable, number, read_each, text
from memkit.extraction.asking.listed import listed_in
from memkit.extraction.asking.profiles import Profile
from memkit.extraction.tasks.prompts import prompt
from memkit.extraction.tasks.schemas import SENTENCES, summary_schema
from memkit.extraction.windows.lines import Line
from memkit.extraction.windows.transcript import transcript
from memkit.extraction.windows.windows import Window

_MOST_LINES = 20


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a summary, as a model wrote it.

    Attributes:
        lines: The numbers of the lines that say it.
        text: The sentence.
    """

    lines: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summarising:
    """Asks for the summary of a window.

    Attributes:
        profile: How much a model reads at once.
        check: Returns why a sentence does not hold, as a clause; None if it does.
    """

    profile: Profile
    check: Callable[[Sentence, Sequence[Line]], str | None]
    name: str = "summarise"
    sends_back: bool = True

    @property
    def prompt(self) -> str:
        """The version of the prompt."""
        return prompt("summarise").version

    @property
    def answer_tokens(self) -> MaxTokens:
        """The most tokens of an answer."""
        return self.profile.answer_tokens

    def asks(self, what: Window) -> bool:
        """Tell whether there is anything to sum up."""
        return bool(what.unread)

    def messages(self, what: Window) -> list[Message]:
        """Return the prompt and the window."""
        return [
            Message(role="system", content=prompt("summarise").text),
            Message(role="user", content=transcript(what.lines)),
        ]

    def schema(self, what: Window) -> dict[str, Any]:
        """Return the schema; for a local grammar with the lines that there are."""
        numbers = [line.number for line in what.unread] if self.profile.local else []
        return summary_schema(numbers=numbers)

    def shown(self, what: Window) -> tuple[str, ...]:
        """Return the ids of the messages in the window."""
        return tuple(dict.fromkeys(line.memory_id for line in what.lines))

    def read(self, answer: str, what: Window) -> Read[Sentence] | None:
        """Return the sentences whose lines are those of the window."""
        written = listed_in(answer, SENTENCES, lambda fields: {"lines", "text"} <= set(fields))
        if written is None:
            return None
        known = {line.number for line in what.unread}
        return read_each(written, lambda one: _sentence(one, known), same=self.same)

    def same(self, item: Sentence) -> Any:
        """Return what it says."""
        return " ".join(item.text.casefold().split())

    def wrong(self, item: Sentence, what: Window) -> str | None:
        """Return what the check says of a sentence."""
        return self.check(item, what.lines)

    def replaces(self, item: Sentence, other: Sentence) -> bool:
        """Tell whether two are drawn from a line that both name."""
        return bool(set(item.lines) & set(other.lines))

    def halves(self, what: Window) -> tuple[Window, Window] | None:
        """Return the window in two."""
        return what.halves()

    def rest(self, what: Window, items: Sequence[Sentence]) -> Window | None:
        """Return the window from after the last line that a sentence names."""
        return what.after(max((max(item.lines) for item in items), default=0))


def _sentence(written: Any, known: set[int]) -> Sentence:
    if not isinstance(written, Mapping):
        raise Unusable("it is no object with the fields")
    said = text(written, "text")
    if not said:
        raise Unusable("the text is empty")
    named = written.get("lines")
    listed = named if isinstance(named, list) else [named]
    lines = tuple(dict.fromkeys(number({"line": one}, "line") for one in listed[:_MOST_LINES]))
    if not lines:
        raise Unusable("it names no line")
    for line in lines:
        if line not in known:
            raise Unusable(f"line {line} does not exist")
    return Sentence(lines, said)
