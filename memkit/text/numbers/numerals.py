"""Numerals of Chinese, Japanese and Korean: signs that are a part of a number each."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping

from memkit.text.numbers import words

Found = tuple[float, int, int]

# More signs in a row are no number of anything.
_LONGEST = 16
HAN = "零〇一二两兩三四五六七八九十百千万萬億亿"
_DIGITS: Mapping[str, int] = (
    {sign: value for value, sign in enumerate("零一二三四五六七八九")}
    | {"〇": 0, "两": 2, "兩": 2}
    | {sign: value for value, sign in enumerate("영일이삼사오육칠팔구")}
)
_SCALES: Mapping[str, int] = {"十": 10, "百": 100, "千": 1000, "십": 10, "백": 100, "천": 1000}
_LARGE: Mapping[str, int] = {
    "万": 10**4, "萬": 10**4, "億": 10**8, "亿": 10**8, "만": 10**4, "억": 10**8,
}  # fmt: skip
_RUN = re.compile(f"[{HAN[:2]}{HAN[3:]}][{HAN}]*|一[十百千万萬億亿][{HAN}]*|一")
# Words that count in Chinese and Japanese: without one, a numeral may be a part of a word.
_COUNTER = re.compile(
    "个|個|名|岁|歳|才|年|天|日|只|隻|本|次|小时|分|块|元|圆|公|人|口|位|条|條|台|辆|套|家|间"
    "|周|週|倍|号|點|点|匹|冊|册|回|時|时|円|杯|枚|頭|头|階|层|件|度|番|月|ヶ|か|カ|キロ|メートル"
    "|世|级|級|期|星|折|篇|张|張|款|种|種|季|秒|磅|斤|センチ|厘|米"
)
# "周三" is a day, "第三" one of several.
_BEFORE_DAY = ("周", "期", "拜", "週", "第")
_KANA = {
    "ひとつ": 1, "ふたつ": 2, "みっつ": 3, "よっつ": 4, "いつつ": 5, "ふたり": 2, "二人": 2,
    "二つ": 2, "三つ": 3, "四つ": 4, "五つ": 5,
}  # fmt: skip
_KANA_RUN = re.compile("|".join(_KANA))
# The last scale is left out where one digit follows it.
_SHORTENED = re.compile(
    "(?P<whole>[一二两兩三四五六七八九十百千]+)(?P<scale>[百千万萬])(?P<rest>[一二三四五六七八九])"
)
# A height: "一米七八" is 1.78 m.
_METRES = re.compile("(?P<whole>[一二两])米(?P<rest>[一二三四五六七八九]{1,2})(?![十百千米])")
# Numerals of Chinese origin in Korean letters, most of which are words or endings too.
_SINO = re.compile(r"(?<![\uac00-\ud7a3])[영일이삼사오육칠팔구십백천만억]+")
_SINO_COUNTER = re.compile(
    r"\s?(?:년|월|일|시간|시|분|초|개월|주|층|호|원|킬로|미터|센티|퍼센트|프로|학년|인분|도|살|세"
    r"|명|개|대|평|등|점|위|차|배|장|회|kg|km|cm|%)"
)
# "이번 주" is this week, "이 분" that person.
_SINO_ALONE = frozenset("이일사만오구")
_SURE_COUNTER = re.compile(r"\s?(?:년|개월|층|킬로|미터|센티|퍼센트|프로|학년|월|원)")
_NATIVE_AFTER = (
    r"(?=\s?(?:명|개|살|마리|시|번|잔|권|장|대|달|배|군데|가지|분|사람|식구|자녀|아이)"
    r"|(?:이에요|이요|요|이었\w+|였\w+|뿐\w*|예요|이다|입니다|이고|이나|이|은|을|도|와|과|만|째)?(?![\uac00-\ud7a3]))"
)


def han(numeral: str) -> int:
    """Return the number that digits or numerals mean: "二〇一九", "三千五百", "십오"."""
    if numeral.isdecimal():
        return int(numeral)
    if not any(sign in _SCALES or sign in _LARGE for sign in numeral):
        return int("".join(str(_DIGITS[sign]) for sign in numeral))
    total = section = digit = 0
    for sign in numeral:
        if sign.isdecimal() or sign in _DIGITS:
            digit = int(sign) if sign.isdecimal() else _DIGITS[sign]
        elif sign in _SCALES:
            section, digit = section + (digit or 1) * _SCALES[sign], 0
        else:
            total, section, digit = total + ((section + digit) or 1) * _LARGE[sign], 0, 0
    return total + section + digit


def numerals(text: str) -> Iterator[Found]:
    """Yield the numerals of a text that count something: value, start and end."""
    if text.isascii():
        return
    yield from _metres(text)
    yield from _han(text)
    for match in _KANA_RUN.finditer(text):
        yield float(_KANA[match[0]]), match.start(), match.end()
    yield from _korean(text)


def _metres(text: str) -> Iterator[Found]:
    for match in _METRES.finditer(text):
        rest = match["rest"]
        yield han(match["whole"]) + han(rest) / 10 ** len(rest), match.start(), match.end()


def _han(text: str) -> Iterator[Found]:
    for match in _RUN.finditer(text):
        counted = _COUNTER.match(text, match.end())
        is_day = text[match.start() - 1 : match.start()] in _BEFORE_DAY
        if len(match[0]) > _LONGEST:
            continue
        if match[0] != "一" and not is_day and (counted or len(match[0]) > 2):
            value = han(match[0]) if counted else _shortened(match[0]) or han(match[0])
            yield float(value), match.start(), match.end()


def _shortened(numeral: str) -> int:
    """Return what "三万五" means, 35,000, where nothing follows that it counts; else 0."""
    found = _SHORTENED.fullmatch(numeral)
    if found is None:
        return 0
    scale = {**_SCALES, **_LARGE}[found["scale"]]
    return han(found["whole"] + found["scale"]) + han(found["rest"]) * scale // 10


def _korean(text: str) -> Iterator[Found]:
    for match in _SINO.finditer(text):
        counter = _SURE_COUNTER if match[0] in _SINO_ALONE else _SINO_COUNTER
        scaled = any(sign in _SCALES or sign in _LARGE for sign in match[0])
        if len(match[0]) > _LONGEST:
            continue
        if counter.match(text, match.end()) or (len(match[0]) > 2 and scaled):
            yield float(han(match[0])), match.start(), match.end()
    for match in _native().finditer(text):
        yield float(words.cardinals("ko")[(match[0],)]), match.start(), match.end()


@functools.cache
def _native() -> re.Pattern[str]:
    forms = sorted((form for (form, *more) in words.cardinals("ko") if not more), key=len)
    return re.compile(rf"(?<![\uac00-\ud7a3])(?:{'|'.join(reversed(forms))}){_NATIVE_AFTER}")
