"""Symbols, emoji, names with signs, and numbers of parts are found by words."""

from __future__ import annotations

from typing import Any

import pytest

from memkit import Memory
from memkit.text.terms import plain_terms, query_terms, terms

NOTES = {
    "cpp": "We rewrote the parser in C++ last winter",
    "csharp": "Her game is written in C#",
    "c": "The driver is plain C",
    "net": "They moved the billing to .NET",
    "euro": "The ticket was 45 €",
    "dollar": "The ticket was $45",
    "law": "See § 12 of the lease",
    "percent": "Battery at 100 %",
    "hundred": "Battery lasted 100 hours",
    "thumb": "Great job 👍🏽",
    "heart": "I miss you ❤️",
    "family": "We are three now 👨‍👩‍👧",
    "flag": "Summer in 🇩🇪 again",
    "rainbow": "Parade 🏳️‍🌈 on Sunday",
    "mention": "ping @ana about the lease",
    "tag": "saved under #harvest2024",
    "mail": "write to bea.lund@example.org",
    "url": "docs at https://docs.example.org/guide/install",
    "version": "upgraded to v1.2.3 yesterday",
    "other_version": "version 3.2.1 broke it, 1 of 2 tests failed",
    "part": "ordered spare part AB-12/34",
    "other_part": "AB 34 is out of stock, 12 left",
    "thousand": "paid 1,250 for the roof",
    "arrow": "A -> B means implication",
    "smile": "see you soon :-)",
    "smile_short": "the boss said yes :)",
    "negative": "I don't eat celery",
    "degree": "oven at 180 °C",
    "note": "♫ practice at noon",
}
FILLERS = [f"Is note {i} about anything at all? Yes: nothing (really), no. 5" for i in range(220)]


@pytest.fixture(scope="module", params=["first", "last"])
def memory(request: pytest.FixtureRequest) -> Any:
    notes = list(NOTES.values())
    with Memory(":memory:", embedder="hash") as opened:
        opened.add_many(
            [*notes, *FILLERS] if request.param == "first" else [*FILLERS, *notes],
            user_id="a",
            progress=False,
        )
        yield opened


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("C++", "cpp"),
        ("c++?", "cpp"),
        ("C++20", "cpp"),
        ("C#", "csharp"),
        (".NET", "net"),
        ("net", "net"),
        ("€", "euro"),
        ("$", "dollar"),
        ("$45", "dollar"),
        ("§ 12", "law"),
        ("§", "law"),
        ("%", "percent"),
        ("100 %", "percent"),
        ("100%", "percent"),
        ("👍", "thumb"),
        ("👍🏽", "thumb"),
        ("👍🏿", "thumb"),
        ("❤️", "heart"),
        ("❤", "heart"),
        ("👨‍👩‍👧", "family"),
        ("👧", "family"),
        ("🇩🇪", "flag"),
        ("🏳️‍🌈", "rainbow"),
        ("@ana", "mention"),
        ("ana", "mention"),
        ("#harvest2024", "tag"),
        ("harvest2024", "tag"),
        ("bea.lund@example.org", "mail"),
        ("lund", "mail"),
        ("https://docs.example.org/guide/install", "url"),
        ("install guide", "url"),
        ("v1.2.3", "version"),
        ("1.2.3", "version"),
        ("AB-12/34", "part"),
        ("ab-12", "part"),
        ("1250", "thousand"),
        ("1,250", "thousand"),
        ("1.250", "thousand"),
        ("->", "arrow"),
        (":-)", "smile"),
        (":)", "smile_short"),
        ("don't eat", "negative"),
        ("don’t eat", "negative"),
        ("180°", "degree"),
        ("♫", "note"),
    ],
)
def test_a_symbol_is_found(memory: Memory, query: str, name: str) -> None:
    hits = memory.search(query, mode="text", k=3, user_id="a")
    assert hits[0].memory == NOTES[name]


def test_what_has_no_such_sign_is_not_found_by_it(memory: Memory) -> None:
    for query in ("€", "👍", "🇩🇪", "§", "♫"):
        assert len(memory.search(query, mode="text", k=10, user_id="a")) == 1
    assert not memory.search("🇫🇷", mode="text", user_id="a")


def test_punctuation_counts_for_nothing() -> None:
    plain = query_terms("where is the harvest")
    for query in (
        "where is the harvest?",
        "Where is the harvest?!",
        "(where) is – the 'harvest'...",
        "¿where is the harvest?",
        "where is the harvest & the",
        "where is the *harvest*",
    ):
        assert query_terms(query) == plain, query
    assert terms("Yes: no, (really)? \"So\" – 'it' is... what; ever!") == plain_terms(
        "yes no really so it is what ever"
    )


def test_names_in_code_stay_whole_and_in_parts() -> None:
    found = terms("call read_file() in lib.path, x-y and utf-8")
    assert {"read", "file", "lib", "path", "x", "y", "utf", "8", "utf-8"} <= set(found)
