"""A text as runs of words of time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from memkit.text.tokens import folded, normal
from memkit.text.when import numerals
from memkit.text.when.lexicon import WORD, Lexicon, Meaning

# What may stand between two words of one expression.
_JOINED = re.compile(r"[\s\-–—'’‘.·、，,()]*\Z")
_TIGHT = re.compile(r"[\s\-'’.]{0,2}\Z")
_DASH = re.compile(r"\s*[-–—~〜]\s*\Z")
_STOP = re.compile(r"[.]\s+[^\W\d_]")
# "Ich hatte vor, heute ..." has no "vor heute".
_COMMA = re.compile("[,，、]")
_PLACING = frozenset({"since", "until", "before", "after", "ago", "hence"})
_PIECE = re.compile(rf"{WORD}")
_DIGIT = re.compile(r"\d")
_ZONE_NAME = re.compile(r"[A-Z]{3,4}(?!\w)")
_ZONES = {
    "UTC": 0, "GMT": 0, "WET": 0, "CET": 60, "MEZ": 60, "CEST": 120, "MESZ": 120, "EET": 120,
    "EEST": 180, "MSK": 180, "EST": -300, "EDT": -240, "CDT": -300, "MST": -420, "MDT": -360,
    "PST": -480, "PDT": -420, "JST": 540, "KST": 540, "AEST": 600, "AEDT": 660, "NZST": 720,
    "NZDT": 780, "CST": None, "IST": None, "BST": None,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """A word of time, where it stands, and what it may mean."""

    meanings: tuple[Meaning, ...]
    start: int
    end: int


Run = list[Token]


def runs(text: str, lexicon: Lexicon) -> list[Run]:
    """Return the words of time of a text; those that may belong together in one run."""
    found: list[Run] = []
    last: Token | None = None
    for token in _tokens(text, lexicon):
        between = text[last.end : token.start] if last else None
        if between is None or not _joins(text, last, token, between):
            found.append([])
        elif _DASH.match(between) and between.strip():
            # The dash of "mid-2023" is passed over where it means nothing.
            dash = (Meaning("dash"),)
            found[-1].append(Token(dash, token.start - len(between), token.start))
        found[-1].append(token)
        last = token
    return found


def _joins(text: str, last: Token | None, token: Token, between: str) -> bool:
    if not _JOINED.match(between):
        # "2024 г." and such: a point, then a small letter, goes on.
        return _DASH.match(between) is not None
    if _COMMA.search(between) and last and any(m.kind in _PLACING for m in last.meanings):
        return False
    start = (last.end if last else 0) + len(between) - 1
    return "." not in between or not text[start + 1 : start + 2].isupper()


def _tokens(text: str, lexicon: Lexicon) -> Iterator[Token]:
    if not text.isascii():
        text = _DIGIT.sub(lambda match: str(int(match[0])), text)
    return _unspaced(text, lexicon) if lexicon.unspaced else _spaced(text, lexicon)


def _spaced(text: str, lexicon: Lexicon) -> Iterator[Token]:
    words = [(match.start(), match.end()) for match in _PIECE.finditer(text)]
    if lexicon.compound is not None:
        words = [part for word in words for part in _parts(text, word, lexicon.compound)]
    spelled = [normal(text[start:end]) for start, end in words]
    keys = [folded(word) for word in spelled]
    digits = _DIGIT.search(text) is not None
    at = 0
    position = 0
    while at < len(words) or digits:
        start = words[at][0] if at < len(words) else len(text)
        if digits:
            number = numerals.following(text, position, start + 1, lexicon)
            if number is not None:
                yield from (Token(*piece) for piece in number.pieces)
                position = number.end
                while at < len(words) and words[at][0] < position:
                    at += 1
                continue
            if at >= len(words):
                return
        taken, token = _phrase(text, words, (spelled, keys), at, lexicon)
        if token is None:
            token = _zone(text, start)
        if token is not None:
            yield token
        at += taken
        position = max(position, words[at - 1][1])


def _parts(text: str, word: tuple[int, int], compound: re.Pattern[str]) -> list[tuple[int, int]]:
    start, end = word
    match = compound.match(text[start:end].lower())
    return [word] if match is None else [(start + a, start + b) for a, b in match.regs[1:]]


def _phrase(
    text: str,
    words: list[tuple[int, int]],
    forms: tuple[list[str], list[str]],
    at: int,
    lexicon: Lexicon,
) -> tuple[int, Token | None]:
    """Return how many words are taken, and the phrase that they are."""
    spelled, keys = forms
    for phrase, spellings in lexicon.phrases.get(keys[at], ()):
        length = len(phrase)
        if tuple(keys[at : at + length]) == phrase and all(
            _TIGHT.match(text[words[i][1] : words[i + 1][0]]) for i in range(at, at + length - 1)
        ):
            said = spelled[at : at + length]
            meanings = tuple(
                meaning
                for form, meaning in spellings
                if all(a in (b, c) for a, b, c in zip(said, form, phrase, strict=True))
            )
            if meanings and meanings[0].kind == "word":
                return length, None
            if meanings:
                return length, Token(meanings, words[at][0], words[at + length - 1][1])
    return 1, None


def _zone(text: str, start: int) -> Token | None:
    match = _ZONE_NAME.match(text, start)
    if match is None or match[0] not in _ZONES:
        return None
    return Token((Meaning("zone", _ZONES[match[0]]),), start, match.end())


def _unspaced(text: str, lexicon: Lexicon) -> Iterator[Token]:
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = text
    position = 0
    while position < len(text):
        number = numerals.unspaced(text, position, lexicon)
        token = _longest(lowered, position, lexicon)
        if number is not None and (token is None or number.end >= token.end):
            yield from (Token(*piece) for piece in number.pieces)
            position = number.end
        elif token is not None:
            if token.meanings[0].kind != "word":
                yield token
            position = token.end
        else:
            position += 1


def _longest(text: str, start: int, lexicon: Lexicon) -> Token | None:
    for phrase, spellings in lexicon.phrases.get(text[start], ()):
        end = _end_of(text, start, phrase)
        if end:
            return Token(tuple(meaning for _, meaning in spellings), start, end)
    return None


def _end_of(text: str, start: int, phrase: tuple[str, ...]) -> int:
    """Return where a phrase ends that stands here, with or without spaces inside, or 0."""
    at = start
    for character in phrase:
        if character == " " and text[at : at + 1] != " ":
            continue
        if at >= len(text) or text[at] != character:
            return 0
        at += 1
    return at
