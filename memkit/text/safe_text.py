"""Texts of others within a prompt: nothing in them looks like a part of the prompt itself."""

from __future__ import annotations

import re

# Everything below is replaced one character by one, so that a place in what a model was shown is
# the same place in what was said.
# Control codes, line and paragraph separators; tags write words that nobody sees.
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\U000e0000-\U000e007f]")
_FULL_WIDTH_BAR = "\N{FULLWIDTH VERTICAL LINE}"
# A number before a bar begins a line of a transcript, and so do a star and a bar.
_LINE = re.compile(r"(?<=[\d*])(?P<gap>\s{0,3})\|")
# What chat templates write between turns: many servers take it for that wherever it stands.
_TURN = re.compile(
    r"<(?=\|)|(?<=\|)>|<(?=\N{FULLWIDTH VERTICAL LINE})|(?<=\N{FULLWIDTH VERTICAL LINE})>"
    r"|<(?=/?(?:s|bos|eos|start_of_turn|end_of_turn|think)>)|<(?=<SYS>)|<(?=/?SYS>)|<(?=</SYS>)"
    r"|\[(?=/?INST\])",
    re.IGNORECASE,
)
_HARMLESS = {"<": "‹", ">": "›", "[": "［"}
# What models put around what they copy.
_AROUND = " \t\"'`“”„«»‘’…."
_NOT_IN_NAMES = re.compile(r"[|:()*]")
_LONGEST_NAME = 60


def on_one_line(text: str) -> str:
    """Return a text of as many characters that is one line, and holds no mark of a prompt's.

    Line breaks, control characters and invisible ones that could hide words are spaces in it, and
    what begins a numbered line or a turn of a chat is written with characters that look alike.
    """
    shown = _HIDDEN.sub(" ", text)
    shown = _LINE.sub(lambda match: f"{match['gap']}{_FULL_WIDTH_BAR}", shown)
    return _TURN.sub(lambda match: _HARMLESS[match[0]], shown)


def place_of(quote: str, text: str) -> tuple[int, int] | None:
    """Return where the words stand in a text that a model copied from `on_one_line` of it.

    Space of any kind and length is the same, and what models put around a quote is left out:
    marks of quotation, and dots for what they cut.

    Returns:
        Start and end in characters; None if they stand nowhere.
    """
    shown = on_one_line(text)
    for words in (quote, quote.strip(_AROUND)):
        parts = words.split()
        found = re.search(r"\s+".join(map(re.escape, parts)), shown) if parts else None
        if found is not None:
            return found.span()
    return None


def as_it_stands(quote: str, text: str) -> str:
    """Return these words as the text itself has them; the quote if they stand nowhere in it."""
    place = place_of(quote, text)
    return quote if place is None else text[place[0] : place[1]]


def as_name(name: str) -> str:
    """Return a speaker's name without what sets the parts of a line apart."""
    plain = " ".join(_NOT_IN_NAMES.sub(" ", on_one_line(name)).split())
    return plain[:_LONGEST_NAME].strip()
