"""Amounts, times of day and days that a text means without a number of their own.

A fortnight is two weeks, "both" are two, noon is 12:00, "six forty" 6:40, and "the 9th" is a day of
this month or of one beside it. They vouch for what a fact says, and are looked for only in what was
said: in a fact such words need no evidence.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from datetime import date, timedelta

from memkit.text.numbers import Number, western
from memkit.text.numbers import words as number_words
from memkit.text.numbers.numerals import han
from memkit.text.spans import Spans

_EDGE = r"(?![\w\u0900-\u094f])"
_START = r"(?<![\w\u0900-\u094f])"
# What the words for half of something and for one and a half stand beside.
_UNITS: dict[str, str] = {
    "time:h": r"hours?|stunden?|horas?|heures?|or[ae]|uur|час\w*|годин\w*|godzin\w*|saat|ساعة"
    r"|घंट\S*",
    "time:d": r"days?|tage?|días?|jours?|journée|dias?|giorn[oi]|dag(?:en)?|дня|день|dnia|gün"
    r"|يوم|दिन",
    "time:w": r"weeks?|wochen?|semanas?|semaines?|settiman[ae]|we(?:ek|ken)|недел\w+|tygod\w+"
    r"|hafta",
    "time:mo": r"months?|monate?n?|mes(?:es)?|mois|m[êe]s|mes[ei]|maand(?:en)?|месяц\w*|miesi\w+"
    r"|ay|شهر",
    "time:y": r"years?|jahre?n?|años?|(?<!half )ans?|années?|anos?|ann[oi]|jaar|года?|лет|рок\w*"
    r"|lata?|roku|yıl"
    r"|سنة|साल",
    "": r"kilos?|miles?|litres?|liters?|litros?|pounds?|meilen?|кило|litr[ay]?",
}  # fmt: skip
_HALF = (
    r"half (?:an? |of an? )?|an? half[- ]|(?:ein(?:e|en|em)? )?halbe[nrsm]? |medi[oa] |demi[- ]"
    r"|mei[oa] |mezz['’oa]\s?|een half |half |pół |пол|yarım |نصف |आधा |आधे "
)
_AND_A_HALF = (
    r" and a half| y medi[oa]| et demie?| e mei[oa]| e mezz[oa]| i pół| с половиной| buçuk|"
    r" en een half| ونصف"
)
# What stands for so many of a unit, in one word.
_NAMED: tuple[tuple[float, str, str], ...] = (
    (2, "time:w", "fortnights?|vierzehn tage"),
    (15, "time:d", "quincena|quinzena|quinzaine"),
    (15, "time:min", r"quarter of an hour|viertelstunde|cuarto de hora|quart d['’]heure"
     r"|quarto d['’]ora|kwartier|четверть часа|kwadrans|ربع ساعة|पौन घंट\S*"),
    (45, "time:min", r"three quarters of an hour|dreiviertelstunde|trois quarts d['’]heure"),
    (10, "time:y", r"decades?|jahrzehnte?|décadas?|décennies?|decenni[oa]?|десятилети\w*"
    r"|dekad\w+"),
    (100, "time:y", "century|centuries|jahrhunderte?|siglos?|siècles?|séculos?|secol[oi]|eeuw"),
    (6, "time:mo", "halbjahr|semestre|полгода|пів року|półrocze|half ?jaar"),
    (30, "time:min", "полчаса|demi-heure|півгодини"),
    (2, "", r"both|every other|jede[nrsm]? zweite[nrsm]?|elke andere|co drugi\w*|через раз"
     r"|(?:a )?couple|(?:a )?pair|twins?|beid(?:e[nrsm]?)|zwillinge?|paar|amb[oa]s"
    r"|un par"
     r"|gemel[oa]s|(?:les|tous les|toutes les) deux|jumea\w+|jumelles|couple|gême[oa]s|entramb[ie]"
     r"|gemell[ie]|un paio|beide|tweeling|ob(?:a|oje|ie)|bliźnia\w+|оба|обе|обоих|пар[ау]"
     r"|близнец\w*|двойн\w+|ikiz\S*|ikisi|çift|كلا|توأم\S*|दोनों|जुड़वा\S*"),
    (6, "", r"half a dozen|halbes dutzend|media docena|meia dúzia|mezza dozzina|demi-douzaine"
     r"|pół tuzina|полдюжины|half dozijn|yarım düzine"),
    (3, "", "triplets|drillinge|trillizos|triplés|trigêmeos|trigemini|trojaczki|тройн\\w+"),
    (1, "", r"an?|ein(?:e[nrsm]?)?|un[ao]?|um|uma|une|een|jed(?:en|n[aąe]\w*)|одн[аоу]\w*|один|bir"
     r"|single|only child|एक"),
)  # fmt: skip
_SIGNS = (
    (0.5, "time:y", "半年|반년"), (0.5, "time:h", "半小时|半个小时|半個小時|半時間|반시간"),
    (0.5, "time:mo", "半个月|半個月|半月|반달"), (0.5, "time:d", "半天|半日|반나절"),
    (1.5, "time:y", "一年半|일년 반"), (1.5, "time:h", "一(?:个)?小时半|一个半小时|一時間半"),
    (1.5, "time:mo", "一个半月|一ヶ月半|한 ?달 반"),
    (2, "", "双胞胎|雙胞胎|双子|ふたご|쌍둥이|夫妇|夫婦"),
    (10, "time:y", "十年"),
)  # fmt: skip
_ARABIC_DUAL = re.compile(
    r"(?<![\u0620-\u064a])[\u0620-\u064a]{3,}(?:ين|ان|تين|تان)(?![\u0620-\u064a])"
)
_GRAND = re.compile(r"\b(?P<n>\d+(?:[.,]\d+)?)\s?(?:grand|mille|riesen|luca|paus?|кусков)\b", re.I)

_NOON = re.compile(
    rf"{_START}(?:noon|midday|mittags?|mediodía|(?<!après[- ])midi|meio[- ]dia|mezzogiorno|południe"
    rf"|полдень|полудня|опівдні|öğlen?)(?:leri)?{_EDGE}|正午|中午|정오",
    re.IGNORECASE,
)
_MIDNIGHT = re.compile(
    rf"{_START}(?:midnight|mitternachts?|medianoche|minuit|meia[- ]noite|mezzanotte|middernacht"
    rf"|o północy|полноч[ьи]|опівночі|gece yarısı|منتصف الليل|आधी रात){_EDGE}|午夜|半夜|자정",
    re.IGNORECASE,
)
# Hours and minutes beside each other, minutes before or behind an hour; +1 for those to be added.
_HOUR, _MINUTES = "(?P<hour>{hours})", "(?P<minutes>{minutes})"
_BY_MINUTES: tuple[tuple[str, str, int], ...] = (
    ("en", f"{_HOUR}[ -]{_MINUTES}", 1), ("en", f"{_MINUTES} (?:minutes )?past {_HOUR}", 1),
    ("en", f"{_MINUTES} (?:minutes )?(?:to|before) {_HOUR}", -1),
    ("de", f"{_HOUR} uhr {_MINUTES}", 1), ("de", f"{_MINUTES} (?:minuten )?nach {_HOUR}", 1),
    ("de", f"{_MINUTES} (?:minuten )?vor {_HOUR}", -1),
    ("nl", f"{_HOUR} uur {_MINUTES}", 1), ("nl", f"{_MINUTES} (?:minuten )?over {_HOUR}", 1),
    ("nl", f"{_MINUTES} (?:minuten )?voor {_HOUR}", -1),
    ("es", f"{_HOUR} (?:y )?{_MINUTES}", 1), ("es", f"{_HOUR} menos {_MINUTES}", -1),
    ("fr", f"{_HOUR} heures? {_MINUTES}", 1), ("fr", f"{_HOUR} heures? moins {_MINUTES}", -1),
    ("pt", f"{_HOUR} (?:horas )?(?:e )?{_MINUTES}", 1),
    ("pt", f"{_MINUTES} para as {_HOUR}", -1),
    ("it", f"{_HOUR} e {_MINUTES}", 1), ("it", f"{_HOUR} meno {_MINUTES}", -1),
    ("pl", f"{_MINUTES} po {_HOUR}", 1), ("pl", f"za {_MINUTES} {_HOUR}", -1),
    ("pl", f"{_HOUR} {_MINUTES}", 1),
    ("ru", f"{_HOUR} {_MINUTES}", 1), ("ru", f"без {_MINUTES} {_HOUR}", -1),
    ("tr", f"{_HOUR} {_MINUTES}", 1), ("hi", f"{_HOUR} बजकर {_MINUTES}", 1),
)  # fmt: skip
_SIGNS_OF_MINUTES = re.compile(
    r"(?P<hour>[一二两兩三四五六七八九十]{1,3})[点點時](?P<minutes>[一二三四五六七八九十]{2,3})分?"
)
# Hours that are said with an ending or as an ordinal: "rond negenen", "o dziewiątej".
_ENDED_HOURS = (("nl", "en"), ("de", "e"))
_BY_ORDINALS = (("pl", r"(?:o|po|przed|do|od|na) {hour}"), ("uk", r"(?:о|об|до|після) {hour}"))
_DAY = re.compile(
    r"(?:\bthe |\bel |\bdía |\ble |\bil |\bdal |\bal |\bdia |\bdo dia |\bde |\bden |\bd(?:er|em) "
    r"|\b(?:am|zum|vom|ab|bis|seit) |\bдо |\bс |\bayın |يوم |\bdo |\bod )"
    r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|e|er|de|ste|\.|º|-?го| числа|['’]\w+)?(?![\w.:,/%]\d)(?!\w)"
    r"|(?<![\d/.])(?P<sign>[0-3]?\d)(?:号|號|日|일| तारीख)"
    r"|\b(?P<ordinal>[0-3]?\d)(?:st|nd|rd|th)\b",
    re.IGNORECASE,
)
_NOUN = re.compile(r"\s([^\W\d_]+)")
_ORDINAL_DAYS = (
    ("en", "the {day}"), ("de", "(?:am|vom|zum|dem|den|bis) {day}"), ("pl", "(?:od|do|na) {day}"),
    ("ru", "(?:с|до|на|к) {day}"), ("uk", "(?:з|до|на) {day}"),
)  # fmt: skip
_MONTH_AWAY = timedelta(35)


def implied_numbers(text: str) -> Iterator[Number]:
    """Yield the amounts that a text means without their numbers: "a fortnight", "half an hour"."""
    plain = western(text)
    for pattern, value, unit in _amounts():
        for match in pattern.finditer(plain):
            # "A night or two" are two nights.
            noun = _NOUN.match(plain, match.end()) if value > 1 else None
            yield Number(
                frozenset({value}), *match.span(), unit or None, noun[1].casefold() if noun else ""
            )
    for match in _GRAND.finditer(plain):
        value = float(match["n"].replace(",", "."))
        yield Number(frozenset({value * 1000}), *match.span())
    for match in _ARABIC_DUAL.finditer(plain):
        yield Number(frozenset({2.0}), *match.span())


@functools.cache
def _amounts() -> tuple[tuple[re.Pattern[str], float, str], ...]:
    rows: list[tuple[str, float, str]] = []
    for unit, forms in _UNITS.items():
        rows.append((rf"{_START}(?:{_HALF})(?:{forms}){_EDGE}", 0.5, unit))
        one = r"(?:an?|one|una?|uno|une|um|uma|een|jeden|jedn\w+|один|одну|bir|واحد)"
        rows.append((rf"{_START}{one}['’ ]\s?(?:{forms})(?:{_AND_A_HALF}){_EDGE}", 1.5, unit))
        rows.append((rf"{_START}one and a half (?:{forms}){_EDGE}", 1.5, unit))
    rows += [(rf"{_START}(?:{forms}){_EDGE}", value, unit) for value, unit, forms in _NAMED]
    rows += [(forms, value, unit) for value, unit, forms in _SIGNS]
    return tuple((re.compile(forms, re.IGNORECASE), value, unit) for forms, value, unit in rows)


def implied_clocks(text: str) -> Iterator[tuple[int, bool]]:
    """Yield the times of day of words: minutes since midnight, and whether the half is certain."""
    plain = western(text)
    if _NOON.search(plain):
        yield 720, True
    if _MIDNIGHT.search(plain):
        yield 0, True
    for pattern, values, sign in _clocks():
        for match in pattern.finditer(plain):
            groups = match.groupdict()
            hour = values[match["hour"].casefold()]
            minutes = values[(groups.get("minutes") or "").casefold()]
            yield int(hour * 60 + sign * minutes) % (24 * 60), hour > 12
    for match in _SIGNS_OF_MINUTES.finditer(plain):
        yield han(match["hour"]) * 60 + han(match["minutes"]), False


@functools.cache
def _clocks() -> tuple[tuple[re.Pattern[str], dict[str, float], int], ...]:
    rows: list[tuple[str, dict[str, float], dict[str, float], int]] = []
    for language, said, sign in _BY_MINUTES:
        cardinals = _words_of(language)
        hours = {**cardinals, **_words_of(language, ordinals=language == "pl")}
        rows.append((said, _up_to(hours, 24), _up_to(cardinals, 59), sign))
    for language, ending in _ENDED_HOURS:
        hours = {
            f"{form.removesuffix('e')}{ending}": value
            for form, value in _words_of(language).items()
        }
        rows.append((_HOUR, _up_to(hours, 12), {}, 1))
    for language, said in _BY_ORDINALS:
        hours = _up_to(_words_of(language, ordinals=True), 24)
        rows.append((said.replace("{hour}", _HOUR), hours, {}, 1))
    found = []
    for said, hours, minutes, sign in rows:
        pattern = said.replace("{hours}", _either(hours)).replace("{minutes}", _either(minutes))
        values = {**minutes, **hours, "": 0.0}
        found.append((re.compile(f"{_START}{pattern}{_EDGE}", re.IGNORECASE), values, sign))
    return tuple(found)


def _words_of(language: str, *, ordinals: bool = False) -> dict[str, float]:
    read = number_words.ordinals(language) if ordinals else number_words.cardinals(language)
    return {" ".join(form): value for form, value in read.items()}


def _up_to(words: dict[str, float], most: int) -> dict[str, float]:
    return {form: value for form, value in words.items() if 0 < value <= most and value % 1 == 0}


def _either(words: dict[str, float]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True)) or "(?!)"


def days_of_month(text: str, at: date, *, dated: Spans) -> Iterator[tuple[date, date]]:
    """Yield the days that "the 9th" may mean, said on a day: those less than some weeks away.

    Args:
        text: What was said.
        at: The day on which it was said.
        dated: Where the text has dates with a month of their own.
    """
    numbers = [
        int(match["day"] or match["sign"] or match["ordinal"])
        for match in _DAY.finditer(western(text))
        if not dated.meets(*match.span())
    ]
    for pattern, values in _ordinal_days():
        numbers += [int(values[match["day"].casefold()]) for match in pattern.finditer(text)]
    for number in dict.fromkeys(numbers):
        for offset in range(-_MONTH_AWAY.days, _MONTH_AWAY.days + 1):
            day = at + timedelta(offset)
            if day.day == number:
                yield day, day


@functools.cache
def _ordinal_days() -> tuple[tuple[re.Pattern[str], dict[str, float]], ...]:
    found = []
    for language, said in _ORDINAL_DAYS:
        values = _up_to(_words_of(language, ordinals=True), 31)
        pattern = said.replace("{day}", f"(?P<day>{_either(values)})")
        found.append((re.compile(f"{_START}{pattern}{_EDGE}", re.IGNORECASE), values))
    return tuple(found)
