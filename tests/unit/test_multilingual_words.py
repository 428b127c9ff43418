"""From texts to words of the table: scripts, forms of a word, compounds, symbols."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memkit.builtin.multilingual.words import Words

KNOWN = sorted(
    "haus schlüssel tür zahnarzt termin książki książka дом собака школа كتاب مدرسة بيت "
    "evler ev köpek हिंदी किताब "
    "犬 東京 京都 东京 图书馆 图书 학교 에서 친구 house dog i 🏠 👨‍👩‍👧 👍 🍕".split()
)


@pytest.fixture(scope="module")
def words() -> Words:
    return Words(KNOWN)


def found(words: Words, text: str) -> list[str]:
    return [KNOWN[number] for _, numbers in words.parts(text) for number in numbers]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The DOG's house", ["dog", "house"]),
        ("Haustürschlüssel", ["haus", "schlüssel"]),
        ("Zahnarzttermine", ["zahnarzt", "termin"]),
        ("Zahnarztstermin", ["zahnarzt", "termin"]),
        ("w książce, z książkami", ["książka", "książka"]),
        ("школе собаку", ["школа", "собака"]),
        ("والكتاب بالمدرسة", ["كتاب", "مدرسة"]),
        ("كِتَاب كتـــاب", ["كتاب", "كتاب"]),
        ("EVLER İ evlerde", ["evler", "i", "evler"]),
        ("किताबें", ["किताब"]),
        ("东京图书馆", ["东京", "图书馆"]),
        ("東京の犬", ["東京", "犬"]),
        ("학교에서", ["학교", "에서"]),
        ("친구를", ["친구"]),
        ("🏠🍕", ["🏠", "🍕"]),
        ("👍\ufe0f 👨‍👩‍👧!", ["👍", "👨‍👩‍👧"]),
        ("Hausschlüssel", ["haus", "schlüssel"]),
        ("ZAHNARZT TERMIN", ["zahnarzt", "termin"]),
        ("Scho\u0308n Schlu\u0308ssel", ["schlüssel"]),
        ("xyzzy 42 ??? _", []),
    ],
)
def test_parts(words: Words, text: str, expected: list[str]) -> None:
    assert found(words, text) == expected


def test_a_short_beginning_is_no_word(words: Words) -> None:
    assert found(words, "domain hausierer тверь") == []
    assert found(words, "ко") == []


def test_what_is_unknown_is_told_as_it_stands(words: Words) -> None:
    assert list(words.parts("Quux 犬 7")) == [("quux", ()), ("犬", (KNOWN.index("犬"),)), ("7", ())]


@given(st.text(max_size=80))
def test_any_text(text: str) -> None:
    words = Words(KNOWN)
    for part, numbers in words.parts(text):
        assert part
        assert all(0 <= number < len(KNOWN) for number in numbers)


def test_a_table_without_words() -> None:
    found = list(Words([]).parts("ein 犬!"))
    assert found == [("ein", ()), ("犬", ()), ("!", ())]
