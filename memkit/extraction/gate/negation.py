"""What a sentence denies: "not", "never", "no longer", "stopped", in sixteen languages."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Iterable, Mapping
from typing import Literal

from memkit.extraction.gate import negation_words
from memkit.extraction.gate.evidence import Evidence, joined_clauses
from memkit.extraction.gate.words import content

Change = Literal["dropped", "invented"]
_UNSPACED = ("zh", "ja", "ko")
_AND = {
    "en": "and", "de": "und", "es": "y|e", "fr": "et", "pt": "e", "it": "e|ed", "nl": "en",
    "pl": "i|a", "ru": "и|а", "uk": "і|та|й|а", "tr": "ve", "hi": "और",
}  # fmt: skip
_LEFT = re.compile(r"\b(?:left|leaves|refus\w+|avoid\w*|declin\w+|cancel\w*)\b", re.IGNORECASE)
_USED_TO = re.compile(r"\bused to\b(?! (?:it|this|that|the)\b)", re.IGNORECASE)
_PAST = re.compile(
    r"\b(?:was|were|had|did|went|used|former|formerly|once|ago|\w{3,}ed|\w+ew|\w+old"
    r"|\w+ought|lived)\b",
    re.IGNORECASE,
)
# A name between commas is no clause: "Serena's husband, Marco, can't drive."
_APPOSED = re.compile(r",\s((?:(?-i:[A-ZÀ-ÞА-ЯІЇЄҐŁŚŻŹĆÇĞİŞÖÜ])[\w'’-]{1,30}\s?){1,3}),\s")
# "Not the wifi the alarm code": what is named in error, and beside it what is meant.
_CORRECTED = re.compile(
    r"\b(?:not|nicht|no|pas|não|non|niet|nie|не)\s+(\w+)\s+\w+,?\s+(?=\1\s)", re.IGNORECASE
)
# A denial of a denial.
_DOUBLED = re.compile(
    r"\b(?:never|not)\s+(?:\w+n['’]t|cannot|not|never)\b|ないわけで|ませんわけで|m[ae]z değil",
    re.IGNORECASE,
)
# In a list without signs only what stands after these is denied.
_NONE_OF = re.compile(r"\s(?=(?:no|kein(?:e[mnrs]?)?|geen)\s\w)", re.IGNORECASE)
_WORDS_OF_A_LIST = 8
_ANSWERS_NO = re.compile(
    r"^\W*(?:no|nope|nah|nein|non|não|nee|nie|нет|ні|hayır|لا|नहीं|不|いいえ|いや|아니요"
    r"|아니)(?:[,،、，.!]+\s*|$)",
    re.IGNORECASE,
)


def change_of(text: str, found: Evidence) -> Change | None:
    """Return whether a fact drops a denial of its quote, or has one that its quote doesn't have.

    A fact may say the same in other words: what somebody avoids they don't do.
    """
    language = found.language_of(text)
    if _DOUBLED.search(text) and not _DOUBLED.search(found.said):
        return "invented"
    drops_none = False
    parts = _told(text, language)
    for part in parts:
        if denies(part, language):
            if not _is_denied(part, language, found):
                return "invented"
            if _drops_one_of_two(part, language, found):
                return "dropped"
            drops_none = True
        elif not _denies_otherwise(part, language, found) and _is_dropped(part, language, found):
            return "dropped"
        else:
            drops_none |= _denies_otherwise(part, language, found)
    return None if drops_none or not _tells_all(parts, found) else "dropped"


def _tells_all(parts: list[str], found: Evidence) -> bool:
    """Tell whether a fact has all clauses of a quote of several, one of which denies something."""
    pieces = _parts(joined_clauses(found.quote), found.language)
    said = [part for piece in pieces for part in _listed(piece)]
    denied = [piece for piece in said if _turns(piece, found.language, _NEGATORS)]
    return 2 <= len(said) <= len(parts) and bool(denied) and not _ANSWERS_NO.match(found.quote)


# Here a verb at the end, or a "not" behind it, is of all that stands before: "A ve B yemez".
_AT_THE_END = {
    "tr": r".", "hi": r".", "de": r"\bnicht\W*$", "nl": r"\bniet\W*$",
}  # fmt: skip
_WORDS_OF_OBJECTS = 3
# "Does not want red and green used": what is denied goes on.
_OBJECT = re.compile(
    r"and (?!(?:he|she|it|they|we|i|is|are|was|were|has|have|had|will|would|can|could|does|did|now"
    r"|also|then|instead|only|\w+s|\w+ed|\w+ing)\b)",
    re.IGNORECASE,
)


def _told(text: str, language: str | None) -> list[str]:
    """Return the parts of a fact; what one denial at its end is of is one part."""
    joined: list[str] = []
    at_end = _AT_THE_END.get(language or "")
    for part in _parts(joined_clauses(_APPOSED.sub(r" \1 ", text)), language):
        before = joined[-1] if joined else ""
        if (
            at_end
            and before
            and not denies(before, language)
            and denies(part, language)
            and re.search(at_end, part)
            and min(len(before.split()), len(part.split())) <= _WORDS_OF_OBJECTS
        ) or (language == "en" and _OBJECT.match(part) and denies(before, language)):
            joined[-1] = f"{before} {part}"
        else:
            joined.append(part)
    return joined


def _parts(pieces: Iterable[str], language: str | None) -> list[str]:
    """Return clauses cut at every "and": one may be denied, and the other not."""
    pattern = _and(language)
    return [part for piece in pieces for part in pattern.split(piece) if part.strip()]


@functools.cache
def _and(language: str | None) -> re.Pattern[str]:
    if language == "ar":
        return re.compile(r"\s(?=و[\u0620-\u064a]{3})")
    words = [_AND.get(language or "en", "and")]
    if language not in (None, "tr", "hi"):
        # Only what stands after "without" is denied.
        words.append(negation_words.WITHOUT.get(language, "without"))
    return re.compile(rf"\s(?=(?:{'|'.join(words)})\s\S)", re.IGNORECASE)


def denies(text: str, language: str | None) -> bool:
    """Tell whether a clause denies something: what only looks like it is left out."""
    return any(_turns(text, language, table) for table in (_NEGATORS, _ENDED, _WITHOUT))


def _denies_otherwise(part: str, language: str | None, found: Evidence) -> bool:
    """Tell whether a part of a fact turns away from something with a word of its own: "avoids"."""
    said = {word.casefold() for word in _found(found.sentence, found.language, _AVERSE)}
    own = [*_found(part, language, _AVERSE), *_found(part, language, _HATES)]
    return any(word.casefold()[:5] not in {other[:5] for other in said} for word in own)


def _drops_one_of_two(part: str, language: str | None, found: Evidence) -> bool:
    """Tell whether a quote denies what a part of a fact says with a "stop" or "without" of it."""
    if _turns(part, language, _NEGATORS):
        return False
    pieces = [_ANSWERS_NO.sub("", piece) for piece in _parts(found.pieces, found.language)]
    wanted = content(part, found.language)
    best = max((len(wanted & content(piece, found.language)) for piece in pieces), default=0)
    nearest = [p for p in pieces if best and len(wanted & content(p, found.language)) == best]
    return any(
        _turns(piece, found.language, _NEGATORS)
        and (_turns(piece, found.language, _ENDED) or _turns(piece, found.language, _WITHOUT))
        for piece in nearest
    )


def _is_dropped(part: str, language: str | None, found: Evidence) -> bool:
    """Tell whether what a part of a fact speaks of is denied in the quote's sentences.

    Its words that stand only in clauses that deny are weighed against those that stand only in the
    others.
    """
    wanted = content(part, found.language) - _of_speakers(found)
    if language != "de":
        # Who it is about says nothing of what is denied.
        names = " ".join(word for word in part.split() if word[0].isupper())
        wanted = (wanted - content(names, found.language)) or wanted
    if not wanted and len(part) < len(found.sentence) / 2:
        return False
    pieces = [_ANSWERS_NO.sub("", piece) for piece in _parts(found.pieces, found.language)]
    if found.answer is False:
        asked = len(wanted & content(found.asked, found.language))
        if asked > max(
            (len(wanted & content(piece, found.language)) for piece in pieces), default=0
        ):
            return True
    denied: set[str] = set()
    stated: set[str] = set()
    lacking: set[str] = set()
    for piece in itertools.chain.from_iterable(map(_listed, pieces)):
        shared = wanted & content(piece, found.language)
        is_denied = (
            denies(piece, found.language)
            or _is_hated(piece, part, language, found)
            or _is_past(piece, part)
            or _keeps_half(piece, part, wanted, found)
        )
        (denied if is_denied else stated).update(shared)
        if _turns(piece, found.language, _WITHOUT):
            lacking.update(shared)
    if not denied and not stated:
        return bool(pieces) and all(denies(piece, found.language) for piece in pieces)
    return bool(lacking - stated) or len(denied - stated) > len(stated - denied)


def _listed(piece: str) -> list[str]:
    """Return what a long clause lists, cut before each thing that there is none of."""
    return _NONE_OF.split(piece) if len(piece.split()) > _WORDS_OF_A_LIST else [piece]


def _keeps_half(piece: str, part: str, wanted: frozenset[str], found: Evidence) -> bool:
    """Tell whether a fact has the verb of a phrase without its denial: "can't wait", "wait"."""
    if _pattern("NOT_MEANT", _tongue(found.language)).search(part):
        return False
    phrases = " ".join(m[0] for m in _pattern("NOT_MEANT", _tongue(found.language)).finditer(piece))
    return bool(wanted & content(phrases, found.language))


def _is_past(piece: str, part: str) -> bool:
    """Tell whether what a clause "used to" do is said of today."""
    return _USED_TO.search(piece) is not None and _PAST.search(part) is None


def _is_hated(piece: str, part: str, language: str | None, found: Evidence) -> bool:
    """Tell whether a clause hates what a part of a fact likes."""
    return _turns(piece, found.language, _HATES) and _turns(part, language, _LIKES)


def _is_denied(clause: str, language: str | None, found: Evidence) -> bool:
    """Tell whether what a clause speaks of is denied: there, or nearly as near to it."""
    if found.answer is False:
        return True
    if not any(
        denies(piece, found.language) or _averts(piece, found)
        for piece in (found.wide, found.asked)
    ):
        return False
    both = _turns(clause, language, _NEGATORS) and (
        _turns(clause, language, _ENDED)
        or _turns(clause, language, _WITHOUT)
        or _LEFT.search(clause) is not None
    )
    own = [part for piece in _parts(found.pieces, found.language) for part in _listed(piece)]
    around = [*joined_clauses(found.wide), *joined_clauses(found.asked)]
    near = [part for piece in _parts(around, found.language) for part in _listed(piece)]
    wanted = content(clause, found.language) - _of_speakers(found)
    best = max((len(wanted & content(piece, found.language)) for piece in [*own, *near]), default=0)
    for piece in dict.fromkeys([*own, *near]):
        if _is_turned(piece, clause, found, only_negators=both):
            shared = len(wanted & content(piece, found.language))
            # Another sentence must speak of the same as nearly as any; one word may be another.
            nearest = shared == best and (best > 0 or piece in own)
            if nearest or (piece in own and shared and shared + 1 == best):
                return True
    return False


def _averts(piece: str, found: Evidence) -> bool:
    return any(_turns(piece, found.language, table) for table in (_AVERSE, _HATES))


def _is_turned(piece: str, clause: str, found: Evidence, *, only_negators: bool) -> bool:
    """Tell whether a clause of the evidence denies, or turns away from something.

    "Not allergic" doesn't follow from "allergic", nor "didn't stop" from "stopped".
    """
    if _turns(piece, found.language, _NEGATORS):
        return True
    if not only_negators and any(_turns(piece, found.language, t) for t in (_ENDED, _WITHOUT)):
        return True
    for table in (_AVERSE, _HATES):
        words = {word.casefold()[:4] for word in _found(piece, found.language, table)}
        own = {word.casefold()[:4] for word in _found(clause, found.language, table)}
        if words - own:
            return True
    return False


def _of_speakers(found: Evidence) -> frozenset[str]:
    names = " ".join(line.name for line in found.window if line.name)
    return content(names, found.language)


_NEGATORS, _WITHOUT, _ENDED = "NEGATORS", "WITHOUT", "ENDED"
_AVERSE, _HATES, _LIKES = "AVERSE", "HATES", "LIKES"


def _turns(text: str, language: str | None, table: str) -> bool:
    """Tell whether a text has a word of a table."""
    return bool(_found(text, language, table))


@functools.lru_cache(maxsize=8192)
def _found(text: str, language: str | None, table: str) -> tuple[str, ...]:
    tongue = _tongue(language)
    left = _pattern("NOT_MEANT", tongue).sub(" ", _CORRECTED.sub(" ", text))
    return tuple(match[0] for match in _pattern(table, tongue).finditer(left))


def _tongue(language: str | None) -> str | None:
    return language if language in negation_words.NEGATORS else None


@functools.cache
def _pattern(table: str, language: str | None) -> re.Pattern[str]:
    """Return the words of a language; of all, but for those that are other words elsewhere."""
    words: Mapping[str, str] = getattr(negation_words, table)
    if language in _UNSPACED:
        return re.compile(words[language], re.IGNORECASE)
    spaced = [words[language]] if language else [w for t, w in words.items() if t not in _UNSPACED]
    unsure = "" if language else r"(?!(?:noch|mai|ne|sin|ni|na|no|rien|nada|que|solo|ama|mag)\b)"
    whole = rf"(?<![\w\u0900-\u094f]){unsure}(?:{'|'.join(spaced)})(?![\w\u0900-\u094f])"
    more = [] if language else [words[tongue] for tongue in _UNSPACED]
    return re.compile("|".join([whole, *more]), re.IGNORECASE)
