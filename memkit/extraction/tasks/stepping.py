"""The task of finding the steps of a run of tools in a window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from memkit.contracts.llm import MaxTokens
from memkit.domain.records import Message
from memkit.extraction.asking.fields import Read, read_each, text
from memkit.extraction.asking.listed import listed_in
from memkit.extraction.asking.profiles import Profile
from memkit.extraction.tasks.extracting import Check, item_of
from memkit.extraction.tasks.items import Item
from memkit.extraction.tasks.prompts import prompt
from memkit.extraction.tasks.schemas import STEPS, steps_schema
from memkit.extraction.windows.lines import Line
from memkit.extraction.windows.transcript import transcript
from memkit.extraction.windows.windows import Window

StepResult = Literal["worked", "failed", "unclear"]


_RESULTS: dict[str, StepResult] = {result: result for result in get_args(StepResult)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a run, as a model wrote it.

    Attributes:
        item: What came of it, with the line and the words that show it.
        result: Whether it worked.
    """

    item: Item
    result: StepResult


@dataclass(frozen=True, slots=True, kw_only=True)
class Stepping:
    """Asks for the steps of windows.

    Attributes:
        profile: What the model can do.
        check: Whether a step holds; those that don't are sent back once.
    """

    profile: Profile
    check: Check
    name: str = "procedure"
    sends_back: bool = True

    @property
    def prompt(self) -> str:
        """The version of the prompt."""
        return prompt("procedure").version

    @property
    def answer_tokens(self) -> MaxTokens:
        """The most tokens of an answer."""
        return self.profile.answer_tokens

    def asks(self, what: Window) -> bool:
        """Tell whether a tool returned anything in it."""
        return bool(what.quotable)

    def messages(self, what: Window) -> list[Message]:
        """Return the prompt and the window."""
        return [
            Message(role="system", content=prompt("procedure").text),
            Message(role="user", content=transcript(what.lines)),
        ]

    def schema(self, what: Window) -> dict[str, Any]:
        """Return the schema; for a local grammar with the lines that there are."""
        numbers = [line.number for line in what.quotable] if self.profile.local else []
        return steps_schema(list(_RESULTS), numbers=numbers)

    def shown(self, what: Window) -> tuple[str, ...]:
        """Return the ids of the messages in the window."""
        return tuple(dict.fromkeys(line.memory_id for line in what.lines))

    def read(self, answer: str, what: Window) -> Read[Step] | None:
        """Return the steps whose line is one of a tool."""
        written = listed_in(answer, STEPS, lambda fields: {"line", "quote"} <= set(fields))
        if written is None:
            return None
        lines = {line.number: line for line in what.lines}
        return read_each(written, lambda one: _step(one, lines), same=self.same)

    def same(self, item: Step) -> Any:
        """Return its line, its quote and its sentence."""
        one = item.item
        return one.line, *(" ".join(said.casefold().split()) for said in (one.quote, one.text))

    def wrong(self, item: Step, what: Window) -> str | None:
        """Return what the check says of a step."""
        return self.check(item.item, what.lines)

    def replaces(self, item: Step, other: Step) -> bool:
        """Tell whether a step is of the same line as one that it may stand for."""
        return item.item.line == other.item.line

    def halves(self, what: Window) -> tuple[Window, Window] | None:
        """Return the window in two."""
        return what.halves()

    def rest(self, what: Window, items: Sequence[Step]) -> Window | None:
        """Return the window from after the last line of which something was written."""
        return what.after(max((item.item.line for item in items), default=0))


def _step(written: Any, lines: Mapping[int, Line]) -> Step:
    item = item_of(written, lines, ())
    said = text(written, "result").casefold()
    return Step(
        item=replace(item, about="", when="", kind="event"), result=_RESULTS.get(said, "unclear")
    )
