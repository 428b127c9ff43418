"""Dates, clock times, years and numbers that are written in digits."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from datetime import datetime

from memkit.text.numbers.numerals import han
from memkit.text.when.lexicon import Lexicon, Meaning

Piece = tuple[tuple[Meaning, ...], int, int]

_YEAR = r"(?:1[4-9]|20|21)\d\d"
# Before a number of time stands no other number, no sign of money, and no letter.
# (In Arabic "and" may be: "بين 2019 و2021".)
_BEFORE = r"(?<![^\W\u0648])(?<![$€£¥₹₩₽#@+%&/])(?<!\d[.,:/–-])(?<![.:]\d)"
_AFTER = r"(?![\w$€£¥₹₩₽%°]|[.,:/–-]\d|\s?[$€£¥₹₩₽%°])"
_SUFFIXES = r"(?:st|nd|rd|th|er|re|e|º|ª|°|го|е|я)"


@functools.cache
def _numeric() -> re.Pattern[str]:
    # Compiled when it is needed: it takes as long as the rest of the import.
    return re.compile(
        rf"""{_BEFORE}(?:
        (?P<iso>\d{{4}}-\d\d-\d\d
            (?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:Z|[+-]\d\d(?::?\d\d)?)?)?){_AFTER}
        |(?P<ymd>\d{{4}}(?P<s1>[/.])\d{{1,2}}(?P=s1)\d{{1,2}}){_AFTER}
        |(?P<dmy>\d{{1,2}}(?P<s2>[./-])\d{{1,2}}(?P=s2)(?:\d{{4}}|\d\d)){_AFTER}
        |(?P<ym>{_YEAR}-(?:0[1-9]|1[0-2])){_AFTER}
        |(?P<my>(?:0?[1-9]|1[0-2])[/.]{_YEAR}){_AFTER}
        |(?P<years>{_YEAR}\s?[-–—/]\s?(?:{_YEAR}|\d\d)){_AFTER}
        |(?P<numbers>\d{{1,2}}\.?\s?[-–—]\s?\d{{1,2}}){_AFTER}
        |(?P<ampm>\d{{1,2}}(?:[:.][0-5]\d)?\s?(?:[ap]m|[ap]\.\s?m\.?)(?!\w)){_AFTER}
        |(?P<clock>(?:[01]?\d|2[0-4])(?::[0-5]\d(?::[0-5]\d)?|\s?[hH](?:[0-5]\d)?)){_AFTER}
        |(?P<decade>(?:{_YEAR[:-4]}\d0|['’]?\d0)(?:['’]?s|er[nsm]?|-?(?:х|е|ые|ых)|['’]?l[ae]r(?:da|ın|in)?))(?!\w)
        |(?P<ordinal>\d{{1,2}}{_SUFFIXES})(?!\w)
        |(?P<short>['’]\d\d){_AFTER}
        |(?P<year>{_YEAR}){_AFTER}
        |(?P<number>\d{{1,4}}(?:[.,]5(?!\d))?){_AFTER}
        )
        |(?P<quarter>(?<!\w)[QqTt][1-4](?!\w))|(?P<half>(?<!\w)H[12](?!\w))""",
        re.VERBOSE,
    )


# "3. April", "am 3.4." and "17 Uhr", in languages where a point makes an ordinal.
_ORDINAL = r"(?P<ordinal>\d{1,2})\.(?=\s?[^\W\d_])"
_SPECIAL = {
    "de": re.compile(
        rf"{_BEFORE}(?:(?P<hour>[01]?\d|2[0-4])\sUhr(?:\s(?P<minute>[0-5]\d)(?!\d))?(?!\w)"
        rf"|(?P<day>\d{{1,2}})\.\s?(?P<month>0?[1-9]|1[0-2])\.(?!\s?\d)|{_ORDINAL})"
    ),
    "tr": re.compile(_BEFORE + _ORDINAL),
    "pl": re.compile(_BEFORE + _ORDINAL),
}
_SKIPPED = re.compile(r"[\d.,:/]*\d")
_HAN = "〇零一二三四五六七八九十百"
_NUM = rf"(?:\d{{1,4}}|[{_HAN}两兩]{{1,5}})"
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925}


@functools.cache
def _unspaced() -> re.Pattern[str]:
    # Compiled when it is needed: it takes as long as the rest of the import.
    return re.compile(
        rf"""(?P<iso>(?<![\d.])\d{{4}}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?Z?)?(?!\d))
        |(?<![\d.])(?P<ymd>\d{{4}}(?P<s1>[/.-])\d{{1,2}}(?P=s1)\d{{1,2}})(?!\d)
        |(?P<era>令和|平成|昭和)(?P<era_year>{_NUM}|元)年
        |(?<![\d.{_HAN}])(?P<year>\d{{4}}|[〇零一二三四五六七八九]{{4}})\s?(?:年(?!間|间|代)|년(?!\s?(?:후|간|대)))
        |(?<![\d.])(?P<decade>(?:\d{{2}})?\d0|(?:[一二][〇零九八]?)?[一二三四五六七八九]十)\s?(?:年代|년대)
        |(?P<month>{_NUM})(?:月(?!饼|餅|球|亮)(?:份)?|\s?월)
        |(?P<dom>{_NUM})(?:[号號]|日(?!間|间|前|後|后|元|本)|\s?일(?!\s?(?:전|후|간)))
        |(?P<clock>(?<!\d)(?:[01]?\d|2[0-4]):[0-5]\d)(?!\d)
        |(?P<hour>{_NUM})(?:[点點時时](?!間|间)|\s?시(?!간))(?:(?P<half>半|\s?반)|\s?(?P<minutes>{_NUM})(?:分|\s?분)(?!钟|鐘|前|間)|[钟鐘整])?
        |第(?P<ordinal>{_NUM})(?=個|个|季|四)
        |(?P<quarter>[QqTt][1-4])(?!\w)|(?P<quarter_number>{_NUM})(?=[季四]|분기)
        |(?<![\d.,]|[$€£¥])(?P<number>\d{{1,4}}(?![\d,.%]\d|%)|[{_HAN}两兩]{{1,5}})""",
        re.VERBOSE,
    )


@dataclass(frozen=True, slots=True)
class Number:
    """The pieces of something in digits, and where it ends."""

    pieces: tuple[Piece, ...]
    end: int


def following(text: str, start: int, stop: int, lexicon: Lexicon) -> Number | None:
    """Return the first number that begins in text[start:stop]; None where none does.

    One that is no time (a version, a price) has no pieces.
    """
    special = _SPECIAL.get(lexicon.language)
    for at in range(start, min(stop, len(text))):
        character = text[at]
        if special and character.isdigit() and (match := special.match(text, at)):
            return Number(((_special(match), match.start(), match.end()),), match.end())
        if character.isdigit() or character in "'’QqTtH":
            match = _numeric().match(text, at)
            if match is not None:
                return Number(tuple(_pieces(match, lexicon)), match.end())
            if character.isdigit():
                skipped = _SKIPPED.match(text, at)
                return Number((), skipped.end() if skipped else at + 1)
    return None


def unspaced(text: str, at: int, lexicon: Lexicon) -> Number | None:
    """Return the number that stands here in Chinese, Japanese or Korean."""
    match = _unspaced().match(text, at)
    if match is None:
        return None
    return Number(tuple(_unspaced_pieces(match, lexicon)), match.end())


def _special(match: re.Match[str]) -> tuple[Meaning, ...]:
    found = match.groupdict()
    if found.get("hour"):
        minute = int(found["minute"]) if found["minute"] else None
        return (Meaning("clock", (int(found["hour"]), minute, True)),)
    if found.get("day"):
        return (Meaning("month_day", (int(found["month"]), int(found["day"])), "?"),)
    return (Meaning("ord", int(found["ordinal"])), Meaning("dom", int(found["ordinal"]), "?"))


def _pieces(match: re.Match[str], lexicon: Lexicon) -> list[Piece]:
    kind, text = str(match.lastgroup), match[0]
    if match["iso"]:
        kind = "iso"
    for name in ("ymd", "dmy"):
        if match[name]:
            kind = name
    start, end = match.start(), match.end()
    digits = [int(piece) for piece in re.findall(r"\d+", text)]
    meanings: tuple[Meaning, ...] = ()
    if kind == "iso":
        meanings = (_instant(text),)
    elif kind == "ymd":
        meanings = (Meaning("date", tuple(digits)),)
    elif kind == "dmy":
        meanings = _date(digits, text, lexicon)
    elif kind in ("ym", "my"):
        year, month = sorted(digits, reverse=True)
        meanings = (Meaning("year_month", (year, month)),)
    elif kind == "years":
        first, last = digits
        last = last if last > 99 else first // 100 * 100 + last
        if "/" in text and last == first + 1:
            meanings = (Meaning("years", (first, last)),)
        else:
            return [
                ((Meaning("year", first),), start, start + 4),
                ((Meaning("dash"),), start + 4, start + 5),
                ((Meaning("year", last),), start + 5, end),
            ]
    elif kind == "numbers":
        middle = start + len(str(text).split("-")[0].split("–")[0].split("—")[0])
        return [
            ((Meaning("num", digits[0]),), start, middle),
            ((Meaning("dash"),), middle, middle + 1),
            ((Meaning("num", digits[1]),), middle + 1, end),
        ]
    elif kind in ("ampm", "clock"):
        meanings = _clock(text, digits, lexicon)
    elif kind == "decade":
        meanings = _decade(digits[0])
    elif kind == "ordinal":
        meanings = (Meaning("ord", digits[0]), Meaning("dom", digits[0], "?"))
    elif kind == "short":
        meanings = (Meaning("decade_number", digits[0]), Meaning("year", _century(digits[0]), "~"))
    elif kind == "year":
        meanings = (Meaning("year", digits[0], "?"), Meaning("num", digits[0]))
    elif kind == "quarter":
        meanings = (Meaning("quarter", digits[0]),)
    elif kind == "half":
        meanings = (Meaning("half_year", digits[0]),)
    else:
        value = float(text.replace(",", ".")) if len(digits) > 1 else digits[0]
        meanings = (Meaning("num", value),)
    return [(meanings, start, end)] if meanings else []


def _instant(text: str) -> Meaning:
    try:
        moment = datetime.fromisoformat(text.replace(" Z", "Z").replace(" +", "+"))
    except ValueError:
        return Meaning("block")
    if len(text) == 10:
        return Meaning("date", (moment.year, moment.month, moment.day))
    return Meaning(
        "instant",
        (
            moment,
            "instant"
            if text.count(":") > 1 and len(text) > 18 and text[16:17] == ":"
            else "minute",
        ),
    )


def _date(digits: list[int], text: str, lexicon: Lexicon) -> tuple[Meaning, ...]:
    first, second, year = digits
    short = year < 100
    year = _century(year) if short else year
    order = "dmy" if "." in text else lexicon.order
    flag = "?" if short else ""
    if order == "ymd":
        order = None
    if order is None and (first > 12 or second > 12 or first == second):
        order = "dmy" if first > 12 else "mdy"
    if order is None:
        # Two days are meant by it: the year is sure.
        return () if short else (Meaning("year", year),)
    day, month = (first, second) if order == "dmy" else (second, first)
    return (Meaning("date", (year, month, day), flag),)


def _clock(text: str, digits: list[int], lexicon: Lexicon) -> tuple[Meaning, ...]:
    hour, minute = digits[0], digits[1] if len(digits) > 1 else None
    half = re.search("[apAP]", text)
    if half:
        if not 1 <= hour <= 12:
            return ()
        return (Meaning("clock", (hour % 12 + (12 if half[0] in "pP" else 0), minute, True)),)
    # Whoever writes seconds counts to 24.
    sure = hour > 12 or hour == 0 or text[0] == "0" or len(digits) > 2 or lexicon.full_clock
    return (Meaning("clock", (hour, minute, sure)),)


def _decade(number: int) -> tuple[Meaning, ...]:
    if number > 99:
        return (Meaning("decade", number),)
    # Of the twenties there are two that people speak of.
    return () if number == 20 else (Meaning("decade", (1900 if number >= 30 else 2000) + number),)


def _century(year: int) -> int:
    return year + (2000 if year < 50 else 1900)


def _unspaced_pieces(match: re.Match[str], lexicon: Lexicon) -> list[Piece]:
    span = match.start(), match.end()
    return [(meanings, *span)] if (meanings := _unspaced_meanings(match, lexicon)) else []


def _unspaced_meanings(match: re.Match[str], lexicon: Lexicon) -> tuple[Meaning, ...]:
    if match["iso"]:
        return (_instant(match[0]),)
    if match["ymd"]:
        year, month, day = (int(piece) for piece in re.findall(r"\d+", match["ymd"]))
        return (Meaning("date", (year, month, day)),)
    if match["era"]:
        number = 1 if match["era_year"] == "元" else han(match["era_year"])
        return (Meaning("year", _ERAS[match["era"]] + number),)
    for name in ("year", "month", "dom", "ordinal", "number", "quarter_number"):
        if match[name]:
            value = han(match[name])
            if name == "quarter_number":
                return (Meaning("ord", value), Meaning("num", value))
            if name == "month" and not 1 <= value <= 12:
                return ()
            kind = {"ordinal": "ord", "number": "num"}.get(name, name)
            if name == "number":
                return (
                    (Meaning("num", value), Meaning("year", value, "?"))
                    if 1400 <= value < 2200
                    else (Meaning("num", value),)
                )
            return (Meaning(kind, value),)
    if match["decade"]:
        return _decade(han(match["decade"]))
    if match["quarter"]:
        return (Meaning("quarter", int(match["quarter"][1])),)
    if match["clock"]:
        return _clock(match["clock"], [int(piece) for piece in match["clock"].split(":")], lexicon)
    hour = han(match["hour"])
    minute = 30 if match["half"] else han(match["minutes"]) if match["minutes"] else None
    if hour > 24 or (minute or 0) > 59:
        return ()
    return (Meaning("clock", (hour, minute, hour > 12 or hour == 0)),)
