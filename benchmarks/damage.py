"""Facts damaged by rule, each in one way, as a model that errs would damage them.

Every rule takes a fact and its lines and returns what a gate has to refuse, or None where the fact
has nothing of the sort. Nothing here knows how the gate works: the rules have words of their own.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from memkit.extraction.tasks.items import Item
from memkit.extraction.windows.lines import Line

OTHER_NAMES = {
    "latin": "Jessica Brandon Porto Warsaw Denver Yusuf Ingrid Samsung Calgary Beatrix".split(),
    "cyrillic": "Григорий Тверь Людмила Самара Богдан".split(),
    "ar": "نجيب الرباط ليلى أسوان".split(),
    "zh": "武汉 张伟 深圳 赵敏".split(),
    "ja": "ベルリン 大阪 ハナコ 仙台".split(),
    "ko": "광주 서연 울산 지훈".split(),
    "hi": "लखनऊ विक्रम भोपाल सुनीता".split(),
}
_MONTHS = {
    "en": "January February March April June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre "
    "diciembre",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro "
    "dezembro",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre "
    "dicembre",
    "ru": "январе феврале марте апреле мае июне июле августе сентябре октябре ноябре декабре",
    "ru ": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "pl": "styczniu lutym marcu kwietniu maju czerwcu lipcu sierpniu wrześniu październiku",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "ar": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
}
_WEEKDAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "pt": "segunda terça quarta quinta sexta-feira sábado domingo",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "ru": "понедельник вторник среду четверг пятницу субботу воскресенье",
    "uk": "понеділок вівторок середу четвер п'ятницю суботу неділю",
    "pl": "poniedziałek wtorek środę czwartek piątek sobotę niedzielę",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "tr": "pazartesi salı çarşamba perşembe cuma cumartesi",
    "zh": "星期一 星期二 星期三 星期四 星期五 星期六 星期日",
    "ja": "月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日",
    "ko": "월요일 화요일 수요일 목요일 금요일 토요일 일요일",
    "ar": "الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    "hi": "सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार",
}
_TURNED = {
    "last week": "next week", "next week": "last week", "last month": "next month",
    "last year": "next year", "next year": "last year", "next month": "last month",
    "yesterday": "tomorrow", "tomorrow": "yesterday", "this morning": "this evening",
    "last Saturday": "next Saturday", "nächste Woche": "letzte Woche",
    "el año pasado": "el año que viene", "este verano": "este invierno",
    "l'année prochaine": "l'année dernière", "no mês passado": "no mês que vem",
    "no ano que vem": "no ano passado", "В следующем году": "В прошлом году",
    "в следующем году": "в прошлом году", "летом": "зимой", "Winter": "Sommer",
    "下个月": "上个月", "明年": "去年", "来月": "先月", "来年": "去年", "去年": "来年",
    "다음 달": "지난달", "السنة القادمة": "السنة الماضية", "next Thursday": "last Thursday",
}  # fmt: skip
_NUMBER_WORDS = {
    "en": "two three four five six seven eight nine ten twelve",
    "de": "zwei drei vier fünf sechs sieben acht neun zehn",
    "es": "dos tres cuatro cinco siete ocho nueve diez",
    "fr": "deux trois quatre cinq sept huit neuf dix",
    "pt": "dois três quatro cinco seis sete oito nove",
    "it": "due tre quattro cinque sette otto nove dieci",
    "ru": "пять шесть семь восемь девять десять",
    "uk": "п'ять шість сім вісім дев'ять",
    "pl": "pięciu sześciu siedmiu ośmiu",
    "nl": "twee drie vier vijf zes zeven acht negen",
    "tr": "üç dört beş altı yedi sekiz",
    "ar": "ثلاث أربع خمس سبع تسع",
    "hi": "दो तीन चार पाँच छह सात",
    "ko": "두 세 네 다섯",
}
_DENYING = {
    "en": r"\b(?:doesn't|does not|didn't|did not|do not|don't|no longer|never|not|isn't|wasn't"
    r"|can't)\s+",
    "de": r"\b(?:nicht mehr|nicht|nie)\s+|\bkein(?=en?\b|\s)(?:e[nrsm]?)?\s+",
    "es": r"\b(?:no|nunca)\s+",
    "fr": r"\bne\s+|\bn'(?=[aeiouh])|\b(?:pas|plus|jamais)\s+(?:de\s+)?",
    "pt": r"\b(?:não|nunca)\s+",
    "it": r"\b(?:non|mai)\s+",
    "nl": r"\b(?:niet|geen|nooit)\s+",
    "pl": r"\bnie\s+",
    "ru": r"\b(?:больше не|никогда не|не)\s+",
    "uk": r"\b(?:більше не|не)\s+",
    "ar": r"(?<!\S)(?:لا|لم)\s+",
    "hi": r"\s+नहीं(?=\s)",
    "zh": "已经不|从来没有|不",
}
_SWAPPED = {
    "ja": (
        ("めない", "める"),
        ("っていない", "っている"),
        ("がない", "がある"),
        ("使わない", "使う"),
    ),
    "ko": (("지 않는다", "는다"),),
    "tr": (("yemiyor", "yiyor"), ("içmiyor", "içiyor")),
}
Lines = Sequence[Line]


@dataclass(frozen=True)
class Fact:
    """A fact that is true of its lines.

    Attributes:
        translated: The same text in another language, where somebody wrote one.
        names: Names of the text, as its author marked them where capitals don't.
    """

    item: Item
    lines: tuple[Line, ...]
    language: str
    translated: str = ""
    names: tuple[str, ...] = ()

    @property
    def line(self) -> Line:
        """The line of its quote."""
        return next(line for line in self.lines if line.number == self.item.line)


def number(fact: Fact, chance: random.Random) -> Fact | None:
    """Another number stands for one of the text's."""
    digits = [m for m in re.finditer(r"\d+", fact.item.text) if not _is_year(fact.item.text, m)]
    if digits:
        found = chance.choice(digits)
        other = str(int(found[0]) + chance.choice((1, 2, 3, 7, 10)))
        return _replaced(fact, found, other)
    words = _NUMBER_WORDS.get(fact.language, "").split()
    return _swapped(fact, words, chance)


def date(fact: Fact, chance: random.Random) -> Fact | None:
    """Another month, weekday, year, or the opposite word of time."""
    for table in (_MONTHS, _WEEKDAYS):
        for key in (fact.language, f"{fact.language} "):
            found = _swapped(fact, table.get(key, "").split(), chance)
            if found:
                return found
    for words, opposite in _TURNED.items():
        if words in fact.item.text:
            return _with_text(fact, fact.item.text.replace(words, opposite, 1))
    for year in re.finditer(r"(?:19|20)\d\d", fact.item.text):
        return _replaced(fact, year, str(int(year[0]) + chance.choice((-7, -3, 2, 4))))
    return None


def name(fact: Fact, chance: random.Random) -> Fact | None:
    """A name that nobody said stands for one of the text's."""
    script = _script(fact)
    names = [word for word in _names_of(fact) if word in fact.item.text]
    if not names:
        return None
    mine = chance.choice(names)
    said = " ".join(line.text for line in fact.lines)
    others = [other for other in OTHER_NAMES[script] if other not in said]
    text = fact.item.text.replace(mine, chance.choice(others), 1)
    return _with_text(fact, text)


def denial(fact: Fact, chance: random.Random) -> Fact | None:
    """A denial is left out, or put in."""
    text = fact.item.text
    without = _without_denial(text, fact.language)
    if without != text:
        return _with_text(fact, without)
    with_one = _DENIED.get(fact.language, lambda *_: None)(text, fact.line.name or "")
    return _with_text(fact, with_one) if with_one else None


def speaker(fact: Fact, chance: random.Random) -> Fact | None:
    """It is said of another speaker, or an assistant said it of the user."""
    line = fact.line
    owner = line.name or "The user"
    if not fact.item.text.startswith(owner.split()[0]):
        return None
    if chance.random() < 0.5:
        lines = tuple(
            replace(other, role="assistant", name=None) if other is line else other
            for other in fact.lines
        )
        return replace(fact, lines=lines)
    friend = next((x.name for x in fact.lines if x.name and x.name != line.name), None)
    lines = fact.lines
    if friend is None:
        friend = OTHER_NAMES[_script(fact)][0]
        later = Line(number=90, memory_id="z", digest="", text="OK", name=friend)
        lines = (*lines, later)
    text = fact.item.text.replace(owner, friend).replace(owner.split()[0], friend)
    return replace(fact, item=replace(fact.item, text=text, about=friend), lines=lines)


def language(fact: Fact, _: random.Random) -> Fact | None:
    """The text is a translation."""
    return _with_text(fact, fact.translated) if fact.translated else None


_EXAMPLES = (
    ("My name is John and I am a software engineer", "John is a software engineer."),
    ("I went to Paris last summer", "The user went to Paris last summer."),
    ("User: I love pizza", "User loves pizza."),
    ("quote: the words, copied", "A sentence that can be understood alone."),
)


def example(fact: Fact, chance: random.Random) -> Fact | None:
    """The example of a prompt stands where a fact should, with its own quote or a real one."""
    quote, text = chance.choice(_EXAMPLES)
    copied = replace(fact.item, quote=quote, text=text, when="")
    if chance.random() < 0.3 and "John" in text:
        copied = replace(copied, quote=fact.item.quote)
    return replace(fact, item=copied)


Rule = Callable[[Fact, random.Random], Fact | None]
RULES: Mapping[str, Rule] = {
    "number": number, "date": date, "name": name, "negation": denial, "speaker": speaker,
    "language": language, "example": example,
}  # fmt: skip


def _is_year(text: str, match: re.Match[str]) -> bool:
    return re.fullmatch("(?:19|20)\\d\\d", match[0]) is not None


def _replaced(fact: Fact, match: re.Match[str], other: str) -> Fact:
    text = fact.item.text
    return _with_text(fact, text[: match.start()] + other + text[match.end() :])


def _swapped(fact: Fact, words: Sequence[str], chance: random.Random) -> Fact | None:
    spaced = fact.language not in ("zh", "ja", "ko")
    edge = r"(?![\w\u0900-\u094f])" if spaced else ""
    for word in words:
        found = re.search(
            rf"{'(?<!' + chr(92) + 'w)' if spaced else ''}{re.escape(word)}{edge}", fact.item.text
        )
        if found:
            said = " ".join(line.text for line in fact.lines).casefold()
            others = [w for w in words if w != word and w.casefold() not in said]
            return _replaced(fact, found, chance.choice(others)) if others else None
    return None


def _with_text(fact: Fact, text: str) -> Fact:
    return replace(fact, item=replace(fact.item, text=text))


def _script(fact: Fact) -> str:
    if fact.language in ("ru", "uk"):
        return "cyrillic"
    return fact.language if fact.language in OTHER_NAMES else "latin"


def _names_of(fact: Fact) -> list[str]:
    """Return names of a text: by capitals after its beginning, or as its author marked them."""
    if fact.language in ("zh", "ja", "ko", "ar", "hi"):
        return [*_KNOWN, *fact.names, *filter(None, [fact.line.name])]
    words = re.findall(r"(?<=[a-zà-ÿа-яіїєё,] )[A-ZÀ-ÝА-ЯІЇЄ][\w'’]+", fact.item.text)
    if fact.language == "de":
        words = [word for word in words if word in (*_KNOWN, *fact.names)]
    months = " ".join([*_MONTHS.values(), *_WEEKDAYS.values()]).split()
    names = [word.removesuffix("'s").removesuffix("’s") for word in words if word not in months]
    own = (fact.line.name or "").split()[:1]
    return [*(n for n in names if len(n) > 2 and n != "I'm"), *own]


# Names of the facts that ship with the tests, in languages where capitals don't tell them.
_KNOWN = (
    "Leipzig Klara Bremen Balu Miriam Prag Siemens Hamburg Allgäu 杭州 王强 成都 上海 豆豆 "
    "冰岛 村上春树 札幌 美咲 福岡 "
    "カナダ リク トヨタ 부산 지은 대전 طنجة كريم دبي القاهرة لولو إسطنبول जयपुर प्रिया मुंबई "
    "पुणे रोहन"
).split()


def _without_denial(text: str, language: str) -> str:
    for before, after in _SWAPPED.get(language, ()):
        if before in text:
            return text.replace(before, after, 1)
    pattern = _DENYING.get(language)
    return re.sub(pattern, " " if language == "hi" else "", text) if pattern else text


def _after_first(word: str) -> Callable[[str, str], str | None]:
    return lambda text, _: re.sub(r"^(\S+) (?=\S)", rf"\1 {word} ", text, count=1)


def _english(text: str, _: str) -> str | None:
    found = re.sub(r"\b(is|was|are|were|has|will|can|had|have)\b", r"\1 not", text, count=1)
    if found != text:
        return found
    return re.sub(
        r"^(The user|(?!The |Two )[A-Z][\w']*(?: [A-Z]\w+)?) (?=[a-z])", r"\1 never ", text, count=1
    )


_DENIED: Mapping[str, Callable[[str, str], str | None]] = {
    "en": _english,
    "de": lambda text, _: f"{text[:-1]} nicht.",
    "es": _after_first("no"), "pt": _after_first("não"), "it": _after_first("non"),
    "ru": _after_first("не"), "uk": _after_first("не"), "pl": _after_first("nie"),
    "fr": lambda text, _: re.sub(r"^(\S+) (\S+) ", r"\1 ne \2 pas ", text, count=1),
    "nl": lambda text, _: f"{text[:-1]} niet.",
    "ar": lambda text, _: f"لا {text}",
    "zh": lambda text, who: re.sub(rf"^({re.escape(who or '李娜')})(?=[^的])", r"\1没有", text),
    "ja": lambda text, _: f"{text[:-1]}わけではない。",
    "ko": lambda text, _: re.sub("(?:ㄴ다|한다|는다)\\.$", "지 않는다.", text),
    "tr": lambda text, _: f"{text[:-1]} değil.",
    "hi": lambda text, _: re.sub(r" (\S+)।$", r" नहीं \1।", text),
}  # fmt: skip
