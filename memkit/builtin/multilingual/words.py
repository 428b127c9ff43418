"""From texts to rows of the table: words of any script, and the nearest known word for others.

A word is looked up as it stands in lower case. One that is not in the table is taken for the known
word with the longest common beginning, which is mostly another form of it, and a compound for its
parts. Scripts without spaces and unknown words of Korean, whose particles stick to them, are cut by
greedy longest match, and so are runs of symbols, for the table knows emoji by their names.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections.abc import Iterator, Sequence

from memkit.text.marks import bounded

UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
"""Thai and Lao, Myanmar, Khmer, kana, ideographs: what a set of a regular expression holds."""
# Accents, vowel signs and joiners, which stand inside words.
_MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0dff\u0f71-\u0fbc"
    "\u1a00-\u1cff\ua800-\uabff\u200c\u200d"
)
_UNSPACED = re.compile(f"[{UNSPACED}]")
_LETTER = rf"[^\W\d_{UNSPACED}]"
_PARTS = re.compile(
    rf"(?P<run>[{UNSPACED}]+)|(?P<word>{_LETTER}(?:{_LETTER}|[{_MARKS}])*)|\d+|(?P<symbols>[^\w\s]+)"
)
_ASCII_PARTS = re.compile(r"(?P<word>[a-z]+)|\d+|(?P<run>(?!))(?P<symbols>(?!))")
# What most leave out: the short vowels and the stretching of Arabic, and the second dot that a
# Turkish capital gets when it is made small.
_LEFT_OUT = re.compile("[\u0640\u064b-\u0652\u0670]|(?<=i)\u0307")
# Says how the symbol before it is drawn, and nothing else.
_VARIATION = re.compile("[\ufe0e\ufe0f]")

# The article and the words of one letter that Arabic writes together with the next word.
_ARABIC_STARTS = ("وال", "بال", "فال", "كال", "ال", "لل", "و", "ب", "ف", "ل", "ك")
_ARABIC = re.compile("[\u0621-\u064a]")
_HANGUL = re.compile("[\uac00-\ud7a3]")

# In characters: what two forms of a word share at least, also as a share of the unknown one; how
# much the known one may be longer; the shortest part of a compound, and the longest joint in it.
_LEAST_COMMON = 3
_COMMON_SHARE = 0.55
_LONGEST_ENDING = 3
_LEAST_PART = 4
_LONGEST_JOINT = 2
_ENDING_SHARE = 0.4
_LONGEST_WORD = 60


class Words:
    """The words of the table.

    Args:
        words: All, in the order of their code points; a word's number is its place.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._numbers = {word: number for number, word in enumerate(words)}
        # All that is unspaced comes after this: looking at each word would take long.
        first = bisect(words, UNSPACED[0])
        cut = [word for word in words[:first] if not word[0].isalpha()]
        cut += [word for word in words[first:] if not word[0].isalpha() or _UNSPACED.match(word)]
        self._longest = max(map(len, cut), default=1)

    def parts(self, text: str) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Yield the parts of a text that may mean something, with the numbers of their words.

        A part is in lower case. One that the table knows nothing of has no numbers.

        Args:
            text: Any text.
        """
        lowered = text.lower()
        pattern = _ASCII_PARTS
        if not lowered.isascii():
            pattern = _PARTS
            lowered = _LEFT_OUT.sub("", unicodedata.normalize("NFC", bounded(lowered)))
        for match in pattern.finditer(lowered):
            if match["run"]:
                yield from self._cut(match[0])
            elif match["word"]:
                yield match[0], self.of(match[0])
            elif match["symbols"]:
                yield from self._cut(_VARIATION.sub("", match[0]))
            else:
                yield match[0], ()

    def of(self, word: str) -> tuple[int, ...]:
        """Return the numbers of the known words that stand for one word."""
        number = self._numbers.get(word)
        if number is not None:
            return (number,)
        word = word[:_LONGEST_WORD]
        for start in _ARABIC_STARTS if _ARABIC.match(word) else ():
            number = self._numbers.get(word.removeprefix(start))
            if number is not None and len(word) - len(start) > 2:
                return (number,)
        if _HANGUL.match(word):
            return tuple(number for _, numbers in self._cut(word) for number in numbers)
        found = self._near(word)
        for start in _ARABIC_STARTS if not found and _ARABIC.match(word) else ():
            if word.startswith(start) and not found:
                found = self._near(word.removeprefix(start))
        return found

    def _cut(self, run: str) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Yield the longest known words of a run, from left to right, and what is unknown."""
        start = 0
        while start < len(run):
            for end in range(min(len(run), start + self._longest), start, -1):
                number = self._numbers.get(run[start:end])
                if number is not None:
                    break
            yield run[start:end], () if number is None else (number,)
            start = end

    def _near(self, word: str) -> tuple[int, ...]:
        """Return the word with the longest common beginning, or two that a compound is made of."""
        if len(word) <= _LEAST_COMMON:
            return ()
        common, akin = self._akin(word)
        for length in range(len(word) - 1, _LEAST_COMMON - 1, -1):
            first = self._numbers.get(word[:length])
            if first is None:
                continue
            rest = self._rest(word[length:]) if length >= _LEAST_PART else ()
            if rest:
                return (first, *rest)
            if length >= common and length >= _COMMON_SHARE * len(word):
                return (first,)
            break
        return akin or self._ending(word)

    def _akin(self, word: str) -> tuple[int, tuple[int, ...]]:
        """Return the length of the longest beginning shared with a known word, and its number."""
        place = bisect(self._words, word)
        best = (0, 0)
        found: tuple[int, ...] = ()
        for number in range(max(0, place - 4), min(len(self._words), place + 4)):
            known = self._words[number]
            common = _common(known, word)
            if common < max(_LEAST_COMMON, _COMMON_SHARE * len(word)):
                continue
            if len(known) - common <= _LONGEST_ENDING and (common, -len(known)) > best:
                best, found = (common, -len(known)), (number,)
        return best[0], found

    def _rest(self, rest: str) -> tuple[int, ...]:
        """Return the second part of a compound; a joint of two letters may stand before it."""
        for joint in range(_LONGEST_JOINT + 1):
            if len(rest) - joint < _LEAST_PART:
                return ()
            number = self._numbers.get(rest[joint:])
            if number is not None:
                return (number,)
        return self._near(rest) if len(rest) > _LEAST_PART + 1 else ()

    def _ending(self, word: str) -> tuple[int, ...]:
        """Return the longest known word that an unknown one ends with: the head of a compound."""
        for start in range(1, len(word) - max(_LEAST_PART, int(_ENDING_SHARE * len(word)))):
            number = self._numbers.get(word[start:])
            if number is not None:
                return (number,)
        return ()


def _common(one: str, other: str) -> int:
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length
