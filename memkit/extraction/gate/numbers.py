"""The numbers of a text as values, however they are written, with their units."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from memkit.extraction.gate import number_words

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
_HAN = re.compile(
    "[零〇二两兩三四五六七八九十百千万萬億亿]+"
    "|(?:一[十百千万萬億亿])[零〇一二两兩三四五六七八九十百千万萬億亿]*|一"
)
_HAN_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_HAN_SCALES = {"十": 10, "百": 100, "千": 1000}
_HAN_LARGE = {"万": 10**4, "萬": 10**4, "億": 10**8, "亿": 10**8}
# Words that count in Chinese and Japanese: without one, a numeral may be a part of a word.
_COUNTER = re.compile(
    "个|個|名|岁|歳|才|年|天|日|只|隻|本|次|小时|分|块|元|圆|公|人|口|位|条|條|台|辆|套|家|间"
    "|周|週|倍|号|"
    "點|点|匹|冊|册|回|時|时|円|杯|枚|頭|头|階|层|件|度|番|月|ヶ|か|カ|キロ|メートル|世|级|級"
    "|期|星|折|篇|张|張|款|种|種|季|秒|磅|斤"
)
_KANA = {
    "ひとつ": 1,
    "ふたつ": 2,
    "みっつ": 3,
    "よっつ": 4,
    "いつつ": 5,
    "ふたり": 2,
    "二人": 2,
    "二つ": 2,
    "三つ": 3,
    "四つ": 4,
    "五つ": 5,
}
_UNITS = {
    "percent": "% percent prozent pourcent procent por_ciento per_cent процентов процента процент "
    "відсотків yüzde प्रतिशत パーセント",
    "money:usd": "$ usd dollar dollars dólares dollari dolarów "
    "долларов доларів dolar ドル 달러 美元 "
    "美金 "
    "دولار डॉलर",
    "money:eur": "€ eur euro euros евро євро ユーロ 유로 欧元 يورو यूरो",
    "money:gbp": "£ gbp quid фунтов",
    "money:jpy": "jpy yen 円",
    "money:cny": "cny rmb yuan 元 块 人民币",
    "money:inr": "₹ inr rupees रुपये रुपए",
    "money:rub": "₽ rub рублей рубля",
    "money:krw": "₩ 원",
    "length:km": "km kilometer kilometers kilometre kilometres kilometern kilómetros kilomètres "
    "quilômetros chilometri километров кілометрів 公里 キロメートル 킬로미터 किलोमीटर "
    "كيلومتر kilometrów kilometre",
    "length:mile": "mile miles mi meilen millas 英里 マイル",
    "length:m": "meter meters metre metres metern metros mètres metri метров метрів मीटर",
    "length:ft": "ft feet foot",
    "mass:kg": "kg kilo kilos kilogram kilograms kilogramm kilogramos 公斤 キログラム 킬로",
    "mass:lb": "lb lbs",
    "time:s": "seconds sekunden segundos secondes секунд",
    "time:min": "minute minutes minuten minuto minutos minuti минут минуты хвилин minut minuty "
    "dakika "
    "分钟 分間 분 "
    "دقيقة دقائق मिनट",
    "time:h": "hour hours stunde stunden hora horas heure heures ora ore uur часа часов час години "
    "годин godzin "
    "godziny saat 小时 時間 시간 ساعة ساعات घंटे घंटा",
    "time:d": "day days tag tage tagen día días jour jours dia dias giorno giorni dag dagen день "
    "дня "
    "дней дні днів "
    "dzień dni gün 天 日間 يوم أيام दिन",
    "time:w": "week weeks weekend weekends woche wochen semana semanas semaine semaines settimana "
    "settimane weken неделя недели недель "
    "тижні тижнів тиждень tydzień tygodnie tygodni hafta 周 週間 주 أسبوع أسابيع हफ्ते सप्ताह",
    "time:mo": "month months monat monate monaten mes meses mois mês mese mesi maand maanden месяц "
    "месяца месяцев "
    "місяць місяці місяців miesiąc miesiące miesięcy ay 个月 ヶ月 か月 개월 شهر أشهر महीने महीना",
    "time:y": "year years jahr jahre jahren año años an ans ano anos anno anni jaar год года лет "
    "рік "
    "роки років rok "
    "lata lat yıl 年間 年 년 سنة سنوات साल वर्ष",
}
_UNIT_OF = {
    form.replace("_", " "): unit for unit, forms in _UNITS.items() for form in forms.split()
}
_UNSPACED_UNIT = re.compile(
    "|".join(sorted((re.escape(f) for f in _UNIT_OF if not f.isascii()), key=len, reverse=True))
)
_SIGN_BEFORE = re.compile(r"([$€£₹₽₩])\s?$|(?:^|\s)(usd|eur|gbp|yüzde)\s$", re.IGNORECASE)
_LETTERS = "(?:[^\\W\\d_]|[\u0900-\u0963])+"
_AFTER = re.compile(rf"[\s-]*(?P<word>[%$€£₹₽₩]|{_LETTERS})")
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
        """Tell whether two numbers may be the same one: value, and unit of the same sort."""
        if not self.values & other.values:
            return False
        mine, its = self.unit, other.unit
        if mine and its and mine != its:
            # A currency is no other currency; "30 %" is no 30 dollars.
            return mine.partition(":")[0] != its.partition(":")[0] and "percent" not in (mine, its)
        return True


def numbers(text: str, *, language: str | None) -> list[Number]:
    """Return the numbers of a text in their order.

    Args:
        text: Any text.
        language: The language whose words of numbers are read; None reads English ones.
    """
    plain = western(text)
    found = list(_digits(plain))
    taken = [(number.start, number.end) for number in found]
    for number in (*_words(plain, language or "en"), *_unspaced(plain)):
        if not any(start < number.end and number.start < end for start, end in taken):
            found.append(number)
    found.sort(key=lambda number: number.start)
    return found


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
        factor = _SUFFIXES.get(suffix) or _SUFFIXES.get(suffix[:1] if not suffix.isascii() else "")
        if factor:
            # "5m" is five metres or five million.
            scaled = {value * factor for value in values}
            values = values | scaled if suffix in ("m", "mil") else scaled
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


def _words(text: str, language: str) -> Iterator[Number]:
    if language not in number_words.LANGUAGES:
        return
    words = [
        (_bare(m[0].casefold().replace("’", "'"), language), m.start(), m.end())
        for m in (_LETTERS_ONLY if language == "it" else _WORD).finditer(text)
    ]
    at = 0
    while at < len(words):
        value, length = _run(words[at:], language)
        if length:
            yield _with_unit(
                text, frozenset({float(value)}), words[at][1], words[at + length - 1][2]
            )
        at += max(length, 1)


def _bare(word: str, language: str) -> str:
    """Return an Arabic word without the "and" that is written in one with it."""
    return word[1:] if language == "ar" and word[0] == "و" and len(word) > 3 else word


def _run(words: Sequence[tuple[str, int, int]], language: str) -> tuple[int, int]:
    """Return the value of the number that begins here, and how many words it takes."""
    phrases, scales = number_words.phrases(language), number_words.scales(language)
    compound = _compound(words[0][0], language)
    if compound:
        return compound, 1
    total = current = at = 0
    smallest = 10**9
    while at < len(words):
        word = words[at][0]
        if word in scales and (at or scales[word] > 1):
            if not at and word in ("bin", "mil", "mille", "cent", "on"):
                return (scales[word], 1) if word != "bin" else (0, 0)
            total, current = _scaled(total, current, scales[word])
            smallest, at = min(smallest, scales[word]) if current else 10**9, at + 1
            continue
        length = _phrase_at(words[at:], phrases, number_words.longest(language))
        if length:
            value = phrases[tuple(w for w, _, _ in words[at : at + length])]
            if current and not (value < 100 <= current and current % 100 == 0):
                break
            current, at = current + value, at + length
        elif at and word in number_words.CONNECTORS and at + 1 < len(words):
            follows = _phrase_at(words[at + 1 :], phrases, number_words.longest(language))
            if not follows or (total + current) < 100 or (total + current) % 100:
                break
            at += 1
        else:
            break
    return total + current, at


def _compound(word: str, language: str) -> int:
    """Return the value of hundreds and thousands in one word, as German, Dutch, Italian have."""
    if language not in ("de", "nl", "it"):
        return 0
    for scale, factor in sorted(number_words.scales(language).items(), key=lambda s: -s[1]):
        before, found, after = word.partition(scale)
        if found and len(word) > len(scale) and factor <= 1000:
            parts = [_part(part, language) for part in (before, after.removeprefix("und"))]
            if None not in parts:
                return (parts[0] or 1) * factor + (parts[1] or 0)
    return 0


def _part(word: str, language: str) -> int | None:
    """Return the value of a part of a compound, 0 for none, None for what is no number."""
    if not word or word in ("ein", "een"):
        return int(bool(word))
    return number_words.phrases(language).get((word,)) or _compound(word, language) or None


def _scaled(total: int, current: int, scale: int) -> tuple[int, int]:
    if scale == 100:
        return total, max(current, 1) * 100
    return total + max(current, 1) * scale, 0


def _phrase_at(
    words: Sequence[tuple[str, int, int]], phrases: Iterable[tuple[str, ...]], longest: int
) -> int:
    for length in range(min(longest, len(words)), 0, -1):
        if tuple(word for word, _, _ in words[:length]) in phrases:
            return length
    return 0


def _unspaced(text: str) -> Iterator[Number]:
    """Yield the numerals of Chinese and Japanese that count something."""
    if text.isascii():
        return
    for match in _HAN.finditer(text):
        counted = _COUNTER.match(text, match.end())
        weekday = text[match.start() - 1 : match.start()] in ("周", "期", "拜", "第")
        if match[0] == "一" or weekday or not (counted or len(match[0]) > 2):
            continue
        value = float(_han(match[0]))
        yield _with_unit(text, frozenset({value}), match.start(), match.end())
    for form, value in _KANA.items():
        at = text.find(form)
        if at >= 0:
            yield Number(frozenset({float(value)}), at, at + len(form))


def _han(numeral: str) -> int:
    if not any(c in _HAN_SCALES or c in _HAN_LARGE for c in numeral):
        return int("".join(str(_HAN_DIGITS[c]) for c in numeral))
    total = section = digit = 0
    for character in numeral:
        if character in _HAN_DIGITS:
            digit = _HAN_DIGITS[character]
        elif character in _HAN_SCALES:
            section, digit = section + (digit or 1) * _HAN_SCALES[character], 0
        else:
            total, section, digit = total + (section + digit) * _HAN_LARGE[character], 0, 0
    return total + section + digit


def _with_unit(text: str, values: frozenset[float], start: int, end: int) -> Number:
    before = _SIGN_BEFORE.search(text[max(0, start - 6) : start])
    after = _AFTER.match(text, end)
    word = after["word"].casefold() if after else ""
    unit = _UNIT_OF.get((before[1] or before[2]).casefold()) if before else _UNIT_OF.get(word)
    if unit is None and word and not word.isascii():
        found = _UNSPACED_UNIT.match(word)
        spaced = found is not None and "\u0400" <= found[0][0] <= "\u097f"
        unit = _UNIT_OF[found[0]] if found and (not spaced or found[0] == word) else None
    return Number(values, start, end, unit, word)
