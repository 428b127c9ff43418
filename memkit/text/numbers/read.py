"""The numbers of a text as values, however they are written, with their units."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from memkit.text.numbers import words as number_words
from memkit.text.numbers.numerals import numerals
from memkit.text.numbers.units import BASE_OF, UNIT_OF, UNSPACED_UNIT
from memkit.text.spans import Spans

# What follows digits in a row: 15k, 1.5 million, 3万.
_SUFFIXES = {
    "k": 1e3, "tsd": 1e3, "тыс": 1e3, "тис": 1e3, "tys": 1e3, "mil": 1e3,
    "m": 1e6, "mn": 1e6, "mio": 1e6, "млн": 1e6,
    "mln": 1e6, "bn": 1e9, "mrd": 1e9, "млрд": 1e9, "hundred": 1e2, "thousand": 1e3,
    "million": 1e6, "billion": 1e9, "tausend": 1e3, "millionen": 1e6, "milliarden": 1e9,
    "millones": 1e6, "millions": 1e6, "milhões": 1e6, "milioni": 1e6, "miljoen": 1e6,
    "milionów": 1e6, "миллионов": 1e6, "миллиона": 1e6, "мільйонів": 1e6, "тысяч": 1e3,
    "тысячи": 1e3, "тисяч": 1e3, "mille": 1e3, "mila": 1e3, "duizend": 1e3, "tysięcy": 1e3,
    "bin": 1e3, "milyon": 1e6, "ألف": 1e3, "مليون": 1e6, "हज़ार": 1e3, "हजार": 1e3,
    "लाख": 1e5, "करोड़": 1e7, "万": 1e4, "萬": 1e4, "億": 1e8, "亿": 1e8, "千": 1e3, "百": 1e2,
    "만": 1e4, "억": 1e8, "천": 1e3,
}  # fmt: skip
_DIGITS = re.compile(
    r"(?<![\d.,])(?P<number>\d{1,3}(?:[.,'’\u00a0\u202f ]\d{3})+(?![\d])(?:[.,]\d+)?"
    r"|\d+(?:[.,]\d+)?)"
    r"[\s-]?(?P<suffix>[^\W\d_]+)?"
)
_RUNS = frozenset({3.0, 5.0, 10.0, 15.0, 20.0, 21.0, 42.0, 50.0, 100.0})
_SIGN_BEFORE = re.compile(r"([$€£₹₽₩])\s?$|(?:^|\s)(usd|eur|gbp|yüzde)\s$", re.IGNORECASE)
_LETTERS = "(?:[^\\W\\d_]|[\u0900-\u0963])+"
_NOUN = "(?:[^\\W\\d_]|[\u0900-\u0963]){1,40}"
_AFTER = re.compile(rf"[\s-]{{0,4}}(?P<word>[%$€£₹₽₩]|{_NOUN})")
_METRE_BEFORE = re.compile(
    r"(?<!\w)(?:metro|mètre|meter|metr|метр)\s+(?:(?:e|y|et|i|и)\s+)?$", re.IGNORECASE
)
# "Pół miliona", "media millón": of what no number stands before.
_HALVES = frozenset(
    "half halbe halben half halve medio media meio meia mezzo demi pół пол пів yarım".split()
)
_LARGEST = 1e15
_LONGEST_WORD = 80
_LETTERS_ONLY = re.compile(_LETTERS)  # Italian elides numbers: "novant'anni".
_WORD = re.compile(rf"{_LETTERS}(?:['’]{_LETTERS})*")


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text.

    Attributes:
        values: What it may mean: 1.000 is a thousand or one.
        start, end: Where it stands.
        unit: What it is of, if that is a currency, a percentage or a measure ("money:usd").
        noun: The word after it, in small letters.
    """

    values: frozenset[float]
    start: int
    end: int
    unit: str | None = None
    noun: str = ""

    def agrees(self, other: Number) -> bool:
        """Tell whether two numbers may be the same one: value, and unit of the same sort.

        90 minutes are an hour and a half, and 14 days two weeks.
        """
        if self._amounts & other._amounts:
            return True
        if not self.values & other.values:
            return False
        mine, its = self.unit, other.unit
        if mine and its and mine != its:
            # A currency is no other currency; "30 %" is no 30 dollars.
            return mine.partition(":")[0] != its.partition(":")[0] and "percent" not in (mine, its)
        return True

    @property
    def _amounts(self) -> frozenset[tuple[str, float]]:
        """The same in the smallest unit that others of its sort are whole multiples of."""
        base, factor = BASE_OF.get(self.unit or "", ("", 0.0))
        return frozenset((base, round(value * factor, 6)) for value in self.values if base)


def numbers(text: str, *, language: str | None) -> list[Number]:
    """Return the numbers of a text in their order.

    Args:
        text: Any text.
        language: The language whose words of numbers are read; None reads English ones.
    """
    plain = western(text)
    found = list(_digits(plain))
    for read in (_spelled(plain, language or "en"), _signs(plain)):
        taken = Spans((number.start, number.end) for number in found)
        found += [number for number in read if not taken.meets(number.start, number.end)]
    found.sort(key=lambda number: number.start)
    return _heights(plain, found)


def western(text: str) -> str:
    """Return a text of the same length with the digits 0 to 9 for those of any script."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.digit(c)) if unicodedata.category(c) == "Nd" and not c.isascii() else c
        for c in text
    )


def _digits(text: str) -> Iterator[Number]:
    for match in _DIGITS.finditer(text):
        values = set(_readings(match["number"]))
        end = match.end("number")
        suffix = (match["suffix"] or "").casefold()
        factor = _SUFFIXES.get(suffix) or _SUFFIXES.get(
            suffix[:1] if not suffix[:1].isascii() else ""
        )
        if factor:
            # "5m" is five metres or five million, "5k" a run or five thousand.
            scaled = {value * factor for value in values}
            is_unsure = suffix in ("m", "mil") or (suffix == "k" and values <= _RUNS)
            values = values | scaled if is_unsure else scaled
            end = match.end("suffix") if suffix in _SUFFIXES else match.start("suffix") + 1
        yield _with_unit(text, frozenset(values), match.start("number"), end)


def _readings(digits: str) -> Iterator[float]:
    """Yield what digits mean: a point or comma may part thousands, or decimals."""
    plain = re.sub(r"['’\u00a0\u202f ]", "", digits)
    signs = re.findall("[.,]", plain)
    if not signs:
        yield float(plain)
        return
    last = signs[-1]
    whole, _, rest = plain.rpartition(last)
    if len(rest) == 3 and len(set(signs)) == 1:
        yield float(re.sub("[.,]", "", plain))
    if signs.count(last) == 1:
        yield float(f"{re.sub('[.,]', '', whole)}.{rest}")
    elif len(rest) != 3 or len(set(signs)) > 1:
        yield float(re.sub("[.,]", "", plain))


def _spelled(text: str, language: str) -> Iterator[Number]:
    """Yield the numbers that are written in words of a language."""
    if language not in number_words.LANGUAGES:
        return
    places = list((_LETTERS_ONLY if language == "it" else _WORD).finditer(text))
    words = [_bare(m[0].casefold().replace("’", "'"), language) for m in places]
    at = 0
    while at < len(words):
        value, length = _run(words, at, language)
        if length:
            start, end = places[at].start(), places[at + length - 1].end()
            yield _with_unit(text, frozenset({float(value)}), start, end)
        at += max(length, 1)


def _signs(text: str) -> Iterator[Number]:
    for value, start, end in numerals(text):
        yield _with_unit(text, frozenset({value}), start, end)


def _bare(word: str, language: str) -> str:
    """Return a word without the "and" before it in Arabic, and "at" behind it in Turkish."""
    if language == "ar" and word[0] == "و" and len(word) > 3:
        return word[1:]
    if language == "tr" and len(word) > 4 and word[-2:] in ("de", "da", "te", "ta"):
        return word[:-2] if (word[:-2],) in number_words.cardinals("tr") else word
    return word


def _run(words: Sequence[str], first: int, language: str) -> tuple[float, int]:
    """Return the value of the number that begins at a word, and how many words it takes."""
    phrases, scales = number_words.phrases(language), number_words.scales(language)
    longest = number_words.longest(language)
    if words[first] in _HALVES and scales.get(_next(words, first), 0) >= 1000:
        return scales[words[first + 1]] / 2, 2
    compound = _compound(words[first], language)
    if compound:
        return compound, 1
    total = current = 0.0
    at = first
    while at < len(words):
        word = words[at]
        if word in scales and (at > first or scales[word] > 1):
            if at == first and word in ("bin", "mil", "mille", "cent", "on"):
                return (scales[word], 1) if word != "bin" else (0, 0)
            total, current = _scaled(total, current, scales[word])
            at += 1
            continue
        length = _phrase_at(words, at, phrases, longest)
        if length:
            value = phrases[tuple(words[at : at + length])]
            if current and not (value < 100 <= current and current % 100 == 0):
                break
            current, at = current + value, at + length
        elif at > first and word in number_words.CONNECTORS and at + 1 < len(words):
            follows = _phrase_at(words, at + 1, phrases, longest)
            if not follows or (total + current) < 100 or (total + current) % 100:
                break
            at += 1
        else:
            break
    return min(total + current, _LARGEST), at - first


def _next(words: Sequence[str], at: int) -> str:
    return words[at + 1] if at + 1 < len(words) else ""


def _compound(word: str, language: str) -> float:
    """Return the value of hundreds and thousands in one word, as German, Dutch, Italian have."""
    if language not in ("de", "nl", "it") or len(word) > _LONGEST_WORD:
        return 0
    for scale, factor in sorted(number_words.scales(language).items(), key=lambda s: -s[1]):
        before, found, after = word.partition(scale)
        if found and len(word) > len(scale) and factor <= 1000:
            parts = [_part(part, language) for part in (before, after.removeprefix("und"))]
            if None not in parts:
                return (parts[0] or 1) * factor + (parts[1] or 0)
    return 0


def _part(word: str, language: str) -> float | None:
    """Return the value of a part of a compound, 0 for none, None for what is no number."""
    if not word or word in ("ein", "een"):
        return int(bool(word))
    return number_words.phrases(language).get((word,)) or _compound(word, language) or None


def _scaled(total: float, current: float, scale: int) -> tuple[float, float]:
    current = min(current or 1, _LARGEST)
    return (total, current * 100) if scale == 100 else (total + current * scale, 0)


def _phrase_at(
    words: Sequence[str], at: int, phrases: Mapping[tuple[str, ...], float], longest: int
) -> int:
    for length in range(min(longest, len(words) - at), 0, -1):
        if tuple(words[at : at + length]) in phrases:
            return length
    return 0


def _heights(text: str, found: list[Number]) -> list[Number]:
    """Return numbers with "metro noventa" as 1.90 m: a number without its point behind a metre."""
    read: list[Number] = []
    for number in found:
        metre = _METRE_BEFORE.search(text, max(0, number.start - 16), number.start)
        value = min(number.values)
        if metre is None or number.unit or not 10 <= value < 100:
            read.append(number)
            continue
        whole, start = 1.0, metre.start()
        if read and read[-1].unit == "length:m" and read[-1].end <= start:
            whole, start = min(read[-1].values), read[-1].start
            read.pop()
        height = frozenset({whole + value / 100})
        read.append(Number(height, start, number.end, "length:m"))
    return read


def _with_unit(text: str, values: frozenset[float], start: int, end: int) -> Number:
    before = _SIGN_BEFORE.search(text[max(0, start - 6) : start])
    after = _AFTER.match(text, end)
    word = after["word"].casefold() if after else ""
    unit = UNIT_OF.get((before[1] or before[2]).casefold()) if before else UNIT_OF.get(word)
    if unit is None and word and not word.isascii():
        found = UNSPACED_UNIT.match(word)
        spaced = found is not None and "\u0400" <= found[0][0] <= "\u097f"
        unit = UNIT_OF[found[0]] if found and (not spaced or found[0] == word) else None
    return Number(values, start, end, unit, word)
