"""From what a model wrote of a field to its value: only what its quote supports, by code."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from memkit.domain.records import Source
from memkit.extraction.facts.drawing import when_of
from memkit.extraction.gate import Code, Verdict, check
from memkit.extraction.gate.evidence import Evidence, evidence
from memkit.extraction.gate.quotes import located
from memkit.extraction.gate.words import content
from memkit.extraction.structured.durations import duration
from memkit.extraction.structured.form import Written
from memkit.extraction.structured.shape import Form, Node
from memkit.extraction.tasks.items import Item
from memkit.extraction.windows.lines import Line
from memkit.text.numbers import numbers, western
from memkit.text.sentences import around
from memkit.text.when import When, find

# Up to so many words all of substance are those of the line, and of more words so large a share.
_WORDS_OF_A_PHRASE = 6
_SHARE_SAID = 0.5
_LONGEST_SIGN = 8
_OF_A_DAY = ("day", "part of day", "hour", "minute", "instant")
_OF_A_CLOCK = ("hour", "minute", "instant")
# What is looked at with the value, not with the quote alone.
_OF_VALUES: frozenset[Code] = frozenset(
    ("negation", "language", "hypothetical", "number", "date", "name")
)
_COUNTED: frozenset[Code] = frozenset(("number", "date"))
_YES = frozenset("yes true 1 ja sí si oui sim vero да 是 はい 네".split())
_NO = frozenset("no false 0 nein non não nee falso нет 否 いいえ 아니요".split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """What is known of one place in a form.

    Attributes:
        path: The field; `item`: in lists, the number of the item in each.
        part: The number of the window that it is from, in the order in which they were said.
        value: What is filled in, as JSON holds it; None where `problem` says what is missing.
        source: Where it is said.
        at: When it was said, or holds from.
        problem: Why it is left empty, as a sentence; "" where it is not.
    """

    path: str
    item: tuple[int, ...] = ()
    part: int = 0
    value: Any = None
    source: Source | None = None
    at: datetime | None = None
    problem: str = ""


class Unsupported(Exception):
    """What a model wrote of a field has no evidence; the message is a sentence that says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cited:
    """What a model wrote, where its quote stands.

    Attributes:
        written, node: What it wrote of which field.
        line, lines: The line of the quote, and the window.
        start, end: Where the quote stands in the line.
    """

    written: Written
    node: Node
    line: Line
    lines: Sequence[Line]
    start: int
    end: int

    @property
    def quote(self) -> str:
        return self.line.text[self.start : self.end]

    @property
    def said(self) -> str:
        return self.written.value.strip()

    @property
    def found(self) -> Evidence:
        return evidence(self.line, self.lines, self.start, self.end, fact=self.said)

    @property
    def is_copied(self) -> bool:
        """Whether the value stands in the line as it is."""
        return located(self.said, self.line.text) is not None

    @property
    def source(self) -> Source:
        return Source(
            memory_id=self.line.memory_id,
            start=self.line.start + self.start,
            end=self.line.start + self.end,
            quote=self.quote,
            digest=self.line.digest,
        )


def value_of(written: Written, node: Node, lines: Sequence[Line], *, part: int = 0) -> Value:
    """Return the value that something written gives, or why it gives none.

    Its quote must stand in the line. Words, numbers, names and dates of a value must be those of
    the quote or of what stands near it; words of time are resolved against the time of the line,
    and a choice, which has words of its own, only needs a quote.

    Args:
        written: What a model wrote.
        node: The field.
        lines: The window that it was written of.
        part: The number of the window.
    """
    found = Value(path=written.field, item=written.item, part=part)
    try:
        cited = _cited(written, node, lines)
        value = _READ[node.form or "text"](cited)
    except Unsupported as error:
        return replace(found, problem=str(error))
    return replace(found, value=value, source=cited.source, at=cited.line.at)


def _cited(written: Written, node: Node, lines: Sequence[Line]) -> _Cited:
    """Return where a quote stands, with the sentence around it where it is very short.

    Raises:
        Unsupported: It stands nowhere, in a line that is no evidence, or gives an order.
    """
    quote = written.quote
    verdict = _checked(written, node, lines, quote, quote)
    line = next((line for line in lines if line.number == verdict.line), None)
    span = None if line is None else located(quote, line.text)
    if line is not None and span is not None and verdict.codes == ("empty",):
        span = around(line.text, *span)
        quote = line.text[span[0] : span[1]]
        verdict = _checked(written, node, lines, quote, quote)
        if verdict.codes == ("empty",):
            # All that was said is a word.
            verdict = replace(verdict, problems=())
    _refuse(verdict, leaving=_OF_VALUES, lines=lines)
    assert line is not None
    assert span is not None
    return _Cited(written=written, node=node, line=line, lines=lines, start=span[0], end=span[1])


def _checked(written: Written, node: Node, lines: Sequence[Line], quote: str, text: str) -> Verdict:
    item = Item(line=written.line, quote=quote, when="", about="", text=text, kind=node.kind)
    return check(item, lines)


def _refuse(verdict: Verdict, *, leaving: frozenset[Code], lines: Sequence[Line]) -> None:
    role = next((line.role for line in lines if line.number == verdict.line), "user")
    if role != "assistant":
        # A field makes no claim about who speaks; an assistant is no witness of others.
        leaving = leaving | {"speaker"}
    said = [problem.sentence for problem in verdict.problems if problem.code not in leaving]
    if said:
        raise Unsupported(" ".join(said))


# -- what is filled in ----------------------------------------------------------------------------


def _text(cited: _Cited) -> str:
    said = cited.said
    if any(character.isalnum() for character in said):
        _words(cited)
    elif len(said) > _LONGEST_SIGN:
        raise Unsupported("The value has no words.")
    return said


def _words(cited: _Cited) -> None:
    """Check the words of a value against its quote and what is near it.

    Raises:
        Unsupported: Some of them are from somewhere else.
    """
    said = cited.said
    verdict = _checked(cited.written, cited.node, cited.lines, cited.quote, said)
    if verdict.codes == ("empty",):
        verdict = replace(verdict, problems=())
    # What somebody doesn't like is what a field of preferences names.
    denied = cited.node.kind == "preference"
    _refuse(verdict, leaving=frozenset(("negation",) if denied else ()), lines=cited.lines)
    if cited.is_copied:
        return
    found = cited.found
    speakers = [line.name for line in cited.lines if line.name]
    wanted = content(said, found.language)
    near = content("\n".join([found.text, *found.earlier, *speakers]), found.language)
    short = len(said.split()) <= _WORDS_OF_A_PHRASE
    allowed = 0.0 if short else (1 - _SHARE_SAID) * len(wanted)
    if not wanted or len(wanted - near) > allowed:
        raise Unsupported(f"Line {cited.line.number} does not say {said!r} in or near the quote.")


def _counted(cited: _Cited) -> None:
    """Check the numbers and days of a value against its quote and what is near it.

    Raises:
        Unsupported: Some of them are from somewhere else.
    """
    verdict = _checked(cited.written, cited.node, cited.lines, cited.quote, cited.said)
    said = [one.sentence for one in verdict.problems if one.code in _COUNTED]
    if said:
        raise Unsupported(" ".join(said))


def _number(cited: _Cited) -> float:
    _counted(cited)
    plain = re.sub(r"[\s_€$£%]", "", western(cited.said))
    try:
        return float(plain)
    except ValueError:
        pass
    meant = numbers(cited.said, language=cited.found.language)
    if len(meant) != 1 or len(meant[0].values) != 1:
        raise Unsupported(f"{cited.said!r} is not one number.")
    (value,) = meant[0].values
    return float(value)


def _whole(cited: _Cited) -> int:
    value = _number(cited)
    if not value.is_integer():
        raise Unsupported(f"{cited.said!r} is no whole number.")
    return int(value)


def _yes_or_no(cited: _Cited) -> bool:
    said = cited.said.casefold().rstrip(".")
    if said in _YES or said in _NO:
        return said in _YES
    raise Unsupported(f"{cited.said!r} is neither yes nor no.")


def _choice(cited: _Cited) -> Any:
    choices = cited.node.choices or {}
    for name, value in choices.items():
        if name.casefold() == cited.said.casefold():
            return value
    raise Unsupported(f"{cited.said!r} is none of {', '.join(choices)}.")


def _day(cited: _Cited) -> str:
    when = _when(cited)
    day = _day_of(when)
    if day is None:
        raise Unsupported(f"{cited.said!r} names no single day: {when}.")
    return day.isoformat()


def _moment(cited: _Cited) -> str:
    return _clocked(cited).isoformat()


def _day_or_moment(cited: _Cited) -> str:
    return _moment(cited) if _when(cited).precision in _OF_A_CLOCK else _day(cited)


def _time(cited: _Cited) -> str:
    return _clocked(cited).time().isoformat()


def _clocked(cited: _Cited) -> datetime:
    when = _when(cited)
    if when.precision not in _OF_A_CLOCK or when.start is None:
        raise Unsupported(f"{cited.said!r} names no time of day: {when}.")
    return when.start.astimezone(when.zone)


def _duration(cited: _Cited) -> str:
    if not cited.is_copied:
        _counted(cited)
    taken = duration(cited.said)
    if taken is None:
        raise Unsupported(f"{cited.said!r} is no time that something takes.")
    return _iso(taken)


def _when(cited: _Cited) -> When:
    """Return the time that words mean, at the time when they were said.

    Raises:
        Unsupported: The line does not have them, or they mean no time for certain.
    """
    if not cited.is_copied:
        # A model that counted itself is believed where the quote gives that very day; the day on
        # which something is said, which stands beside the line, is none of its words.
        _counted(cited)
        at = cited.line.at
        if at is None or not find(cited.quote, at=at, prefer="future"):
            raise Unsupported(f"The quote has no words of time that mean {cited.said!r}.")
    item = Item(
        line=cited.line.number, quote=cited.quote, when=cited.said, about="", text="",
        kind=cited.node.kind,
    )  # fmt: skip
    when = when_of(item, cited.line.at)
    if when is None or when.recurring or (when.start is None and when.end is None):
        raise Unsupported(f"What day or time {cited.said!r} means is not certain.")
    return when


def _day_of(when: When) -> date | None:
    if when.relation in ("before", "until") and when.end is not None:
        # It ends before the first moment that it does not hold any more.
        return (when.end - timedelta(microseconds=1)).astimezone(when.zone).date()
    if when.precision not in _OF_A_DAY or when.start is None:
        return None
    return when.start.astimezone(when.zone).date()


def _iso(taken: timedelta) -> str:
    # As pydantic reads it.
    minutes, seconds = divmod(int(taken.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "H"), (minutes, "M"), (seconds, "S"))
    return "PT" + ("".join(f"{count}{unit}" for count, unit in parts if count) or "0S")


_READ: dict[Form, Callable[[_Cited], Any]] = {
    "text": _text,
    "number": _number,
    "whole number": _whole,
    "yes or no": _yes_or_no,
    "choice": _choice,
    "date": _day,
    "date and time": _moment,
    "date, with a time if said": _day_or_moment,
    "time": _time,
    "duration": _duration,
}
