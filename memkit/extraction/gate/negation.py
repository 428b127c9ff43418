"""What a sentence denies: "not", "never", "no longer", "stopped", in sixteen languages."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Literal

from memkit.extraction.gate import negation_words
from memkit.extraction.gate.evidence import Evidence
from memkit.extraction.gate.sentences import clauses
from memkit.extraction.gate.words import content, language_of

Change = Literal["dropped", "invented"]
_UNSPACED = ("zh", "ja", "ko")
_AND = re.compile(
    r"\s(?=(?:and|und|y|et|e|en|i|и|та|ve|और)\s\S)|\s(?=و[\u0620-\u064a]{3})|(?<=[,、，])",
    re.IGNORECASE,
)
_ANSWERS_NO = re.compile(
    r"^\W*(?:no|nope|nah|nein|non|não|nee|nie|нет|ні|hayır|لا|नहीं|不|いいえ|いや|아니요|아니)(?:[,،、，.!]+\s*|$)",
    re.IGNORECASE,
)


def change_of(text: str, found: Evidence) -> Change | None:
    """Return whether a fact drops a denial of its quote, or has one that its quote doesn't have.

    A fact may say the same in other words: what somebody avoids they don't do.
    """
    language = language_of(text) or found.language
    for clause in clauses(text):
        if denies(clause, language) and not _is_denied(clause, language, found):
            return "invented"
        for part in _AND.split(clause):
            if not _turns(part, language) and not _turns(text, language, _AVERSE):
                if _is_dropped(part, language, found):
                    return "dropped"
    return None


def denies(text: str, language: str | None) -> bool:
    """Tell whether a clause denies something: what only looks like it is left out."""
    return _turns(text, language, _NEGATORS) or _turns(text, language, _ENDED)


def _is_dropped(part: str, language: str | None, found: Evidence) -> bool:
    """Tell whether what a part of a fact speaks of is denied in the quote's sentences.

    Its words that stand only in clauses that deny are weighed against those that stand only in the
    others.
    """
    wanted = content(part, found.language) - _of_speakers(found)
    pieces = [_ANSWERS_NO.sub("", piece) for piece in found.pieces]
    if found.answer is False:
        asked = len(wanted & content(found.asked, found.language))
        if asked > max(
            (len(wanted & content(piece, found.language)) for piece in pieces), default=0
        ):
            return True
    denied: set[str] = set()
    stated: set[str] = set()
    for piece in pieces:
        shared = wanted & content(piece, found.language)
        is_denied = denies(piece, found.language) or _is_hated(piece, part, language, found)
        (denied if is_denied else stated).update(shared)
    if not denied and not stated:
        return bool(pieces) and all(denies(piece, found.language) for piece in pieces)
    return len(denied - stated) > len(stated - denied)


def _is_hated(piece: str, part: str, language: str | None, found: Evidence) -> bool:
    """Tell whether a clause hates what a part of a fact likes."""
    return _turns(piece, found.language, _HATES) and _turns(part, language, _LIKES)


def _is_denied(clause: str, language: str | None, found: Evidence) -> bool:
    """Tell whether what a clause speaks of is denied: there, or nearly as near to it."""
    if found.answer is False:
        return True
    both = _turns(clause, language, _NEGATORS) and _turns(clause, language, _ENDED)
    said = [*clauses(found.wide), *clauses(found.asked)]
    wanted = content(clause, found.language)
    best = max((len(wanted & content(piece, found.language)) for piece in said), default=0)
    return any(
        _is_turned(piece, clause, found, only_negators=both)
        and best - len(wanted & content(piece, found.language)) < 2
        for piece in said
    )


def _is_turned(piece: str, clause: str, found: Evidence, *, only_negators: bool) -> bool:
    """Tell whether a clause of the evidence denies, or turns away from something.

    "Not allergic" doesn't follow from "allergic", nor "didn't stop" from "stopped".
    """
    if _turns(piece, found.language, _NEGATORS):
        return True
    for table in (_ENDED, _AVERSE, _HATES):
        words = {word.casefold()[:5] for word in _found(piece, found.language, table)}
        if words and not (only_negators and table is _ENDED):
            own = {word.casefold()[:5] for word in _found(clause, found.language, table)}
            return not words & own or table is _ENDED
    return False


def _of_speakers(found: Evidence) -> frozenset[str]:
    names = " ".join(line.name for line in found.window if line.name)
    return content(names, found.language)


_NEGATORS, _ENDED, _AVERSE, _HATES, _LIKES = "NEGATORS", "ENDED", "AVERSE", "HATES", "LIKES"


@functools.lru_cache(maxsize=8192)
def _turns(text: str, language: str | None, *tables: str) -> bool:
    """Tell whether a text has a word of one of the tables; of those that deny, if none is named."""
    return any(_found(text, language, table) for table in tables or (_NEGATORS, _ENDED, _HATES))


@functools.lru_cache(maxsize=8192)
def _found(text: str, language: str | None, table: str) -> tuple[str, ...]:
    tongue = language if language in negation_words.NEGATORS else None
    left = _pattern("NOT_MEANT", tongue).sub(" ", text)
    return tuple(match[0] for match in _pattern(table, tongue).finditer(left))


@functools.cache
def _pattern(table: str, language: str | None) -> re.Pattern[str]:
    """Return the words of a language; of all, but for those that are other words elsewhere."""
    words: Mapping[str, str] = getattr(negation_words, table)
    if language in _UNSPACED or table == "NOT_MEANT":
        every = [words[language]] if language else list(words.values())
        return re.compile("|".join(every), re.IGNORECASE)
    spaced = [words[language]] if language else [w for t, w in words.items() if t not in _UNSPACED]
    unsure = "" if language else r"(?!(?:noch|mai|ne|sin|ni|na|no|rien|nada|que|solo|ama|mag)\b)"
    whole = rf"(?<![\w\u0900-\u094f]){unsure}(?:{'|'.join(spaced)})(?![\w\u0900-\u094f])"
    more = [] if language else [words[tongue] for tongue in _UNSPACED]
    return re.compile("|".join([whole, *more]), re.IGNORECASE)
