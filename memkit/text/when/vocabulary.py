"""The words of time of all languages at once, for texts whose language isn't known.

They are those of the tables in `words/`. What a table marks as a word of time only beside others
(`?`, `~`) is found too, and said to be unsure: whoever asks looks at what stands beside it.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from memkit.text.tokens import normal
from memkit.text.when.lexicon import (
    ADJECTIVES_AFTER,
    LANGUAGES,
    UNSPACED,
    WORD,
    Meaning,
    Phrase,
    load,
)

NamedKind = Literal["month", "weekday", "season", "part", "told"]

_WORDS = re.compile(WORD)
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")
_TIGHT = re.compile(r"[\s'’.-]{0,2}\Z")
_BESIDE = re.compile(r"[\s-]{0,2}\Z")
_CAPITALISED = frozenset({"en", "de"})
_SHORTEST = 3  # Of abbreviations: "Mi" and "Do" are words of many languages.
_KINDS: Mapping[str, NamedKind] = {
    "month": "month", "weekday": "weekday", "weekdays": "weekday", "several_weekdays": "weekday",
    "season": "season", "several_seasons": "season", "part": "part",
}  # fmt: skip
_TURNS: Mapping[str, int] = {"last": -1, "rolling": -1, "this": 0, "next": 1, "coming": 1}
_UNITS: Mapping[str, str] = {"week": "week", "month": "month", "year": "year", "weekend": "week"}
_ENDING_OF_TURKISH = re.compile(r"(?<=\w{3})(?:[dt][ea]n?|y[eaıiuü])\Z")


class Named(NamedTuple):
    """A word of time that a text has.

    Attributes:
        kind: What it names; "told" for what is told from now.
        value: The month from 1 or weekday from 0; the name of the season or the part of a day in
            the tables; the direction and the unit of what is told from now: (-1, "week").
        start, end: Where it stands.
        sure: Whether it names that whatever stands beside it.
    """

    kind: NamedKind
    value: Any
    start: int
    end: int
    sure: bool = True


class _Entry(NamedTuple):
    language: str
    phrase: Phrase
    meanings: tuple[Meaning, ...]


class _Match(NamedTuple):
    entry: _Entry
    start: int
    end: int


def named(text: str) -> Iterator[Named]:
    """Yield the months, weekdays, seasons and parts of days of a text, and what it tells from now.

    A word of several languages is found once for each thing that it means.
    """
    last: dict[str, _Match] = {}
    seen: set[Named] = set()
    for match in _matches(text):
        for found in (*_alone(match, text), *_turned(last.get(match.entry.language), match, text)):
            if found not in seen:
                seen.add(found)
                yield found
        last[match.entry.language] = match


def _alone(match: _Match, text: str) -> Iterator[Named]:
    """Yield what a phrase names of itself."""
    language, _, meanings = match.entry
    kinds = {_KINDS.get(meaning.kind, meaning.kind) for meaning in meanings}
    span = match.start, match.end
    for meaning in meanings:
        kind = _KINDS.get(meaning.kind)
        if meaning.kind in ("day", "daypart") and not kinds & {"part", "unit"}:
            turn, *part = (meaning.value,) if meaning.kind == "day" else meaning.value
            yield Named("told", (turn, "day"), *span)
            yield from (Named("part", name, *span) for name in part)
        elif meaning.kind == "rel" and meaning.value[0] in _UNITS:
            yield Named("told", (meaning.value[1], _UNITS[meaning.value[0]]), *span)
        elif kind and meaning.value is not None and (kind == "month" or len(kinds) == 1):
            # What means something else as well ("morgen", "дня") names nothing surely.
            sure = meaning.flag in ("", "!") or kind in ("season", "part")
            if sure or _may_be_name(text[span[0] : span[1]], language):
                yield Named(kind, meaning.value, *span, sure)


def _may_be_name(said: str, language: str) -> bool:
    return len(said) >= _SHORTEST and (language not in _CAPITALISED or said[0].isupper())


def _turned(before: _Match | None, match: _Match, text: str) -> Iterator[Named]:
    """Yield what "last" and "week" mean beside each other, in the order of their language."""
    if before is None or not _BESIDE.match(text[before.end : match.start]):
        return
    language = match.entry.language
    pairs = [(before, match)]
    if language in ADJECTIVES_AFTER:
        pairs.append((match, before))
    for word, of in pairs:
        turns = {_TURNS[m.kind] for m in word.entry.meanings if m.kind in _TURNS}
        units = {_UNITS.get(_unit(meaning), "") for meaning in of.entry.meanings} - {""}
        for turn in turns:
            for unit in units:
                yield Named("told", (turn, unit), before.start, match.end)


def _unit(meaning: Meaning) -> str:
    if meaning.kind == "weekend":
        return "weekend"
    return str(meaning.value) if meaning.kind in ("unit", "units") else ""


def _matches(text: str) -> Iterator[_Match]:
    """Yield the phrases of a text, the longest of each language at a place, in their order."""
    words = [(found.start(), found.end()) for found in _WORDS.finditer(text)]
    spelled = [normal(text[start:end]) for start, end in words]
    until: defaultdict[str, int] = defaultdict(int)
    for at, (start, _) in enumerate(words):
        for entry in _starting(spelled[at]):
            length = len(entry.phrase)
            if start < until[entry.language] or not _stands(entry.phrase, spelled, at):
                continue
            end = words[at + length - 1][1]
            if all(
                _TIGHT.match(text[words[i][1] : words[i + 1][0]])
                for i in range(at, at + length - 1)
            ):
                until[entry.language] = end
                yield _Match(entry, start, end)
    for run in _UNSPACED.finditer(text):
        yield from _unspaced(text, run.start(), run.end())


def _starting(word: str) -> Collection[_Entry]:
    entries = _entries().get(word, ())
    if not entries and (stem := _ENDING_OF_TURKISH.sub("", word)) != word:
        # Any name takes endings in Turkish.
        return [
            entry for entry in _entries().get(stem, ())
            if entry.language == "tr" and len(entry.phrase) == 1
        ]  # fmt: skip
    return entries


def _stands(phrase: Phrase, spelled: list[str], at: int) -> bool:
    return len(phrase) == 1 or tuple(spelled[at : at + len(phrase)]) == phrase


def _unspaced(text: str, start: int, stop: int) -> Iterator[_Match]:
    until: defaultdict[str, int] = defaultdict(int)
    for at in range(start, stop):
        for entry in _signs().get(text[at], ()):
            end = _end_of(text, at, entry.phrase)
            # The last sign of "next week" begins a weekday in "下周三".
            is_day = any(meaning.kind == "weekday" for meaning in entry.meanings)
            if end and (is_day or at >= until[entry.language]):
                until[entry.language] = max(end, until[entry.language])
                yield _Match(entry, at, end)


def _end_of(text: str, start: int, phrase: Phrase) -> int:
    at = start
    for sign in phrase:
        if sign == " " and text[at : at + 1] != " ":
            continue
        if text[at : at + 1] != sign:
            return 0
        at += 1
    return at


@functools.cache
def _entries() -> Mapping[str, list[_Entry]]:
    return _indexed(language for language in LANGUAGES if language not in UNSPACED)


@functools.cache
def _signs() -> Mapping[str, list[_Entry]]:
    return _indexed(language for language in LANGUAGES if language in UNSPACED)


def _indexed(languages: Iterator[str]) -> Mapping[str, list[_Entry]]:
    """Return the phrases of languages by their first word or sign, the longest first."""
    found: defaultdict[str, list[_Entry]] = defaultdict(list)
    for language in languages:
        spelled: defaultdict[Phrase, list[Meaning]] = defaultdict(list)
        for entries in load(language).phrases.values():
            for _, forms in entries:
                for form, meaning in forms:
                    spelled[form].append(meaning)
        for phrase in sorted(spelled, key=len, reverse=True):
            if any(_is_told(meaning) for meaning in spelled[phrase]):
                found[phrase[0]].append(_Entry(language, phrase, tuple(spelled[phrase])))
    return found


def _is_told(meaning: Meaning) -> bool:
    """Tell whether a phrase is of use here: the others name no time, but may hold one."""
    kinds = ("day", "daypart", "rel", "unit", "units", "weekend", "word", "block")
    return meaning.kind in _KINDS or meaning.kind in _TURNS or meaning.kind in kinds
