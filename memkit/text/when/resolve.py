"""Words of time against the time at which they were said."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, tzinfo

from memkit.errors import ValidationError
from memkit.text import languages
from memkit.text.when.context import Context, context
from memkit.text.when.expressions import Expression, expressions
from memkit.text.when.lexicon import LANGUAGES, UNSPACED, WORD, Lexicon, key, load
from memkit.text.when.model import Prefer, When
from memkit.text.when.tense import tense

# What is longer is no words of time.
_LONGEST = 300
_WORDS = re.compile(WORD)
_DIGIT = re.compile(r"\d")
_SCRIPTS = (
    (re.compile("[\uac00-\ud7a3]"), ("ko",)),
    (re.compile("[\u3040-\u30ff]"), ("ja",)),
    (re.compile("[\u3400-\u9fff]"), ("zh", "ja")),
    (re.compile("[іїєґІЇЄҐ]"), ("uk",)),
    (re.compile("[\u0400-\u04ff]"), ("ru", "uk")),
    (re.compile("[\u0600-\u06ff]"), ("ar",)),
    (re.compile("[\u0900-\u097f]"), ("hi",)),
)
_LATIN = ("en", "de", "es", "fr", "pt", "it", "nl", "pl", "tr")


def resolve(
    words: str,
    *,
    at: datetime,
    language: str | None = None,
    tz: tzinfo | str | None = None,
    prefer: Prefer | None = None,
) -> When | None:
    """Return the time that words of time mean, or None where that isn't certain.

    Args:
        words: The words, as they were said: "last Friday", "im März", "2年前".
        at: When they were said; a time without a zone is in UTC.
        language: Their language ("de"), with the region where it matters ("en-GB" writes the day
            first, "en-AU" has summer in December). Found out if it isn't given.
        tz: The zone on whose clocks "today" begins, or its name; that of `at` by default.
        prefer: Where a time lies of which there is one a year, a month or a week ("in March",
            "on Friday"). Without it a month, a day of a year, a season or a holiday is the nearest
            if the other one is at least twice as far; a weekday is none.

    A week is that of ISO 8601. "Last Friday" is the latest one before today, "this Friday" that of
    this week, "next Friday" that of the next week where the language has another word for the
    coming one. "Two years ago" is that whole year, as "last year" is. A season is three whole
    months: summer from June on, or from December on in the south, which the region of `language` or
    the zone tells; a winter is of the year in which it begins. "For three years" is since then, but
    only without a tense: in the past it is over. Where two times are possible, what is sure of both
    remains: 3/4/2025 in English is the year 2025, "tomorrow at 5" is that day.

    Raises:
        ValidationError: There is no such zone.
    """
    if len(words) > _LONGEST:
        return None
    now = _context(at, language, tz, prefer)
    found = _best(words, _given(language, words), now)
    if not found and language is not None and _may_be_another(language):
        found = _best(words, _guessed(words), now)
    if len(found) != 1 or not found[0].alone:
        return None
    return _when(words, found[0], now)


def find(
    text: str,
    *,
    at: datetime,
    language: str | None = None,
    tz: tzinfo | str | None = None,
    prefer: Prefer | None = None,
) -> list[tuple[tuple[int, int], When]]:
    """Return the expressions of time in a sentence: where each stands, and what it means.

    Arguments are those of `resolve`. Without `prefer` the verbs beside an expression tell whether
    it lies in the past or the future. Words that mean something else beside are taken for time only
    where their neighbours say so: "May I", "the sun", "Room 2025", "2.0" are none.
    """
    candidates = [lexicon for lexicon in _given(language, text) if _may_hold(text, lexicon)]
    if not candidates:
        return []
    best: list[tuple[tuple[int, int], When]] = []
    for lexicon in candidates:
        found = _in_sentence(text, lexicon, at, language, tz, prefer)
        if sum(b - a for (a, b), _ in found) > sum(b - a for (a, b), _ in best):
            best = found
    return best


def _in_sentence(
    text: str,
    lexicon: Lexicon,
    at: datetime,
    language: str | None,
    tz: tzinfo | str | None,
    prefer: Prefer | None,
) -> list[tuple[tuple[int, int], When]]:
    contexts: dict[Prefer | None, Context] = {}

    def said(start: int, end: int) -> Context:
        hint = prefer or tense(text, lexicon.language, start=start, end=end)
        if hint not in contexts:
            contexts[hint] = _context(at, language, tz, hint)
        return contexts[hint]

    found = []
    for one in expressions(text, lexicon, said):
        when = _when(text[one.start : one.end], one, said(one.start, one.end))
        if when is not None:
            found.append(((one.start, one.end), when))
    return found


def _best(text: str, lexicons: Iterator[Lexicon], now: Context) -> list[Expression]:
    best: list[Expression] = []
    for lexicon in lexicons:
        found = expressions(text, lexicon, lambda start, end: now, words_only=True)
        if sum(one.end - one.start for one in found) > sum(one.end - one.start for one in best):
            best = found
    return best


def _given(language: str | None, text: str) -> Iterator[Lexicon]:
    """Yield the lexicon of a language that was given, else those that it may be."""
    if language is None:
        yield from _guessed(text)
        return
    base = language.replace("_", "-").partition("-")[0].lower()
    if base in LANGUAGES:
        lexicon = load(base)
        yield _regional(lexicon, language)


def _may_be_another(language: str) -> bool:
    """Tell whether words that mean nothing in a language may be of another.

    Not those of Chinese, Japanese and Korean, which share characters that mean other things.
    """
    return language[:2].lower() not in UNSPACED


def _regional(lexicon: Lexicon, language: str) -> Lexicon:
    region = _region(language)
    if lexicon.language != "en" or region is None:
        return lexicon
    if region == "US":
        return replace(lexicon, order="mdy")
    return replace(lexicon, order="ymd" if region == "CA" else "dmy")


def _region(language: str | None) -> str | None:
    parts = (language or "").replace("_", "-").split("-")[1:]
    return next((part.upper() for part in parts if len(part) == 2), None)


def _guessed(text: str) -> Iterator[Lexicon]:
    """Yield the lexicons of the languages that a text may be in, the likeliest first."""
    if not text.isascii():
        for pattern, codes in _SCRIPTS:
            if pattern.search(text):
                yield from map(load, codes)
                return
    words = [word.lower() for word in _WORDS.findall(text)]
    if languages.is_english(words):
        yield load("en")
        return
    evidence = languages.evidence(words)
    certain = [code for code in languages.certain(evidence) if code in _LATIN]
    for code in certain or sorted(_LATIN, key=lambda code: -evidence.get(code, 0.0)):
        yield load(code)


def _may_hold(text: str, lexicon: Lexicon) -> bool:
    """Tell at a glance whether a text may name a time."""
    if _DIGIT.search(text):
        return True
    if lexicon.unspaced:
        return not lexicon.triggers.isdisjoint(text)
    if text.isascii():
        return not lexicon.triggers.isdisjoint(_WORDS.findall(text.lower()))
    return not lexicon.triggers.isdisjoint(key(word) for word in _WORDS.findall(text))


def _context(
    at: datetime, language: str | None, tz: tzinfo | str | None, prefer: Prefer | None
) -> Context:
    return context(at, _zone(tz), prefer=prefer, region=_region(language))


def _zone(tz: tzinfo | str | None) -> tzinfo | None:
    if not isinstance(tz, str):
        return tz
    try:
        return zoneinfo.ZoneInfo(tz)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        raise ValidationError(
            f"tz is {tz!r}, which is no time zone that this machine knows.",
            fix="Give a name such as 'Europe/Berlin', or a tzinfo.",
        ) from None


def _when(words: str, expression: Expression, now: Context) -> When | None:
    """Return a time in UTC; None for one that no datetime can hold there."""
    found = expression.found
    try:
        start, end = (
            now.utc(moment) if moment is not None else None for moment in (found.start, found.end)
        )
    except OverflowError:
        return None
    if found.start and found.end and start is not None and end is not None and end <= start:
        # An hour that clocks leap over, in spring: what was said of it is the hour that follows.
        end = start + (now.local(found.end) - now.local(found.start))
    return When(
        words=words,
        start=start,
        end=end,
        precision=found.precision,
        relation=found.relation,
        recurring=found.recurring,
        zone=now.at.tzinfo or UTC,
    )
