"""Numbers as people write them: one set of words and one reader for amounts and for times."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from memkit.text.numbers import numbers, words
from memkit.text.numbers.numerals import han
from memkit.text.spans import Spans
from memkit.text.when import find, resolve
from memkit.text.when.spoken_hours import spoken_hours
from memkit.text.when.vocabulary import named

AT = datetime(2024, 5, 14, 12, tzinfo=UTC)


def values(text: str, language: str | None = None) -> list[float]:
    return [min(number.values) for number in numbers(text, language=language)]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "twenty-five guests", 25), ("de", "fünfundzwanzig Gäste", 25),
        ("de", "anderthalb Jahre", 1.5), ("nl", "drieëndertig jaar", 33),
        ("fr", "un quatre-vingt-dix mètres", 90), ("es", "doscientas casas", 200),
        ("it", "novant'anni", 90), ("pt", "vinte e dois", 22), ("pl", "piątego roku", 5),
        ("pl", "za pół miliona", 500_000), ("ru", "восемьдесят один год", 81),
        ("uk", "двадцять років", 20), ("tr", "her sabah yedide", 7), ("ar", "خمسة وثلاثون", 35),
        ("hi", "सत्ताईस साल", 27), ("hi", "निन्यानवे", 99), ("ko", "백육십오고", 165),
        ("ko", "십 년째", 10), ("ko", "둘이에요", 2), ("zh", "一百二十万元", 1_200_000),
        ("ja", "八万五千円", 85_000), ("zh", "一米七八", 1.78), ("es", "mido metro noventa", 1.9),
        ("it", "un metro e ottanta", 1.8),
    ],
)  # fmt: skip
def test_numbers_in_words(language: str, text: str, value: float) -> None:
    assert value in values(text, language)


def test_korean_words_are_no_numbers() -> None:
    assert values("이번 주에 만나요", "ko") == []
    assert values("모두 열심히 일해요", "ko") == []


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_times_are_counted_in_the_same_words(language: str) -> None:
    """What the reader of amounts knows, the resolver of times knows as well."""
    tables = words.cardinals(language), words.ordinals(language)
    assert {2, 3, 4, 5, 6, 7, 8, 9, 10} <= set(tables[0].values())
    assert {1, 2, 3, 4, 5} <= set(tables[1].values())


def test_the_resolver_counts_in_words_that_only_amounts_knew() -> None:
    for language, text, year in (
        ("de", "vor siebzig Jahren", 1954), ("hi", "सत्ताईस साल पहले", 1997),
        ("uk", "п'ять років тому", 2019),
    ):  # fmt: skip
        when = resolve(text, at=AT, language=language)
        assert when is not None, text
        assert when.start is not None
        assert when.start.year == year


@pytest.mark.parametrize("numeral", ["三" * 5000, "십" * 5000, "1" * 5000, "1.2.3." * 2000])
def test_numerals_of_pages_are_read_or_passed_over(numeral: str) -> None:
    for language in ("zh", "ko", "en"):
        assert all(number.values for number in numbers(f"{numeral}个", language=language))


def test_square_metres_are_no_millions() -> None:
    assert 45.0 in numbers("45 m² de piso", language="es")[0].values


def test_numerals_of_several_scripts() -> None:
    assert [han(text) for text in ("二〇一九", "三千五百", "십오", "12", "十")] == [
        2019, 3500, 15, 12, 10,
    ]  # fmt: skip


def test_spans_that_lie_over_each_other_are_one() -> None:
    spans = Spans([(10, 12), (0, 4), (3, 6)])
    assert [spans.meets(*span) for span in ((5, 7), (6, 10), (11, 20), (12, 13), (0, 1))] == [
        True, False, True, False, True,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("at half past six", 390), ("half three", 210), ("a quarter to five", 285),
        ("um halb drei", 150), ("om half vier", 210), ("a las cinco y media", 330),
        ("às seis e meia", 390), ("à six heures et demie", 390), ("alle otto e mezza", 510),
        ("wpół do trzeciej", 150), ("六点半", 390), ("七時半", 450), ("일곱 시 반", 450),
        ("साढ़े पाँच", 330),
    ],
)  # fmt: skip
def test_half_hours(text: str, minutes: int) -> None:
    assert minutes in [found for found, _, _ in spoken_hours(text)]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("dienstags", "weekday", 1), ("en agosto", "month", 8), ("Eylülde", "month", 9),
        ("perşembeye kadar", "weekday", 3), ("в среду", "weekday", 2), ("下周三", "weekday", 2),
        ("letzte Woche", "told", (-1, "week")), ("la semana pasada", "told", (-1, "week")),
        ("l'année prochaine", "told", (1, "year")), ("去年", "told", (-1, "year")),
        ("минулого року", "told", (-1, "year")), ("влітку", "season", "summer"),
    ],
)  # fmt: skip
def test_names_of_times_in_any_language(text: str, kind: str, value: object) -> None:
    assert (kind, value) in {(name.kind, name.value) for name in named(text)}


def test_words_of_several_languages_name_nothing_surely() -> None:
    assert not [name for name in named("Mi hermano y Marta: do it") if name.sure]


def test_nothing_is_lost_between_the_two_readers() -> None:
    (_, when), *_ = find("Seit dem 3. Mai wohne ich hier.", at=AT, language="de")
    assert {name.value for name in named("Seit dem 3. Mai") if name.kind == "month"} == {5}
    assert when.start is not None
    assert when.start.month == 5
