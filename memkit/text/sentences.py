"""Where sentences stand in a text, and clauses in a sentence, in any language that has signs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

Span = tuple[int, int]

_END = re.compile(
    r"(?:\.+|[!?…؟।]+)[\"'”’»)\]*]*(?=\s|$)|[。！？]+[」』”]?|\n+",
)
# A full stop after one of these, after one letter or a number ("7. Mai") ends nothing.
_SHORT = frozenset(
    "dr mr mrs ms prof st vs etc e.g i.e z.b bzw ca nr sr sra dra no approx jr г ул т.е д".split()
)
_WORD = re.compile(r"\S")
_LAST_WORD = re.compile(r"[\w.]+$")
# Before these a clause begins, with or without a comma.
_BEGINNINGS = """but because although though whereas while since so that
and (?:i|he|she|we|they|my|his|her|it|then|now|also|loves?|likes?|lives?|works?|has|have|is|am|was)
aber sondern weil obwohl und (?:ich|er|sie|wir|mag|liebt?|wohnt?|wohne|arbeitet?)
pero sino porque aunque y (?:yo|me|vivo|trabajo|tengo|vive|trabaja|tiene)
mais parce que car et (?:je|j'|il|elle)
mas porém e (?:eu|io|moro|lavoro) ma però perché
maar omdat en (?:ik|hij|zij|ze) ale bo ponieważ lecz но а але бо потому что тому що
ama fakat çünkü لكن ولكن لأن लेकिन क्योंकि मगर"""
_PHRASE = re.compile(r"\(\?:[^)]*\)|\S+")


def _beginnings() -> str:
    """Return a pattern of what begins a clause: words, and pairs of which the first is joined."""
    joined = {"and", "und", "y", "et", "e", "en", "so", "parce", "потому", "тому"}
    parts: list[str] = []
    for word in _PHRASE.findall(_BEGINNINGS):
        if parts and parts[-1] in joined:
            parts[-1] += rf"\s{word}"
        else:
            parts.append(word)
    return "|".join(parts)


_CLAUSE = re.compile(
    r"[,;:،؛，、；：]\s*(?!\d)|\s[-–—]+\s|[()\n]"
    rf"|\s(?=(?:{_beginnings()})\s)"
    "|(?=但是|不过|可是|因为|所以|而且)|(?<=[\u3040-\u30ff\u4e00-\u9fff])(?:けど|けれど|ので)",
    re.IGNORECASE,
)


def sentences(text: str) -> list[Span]:
    """Return where the sentences of a text stand, in order; blanks at their ends belong to none."""
    return _cut((match.end() for match in _END.finditer(text) if _ends(match)), text)


def clauses(text: str) -> list[str]:
    """Return the clauses of a text, as far as signs and conjunctions tell them."""
    return [
        text[begin:stop][start:end]
        for begin, stop in sentences(text)
        for start, end in _cut(_clause_ends(text[begin:stop]), text[begin:stop])
    ]


def around(text: str, start: int, end: int, *, more: int = 0) -> Span:
    """Return the span of the sentences that hold a span, and of so many on each side of them."""
    found = sentences(text)
    holding = [i for i, (begin, stop) in enumerate(found) if begin < end and stop > start]
    if not holding:
        return start, end
    first, last = max(0, holding[0] - more), min(len(found) - 1, holding[-1] + more)
    return found[first][0], found[last][1]


def _clause_ends(text: str) -> Iterator[int]:
    return (match.end() for match in _CLAUSE.finditer(text))


def _ends(sign: re.Match[str]) -> bool:
    """Tell whether a sign ends a sentence: an abbreviation and an ordinal have a full stop too."""
    if sign[0] != ".":
        return True
    last = _LAST_WORD.search(sign.string, max(0, sign.start() - 20), sign.start())
    if last is None or sign.end() >= len(sign.string):
        return True
    word = last[0].lower()
    # Not by a copy of the rest: a long list has many numbers.
    more = _WORD.search(sign.string, sign.end())
    is_ordinal = word.isdigit() and len(word) <= 2 and more is not None
    return not (is_ordinal or word in _SHORT or (len(word) == 1 and word.isascii()))


def _cut(ends: Iterable[int], text: str) -> list[Span]:
    """Return the stretches between some places of a text, without blanks at their ends."""
    spans: list[Span] = []
    at = 0
    for end in [*ends, len(text)]:
        piece = text[at:end]
        if piece.strip():
            left = len(piece) - len(piece.lstrip())
            spans.append((at + left, at + len(piece.rstrip())))
        at = end
    return spans
