"""How many damaged facts are caught and true ones refused, of those that ship with the tests."""

import functools

import pytest

from benchmarks.damage import RULES
from benchmarks.gate import own_facts, tally

TEN = ("ar", "de", "en", "es", "fr", "it", "ja", "pt", "ru", "zh")


@functools.cache
def measured():
    return tally(own_facts(), draws=3)


def share(counts):
    return counts[0] / counts[1]


def test_true_facts_pass():
    facts = own_facts()
    assert len(facts) >= 200
    assert share(measured().of("true")) <= 0.02


@pytest.mark.parametrize("rule", RULES)
def test_damaged_facts_are_caught(rule):
    refused, every = measured().of(rule)
    assert every >= 25
    assert refused / every >= 0.95


@pytest.mark.parametrize("language", TEN)
def test_in_every_language(language):
    refused, every = measured().of(None, language)
    assert every >= 100
    assert refused / every >= 0.95
