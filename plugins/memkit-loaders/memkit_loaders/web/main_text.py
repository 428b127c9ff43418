"""Which passages of a page are its main text.

trafilatura finds the main text, and loses headings and the form of tables on the way. So it only
chooses: what is kept is as the page's own structure has it, under its own headings.
"""

from __future__ import annotations

import re
from typing import Any

from memkit_loaders.limits import Limits
from memkit_loaders.passages import Passages

_NO_WORD = re.compile(r"[\W_]+")
_PIECES = re.compile(r"[\n|;:.!?\t]+")
# A shorter one, such as "Home", stands in many a sentence by chance.
_SHORT = 25
_SHARE = 0.6

Span = tuple[int, int, int | None, tuple[str, ...]]


def chosen(whole: dict[str, Any], main: str, limits: Limits) -> dict[str, Any]:
    """Return what of a page is in its main text, with the headings above it.

    Args:
        whole: The page, as `html.read` returns it.
        main: Its main text, in any form.
        limits: What it may ask for.
    """
    lines = {_plain(line) for line in main.split("\n")}
    everything = _plain(main)
    passages = Passages(limits)
    waiting: list[tuple[str, Span]] = []
    for block, span in _blocks(whole):
        if span[3] and _plain(block) == _plain(span[3][-1]):
            # A heading is kept once something under it is.
            waiting = [one for one in waiting if _is_above(one[1], span)]
            waiting.append((block, span))
        elif _is_in(block, lines, everything):
            for title, at in waiting:
                if _is_above(at, span):
                    passages.add(title, page=at[2], heading=at[3])
            waiting = []
            passages.add(block, page=span[2], heading=span[3])
    return passages.result({})


def _blocks(whole: dict[str, Any]) -> list[tuple[str, Span]]:
    return [
        (block, (start, end, page, tuple(heading)))
        for start, end, page, heading in whole["spans"]
        for block in whole["text"][start:end].split("\n\n")
    ]


def _is_above(one: Span, other: Span) -> bool:
    return other[3][: len(one[3])] == one[3]


def _is_in(block: str, lines: set[str], everything: str) -> bool:
    plain = _plain(block)
    if len(plain) < _SHORT:
        return plain in lines
    if plain in everything:
        return True
    pieces = [piece for piece in map(_plain, _PIECES.split(block)) if piece]
    found = sum(len(piece) for piece in pieces if piece in everything)
    return found >= _SHARE * len(plain)


def _plain(text: str) -> str:
    return _NO_WORD.sub("", text).lower()
