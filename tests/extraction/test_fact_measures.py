"""The measures of `benchmarks/facts*.py` mean what they say."""

from __future__ import annotations

import pytest

from benchmarks.evidence import Answer, Conversation, Question, Session
from benchmarks.facts_decided import Case, checked_by_code, judged
from benchmarks.facts_found import answers_of, difference, of_sentences
from memkit.domain.records import MemoryRecord
from memkit.extraction.tasks.choices import Decision
from tests.extraction.scripted import NOON


def known(id_, text):
    return MemoryRecord(id=id_, memory=text, user_id="p", created_at=NOON, updated_at=NOON)


HOME, TEA = known("home", "Ana lives in Rome."), known("tea", "Ana likes tea.")
UPDATE = Case("Ana moved to Oslo.", NOON, (HOME, TEA), frozenset({"home"}))
OTHER = Case("Ana has two dogs.", NOON, (HOME, TEA), frozenset())


@pytest.mark.parametrize(
    ("case", "choice", "old", "said", "checked"),
    [
        (UPDATE, "changes", "home", "right", "right"),
        (UPDATE, "corrects", "home", "right", "right"),
        (UPDATE, "changes", "tea", "wrong", "safe"),
        (UPDATE, "same", "home", "wrong", "safe"),
        (UPDATE, "new", None, "safe", "safe"),
        (OTHER, "new", None, "right", "right"),
        (OTHER, "changes", "home", "wrong", "right"),
        (OTHER, "same", "tea", "wrong", "right"),
    ],
)
def test_what_a_decision_is_worth(case, choice, old, said, checked):
    decision = Decision(fact=0, choice=choice, old=old)
    assert judged(case, decision) == said
    assert judged(case, checked_by_code(case, decision)) == checked


def test_a_fact_counts_for_its_message():
    said = {
        "1": {"role": "user", "content": "I keep bees in the garden. Do you like honey?"},
        "2": {"role": "user", "content": "My sister plays the organ in Utrecht."},
    }
    question = Question("who keeps bees?", "any", frozenset({"1"}))
    talk = Conversation("ana", [Session(said)], [question])
    found = answers_of([talk], draw=of_sentences, kinds=["all", "facts", "messages"])
    assert [answers[0].measures["R@5"] for answers in found.values()] == [1, 1, 1]
    [alone] = answers_of([talk], draw=None, kinds=["facts"]).values()
    assert alone[0].measures["R@5"] == 0


def test_differences_are_of_pairs():
    before = [Answer("any", {"R@10": value}) for value in (0.0, 1.0, 0.5, 0.5)]
    after = [Answer("any", {"R@10": value}) for value in (0.1, 1.0, 0.6, 0.6)]
    mean, low, high = difference(before, after, "R@10")
    assert mean == pytest.approx(7.5)
    assert 0 < low <= mean <= high <= 10.001
