"""Which words of a text are names, as far as its own letters tell.

Where a script has capitals, a word with one inside a sentence is a name, or may be; what begins a
sentence, and any German noun, may be one too, if the same word is a name elsewhere. Where a script
has none, names are what stands in the place of one, as the gate knows these places.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise

from memkit.extraction.entities.forms import without_possessive
from memkit.extraction.gate.names import (
    GERMAN_NAME,
    GERMAN_NOUN,
    WORD,
    chinese_names,
    is_generic,
    names_in_slots,
    opens,
)
from memkit.extraction.gate.times import times
from memkit.extraction.gate.words import language_of, script_of
from memkit.text import languages
from memkit.text.sentences import sentences
from memkit.text.tokens import normal
from memkit.text.when import find

_SOME_DAY = datetime(2025, 6, 11, tzinfo=UTC)

_CASED = ("latin", "cyrillic", "greek")
# What may stand between the words of one name.
_PARTICLES = frozenset(
    f" {said} "
    for said in (
        "de",
        "da",
        "do",
        "dos",
        "das",
        "del",
        "della",
        "di",
        "du",
        "of",
        "van",
        "van der",
        "van den",
        "de la",
        "de los",
        "bin",
        "ibn",
    )
)
_BESIDE = re.compile(r"[  \-–]")
# An article or a preposition that lost its vowel: "l'Italie", "dell'Umbria"; but "O'Neil".
_ELIDED = re.compile(r"^(?:[cdjlmnst]|qu|[a-z]{2,5})['’](?=[^\W\d_])", re.IGNORECASE)
# Capitals that name nobody: of languages and peoples, of feasts, of shouting and of the trade.
_TITLE = re.compile("(?<=..)(?:씨|님|さん|くん|ちゃん|様|氏|先生)$")
_NO_NAMES = frozenset(
    """english german french spanish italian portuguese dutch polish russian turkish arabic hindi
    chinese japanese korean european american british christmas easter ramadan diwali hanukkah
    thanksgiving halloween god internet wifi wi-fi tv pc usb pdf api url html css sql json id faq
    ceo cto hr pm dj diy asap lol omg btw fyi imo ps rsvp covid dna llm ai ok okay gps atm suv mri
    system note update re fwd weihnachten ostern silvester noël pâques navidad natal pascua
    wielkanoc
    рождество пасха deutsch englisch französisch spanisch italienisch engels duits frans spaans
    nederlands türkçe ingilizce almanca fransızca ispanyolca rusça arapça""".split()
)
_BEFORE_THINGS = frozenset("mit für als und von".split())
_NOUN_SIGNS = frozenset(
    """der die das den dem des ein eine einen einem einer eines kein keine keinen mein meine meinen
    meinem meiner dein deine sein seine seinen seinem seiner ihr ihre ihren ihrem ihrer unser unsere
    unseren euer eure zum zur beim im ins am vom jeder jede jedes jeden diese dieser dieses diesen
    viele viel mehr wenig etwas alle guten gute guter gutes neue neuen neuer neues""".split()
)


@dataclass(frozen=True, slots=True)
class Run:
    """Words with a capital beside each other, which may be a name.

    Attributes:
        words: The words, as they are written; `gaps`: what stands between them.
        start, end: Where they stand in the text.
        opens: Whether the first one stands where any word has a capital.
        sure: Whether the others, or the one, are a name by their own place.
        before: The word before, in lower case; "" if there is none.
    """

    words: tuple[str, ...]
    start: int
    end: int
    opens: bool = False
    sure: bool = True
    before: str = ""
    gaps: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Read:
    """What a text tells of names.

    Attributes:
        runs: What may be names, in their order.
        lower: Its words that begin with a small letter, of scripts that have both.
        language: Its language, if it can be told.
    """

    runs: tuple[Run, ...]
    lower: tuple[str, ...] = ()
    language: str | None = None


def read(text: str) -> Read:
    """Return what a text tells of names."""
    script = script_of(text)
    if script is None:
        return Read(())
    if script not in _CASED:
        names = dict.fromkeys(_in_places(text, script))
        found = [Run((name,), text.find(name), text.find(name) + len(name)) for name in names]
        # Words in Latin letters are copied into other scripts as they are.
        latin = [run for run in _runs(text, None) if run.words[0].isascii()]
        return Read((*found, *(run for run in latin if len(run.words[0]) > 1)))
    language = language_of(text)
    lower = tuple(normal(match[0]) for match in WORD.finditer(text) if match[0][0].islower())
    return Read(tuple(_runs(text, language)), lower, language)


def _in_places(text: str, script: str) -> Iterator[str]:
    """Yield the names of a text without capitals; titles, pronouns and months are none."""
    language = language_of(text)
    for name in chinese_names(text) if script == "zh" else names_in_slots(text):
        bare = _TITLE.sub("", name)
        if len(bare) > 1 and not _is_function_word(bare, language) and not is_time_word(bare):
            yield bare


def _runs(text: str, language: str | None) -> Iterator[Run]:
    matches = list(WORD.finditer(text))
    if not any(match[0][0].isupper() or "'" in match[0] or "’" in match[0] for match in matches):
        return
    shouted = sum(match[0].isupper() and len(match[0]) > 1 for match in matches) * 2 > len(matches)
    if shouted and len(matches) > 2:
        return
    first = {start for start, _ in sentences(text)}
    german = language == "de"
    named = set(_named_in_german(text)) if german else set()
    current: list[_Word] = []
    before = last = ""
    for match in matches:
        word = _bare(match[0])
        if match[0].islower() or not _may_name(word, language):
            if current and not _may_join(text[current[-1].end : match.end()]):
                yield _run(current, text, german, before)
                current = []
            last = normal(match[0])
            continue
        start = match.end() - len(word)
        begins = match.start() in first or (start == match.start() and opens(text, start))
        capital = _Word(word, start, match.end(), begins or match.start() == 0, start in named)
        joined = bool(current) and not begins and _joins(text[current[-1].end : start])
        # A German noun stands before a name: "meine Schwester Nina". Who has something, and where
        # something is in Turkish, is a name of its own: "Nina's Fiat", "Emre Ankara'da".
        apart = capital.named or (bool(current) and _is_possessive(current[-1].text))
        apart = apart or (language == "tr" and _is_possessive(word))
        if current and (not joined or apart):
            yield _run(current, text, german, before)
            current = []
        if not current:
            before = last
        current.append(capital)
        last = normal(match[0])
    if current:
        yield _run(current, text, german, before)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word with a capital: where it stands, whether any would have one there, and what a name."""

    text: str
    start: int
    end: int
    opens: bool
    named: bool


def _run(current: Sequence[_Word], text: str, german: bool, before: str) -> Run:
    first = current[0]
    inside = current[1:] if first.opens else current
    sure = bool(inside)
    if german and sure:
        nouns = any(GERMAN_NOUN.search(word.text) for word in inside)
        alone = len(current) == 1 and not first.named
        sure = before not in _NOUN_SIGNS and not nouns and not alone
    return Run(
        words=tuple(word.text for word in current),
        start=first.start,
        end=current[-1].end,
        opens=first.opens,
        sure=sure,
        before=before,
        gaps=tuple(text[a.end : b.start] for a, b in pairwise(current)),
    )


def _named_in_german(text: str) -> Iterator[int]:
    """Yield where names stand; behind "with" and "and" as many things do."""
    for match in GERMAN_NAME.finditer(text):
        if match[0].split()[0].lower() not in _BEFORE_THINGS:
            yield match.start("name")


def _may_join(rest: str) -> bool:
    """Tell whether a name may go on behind what follows its first part."""
    return any(particle.startswith(rest) for particle in _PARTICLES)


def _bare(word: str) -> str:
    """Return a word without an article that lost its vowel."""
    elided = _ELIDED.match(word)
    if elided is None or not word[elided.end()].isupper():
        return word
    return word[elided.end() :]


def _is_possessive(word: str) -> bool:
    return without_possessive(word) != word


def _joins(between: str) -> bool:
    return _BESIDE.fullmatch(between) is not None or between in _PARTICLES


def _may_name(word: str, language: str | None) -> bool:
    capital = word[0].isupper() or (len(word) > 2 and word[1].isupper())
    if not capital or is_generic(word):
        return False
    plain = normal(without_possessive(word))
    if plain in _NO_NAMES or len(plain) < 2:
        return False
    return not _is_function_word(normal(word), language) and not is_time_word(plain)


def _is_function_word(word: str, language: str | None) -> bool:
    plain = word.replace("’", "'")
    return any(
        plain in words or plain.partition("'")[0] in words
        for words in (languages.stop_words("en"), languages.stop_words(language or "en"))
    )


@functools.lru_cache(maxsize=65_536)
def is_time_word(word: str) -> bool:
    """Tell whether a word is a month, a weekday or another time: "March", "Gestern"."""
    title = word[:1].upper() + word[1:]
    dated = times(title).dates or times(title).spans or times(f"in {title}").dates
    return bool(dated) or bool(find(title, at=_SOME_DAY))
