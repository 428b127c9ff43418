from __future__ import annotations

import sys
import threading
import unicodedata

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from memkit.text.bm25 import bm25, inverse_document_frequency
from memkit.text.stems import english
from memkit.text.terms import plain_terms, query_terms, terms


def finds(query: str, text: str) -> bool:
    wanted = query_terms(query)
    held = set(terms(text))
    return bool(wanted) and all(held & set(term.forms) for term in wanted)


def names(query: str) -> list[str]:
    return [term.name for term in query_terms(query)]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("running", "She runs every day"),
        ("memories", "a memory"),
        ("RESUME", "résumé"),
        ("Strasse", "Straße"),
        ("straße", "STRASSE"),
        ("Zürich", "zurich"),
        ("naive", "naïve"),
        ("Ana's", "Ana"),
        ("Ana", "Ana’s house"),
        ("don't", "don’t"),
        ("ﬁle", "file"),
        ("２０２５", "2025"),
        ("2025", "on 2025-03-01"),
        ("zx81", "the ZX81!"),
        ("snake", "snake_case"),
        ("C", "vitamin C"),
        ("東京", "東京タワー"),
        ("タワー", "東京タワー"),
        ("京", "東京"),
        ("ｶﾞ", "ガ"),
        ("서울", "서울에서"),
        ("ชา", "ชาเขียว"),
        ("ёлка", "елка"),
        ("ΘΆΛΑΣΣΑ", "θαλασσα"),
        ("σοφος", "ΣΟΦΟΣ"),
        ("नमस्ते", "नमस्ते दुनिया"),
        ("தமிழ்", "தமிழ் மொழி"),
        ("مرحبا", "مَرْحَبًا"),
        ("שלום", "שָׁלוֹם"),
        ("homme", "l'homme"),
        ("acqua", "dell'acqua"),
        ("istanbul", "İstanbul'da"),
    ],
)
def test_a_text_is_found_by(query: str, text: str) -> None:
    assert finds(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("cat", "category"),
        ("京都", "東京都内"[:2]),
        ("ab", "a b"),
        ("हिन्दी", "हम दो नदी"),
        ("कल", "काल किला"),
    ],
)
def test_a_text_is_not_found_by_parts_of_words(query: str, text: str) -> None:
    # A script whose vowels are combining marks has words, too.
    assert not finds(query, text)


def test_words_of_scripts_with_combining_vowels_stay_whole() -> None:
    assert plain_terms("नमस्ते") == ["नमस्ते"]
    assert len(plain_terms("বাংলা")) == 1


def test_composed_and_decomposed_texts_are_the_same() -> None:
    for text in ("Zürich", "Việt Nam", "가나다", "がぎぐ", "Åland", "ñandú"):
        assert terms(unicodedata.normalize("NFC", text)) == terms(
            unicodedata.normalize("NFD", text)
        )


def test_stop_words_count_in_texts_but_not_in_queries() -> None:
    assert len(terms("to be or not to be")) == 6
    assert names("what is the tea") == ["tea"]
    assert names("What’s the tea?") == ["tea"]
    assert names("to be or not") == ["to", "be", "or", "not"]
    assert names("tea tea TEA") == ["tea"]
    assert names("?! ...") == []


@given(st.text(max_size=60))
def test_any_text_has_terms_that_the_index_can_hold(text: str) -> None:
    found = terms(text)
    assert found == terms(text)
    for term in found:
        assert term
        assert not set(term) & set(" \n\"'\t\0")
    # Every word of a text finds it, whatever it is asked with.
    wanted = query_terms(text)
    assert all(set(found) & set(term.forms) for term in wanted)
    assert bool(wanted) == bool(found)
    # No form counts for two words.
    forms = [form for term in wanted for form in term.forms]
    assert len(forms) == len(set(forms))


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=30), st.text(max_size=30))
def test_terms_of_joined_texts(left: str, right: str) -> None:
    assert plain_terms(f"{left} . {right}") == plain_terms(left) + plain_terms(right)


def test_threads_stem_alike() -> None:
    words = [
        f"{stem}{end}"
        for stem in ("walk", "relat", "nation", "hope")
        for end in ("ing", "ed", "s", "ional", "ness", "fulness", "ization")
    ]
    expected = [terms(word) for word in words]
    # Words the cache has not seen, so that the stemmer itself is shared.
    fresh = [[f"{word}x{i}ing" for word in words] for i in range(40)]
    results: list[list[list[str]]] = []

    def work() -> None:
        results.append([[t for w in part for t in terms(w)] for part in fresh])

    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(before)
    assert len(results) == 4
    assert all(result == results[0] for result in results)
    assert [terms(word) for word in words] == expected


def test_bm25_by_hand() -> None:
    # Robertson and Zaragoza, with k1 = 0.9 and b = 0.4.
    tf, length, average, idf = 3.0, 20.0, 10.0, 2.0
    expected = idf * tf * 1.9 / (tf + 0.9 * (1 - 0.4 + 0.4 * length / average))
    (found,) = bm25(np.float32([tf]), np.float32([length]), idf=idf, average_length=average)
    assert found == pytest.approx(expected, rel=1e-6)
    assert bm25(np.float32([0]), np.float32([5]), idf=2, average_length=3)[0] == 0


def test_rarer_more_often_and_shorter_score_more() -> None:
    def one(tf: float = 1, length: float = 10, idf: float = 1.0) -> float:
        return float(bm25(np.float32([tf]), np.float32([length]), idf=idf, average_length=10)[0])

    assert one(tf=2) > one() > one(length=20)
    assert one(idf=2.0) > one()
    idfs = [inverse_document_frequency(df, 1000) for df in (0, 1, 10, 500, 999, 1000)]
    assert idfs == sorted(idfs, reverse=True)
    assert min(idfs) > 0


@pytest.mark.parametrize(
    ("words", "function"), [("one ones one's", "on"), ("use uses used using", "us"), ("ate", "at")]
)
def test_no_word_is_taken_for_a_function_word(words: str, function: str) -> None:
    (stem,) = {english(word) for word in words.split()}
    assert stem != english(function)
