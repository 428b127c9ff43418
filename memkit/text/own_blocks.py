"""Blocks that memkit itself puts into a prompt, such as memories that were recalled.

They carry a mark, so that what comes back with the prompt's text is never taken for something that
somebody said. The mark is found in any case and with blanks in it, as models copy it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAME = "memkit:memories"
_TAG = re.compile(rf"(?:<|&lt;)\s*(?P<closes>/?)\s*{_NAME}[^<>&]{{0,80}}(?:>|&gt;)", re.IGNORECASE)
_NAME_INSIDE = re.compile(re.escape(_NAME), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Unmarked:
    """A text without memkit's own blocks.

    Attributes:
        text: As long as the given text: the blocks, with their marks, are blank.
        spans: Where the blocks stand, as (start, end), in order.
    """

    text: str
    spans: tuple[tuple[int, int], ...]


def without_marks(text: str) -> str:
    """Return a text whose marks are broken, so that nothing in it begins or ends a block."""
    return _NAME_INSIDE.sub(_NAME.replace(":", " "), text)


def marked(text: str) -> str:
    """Return a text as a block of memkit's own, for a prompt; marks that it holds are broken."""
    return f"<{_NAME}>\n{without_marks(text)}\n</{_NAME}>"


def unmarked(text: str) -> Unmarked:
    """Return a text with its marked blocks blanked, so that places in it stay what they are.

    Blocks may stand in each other. One that is not ended goes on to the end of the text; an end
    without a beginning is no mark.
    """
    spans: list[tuple[int, int]] = []
    depth = start = 0
    for tag in _TAG.finditer(text):
        if not tag["closes"]:
            start = start if depth else tag.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                spans.append((start, tag.end()))
    if depth:
        spans.append((start, len(text)))
    pieces, at = [], 0
    for begin, end in spans:
        pieces += [text[at:begin], " " * (end - begin)]
        at = end
    return Unmarked("".join([*pieces, text[at:]]), tuple(spans))
