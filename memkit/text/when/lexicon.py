"""The words of time of a language, read from its table in `words/`.

A line of a table is a kind, its value, and the phrases that mean it:

    month 5: may?
    rel week -2: week before last

The line `numbers` stands for the cardinals and ordinals of `memkit.text.numbers`.

A phrase that ends with `?` is a word of time only beside others (May I, in May); one with `~` only
beside a number, a year or a word such as "last"; one with `!` may be no word of time even behind
one (im März nach Lissabon). One phrase may stand in several lines; the first
that makes sense with its neighbours is taken.
"""

from __future__ import annotations

import functools
import importlib
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from memkit.text.numbers import words as numbers
from memkit.text.tokens import folded, normal

LANGUAGES = (
    "en", "de", "es", "fr", "pt", "it", "nl", "pl", "tr", "ru", "uk", "ar", "hi", "zh", "ja",
    "ko",
)  # fmt: skip
_LARGEST_NUMBER = 100  # Nobody counts times in larger ones by words.
UNSPACED = frozenset({"zh", "ja", "ko"})
# Letters, and the signs that stand inside words of Arabic and Hindi.
WORD = r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u065f\u0670\u0900-\u0963])*"
_WORD = re.compile(rf"{WORD}|\d+")
# Without one of these, or a digit, nothing names a time.
MEANINGFUL = frozenset(
    "month weekday weekdays several_weekdays season several_seasons part noon day day_either "
    "daypart rel rel_weekday unit units half_year holiday now past_vague future_vague recurring "
    "decade weekend amount".split()
)


class Meaning(NamedTuple):
    """What a phrase may mean: a kind of word of time, its value, what it has to stand beside."""

    kind: str
    value: Any = None
    flag: str = ""


Phrase = tuple[str, ...]
# What a phrase without its accents means, by how it is spelled with them.
Spelled = tuple[tuple[Phrase, Meaning], ...]
# These stand in front of what they belong to ("pre") or behind it ("post").
PLACED = frozenset("ago hence since until before after from for last this next coming".split())
DIRECTIONS = ("last", "this", "next", "coming")
ADJECTIVES_AFTER = frozenset({"es", "fr", "pt", "it", "ar"})
_POSTPOSITIONAL = frozenset({"tr", "hi", "zh", "ja", "ko"})
# Of two meanings these are tried first.
_FIRST = {"at": -2, "num": -1}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words of time of a language.

    Attributes:
        language: Its code.
        unspaced: Whether words are written without spaces, or with endings that aren't listed.
        phrases: The phrases without accents, by their first word (or character), the longest
            first. A text may leave accents out, but has no others: "nişan" isn't "nisan".
        triggers: Words (or first characters) one of which is in any expression without digits.
        order: How a date in digits is written, or None where there are two ways.
        full_clock: Whether "5:30" is said of the morning alone.
        compound: Words that are two words of time written as one, a group for each.
    """

    language: str
    unspaced: bool
    phrases: Mapping[str, list[tuple[Phrase, Spelled]]]
    triggers: frozenset[str]
    order: Literal["dmy", "mdy", "ymd"] | None
    full_clock: bool
    compound: re.Pattern[str] | None = None

    @property
    def postpositional(self) -> bool:
        """Tell whether "in" and "since" stand behind what they belong to."""
        return self.language in _POSTPOSITIONAL


def key(word: str) -> str:
    """Return the form in which a word is looked up."""
    return folded(normal(word))


@functools.cache
def load(language: str) -> Lexicon:
    """Return the words of a language of `LANGUAGES`."""
    table = importlib.import_module(f"memkit.text.when.words.{language}")
    unspaced = language in UNSPACED
    post = language in _POSTPOSITIONAL
    placed = {kind: "post" if post or kind == "ago" else "pre" for kind in PLACED}
    placed |= dict.fromkeys(DIRECTIONS, "any" if language in ADJECTIVES_AFTER else "pre")
    meanings: defaultdict[Phrase, list[tuple[Phrase, Meaning]]] = defaultdict(list)
    for line in _lines(table.WORDS):
        if line == "numbers":
            _add_numbers(meanings, language)
            continue
        head, _, phrases = line.partition(": ")
        kind, *values = head.split()
        for text in phrases.split(", "):
            flag = text[-1] if text[-1] in "?~!" else ""
            value = _value(values) if values else placed.get(kind)
            spelled = _parts(text.rstrip("?~!"), unspaced)
            phrase = _phrase(spelled, unspaced)
            meanings[phrase].append((spelled, Meaning(kind, value, flag)))
    by_first: defaultdict[str, list[tuple[Phrase, Spelled]]] = defaultdict(list)
    triggers = set()
    for phrase in sorted(meanings, key=len, reverse=True):
        ordered = sorted(meanings[phrase], key=lambda pair: _FIRST.get(pair[1].kind, 0))
        by_first[phrase[0]].append((phrase, tuple(ordered)))
        if not MEANINGFUL.isdisjoint(meaning.kind for _, meaning in meanings[phrase]):
            triggers.add(phrase[0] if unspaced else max(phrase, key=len))
    compound = getattr(table, "COMPOUND", None)
    return Lexicon(
        language, unspaced, by_first, frozenset(triggers), table.ORDER, table.FULL_CLOCK,
        re.compile(rf"(?:{compound})\Z") if compound else None,
    )  # fmt: skip


def _add_numbers(
    meanings: defaultdict[Phrase, list[tuple[Phrase, Meaning]]], language: str
) -> None:
    """Add the words of numbers as far as times are counted in them."""
    hundreds: dict[Phrase, float] = {
        (word,): value for word, value in numbers.scales(language).items()
    }
    cardinals = {**numbers.cardinals(language), **hundreds}
    for kind, read in (("num", cardinals), ("ord", numbers.ordinals(language))):
        for words, value in read.items():
            if value <= _LARGEST_NUMBER:
                spelled = _parts(" ".join(words), language in UNSPACED)
                phrase = _phrase(spelled, language in UNSPACED)
                exact = int(value) if value == int(value) else value
                meanings[phrase].append((spelled, Meaning(kind, exact)))


def _lines(table: str) -> list[str]:
    """Return the lines of a table; one that begins with spaces goes on with the one before."""
    return table.strip().replace("\n    ", " ").splitlines()


def _parts(text: str, unspaced: bool) -> Phrase:
    if unspaced:
        return tuple(text.lower())
    return tuple(normal(word) for word in _WORD.findall(text))


def _phrase(spelled: Phrase, unspaced: bool) -> Phrase:
    return spelled if unspaced else tuple(folded(word) for word in spelled)


def _value(words: list[str]) -> Any:
    values = [_number(word) for word in words]
    if not values:
        return None
    return values[0] if len(values) == 1 else tuple(values)


def _number(word: str) -> int | float | str:
    if word.lstrip("-").isdigit():
        return int(word)
    return float(word) if word[0].isdigit() else word.replace("_", " ")
