"""The WordPiece in pure Python splits as the Hugging Face tokenizer does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from memkit.builtin.static import table
from memkit.builtin.static.embedder import WordPiece, chunks, words

# Written by scripts/build_static/goldens.py with the real tokenizer.
GOLDEN = json.loads((Path(__file__).parent / "data" / "wordpiece_golden.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def vocabulary() -> tuple[str, ...]:
    return table.load().vocabulary


@pytest.fixture(scope="module")
def wordpiece(vocabulary: tuple[str, ...]) -> WordPiece:
    return WordPiece(vocabulary)


def test_there_are_enough_golden_texts() -> None:
    assert len(GOLDEN) >= 200


@pytest.mark.parametrize(("text", "expected"), GOLDEN, ids=range(len(GOLDEN)))
def test_pieces_equal_those_of_the_reference(
    wordpiece: WordPiece, vocabulary: tuple[str, ...], text: str, expected: list[str]
) -> None:
    assert [vocabulary[i] for i in wordpiece.encode(text)] == expected


def test_longest_match_comes_first() -> None:
    wordpiece = WordPiece(["[UNK]", "un", "unhappi", "##happy", "##ness", "##n", "##ess"])
    assert wordpiece.pieces("unhappiness") == (2, 4)
    assert wordpiece.pieces("unhappy") == (1, 3)


def test_word_that_cannot_be_spelled_is_one_unknown() -> None:
    wordpiece = WordPiece(["[UNK]", "a", "##b"])
    assert wordpiece.pieces("abx") == (0,)
    assert wordpiece.encode("ab abx a") == [1, 2, 0, 1]


def test_word_of_more_than_a_hundred_characters_is_unknown() -> None:
    wordpiece = WordPiece(["[UNK]", "a", "##a"])
    assert len(wordpiece.pieces("a" * 100)) == 100
    assert wordpiece.pieces("a" * 101) == (0,)


def test_empty_place_of_the_vocabulary_matches_nothing() -> None:
    assert WordPiece(["[UNK]", "", "a"]).encode("a") == [2]


def test_words_are_lower_case_without_accents() -> None:
    assert words("Crème-Brûlée!") == ["creme", "-", "brulee", "!"]
    assert words("我在") == ["我", "在"]


def test_control_characters_join_and_spaces_part() -> None:
    assert chunks("one\u001ftwo three\u3000four") == ["onetwo", "three", "four"]
