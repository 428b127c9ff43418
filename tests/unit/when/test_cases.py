"""What words of time mean: the tables, language by language."""

from __future__ import annotations

from collections import defaultdict

import pytest

from memkit.text.when import find, resolve
from memkit.text.when.lexicon import LANGUAGES
from tests.unit.when.cases import AT, Case, Sentence, cases, meant, sentences

TABLES = ("cases.tsv", "cases_found.tsv", "cases_held_out.tsv")
SENTENCES = ("sentences.tsv", "sentences_found.tsv", "sentences_held_out.tsv")
BY_LANGUAGE: defaultdict[str, list[Case]] = defaultdict(list)
SENTENCES_BY_LANGUAGE: defaultdict[str, list[Sentence]] = defaultdict(list)
for table in TABLES:
    for case in cases(table):
        BY_LANGUAGE[(case.language or "none given")[:10]].append(case)
for table in SENTENCES:
    for sentence in sentences(table):
        SENTENCES_BY_LANGUAGE[sentence.language or "none given"].append(sentence)


def test_there_are_cases_for_every_language() -> None:
    assert set(BY_LANGUAGE) >= set(LANGUAGES)
    assert sum(map(len, BY_LANGUAGE.values())) > 600


@pytest.mark.parametrize("language", BY_LANGUAGE)
def test_words(language: str) -> None:
    wrong = [
        (case.words, case.prefer, got, case.expected)
        for case in BY_LANGUAGE[language]
        if (got := meant(_resolved(case))) != case.expected
    ]
    assert wrong == []


def _resolved(case: Case) -> object:
    return resolve(case.words, at=case.at, language=case.language, prefer=case.prefer)


@pytest.mark.parametrize("language", SENTENCES_BY_LANGUAGE)
def test_sentences(language: str) -> None:
    wrong = [
        (sentence.text, got, sentence.expected)
        for sentence in SENTENCES_BY_LANGUAGE[language]
        if (got := _found(sentence)) != sentence.expected
    ]
    assert wrong == []


def _found(sentence: Sentence) -> tuple[object, ...]:
    found = find(sentence.text, at=AT, language=sentence.language)
    return tuple((sentence.text[start:end], meant(when)) for (start, end), when in found)
