"""How long something takes, by the words that say so."""

from __future__ import annotations

import re
from datetime import timedelta

from memkit.text.numbers import numbers, western
from memkit.text.numbers.words import LANGUAGES
from memkit.text.tokens import normal

_UNITS = {
    "s": r"s|secs?|seconds?|sekunden?|segundos?|secondes?|secondi|secondo|seconden?|秒鐘?|秒钟|초",
    "min": r"m|mins?|minutes?|minuten?|minutos?|minuti|minuto|минут[аы]?|分鐘|分钟|分間|分|분",
    "h": r"h|hrs?|hours?|std|stunden?|horas?|heures?|ore|ora|uur|uren|час(?:а|ов)?|小時|小时|時間"
    r"|个小时|個小時|시간",
    "d": r"d|days?|tag(?:en?)?|días?|dias?|jours?|giorn[oi]|dag(?:en)?|дн(?:я|ей)|день|天|日間?|일",
    "w": r"weeks?|wochen?|semanas?|semaines?|settiman[ae]|weken|week|недел[яиь]|星期|周|週間?|주",
}  # fmt: skip
_SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86_400, "w": 604_800}
# Where words have spaces between them, a unit is a whole word.
_END = "(?![a-zà-ÿа-я])"
_UNIT = re.compile("|".join(f"(?P<{name}>(?:{words}){_END})" for name, words in _UNITS.items()))
# Amounts that are no numbers: one, a half, one and a half.
_AMOUNTS = {
    0.5: r"half an?|an? half|(?:eine )?halbe|media|une demi-?|demi-?|meia|mezz'?a?|een half|半个?",
    1.5: r"one and a half|anderthalb|eineinhalb|anderhalf",
    1.0: r"an?|one|eine?n?|una?|une|um|uma|een",
}
_AMOUNT = re.compile(
    "|".join(
        f"(?P<a{str(amount).replace('.', '_')}>(?:{said}){_END})"
        for amount, said in _AMOUNTS.items()
    )
)
_JOINED = re.compile(r"\s*(?:,|and|und|y|et|e|en|и)?\s*")
_AND_A_HALF = re.compile(
    r"(?:\s+(?:and a half|y media|et demie?|e meia|e mezzo|en een half)|(?<=間)半)\Z"
)
_CLOCK = re.compile(r"(\d{1,3})\s?h\s?(\d{2})\Z")
_ABOUT = re.compile(
    r"^(?:for|about|around|ca\.?|circa|etwa|ungefähr|für|unos|unas|durante|environ|pendant|por|per)\s+"
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+(?:-[^\W\d_]+)*")


def duration(words: str) -> timedelta | None:
    """Return the time that words such as "90 minutes" or "eine halbe Stunde" take, or None."""
    said = _ABOUT.sub("", western(normal(words)).strip(" .。"))
    clock = _CLOCK.match(said)
    if clock is not None:
        return timedelta(hours=int(clock[1]), minutes=int(clock[2]))
    half = _AND_A_HALF.search(said)
    pieces = _pieces(said[: half.start()] if half else said)
    if not pieces:
        return None
    total = sum(amount * _SECONDS[unit] for amount, unit in pieces)
    if half is not None:
        total += _SECONDS[pieces[-1][1]] / 2
    return timedelta(seconds=total)


def _pieces(said: str) -> list[tuple[float, str]] | None:
    """Return amounts with their units, in the order in which they stand; None if more stands."""
    found: list[tuple[float, str]] = []
    at = 0
    while at < len(said):
        counted = _amount(said, at)
        if counted is None:
            return None
        amount, at = counted
        space = len(said[at:]) - len(said[at:].lstrip(" -"))
        unit = _UNIT.match(said, at + space)
        if unit is None:
            return None
        found.append((amount, str(unit.lastgroup)))
        joined = _JOINED.match(said, unit.end())
        at = unit.end() if joined is None else joined.end()
    return found


def _amount(said: str, at: int) -> tuple[float, int] | None:
    """Return the amount that stands at a place, and where it ends."""
    whole = _AMOUNT.match(said, at)
    if whole is not None:
        return float(str(whole.lastgroup)[1:].replace("_", ".")), whole.end()
    match = _NUMBER.match(said, at)
    if match is None:
        return None
    for language in LANGUAGES:
        # Where words have no space between them, the number is the beginning.
        found = numbers(match[0], language=language)
        if found and found[0].start == 0:
            return min(found[0].values), at + found[0].end
    return None
