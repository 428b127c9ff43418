"""A hit says how close it is to the query, on one scale; a query without an answer says so."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pytest

from memkit import Memory
from memkit.builtin.hash import HashEmbedder
from memkit.concurrency.effects import run
from memkit.contracts.embedder import Embedder, EmbedKind
from memkit.domain.relevance import CLOSE, full_bar
from memkit.domain.results import Hits
from memkit.engine.retrieval import closeness
from memkit.engine.spaces.unrelated import unrelated_vectors
from memkit.engine.spaces.unrelated_texts import UNRELATED
from memkit.errors import ProviderError

FACTS = (
    "Henrike's engine is a diesel of 1961 and leaks oil.",
    "The mooring in the harbour costs 840 euros a year.",
    "Mara sands the teak planks of the deck every spring.",
    "Wir treffen uns am Steg, wenn die Flut kommt.",
    "El perro de Tomás se llama Calamar.",
    "春香は蕎麦を食べられません。",
)
# A question, and the fact that answers it.
ANSWERED = (
    ("What does the mooring in the harbour cost?", FACTS[1]),
    ("Who sands the deck planks?", FACTS[2]),
    ("Wann treffen wir uns am Steg?", FACTS[3]),
    ("¿Cómo se llama el perro de Tomás?", FACTS[4]),
    ("春香は何を食べられませんか。", FACTS[5]),
)
NONSENSE = (
    "purple elephant tax law",
    "Which enzyme unwinds the double helix?",
    "Welcher Kaiser unterzeichnete die Goldene Bulle?",
    "紫色大象的税法",
    "trilobites",
)


class Crowded(HashEmbedder):
    """All cosines lie between .7 and 1, as those of E5 do: one direction is in every text."""

    text_weight = 1.0

    def __init__(self) -> None:
        super().__init__()
        self.model = "crowded"
        self.asked = 0
        self.error: Exception | None = None
        self.pause = 0.0
        self.dim += 1

    def embed_batch(self, texts: Sequence[str], *, kind: EmbedKind) -> Any:
        if len(texts) == len(UNRELATED):
            self.asked += 1
            if self.error is not None:
                raise self.error
            time.sleep(self.pause)
        self.dim -= 1
        own = super().embed_batch(texts, kind=kind)
        self.dim += 1
        return np.hstack([own * np.sqrt(0.25), np.full((len(texts), 1), np.sqrt(0.75), np.float32)])


class Same(Crowded):
    """Every text has the same vector."""

    def embed_batch(self, texts: Sequence[str], *, kind: EmbedKind) -> Any:
        return np.tile(super().embed_batch([""], kind=kind), (len(texts), 1))


class Nothing(Crowded):
    """No text has any content but the one that tells models apart."""

    def embed_batch(self, texts: Sequence[str], *, kind: EmbedKind) -> Any:
        vectors = super().embed_batch(texts, kind=kind)
        empty = [kind == "query" or text in {*FACTS, *UNRELATED} for text in texts]
        vectors[empty] = 0
        return vectors


def opened(embedder: str | Embedder, facts: Sequence[str] = FACTS) -> Memory:
    memory = Memory(":memory:", embedder=embedder)
    for fact in facts:
        memory.add(fact, user_id="a")
    return memory


@pytest.fixture(scope="module", params=["static", "hash", "crowded"])
def boat(request: pytest.FixtureRequest) -> Iterator[Memory]:
    with opened(Crowded() if request.param == "crowded" else request.param) as memory:
        yield memory


@pytest.mark.parametrize("mode", ["hybrid", "text"])
def test_an_answer_is_close_and_nonsense_is_not_in_any_language(boat: Memory, mode: Any) -> None:
    for question, fact in ANSWERED:
        hits = boat.search(question, mode=mode)
        assert hits[0].memory == fact
        assert not hits.weak, question
        assert hits[0].relevance is not None
        assert not hits[0].weak
    for question in NONSENSE:
        hits = boat.search(question, mode=mode)
        assert hits.weak, [(hit.relevance, hit.memory) for hit in hits]


def test_nothing_is_dropped_for_being_far(boat: Memory) -> None:
    hits = boat.search(NONSENSE[0])
    assert len(hits) == len(FACTS)
    assert "none of them close" in repr(hits)
    assert "close" not in repr(boat.search(ANSWERED[0][0]))


def test_the_same_text_is_as_close_as_can_be(boat: Memory) -> None:
    for mode in ("hybrid", "vector"):
        assert boat.search(FACTS[0], mode=mode)[0].relevance == pytest.approx(1, abs=0.01)


def test_a_rare_word_is_close_whatever_else_there_is(boat: Memory) -> None:
    assert boat.search("Calamar", mode="text")[0].relevance == pytest.approx(1)
    assert not boat.search("Calamar").weak


def test_meaning_alone_tells_too(boat: Memory) -> None:
    """In mode "vector" no word is looked at."""
    found = boat.search("Mara sands the teak planks", mode="vector")
    assert found[0].relevance == max(hit.relevance or 0 for hit in found)
    assert not found.weak
    assert boat.search("trilobites", mode="vector").weak


def test_many_memories_leave_the_scale_as_it_is(boat: Memory) -> None:
    """The same memory is as close among others, and among its doubles, as it is alone."""
    question = "Mara sands the teak planks"
    (alone,) = opened(boat.engine.spaces.opened()[boat.engine.spaces.get().key], [FACTS[2]]).search(
        question, mode="vector"
    )
    among = boat.search(question, mode="vector")[0]
    assert among.memory == alone.memory
    # The rarer a word is here, the more static and hash weigh it.
    assert among.relevance == pytest.approx(alone.relevance, abs=0.15)


def test_age_and_rerankers_do_not_change_how_close_it_is(boat: Memory) -> None:
    question = ANSWERED[0][0]
    plain = {hit.id: hit.relevance for hit in boat.search(question)}
    aged = {hit.id: hit.relevance for hit in boat.search(question, recency="1s")}
    assert aged == pytest.approx(plain)


def test_of_several_queries_the_closest_counts(boat: Memory) -> None:
    question = ANSWERED[1][0]
    hits = boat.search([NONSENSE[0], question])
    assert hits[0].relevance == pytest.approx(boat.search(question)[0].relevance)
    assert not hits.weak
    assert boat.search([NONSENSE[0], NONSENSE[1]]).weak


def test_a_reply_is_nearly_as_close_as_what_it_replies_to() -> None:
    with Memory(":memory:", embedder="hash") as memory:
        memory.add(
            [
                {"role": "user", "content": "Which boat did you buy in October?"},
                {"role": "assistant", "content": "An old launch called Henrike."},
            ],
            user_id="a",
        )
        first, second = memory.search("which boat did you buy", context=0.85)
        assert first.relevance is not None
        assert second.relevance == pytest.approx(0.85 * first.relevance, abs=1e-5)


def test_an_explanation_says_what_it_was_made_from(boat: Memory) -> None:
    hit = boat.search(ANSWERED[0][0], explain=True)[0]
    assert hit.relevance is not None
    assert 0 < hit.details["coverage"] <= 1.5
    by_words = min(1, hit.details["coverage"]) ** 2
    assert by_words - 1e-6 <= hit.relevance <= 1


def test_an_empty_memory_holds_nothing_close() -> None:
    with opened("hash", []) as memory:
        assert memory.search("anything") == []
        assert memory.search("anything").weak


def test_vectors_that_tell_nothing_apart_make_nothing_close() -> None:
    for embedder in (Same(), Nothing()):
        with opened(embedder, FACTS[:3]) as memory:
            assert memory.search("trilobites").weak
            assert not memory.search("teak planks").weak, "the words are there"
            assert memory.search("teak planks", mode="vector").weak


def test_where_the_embedder_can_not_say_nobody_guesses() -> None:
    embedder = Crowded()
    embedder.error = ProviderError("down", fix="Wait.", provider="crowded")
    with opened(embedder) as memory:
        for _ in range(2):
            hits = memory.search(NONSENSE[0])
            assert {hit.relevance for hit in hits} == {None}
            assert not hits.weak
        assert embedder.asked == 1, "a search does not wait for it each time"
        assert memory.search("Calamar", mode="text")[0].relevance == pytest.approx(1)


def test_a_slow_embedder_is_asked_once_for_all_processes(tmp_path: Any) -> None:
    first, second = Crowded(), Crowded()
    first.pause = second.pause = 0.06
    path = tmp_path / "boat.db"
    relevances = []
    for embedder in (first, second):
        with Memory(path, embedder=embedder) as memory:
            if not memory.count():
                memory.add(FACTS[1], user_id="a")
            relevances.append(memory.search(ANSWERED[0][0])[0].relevance)
    assert (first.asked, second.asked) == (1, 0)
    assert relevances[0] == pytest.approx(relevances[1], abs=0.01)


def test_the_past_is_measured_alike(boat: Memory) -> None:
    then = boat.as_of(2).search(ANSWERED[0][0])
    assert then[0].memory == FACTS[1]
    assert not then.weak
    assert boat.as_of(1).search(NONSENSE[0]).weak


def test_more_evidence_is_never_less_close() -> None:
    steps = np.linspace(-1, 1, 41, dtype=np.float32)
    for floor in (-0.2, 0.0, 0.6, 0.85, 1.0):
        shares = closeness.by_meaning(steps, floor)
        assert (np.diff(shares) >= 0).all()
        assert shares.min() >= 0
        assert shares.max() <= 1


def test_a_floor_is_that_of_a_query() -> None:
    unrelated = run(unrelated_vectors(HashEmbedder()))
    common = HashEmbedder().embed_batch(["Ich habe das und ich habe die"], kind="query")[0]
    rare = HashEmbedder().embed_batch(["xylophone"], kind="query")[0]
    of_common, of_rare = closeness.floor(common, unrelated), closeness.floor(rare, unrelated)
    assert of_common is not None
    assert of_rare is not None
    assert of_common > of_rare
    assert closeness.floor(common * 7, unrelated) == pytest.approx(of_common, abs=1e-6)
    assert closeness.floor(common * 0, unrelated) == 0.0
    assert closeness.floor(common, None) is None


def test_a_bar_is_as_long_as_the_hit_is_close() -> None:
    reasons = {"semantic": 0.6, "bm25": 0.2, "recency": -0.5}
    assert 0.8 / full_bar(reasons, 0.5) == pytest.approx(0.5)
    assert 0.8 / full_bar(reasons, 0.0) == 0
    assert full_bar(reasons, None) == 1
    assert full_bar({"rerank": 7.0}, None) == 7
    assert CLOSE < 0.5
    assert Hits([]).weak
