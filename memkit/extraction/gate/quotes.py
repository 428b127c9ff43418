"""Where a quote stands in a text, in whatever form it was copied."""

from __future__ import annotations

import re

from memkit.extraction.gate.normalised import Normalised, bare, normalised
from memkit.text import languages
from memkit.text.tokens import STARTS_UNSPACED, split

Span = tuple[int, int]

_ELLIPSIS = re.compile(r"\s*(?:\[\.{3}\]|\(\.{3}\)|\.{3,}|…)\s*")
# Parts on both sides of an ellipsis: so many words each, and so many characters between them.
_WORDS_OF_A_PART = 3
_GAP = 200
_ENOUGH_UNSPACED = 2


def located(quote: str, text: str) -> Span | None:
    """Return where a quote stands in a text, in characters of the text as it is; or None.

    An ellipsis may leave out what is between two parts of three words or more that stand near each
    other. The span reaches from the first to the last, so that what was left out is read too.
    """
    whole = normalised(text)
    found = _found(bare(quote), whole)
    if found is None:
        found = _found_in_parts(quote, whole)
    return whole.original(*found) if found else None


def proves_nothing(quote: str, *, whole: str) -> bool:
    """Tell whether a quote is too short, or of function words only.

    One word is enough only where it is all that was said ("Lisbon." as an answer).

    Args:
        quote: What was copied.
        whole: The sentence that it stands in.
    """
    words = split(bare(quote))
    if any(STARTS_UNSPACED.match(word) for word in words):
        return sum(map(len, words)) < _ENOUGH_UNSPACED
    content = [word for word in words if not _is_function_word(word)]
    if not content:
        return True
    return len(words) == 1 and not words[0].isdigit() and split(bare(whole)) != words


def _is_function_word(word: str) -> bool:
    if len(word) == 1 and not word.isdigit():
        return True
    return any(word in languages.stop_words(language) for language in _LANGUAGES)


_LANGUAGES = ("en", "de", "es", "fr", "pt", "it", "nl", "pl", "tr", "ru", "uk", "ar", "hi")


def _found(quote: str, whole: Normalised, start: int = 0) -> Span | None:
    if not quote:
        return None
    at = whole.text.find(quote, start)
    while at >= 0:
        end = at + len(quote)
        if _is_apart(whole.text, at) and _is_apart(whole.text, end):
            return at, end
        at = whole.text.find(quote, at + 1)
    return None


def _is_apart(text: str, at: int) -> bool:
    """Tell whether a place is not inside a word: "art" doesn't stand in "party"."""
    if at in (0, len(text)):
        return True
    before, after = text[at - 1], text[at]
    if STARTS_UNSPACED.match(before) or STARTS_UNSPACED.match(after):
        return True
    return not (before.isalnum() and after.isalnum())


def _found_in_parts(quote: str, whole: Normalised) -> Span | None:
    parts = [bare(part) for part in _ELLIPSIS.split(quote)]
    parts = [part for part in parts if part]
    if len(parts) < 2 or any(len(split(part)) < _WORDS_OF_A_PART for part in parts):
        return None
    first = last = _found(parts[0], whole)
    for part in parts[1:]:
        if last is None:
            return None
        found = _found(part, whole, last[1])
        last = found if found and found[0] - last[1] <= _GAP else None
    return (first[0], last[1]) if first and last else None
