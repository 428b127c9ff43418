"""The questions for Weaviate's own search by words, and by words and vectors together.

All through the stand-in, which is no substitute for Weaviate: it scores in its own way.
"""

import numpy as np
import pytest
from helpers import DIM, Journal, select, store_on

from memkit.domain.records import Scope
from memkit.testing import SampleMemory


@pytest.fixture
def store(server):
    context = Journal()
    made = store_on(server, context)
    made.open_space(context.open_space("a", DIM))
    texts = [
        ("alice", "The olives were salty"),
        ("alice", "Olives, olives, and a little bread"),
        ("bob", "olives for bob"),
        ("alice", "A train to Lisbon"),
    ]
    axes = np.eye(DIM, dtype=np.float32)
    rows = [
        SampleMemory(
            text=text, scope=Scope(user_id=user), metadata={"s": text}, vectors={"a": axes[n]}
        )
        for n, (user, text) in enumerate(texts)
    ]
    made.upsert(context.add(rows))
    return made


ALICE = select(scope=Scope(user_id="alice"))


def test_words(store):
    assert store.native_text("olives", k=10, selection=ALICE).keys.tolist() == [2, 1]
    assert store.native_text("salty olives", k=1, selection=ALICE).keys.tolist() == [1]
    every = store.native_text("bread olives", k=10, selection=ALICE, every_word=True)
    assert every.keys.tolist() == [2]
    assert len(store.native_text("  ", k=10, selection=ALICE)) == 0


def test_words_under_a_filter_that_the_journal_checks(store):
    selection = select("s contains 'bread' or s contains 'bob'")
    assert sorted(store.native_text("olives", k=10, selection=selection).keys) == [2, 3]


def test_words_and_vectors(store):
    train = np.eye(DIM, dtype=np.float32)[3]
    by_vector = store.native_hybrid("olives", "a", train, k=4, selection=ALICE, alpha=1.0)
    assert by_vector.keys[0] == 4
    by_words = store.native_hybrid("olives", "a", train, k=4, selection=ALICE, alpha=0.0)
    assert by_words.keys[0] == 2
    assert 3 not in by_vector.keys.tolist() + by_words.keys.tolist()
    no_vector = store.native_hybrid("olives", "a", train * 0, k=4, selection=ALICE)
    assert no_vector.keys.tolist() == [2, 1]
