"""The task of filling in a form: a schema as a flat list of values, each with its quote."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from memkit.contracts.llm import MaxTokens
from memkit.domain.records import Message
from memkit.extraction.asking.fields import Read, Unusable, number, read_each, text
from memkit.extraction.asking.listed import listed_in, unreadable_in
from memkit.extraction.asking.profiles import Profile
from memkit.extraction.structured.shape import Node, Shape
from memkit.extraction.tasks.prompts import prompt
from memkit.extraction.tasks.schemas import FIELDS, fill_schema
from memkit.extraction.windows.cited import line_of
from memkit.extraction.windows.lines import Line
from memkit.extraction.windows.transcript import transcript
from memkit.extraction.windows.windows import Window
from memkit.text.safe_text import as_it_stands, on_one_line

# What a grammar allows beside one value a field, so that a small model that goes round is stopped.
_VALUES_OF_A_LINE = 4
_INDEX = re.compile(r"\[(\d+)\]|\.(\d+)(?=\.|$)")
_NUMBERS = re.compile(r"\d+")
_MOST_ITEMS = 10_000
# What models write for nothing.
_NOTHING = frozenset(("", "none", "null", "n/a", "-", "unknown"))

# Tells why a value does not hold in the lines of its window; None if it does.
Check = Callable[["Written", Window], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A value of a field, as a model wrote it.

    Attributes:
        field: The path of the field; `item`: in lists, the number of the item in each, from 1.
        line: The number of the line that says it; `quote`: the words, copied from there.
        value: What is filled in.
    """

    field: str
    item: tuple[int, ...]
    line: int
    quote: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """Asks for the fields of a schema.

    Attributes:
        shape: The schema.
        profile: What the model can do.
        check: Whether a value holds; those that don't are sent back once. None for no check.
    """

    shape: Shape
    profile: Profile
    check: Check | None = None
    name: str = "fill"
    sends_back: bool = True

    @property
    def prompt(self) -> str:
        """The version of the prompt."""
        return prompt("fill").version

    @property
    def answer_tokens(self) -> MaxTokens:
        """The most tokens of an answer."""
        return self.profile.answer_tokens

    def asks(self, what: Window) -> bool:
        """Tell whether any of its lines may be cited."""
        return bool(what.quotable)

    def messages(self, what: Window) -> list[Message]:
        """Return the prompt with the form, and the window."""
        fields = map(_described, self.shape.fields.values())
        form = "\n".join([f"=== The form {self.shape.name}:", *fields, "==="])
        return [
            Message(role="system", content=f"{prompt('fill').text}\n\n{form}"),
            Message(role="user", content=transcript(what.lines)),
        ]

    def schema(self, what: Window) -> dict[str, Any]:
        """Return the schema; for a local grammar with the lines that there are."""
        numbers = [line.number for line in what.quotable] if self.profile.local else []
        most = len(self.shape.fields) + _VALUES_OF_A_LINE * len(numbers) if numbers else None
        return fill_schema(list(self.shape.fields), numbers=numbers, most=most)

    def shown(self, what: Window) -> tuple[str, ...]:
        """Return the ids of the memories in the window."""
        return tuple(dict.fromkeys(line.memory_id for line in what.lines))

    def read(self, answer: str, what: Window) -> Read[Written] | None:
        """Return the values whose field is in the form, and whose line is one of those to be read.

        One that is empty says that there is none.
        """
        listed = listed_in(answer, FIELDS, _is_value)
        if listed is None:
            return None
        lines = {line.number: line for line in what.lines}
        given = [one for found in listed for one in _each(found) if not self._is_empty(one)]
        alone = _alone(given, self.shape)
        read = read_each(given, lambda one: _written(one, self.shape, lines, alone), same=self.same)
        return read if read.dropped else replace(read, dropped=unreadable_in(answer, listed))

    def same(self, item: Written) -> Any:
        """Return its place in the form, and what it says by which words."""
        said = (" ".join(text.casefold().split()) for text in (item.value, item.quote))
        return item.field, item.item, *said

    def wrong(self, item: Written, what: Window) -> str | None:
        """Return what the check says of a value."""
        return None if self.check is None else self.check(item, what)

    def replaces(self, item: Written, other: Written) -> bool:
        """Tell whether two are of the same place in the form."""
        return (item.field, item.item) == (other.field, other.item)

    def halves(self, what: Window) -> tuple[Window, Window] | None:
        """Return the window in two."""
        return what.halves()

    def rest(self, what: Window, items: Sequence[Written]) -> Window | None:
        """Return the window from after the last line that was cited."""
        return what.after(max((item.line for item in items), default=0))

    def _is_empty(self, written: Any) -> bool:
        if not isinstance(written, dict):
            return False
        value = written.get("value")
        if value is not None and not isinstance(value, str):
            return False
        said = (value or "").strip().casefold()
        node = self.shape.fields.get(_bare_path(written.get("field")))
        is_choice = node is not None and node.choices is not None and said != ""
        return said in _NOTHING and not is_choice


def _described(node: Node) -> str:
    form: str = node.form or ""
    if node.choices is not None:
        form = f"one of {', '.join(node.choices)}"
    if node.is_list or node.depth:
        form = f"list: {form}" if node.is_list else f"{form}, of an item of a list"
    about = f": {on_one_line(node.description)}" if node.description else ""
    return f"{node.path} ({form}){about}"


def _is_value(fields: Mapping[str, Any]) -> bool:
    return "field" in fields and ("value" in fields or "quote" in fields)


def _each(written: Any) -> Iterator[Any]:
    """Yield what was written of a field; a list of values as one of each."""
    values = written.get("value") if isinstance(written, dict) else None
    if not isinstance(values, list):
        yield written
        return
    for value in values:
        yield {**written, "value": value}


def _bare_path(said: Any) -> str:
    return _INDEX.sub("", said).strip() if isinstance(said, str) else ""


def _alone(given: Sequence[Any], shape: Shape) -> frozenset[str]:
    """Return the lists of which a model wrote one item without its number.

    Where a field stands twice there are several, and nobody can tell which is whose.
    """
    counts: Counter[tuple[str, str]] = Counter()
    numbered = set()
    for one in given:
        path = _bare_path(one.get("field")) if isinstance(one, dict) else ""
        node = shape.fields.get(path)
        if node is not None and node.depth == 1:
            head = path.partition(".")[0]
            counts[head, path] += not node.is_list
            if _NUMBERS.search(str(one.get("item"))) or _INDEX.search(str(one.get("field"))):
                numbered.add(head)
    several = {head for (head, _), count in counts.items() if count > 1}
    return frozenset(head for head, _ in counts) - several - numbered


def _written(
    written: Any, shape: Shape, lines: Mapping[int, Line], alone: Collection[str]
) -> Written:
    if not isinstance(written, dict):
        raise Unusable("it is no object with the fields")
    path = _bare_path(written.get("field"))
    node = shape.fields.get(path)
    if node is None:
        raise Unusable(f"the form has no field {path!r}")
    place = number(written, "line")
    if place not in lines:
        raise Unusable(f"line {place} does not exist")
    said = text(written, "quote")
    if not said:
        raise Unusable("the quote is empty")
    line = line_of(said, lines[place], lines)
    if line.handled or not line.quotable:
        raise Unusable(f"line {line.number} is only shown", final=True)
    return Written(
        field=path,
        item=(1,) if path.partition(".")[0] in alone else _item(written, node),
        line=line.number,
        quote=as_it_stands(said, line.text),
        value=_value(written, line),
    )


def _item(written: Mapping[str, Any], node: Node) -> tuple[int, ...]:
    """Return the numbers of the items that a value belongs to, one for each list of models."""
    if not node.depth:
        return ()
    numbers = [int(one) for one in _NUMBERS.findall(text(written, "item"))]
    if len(numbers) < node.depth:
        # In the path some write them from 0.
        inside = [one[0] or one[1] for one in _INDEX.findall(str(written.get("field")))]
        numbers = [int(one) + 1 for one in inside]
    numbers = numbers[: node.depth]
    if len(numbers) < node.depth or not all(0 <= one < _MOST_ITEMS for one in numbers):
        raise Unusable(f"item does not say to which item of the list {node.path} belongs")
    return tuple(numbers)


def _value(written: Mapping[str, Any], line: Line) -> str:
    value = written.get("value")
    if isinstance(value, bool):
        return "yes" if value else "no"
    # What was copied is taken as it stands there, not as the model was shown it.
    return as_it_stands(text(written, "value"), line.text)
