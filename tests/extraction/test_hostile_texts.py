"""Texts that are long and repeated take work in proportion to their length, and end no check."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from memkit.extraction.asking.salvage import values_in
from memkit.extraction.gate import check, quote_as_fact
from memkit.extraction.gate.check import LONGEST
from memkit.extraction.gate.choices import Claim, may_choose
from memkit.text.numbers import numbers
from memkit.text.secrets import detect_secrets
from memkit.text.when import find
from memkit.text.when.vocabulary import named
from tests.extraction.gate_cases import item, lines

AT = datetime(2024, 5, 14, 12, tzinfo=UTC)
UNITS = {
    "german": "Ich bin letzten Herbst nach Aachen gezogen und ",
    "counted": "vor drei Jahren und zwei Monaten ", "english": "I moved to Berlin last March and ",
    "chinese": "三年前的五月", "korean": "삼 년 전 오월에 ", "arabic": "قبل ثلاث سنوات في مايو ",
    "digits": "12 ", "dates": "2024-05-", "quotes": '"', "brackets": "{[(", "names": "Anna ",
    "one word": "a", "numerals": "三", "hundreds": "hundred ", "objects": '{"a": 1} ',
    "cards": "4111 1111 ", "passwords": "password: aB3xy9 ",
}  # fmt: skip


def steps(call: Callable[[], object]) -> int:
    """Return how many functions were called, of Python and of its own in C."""
    count = 0

    def seen(frame: object, event: str, arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(seen)
    try:
        call()
    finally:
        sys.setprofile(None)
    return count


READERS: dict[str, Callable[[str], object]] = {
    "find": lambda text: find(text, at=AT, language="de"), "named": lambda text: [*named(text)],
    "numbers": lambda text: numbers(text, language="de"), "salvage": values_in,
    "secrets": detect_secrets,
    "line": lambda text: check(item("Ana moved in May.", text[:40]), lines(f"Ana: {text}")),
}  # fmt: skip


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("unit", UNITS)
def test_twice_the_text_is_twice_the_work(reader: str, unit: str) -> None:
    read = READERS[reader]
    text = UNITS[unit] * 200
    read(UNITS[unit])
    once, twice = (steps(lambda n=n: read(text * n)) for n in (1, 2))
    assert twice <= 2.6 * once + 500


@pytest.mark.parametrize("unit", UNITS)
def test_a_text_of_pages_is_no_fact(unit: str) -> None:
    text = (UNITS[unit] * 100_000)[:100_000]
    window = lines(f"Ana: {text}")
    assert check(item(text, "moved"), window).codes == ("long",)
    # Signs alone are no quote of any length.
    refused = "long" if any(character.isalnum() for character in text) else "empty"
    assert check(item("Ana moved.", text), window).codes == (refused,)
    assert quote_as_fact(item("x", text), window) is None


@pytest.mark.parametrize("unit", UNITS)
def test_any_fact_of_the_longest_length_is_checked(unit: str) -> None:
    text = (UNITS[unit] * LONGEST)[:LONGEST].strip()
    assert check(item(text, text[:200]), lines(f"Ana: {text}")).item.text == text


def test_memories_of_pages_are_compared_by_their_beginning() -> None:
    text = UNITS["chinese"] * 20_000
    assert not may_choose("same", old=Claim(text=text), new=Claim(text=f"不{text}")).allowed
