"""Texts of others within a prompt: nothing in them looks like a part of the prompt itself."""

from __future__ import annotations

import re
import unicodedata

# Everything below is replaced one character by one, so that a place in what a model was shown is
# the same place in what was said.
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
_NOT_IN_NAMES = re.compile(r"[|:()*]")
_LONGEST_NAME = 60


def on_one_line(text: str) -> str:
    """Return a text of as many characters that is one line, and holds no mark of a prompt's.

    Line breaks, control characters and invisible ones that could hide words are spaces in it, and
    what begins a numbered line or a turn of a chat is written with characters that look alike.
    """
    shown = "".join(" " if _is_hidden(character) else character for character in text)
    shown = _LINE.sub(lambda match: f"{match['gap']}{_FULL_WIDTH_BAR}", shown)
    return _TURN.sub(lambda match: _HARMLESS[match[0]], shown)


def as_it_stands(quote: str, text: str) -> str:
    """Return the words of a text that a model copied from `on_one_line` of it.

    Args:
        quote: What the model copied.
        text: The text itself.

    Returns:
        The same place of the text; the quote itself if it stands nowhere in what was shown.
    """
    start = on_one_line(text).find(quote)
    return quote if not quote or start < 0 else text[start : start + len(quote)]


def as_name(name: str) -> str:
    """Return a speaker's name without what sets the parts of a line apart."""
    plain = " ".join(_NOT_IN_NAMES.sub(" ", on_one_line(name)).split())
    return plain[:_LONGEST_NAME].strip()


def _is_hidden(character: str) -> bool:
    if character.isascii():
        return not character.isprintable()
    # Cc control codes, Zl and Zp line and paragraph separators; tags write words that nobody sees.
    kind = unicodedata.category(character)
    return kind in ("Cc", "Zl", "Zp") or "\U000e0000" <= character <= "\U000e007f"
