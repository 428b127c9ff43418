"""Names of clusters: their own words, or what an LLM calls them."""

from __future__ import annotations

import json

import numpy as np
import pytest

from memkit.comparison import compare
from memkit.comparison.derived import InMemory


@pytest.fixture
def named_by(two_spaces, open_memory, make_embedder):
    """Compares the same memories, with an LLM that gives these replies."""

    def named_by(*replies, cache=None):
        memory = open_memory(
            embedder=make_embedder("first", 24),
            llm={"provider": "echo", "config": {"replies": list(replies)}},
        )
        return compare(memory, "first", "second", cache=cache or InMemory())

    return named_by


def test_an_llm_names_clusters_once(two_spaces, named_by):
    words = compare(two_spaces).cluster_names("first")
    wanted = [f"  subject\n{label} " for label in words]
    cache = InMemory()
    found = named_by(json.dumps({"names": wanted}), "not asked again", cache=cache)

    names = found.cluster_names("first")

    assert names == {label: f"subject {label}" for label in words}
    assert found.cluster_names("first") == names
    assert found.notes == ()
    assert named_by("no names", cache=cache).cluster_names("first") == names


@pytest.mark.parametrize(
    "reply", ["I would rather not.", '{"names": ["one"]}', '{"names": 7}', '["a"]']
)
def test_where_an_llm_fails_words_name_clusters_and_a_note_says_so(two_spaces, named_by, reply):
    words = compare(two_spaces).cluster_names("first")
    assert len(words) > 1
    found = named_by(reply)

    assert found.cluster_names("first") == words
    assert found.cluster_names("second")
    assert len(found.notes) == 1
    assert found.notes[0].startswith("clusters are named by their words, because the LLM failed")


def test_a_list_of_names_that_was_cut_off_says_what_to_do(two_spaces, named_by):
    words = compare(two_spaces).cluster_names("first")
    wanted = json.dumps({"names": [f"subject {label}" for label in words]})
    found = named_by(wanted)
    found._llm.max_tokens = 3

    assert found.cluster_names("first") == words
    assert "was cut off after 3 tokens; give the LLM a larger max_tokens" in found.notes[0]


def test_an_llm_sees_examples_of_every_cluster(two_spaces, named_by):
    # The echo answers with what it was asked.
    found = named_by()
    heard = []
    complete = found._llm.complete

    def listens(messages, *, schema=None):
        heard.append((messages[0].content, schema))
        return complete(messages, schema=schema)

    found._llm.complete = listens
    found.cluster_names("first")

    ((asked, schema),) = heard
    labels = found.clusters("first")
    assert schema["properties"]["names"]["minItems"] == labels.max() + 1
    for label in range(labels.max() + 1):
        texts = [found.memories[row].memory for row in np.flatnonzero(labels == label)]
        assert sum(text in asked for text in texts) >= min(8, len(texts))
