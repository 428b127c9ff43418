"""Times of day that are said by halves and quarters: "half past six", "halb sieben", "六点半"."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from memkit.text.numbers import words
from memkit.text.numbers.numerals import han

Found = tuple[int, int, int]

_HOUR = "{hour}"
# Before the hour, or behind it, and the minutes that it adds. German and its neighbours count half
# of the hour that is coming, British English "half six" of the one that has begun.
_SAID: tuple[tuple[str, str, int], ...] = (
    ("en", rf"half (?:past )?{_HOUR}", 30), ("en", rf"(?:a )?quarter past {_HOUR}", 15),
    ("en", rf"(?:a )?quarter to {_HOUR}", -15), ("en", rf"{_HOUR} thirty", 30),
    ("de", rf"halb {_HOUR}", -30), ("de", rf"viertel nach {_HOUR}", 15),
    ("de", rf"(?:viertel vor|dreiviertel) {_HOUR}", -15),
    ("nl", rf"half {_HOUR}", -30), ("nl", rf"kwart over {_HOUR}", 15),
    ("nl", rf"kwart voor {_HOUR}", -15),
    ("es", rf"{_HOUR} y media", 30), ("es", rf"{_HOUR} y cuarto", 15),
    ("es", rf"{_HOUR} menos cuarto", -15),
    ("fr", rf"{_HOUR} heures? et demie?", 30), ("fr", rf"{_HOUR} heures? et quart", 15),
    ("fr", rf"{_HOUR} heures? moins le quart", -15),
    ("pt", rf"{_HOUR} e meia", 30), ("pt", rf"{_HOUR} e (?:um )?quarto", 15),
    ("it", rf"{_HOUR} e mezz[ao]", 30), ("it", rf"{_HOUR} e un quarto", 15),
    ("it", rf"{_HOUR} meno un quarto", -15),
    ("tr", rf"{_HOUR} buçuk", 30), ("hi", rf"साढ़े {_HOUR}", 30), ("hi", rf"सवा {_HOUR}", 15),
    ("ar", rf"{_HOUR} والنصف", 30), ("ar", rf"{_HOUR} والربع", 15),
)  # fmt: skip
_ORDINAL_HOURS = (
    ("pl", rf"wpół do {_HOUR}", -30), ("ru", rf"пол(?:овин[аеу] )?{_HOUR}", -30),
    ("uk", rf"пів на {_HOUR}", -30),
)  # fmt: skip
_SIGNS = re.compile(
    r"(?P<hour>\d{1,2}|[一二两兩三四五六七八九十]{1,3})(?:点|點|時)(?:(?P<half>半)|(?P<quarter>一刻))"
)
_KOREAN = re.compile(r"(?P<hour>\d{1,2}|[가-힣]{1,3})\s?시\s?반")


def spoken_hours(text: str) -> Iterator[Found]:
    """Yield the times of day: minutes since midnight of an hour to 12, start and end."""
    for pattern, minutes, values in _patterns():
        for match in pattern.finditer(text):
            said = match["hour"].casefold()
            hour = float(said) if said.isdecimal() else values[said]
            yield _of_day(hour, minutes), match.start(), match.end()
    if text.isascii():
        return
    for match in _SIGNS.finditer(text):
        yield _of_day(han(match["hour"]), 30 if match["half"] else 15), match.start(), match.end()
    for match in _KOREAN.finditer(text):
        said = match["hour"]
        value = float(said) if said.isdecimal() else _KOREAN_HOURS.get(said)
        if value is not None:
            yield _of_day(value, 30), match.start(), match.end()


def _of_day(hour: float, minutes: int) -> int:
    return int(hour * 60 + minutes) % (24 * 60)


@functools.cache
def _patterns() -> tuple[tuple[re.Pattern[str], int, dict[str, float]], ...]:
    rows = [(*row, words.cardinals(row[0])) for row in _SAID]
    rows += [(*row, words.ordinals(row[0])) for row in _ORDINAL_HOURS]
    found = []
    for _, said, minutes, read in rows:
        values = {" ".join(form): value for form, value in read.items() if 1 < value <= 12}
        hours = "|".join(sorted(values, key=len, reverse=True))
        pattern = said.replace(_HOUR, rf"(?P<hour>\d{{1,2}}|{hours})")
        found.append((re.compile(rf"(?<!\w){pattern}(?!\w)", re.IGNORECASE), minutes, values))
    return tuple(found)


_KOREAN_HOURS = {
    "한": 1, "두": 2, "세": 3, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8,
    "아홉": 9, "열": 10, "열한": 11, "열두": 12,
}  # fmt: skip
