"""Texts in the form in which a quote is looked for, and the way back to where it stands.

Alike are: forms of Unicode, cases, blanks, quotation marks, dashes, marks of Markdown, and signs
that nobody sees.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from memkit.text.marks import MOST
from memkit.text.tokens import STARTS_UNSPACED

# What belongs together in a normal form: a letter and its marks, the parts of a Korean syllable,
# a narrow kana and its voicing mark.
_CLUSTER = re.compile(
    "[\u1100-\u115f][\u1160-\u11a7]?[\u11a8-\u11ff]?|[\uff66-\uff9d][\uff9e\uff9f]"
    rf"|.[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903"
    rf"\u093a-\u094f\u0951-\u0957\u0962\u0963\u3099\u309a\u20d0-\u20ff\ufe00-\ufe0f]{{0,{MOST}}}",
    re.DOTALL,
)
_POINTS = re.compile("[\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]")
_QUOTES = frozenset("'\"`´‘’‚‛“”„‟‹›«»′″〝〞「」『』《》＂＇ʼ")
_DASHES = frozenset("-‐‑‒–—―−﹘﹣－")
# Emphasis, code, deleted text; brackets and targets of links; headings, lists and quotations.
_MARKDOWN = re.compile(
    r"\*+|~~|(?<!\w)_+|_+(?!\w)|`+|!?\[(?=[^\]\n]{1,300}\]\()|\]\([^)\s]{0,2000}\)"
    r"|^[ \t]*(?:#{1,6}|>|[-+•]|\d{1,3}\))[ \t]+",
    re.MULTILINE,
)
_ENDS = " .,;:!?…。！？、，；：،؛؟।'\"-()[]{}"


@dataclass(frozen=True, slots=True)
class Normalised:
    """A text in its normal form.

    Attributes:
        text: The form that is compared.
        starts, ends: Where each of its characters stands in the original.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Return where a span, which is not empty, stands in the original text."""
        return self.starts[start], self.ends[end - 1]


@functools.lru_cache(maxsize=256)
def normalised(text: str) -> Normalised:
    """Return a text in normal form, with the place of each character in the original."""
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for character, start, end in _joined(_characters(text)):
        characters.append(character)
        starts.append(start)
        ends.append(end)
    return Normalised("".join(characters), tuple(starts), tuple(ends))


def bare(text: str) -> str:
    """Return the normal form of a quote, without the punctuation at its ends."""
    return normalised(text).text.strip(_ENDS)


def _characters(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield what a text is made of, in one case, without marks of Markdown."""
    dropped = {i for match in _MARKDOWN.finditer(text) for i in range(*match.span())}
    for cluster in _CLUSTER.finditer(text):
        if cluster.start() in dropped:
            continue
        for character in _form(cluster[0]):
            yield character, cluster.start(), cluster.end()


@functools.lru_cache(maxsize=4096)
def _form(cluster: str) -> str:
    if cluster in _QUOTES:
        return "'"
    if cluster in _DASHES:
        return "-"
    if cluster.isspace():
        return " "
    one_case = unicodedata.normalize("NFKC", cluster).casefold().replace("i\u0307", "i")
    seen = "".join(c for c in one_case if unicodedata.category(c) not in ("Cf", "Cc"))
    return _POINTS.sub("", seen).replace("ı", "i").replace("\ufe0f", "")


def _joined(characters: Iterator[tuple[str, int, int]]) -> Iterator[tuple[str, int, int]]:
    """Yield the characters with one blank between words, and none beside dashes and signs."""
    before = blank = None
    for character, start, end in characters:
        if character == " ":
            blank = blank or (start, end)
            continue
        if blank and before and not _close(before) and not _close(character, before_it=True):
            yield " ", *blank
        blank, before = None, character
        yield character, start, end


def _close(character: str, *, before_it: bool = False) -> bool:
    """Tell whether no blank is kept beside a character."""
    if character == "-" or STARTS_UNSPACED.match(character):
        # Words of Korean stand apart; whoever copies them keeps that.
        return not "\uac00" <= character <= "\ud7a3"
    return before_it and character in ",.;:!?…。！？、，"
