"""Numbers written in words, by language: cardinals, ordinals, and how they are put together.

Whoever reads numbers has them from here: the reader of amounts and that of words of time.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator, Mapping

# Words from zero to the last that has a name of its own; "/" between forms of one number. One is
# left out: it is an article in most languages.
_ONES = {
    "en": "zero _ two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen",
    "de": "null _ zwei/zwo drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn "
    "fünfzehn sechzehn siebzehn achtzehn neunzehn",
    "nl": "nul _ twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien "
    "vijftien "
    "zestien zeventien achttien negentien",
    "es": "cero _ dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince "
    "dieciséis diecisiete dieciocho diecinueve veinte veintiuno/veintiún/veintiuna veintidós "
    "veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve",
    "fr": "zéro _ deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze "
    "seize dix-sept dix-huit dix-neuf",
    "pt": "zero _ dois/duas três quatro cinco seis sete oito nove dez onze doze treze "
    "catorze/quatorze quinze dezesseis/dezasseis dezessete/dezassete dezoito dezenove/dezanove",
    "it": "zero _ due tre quattro cinque sei sette otto nove dieci undici dodici tredici "
    "quattordici quindici sedici diciassette diciotto diciannove",
    "pl": "zero _ dwa/dwie/dwóch/dwaj/dwoje/dwoma trzy/trzech/trzej/troje/trzema "
    "cztery/czterech/czworo pięć/pięciu/pięcioro sześć/sześciu siedem/siedmiu osiem/ośmiu "
    "dziewięć/dziewięciu dziesięć/dziesięciu jedenaście/jedenastu dwanaście/dwunastu "
    "trzynaście/trzynastu czternaście/czternastu piętnaście/piętnastu szesnaście/szesnastu "
    "siedemnaście/siedemnastu osiemnaście/osiemnastu dziewiętnaście/dziewiętnastu",
    "ru": "ноль _ два/две/двух/двое/двумя/двоих три/трёх/трех/трое/тремя/троих "
    "четыре/четырёх/четырех/четверо пять/пяти/пятеро шесть/шести/шестеро семь/семи восемь/восьми "
    "девять/девяти десять/десяти одиннадцать/одиннадцати двенадцать/двенадцати "
    "тринадцать/тринадцати четырнадцать/четырнадцати пятнадцать/пятнадцати "
    "шестнадцать/шестнадцати семнадцать/семнадцати восемнадцать/восемнадцати "
    "девятнадцать/девятнадцати",
    "uk": "нуль _ два/дві/двох/двоє три/трьох/троє чотири/чотирьох/четверо "
    "п'ять/пять/п'яти/пяти/п'ятеро шість/шести/шістьох сім/семи вісім/восьми дев'ять/девять "
    "десять/десяти одинадцять дванадцять тринадцять чотирнадцять п'ятнадцять/пятнадцять "
    "шістнадцять сімнадцять вісімнадцять дев'ятнадцять/девятнадцять",
    "tr": "sıfır _ iki üç dört beş altı yedi sekiz dokuz on",
    "ar": "صفر _ اثنان/اثنين/اثنتين/اثنتان/إثنان/إثنين ثلاثة/ثلاث أربعة/أربع/اربعة/اربع خمسة/خمس "
    "ستة/ست سبعة/سبع ثمانية/ثماني/ثمان تسعة/تسع عشرة/عشر",
    "hi": "शून्य _ दो/दोनों तीन चार पाँच/पांच छह/छः/छे सात आठ नौ दस ग्यारह बारह तेरह चौदह "
    "पंद्रह/पन्द्रह सोलह सत्रह अठारह उन्नीस बीस इक्कीस बाईस तेईस चौबीस पच्चीस "
    "छब्बीस सत्ताईस अट्ठाईस "
    "उनतीस तीस इकतीस/इकत्तीस बत्तीस तैंतीस/तेंतीस चौंतीस पैंतीस छत्तीस सैंतीस अड़तीस उनतालीस चालीस "
    "इकतालीस बयालीस तैंतालीस/तेंतालीस चौवालीस/चवालीस पैंतालीस छियालीस सैंतालीस अड़तालीस उनचास "
    "पचास इक्यावन बावन तिरपन/तिरेपन चौवन पचपन छप्पन सत्तावन अट्ठावन उनसठ साठ इकसठ "
    "बासठ तिरसठ/तिरेसठ "
    "चौंसठ पैंसठ छियासठ सड़सठ अड़सठ उनहत्तर सत्तर इकहत्तर बहत्तर तिहत्तर चौहत्तर पचहत्तर छिहत्तर "
    "सतहत्तर अठहत्तर उनासी/उन्यासी अस्सी इक्यासी बयासी तिरासी चौरासी पचासी छियासी सत्तासी अट्ठासी "
    "नवासी नब्बे इक्यानवे बानवे तिरानवे चौरानवे पंचानवे छियानवे सत्तानवे अट्ठानवे निन्यानवे",
    "ko": "_ 하나 둘/두 셋/세/석 넷/네/넉 다섯 여섯 일곱 여덟 아홉 열 "
    "열하나/열한 열둘/열두 열셋/열세 "
    "열넷/열네 "
    "열다섯 열여섯 열일곱 열여덟 열아홉 스물/스무",
}
# From twenty to ninety.
_TENS = {
    "en": "twenty thirty forty/fourty fifty sixty seventy eighty ninety",
    "de": "zwanzig dreißig/dreissig vierzig fünfzig sechzig siebzig achtzig neunzig",
    "nl": "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
    "es": "veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa",
    "fr": "vingt trente quarante cinquante soixante soixante-dix/septante "
    "quatre-vingt/quatre-vingts/huitante quatre-vingt-dix/nonante",
    "pt": "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa",
    "it": "venti trenta quaranta cinquanta sessanta settanta ottanta novanta",
    "pl": "dwadzieścia/dwudziestu trzydzieści/trzydziestu czterdzieści/czterdziestu "
    "pięćdziesiąt/pięćdziesięciu sześćdziesiąt siedemdziesiąt osiemdziesiąt dziewięćdziesiąt",
    "ru": "двадцать/двадцати тридцать/тридцати сорок/сорока пятьдесят шестьдесят семьдесят "
    "восемьдесят девяносто",
    "uk": "двадцять тридцять сорок п'ятдесят/пятдесят шістдесят сімдесят вісімдесят дев'яносто",
    "tr": "yirmi otuz kırk elli altmış yetmiş seksen doksan",
    "ar": "عشرون/عشرين ثلاثون/ثلاثين أربعون/أربعين خمسون/خمسين ستون/ستين سبعون/سبعين "
    "ثمانون/ثمانين تسعون/تسعين",
    "hi": "बीस तीस चालीस पचास साठ सत्तर अस्सी नब्बे",
    "ko": "스물 서른 마흔 쉰 예순 일흔 여든 아흔",
}
# Hundred, thousand, million; a larger one multiplies what stands before it.
_SCALES = {
    "en": "hundred/hundreds thousand/thousands million/millions",
    "de": "hundert tausend million/millionen",
    "nl": "honderd duizend miljoen",
    "es": "cien/ciento/cientos mil millón/millones",
    "fr": "cent/cents mille million/millions",
    "pt": "cem/cento/centos mil milhão/milhões",
    "it": "cento mille/mila milione/milioni",
    "pl": "sto/stu tysiąc/tysiące/tysięcy milion/miliona/miliony/milionów",
    "ru": "сто/ста тысяча/тысячи/тысяч/тысячу миллион/миллиона/миллионов",
    "uk": "сто тисяча/тисячі/тисяч/тисячу мільйон/мільйони/мільйонів",
    "tr": "yüz bin milyon",
    "ar": "مئة/مائة/مئات ألف/الف/آلاف مليون/ملايين",
    "hi": "सौ हज़ार/हजार मिलियन",
    "ko": "백 천 백만",
}
_ONE = {
    "en": "one", "de": "ein", "nl": "een", "es": "uno", "fr": "un", "pt": "um", "it": "uno",
    "pl": "jeden", "ru": "один", "uk": "один", "tr": "bir", "ar": "واحد", "hi": "एक", "ko": "하나",
}  # fmt: skip
# Hundreds in one word, and numbers that are put together by no rule.
_MORE: dict[str, dict[float, str]] = {
    "en": {12: "dozen dozens", 2: "twice double", 3: "thrice triple"},
    "de": {12: "dutzend", 2: "zweimal doppelt", 3: "dreimal", 1.5: "anderthalb eineinhalb",
           2.5: "zweieinhalb", 3.5: "dreieinhalb", 4.5: "viereinhalb", 5.5: "fünfeinhalb"},
    "nl": {1.5: "anderhalf anderhalve", 2.5: "tweeënhalf tweeënhalve", 12: "dozijn"},
    "fr": {12: "douzaine", 15: "quinzaine", 20: "vingtaine", 10: "dizaine"},
    "es": {12: "docena", 200: "doscientos doscientas", 300: "trescientos trescientas",
           400: "cuatrocientos cuatrocientas", 500: "quinientos quinientas", 600: "seiscientos",
           700: "setecientos", 800: "ochocientos", 900: "novecientos"},
    "pt": {12: "dúzia", 200: "duzentos duzentas", 300: "trezentos trezentas", 400: "quatrocentos",
           500: "quinhentos quinhentas", 600: "seiscentos", 700: "setecentos", 800: "oitocentos",
           900: "novecentos"},
    "it": {12: "dozzina", 30: "trent", 40: "quarant", 50: "cinquant", 60: "sessant",
           70: "settant", 80: "ottant", 90: "novant"},
    "ru": {200: "двести", 300: "триста", 400: "четыреста", 500: "пятьсот", 600: "шестьсот",
           700: "семьсот", 800: "восемьсот", 900: "девятьсот", 12: "дюжина",
           1.5: "полтора полторы"},
    "uk": {200: "двісті", 300: "триста", 400: "чотириста", 500: "п'ятсот пятсот",
           600: "шістсот", 700: "сімсот", 800: "вісімсот", 900: "дев'ятсот",
           1.5: "півтора півтори"},
    "pl": {200: "dwieście", 300: "trzysta", 400: "czterysta", 500: "pięćset", 600: "sześćset",
           700: "siedemset", 800: "osiemset", 900: "dziewięćset", 1.5: "półtora półtorej"},
    "ar": {200: "مئتان مئتين مائتين", 2000: "ألفان ألفين"},
    "hi": {100_000: "लाख", 10_000_000: "करोड़", 1.5: "डेढ़", 2.5: "ढाई"},
}  # fmt: skip
# Ordinals from the first on. The reader of amounts leaves "first" out: stories use it of anything.
_ORDINALS = {
    "en": "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
    "de": "erste/ersten/erster/erstes zweite/zweiten/zweiter/zweites "
    "dritte/dritten/dritter/drittes "
    "vierte/vierten/vierter/viertes fünfte/fünften/fünfter/fünftes sechste/sechsten "
    "siebte/siebten achte/achten neunte/neunten zehnte/zehnten elfte/elften zwölfte/zwölften "
    "dreizehnte/dreizehnten vierzehnte/vierzehnten fünfzehnte/fünfzehnten sechzehnte/sechzehnten "
    "siebzehnte/siebzehnten achtzehnte/achtzehnten neunzehnte/neunzehnten zwanzigste/zwanzigsten",
    "nl": "eerste tweede derde vierde vijfde zesde zevende achtste negende tiende",
    "es": "primer/primero/primera segundo/segunda tercero/tercera/tercer cuarto/cuarta "
    "quinto/quinta sexto/sexta",
    "fr": "premier/première deuxième/second/seconde troisième quatrième cinquième sixième septième "
    "huitième neuvième dixième",
    # "Segunda", "quinta" and "sexta" are days of the week.
    "pt": "primeiro/primeira segundo terceiro/terceira quarto quinto sexto",
    "it": "primo/prima secondo/seconda terzo/terza quarto/quarta quinto/quinta sesto/sesta",
    "pl": "pierwszy/pierwszym/pierwszego/pierwsza/pierwszą/pierwszej "
    "drugi/druga/drugie/drugą/drugiego/drugim/drugiej "
    "trzeci/trzecia/trzecie/trzecią/trzecim/trzeciego/trzeciej "
    "czwarty/czwarta/czwartym/czwartego/czwartej "
    "piąty/piąta/piątą/piątego/piątym/piątej "
    "szósty/szósta/szóstego/szóstym/szóstej siódmy/siódma/siódmego/siódmym/siódmej "
    " ósmy/ósma/ósmego/ósmym/ósmej "
    "dziewiąty/dziewiąta/dziewiątego/dziewiątej dziesiąty/dziesiąta/dziesiątego/dziesiątej"
    " jedenasty/jedenasta/jedenastego/jedenastej/jedenastą"
    " dwunasty/dwunasta/dwunastego/dwunastej/dwunastą"
    " trzynasty/trzynasta/trzynastego/trzynastej/trzynastą"
    " czternasty/czternasta/czternastego/czternastej/czternastą"
    " piętnasty/piętnasta/piętnastego/piętnastej/piętnastą"
    " szesnasty/szesnasta/szesnastego/szesnastej/szesnastą"
    " siedemnasty/siedemnasta/siedemnastego/siedemnastej/siedemnastą"
    " osiemnasty/osiemnasta/osiemnastego/osiemnastej/osiemnastą"
    " dziewiętnasty/dziewiętnasta/dziewiętnastego/dziewiętnastej/dziewiętnastą"
    " dwudziesty/dwudziesta/dwudziestego/dwudziestej/dwudziestą",
    "ru": "первый/первом/первого/первая/первую второй/вторая/второго/вторую/втором "
    "третий/третья/третью/третьего/третьем четвёртый/четвертый/четвёртая/четвёртом/четвертом "
    "пятый/пятая/пятого/пятом шестой/шестая/шестого/шестом седьмой/седьмая/седьмого/седьмом "
    "восьмой/восьмая/восьмого девятый/девятая/девятого десятый/десятая/десятого"
    " одиннадцатый/одиннадцатая/одиннадцатого/одиннадцатой/одиннадцатом"
    " двенадцатый/двенадцатая/двенадцатого/двенадцатой/двенадцатом"
    " тринадцатый/тринадцатая/тринадцатого/тринадцатой/тринадцатом"
    " четырнадцатый/четырнадцатая/четырнадцатого/четырнадцатой/четырнадцатом"
    " пятнадцатый/пятнадцатая/пятнадцатого/пятнадцатой/пятнадцатом"
    " шестнадцатый/шестнадцатая/шестнадцатого/шестнадцатой/шестнадцатом"
    " семнадцатый/семнадцатая/семнадцатого/семнадцатой/семнадцатом"
    " восемнадцатый/восемнадцатая/восемнадцатого/восемнадцатой/восемнадцатом"
    " девятнадцатый/девятнадцатая/девятнадцатого/девятнадцатой/девятнадцатом"
    " двадцатый/двадцатая/двадцатого/двадцатой/двадцатом",
    "uk": "перший/перша/перше/першу/першого другий/друга/друге/другу/другого/другому "
    "третій/третя/третю/третього/третьому четвертий/четверта/четвертого/четвертому "
    "п'ятий/пятий/п'ята/п'ятого/п'ятому шостий/шоста/шостого/шостому сьомий/сьома/сьомого "
    "восьмий/восьма/восьмого дев'ятий/дев'ята/дев'ятого десятий/десята/десятого",
    "tr": "birinci/ilk ikinci üçüncü dördüncü beşinci altıncı yedinci sekizinci dokuzuncu onuncu",
    "ar": "الأول/الأولى الثاني/الثانية/ثاني الثالث/الثالثة الرابع/الرابعة الخامس/الخامسة",
    "hi": "पहला/पहली/पहले दूसरा/दूसरी/दूसरे तीसरा/तीसरी/तीसरे चौथा/चौथी पाँचवाँ/पांचवां/पाँचवीं",
    "ko": "첫번째 두번째 세번째 네번째 다섯번째",
}
_JOINED = {"de": "und", "nl": "en"}  # The ones stand before the tens, in one word.
# Between tens and ones, beside a blank or a hyphen.
_AND = {"es": "y", "pt": "e", "fr": "et", "ar": "و"}
LANGUAGES = tuple(_ONES)
CONNECTORS = frozenset("and und en y e et i и та ve".split())


Phrase = tuple[str, ...]


@functools.cache
def phrases(language: str) -> Mapping[Phrase, float]:
    """Return the numbers of a language that have a form of their own: words -> value."""
    later = {words: value for words, value in ordinals(language).items() if value > 1}
    return {**later, **cardinals(language)}


@functools.cache
def cardinals(language: str) -> Mapping[Phrase, float]:
    """Return the numbers that count, as words -> value; without one, which is an article too."""
    return _by_words(_cardinals(language))


@functools.cache
def ordinals(language: str) -> Mapping[Phrase, float]:
    """Return the numbers that say which one it is, as words -> value."""
    return _by_words(_ordinals(language))


def _by_words(forms: Iterable[tuple[float, str]]) -> Mapping[Phrase, float]:
    found: dict[Phrase, float] = {}
    for value, form in forms:
        found.setdefault(tuple(form.casefold().replace("-", " ").split()), value)
    return found


@functools.cache
def longest(language: str) -> int:
    """Return the number of words of the longest form."""
    return max(map(len, phrases(language)))


@functools.cache
def scales(language: str) -> Mapping[str, int]:
    """Return the words that multiply what stands before them."""
    found: dict[str, int] = {}
    for value, forms in zip((100, 1000, 1_000_000), _SCALES[language].split(), strict=True):
        found.update(dict.fromkeys(forms.split("/"), value))
    more = _MORE.get(language, {})
    for value in (100_000, 10_000_000):
        found.update(dict.fromkeys(more.get(value, "").split(), value))
    return found


def _cardinals(language: str) -> Iterator[tuple[float, str]]:
    ones = list(enumerate(_ONES[language].split()))
    yield from _each(ones)
    tens = list(zip(range(20, 100, 10), _TENS[language].split(), strict=True))
    yield from _each(tens)
    low = [(1, _ONE[language]), *ones[2:20]]
    for (ten, tens_forms), (one, ones_forms) in itertools.product(tens, low):
        joins_teens = language == "fr" and ten in (60, 80)
        if 0 < one < (20 if joins_teens else 10):
            for a, b in itertools.product(tens_forms.split("/"), ones_forms.split("/")):
                yield from ((ten + one, form) for form in _pair(language, a, b))
    if language == "tr":
        yield from ((10 + one, f"on {form}") for one, form in low if one < 10)
    for value, forms in _MORE.get(language, {}).items():
        yield from ((value, form) for form in forms.split())


def _ordinals(language: str) -> Iterator[tuple[float, str]]:
    rows = list(enumerate(_ORDINALS[language].split(), 1))
    yield from _each(rows)
    if language == "en":
        yield 30, "thirtieth"
        for ten, word in ((20, "twenty"), (30, "thirty")):
            yield from ((ten + one, f"{word} {form}") for one, form in rows[:9])


def _each(rows: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Yield each form of each number; "_" stands for one that has none."""
    for value, forms in rows:
        yield from ((value, form) for form in forms.split("/") if form != "_")


def _pair(language: str, ten: str, one: str) -> Iterator[str]:
    """Yield the ways to write a number of tens and ones."""
    if language in _JOINED:
        yield f"{one}{_JOINED[language]}{ten}"
        yield f"{one}ën{ten}"
        return
    yield f"{ten} {one}"
    if language in _AND:
        yield f"{ten} {_AND[language]} {one}"
    if language in ("it", "ko"):
        yield f"{ten}{one}"
        yield f"{ten[:-1]}{one}"
    if language == "ar":
        yield f"{one} {ten}"
