from __future__ import annotations

import math
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest

from memkit import Memory
from memkit.contracts.store import Matches
from memkit.engine.retrieval.candidates import fused
from memkit.errors import ProviderError, ValidationError
from memkit.text.bm25 import bm25, inverse_document_frequency
from memkit.text.terms import Document, QueryTerm, document, query_terms

WORDS = [f"word{i}" for i in range(60)]


def frequency(document: Document, term: QueryTerm) -> int:
    return max(document.terms.count(form) for form in term.forms)


def brute_force(texts: list[str], query: str, embedder: Any, weight: float) -> dict[str, float]:
    """The documented formula, one text at a time: cosine + weight * min(1.5, BM25 / ceiling)."""
    held = {text: document(text) for text in texts}
    average = max(1.0, sum(words.length for words in held.values()) / len(held))
    wanted = query_terms(query)
    idf = {
        word: inverse_document_frequency(
            sum(frequency(words, word) > 0 for words in held.values()), len(held)
        )
        for word in wanted
    }
    ceiling = sum(idf.values())
    asked = embedder.vector(query)
    scores = {}
    for text, words in held.items():
        total = sum(
            float(
                bm25(
                    np.array([frequency(words, w)], np.float32),
                    np.array([words.length], np.float32),
                    idf=idf[w],
                    average_length=average,
                )[0]
            )
            for w in wanted
        )
        cosine = float(asked @ embedder.vector(text))
        scores[text] = cosine + weight * (min(1.5, total / ceiling) if ceiling else 0.0)
    return scores


@pytest.fixture
def corpus() -> list[str]:
    rng = random.Random(5)
    weights = [1 / (i + 1) for i in range(60)]
    return list(
        {" ".join(rng.choices(WORDS, weights, k=rng.randrange(1, 12))) for _ in range(1200)}
    )


@pytest.mark.parametrize("weight", [0.0, 0.5, 1.4])
def test_the_best_k_are_those_of_the_formula_over_everything(
    open_memory: Callable[..., Memory], fake: Any, corpus: list[str], weight: float
) -> None:
    fake.text_weight = weight
    memory = open_memory(":memory:", embedder=fake)
    memory.add_many(corpus, user_id="a", progress=False)
    memory.add_many((f"{text} word0 word59" for text in corpus[:300]), user_id="b", progress=False)
    for query in (
        "word59",
        "word0 word1",
        "word58 word57 word56 word0",
        "unseen words here word40",
        "word1 " * 30,
        "none of them",
    ):
        expected = brute_force(corpus, query, fake, weight)
        for k in (1, 10, 150):
            hits = memory.search(query, user_id="a", k=k)
            assert len(hits) == k
            best = sorted(expected.values(), reverse=True)[:k]
            assert [hit.score for hit in hits] == pytest.approx(best, abs=2e-5)
            assert [expected[hit.memory] for hit in hits] == pytest.approx(best, abs=2e-5)


def test_a_hit_of_the_words_alone_can_win(open_memory: Callable[..., Memory], fake: Any) -> None:
    memory = open_memory(embedder=fake)
    needle = "manual of zx81"
    near = [f"zx80 serial {i}" for i in range(400)]
    fake_vector = fake.vector
    fake.vector = lambda text: (
        -fake_vector("zx81")
        if text == needle
        else fake_vector("zx81" if text.startswith("zx8") else text)
    )
    memory.add([*near, needle], user_id="a")
    by_vector = memory.search("zx81", user_id="a", mode="vector", k=100)
    assert needle not in [hit.memory for hit in by_vector]
    fake.text_weight = 5.0
    assert memory.search("zx81", user_id="a", k=1)[0].memory == needle


def test_a_hit_of_the_vectors_alone_can_win(open_memory: Callable[..., Memory], fake: Any) -> None:
    memory = open_memory(embedder=fake)
    vector = fake.vector
    fake.vector = lambda text: vector("same") if text in ("question", "answer") else vector(text)
    memory.add([f"the question number {i}" for i in range(300)] + ["answer"], user_id="a")
    fake.text_weight = 0.3
    assert memory.search("question", user_id="a", k=1)[0].memory == "answer"


def test_coverage_is_clipped(open_memory: Callable[..., Memory], fake: Any) -> None:
    fake.text_weight = 1.0
    memory = open_memory(embedder=fake)
    memory.add(["tea " * 500, "tea", *(f"filler {i} " * 30 for i in range(200))], user_id="a")
    for mode in ("text", "hybrid"):
        hits = memory.search("tea", user_id="a", mode=mode, k=3)
        assert max(hit.reasons["bm25"] for hit in hits) == pytest.approx(1.5)


def test_a_term_that_nobody_has_lowers_the_coverage(memory: Memory) -> None:
    memory.add(["green tea", "black coffee", "white milk"], user_id="a")
    (one,) = memory.search("tea", user_id="a", mode="text")
    (half,) = memory.search("tea xylophone", user_id="a", mode="text")
    assert half.score < 0.6 * one.score


REASONS = [
    (mode, recency, rerank, query)
    for mode in ("hybrid", "vector", "text")
    for recency in (None, "30d")
    for rerank in (False, True)
    for query in ("green tea number", ["green tea", "number 3", "nothing"])
]


@pytest.mark.parametrize(("mode", "recency", "rerank", "query"), REASONS, ids=str)
def test_reasons_add_up_to_the_score(
    open_memory: Callable[..., Memory],
    reranker: Any,
    mode: Any,
    recency: Any,
    rerank: bool,
    query: Any,
) -> None:
    memory = open_memory(reranker=reranker)
    for i in range(40):
        memory.add(
            f"green tea number {i}" if i % 2 else f"coffee number {i}",
            user_id="a",
            occurred_at=f"2025-0{i % 9 + 1}-01",
        )
    hits = memory.search(
        query, user_id="a", mode=mode, recency=recency, rerank=rerank, k=20, explain=True
    )
    assert len(hits) == 20
    for hit in hits:
        assert hit.score == pytest.approx(sum(hit.reasons.values()), abs=1e-6)
        expected = {"hybrid": {"semantic", "bm25"}, "vector": {"semantic"}, "text": {"bm25"}}[mode]
        if mode == "hybrid" and isinstance(query, list):
            # No memory has the words of one of them, so these are compared one by one.
            expected = expected | {"late_interaction"}
        expected = (
            expected | ({"recency"} if recency else set()) | ({"rerank"} if rerank else set())
        )
        assert set(hit.reasons) == expected
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_the_reranker_has_the_last_word_over_more_than_k(
    open_memory: Callable[..., Memory], reranker: Any
) -> None:
    memory = open_memory(reranker=reranker)
    memory.add([f"tea number {i} " + "x " * (60 - i) for i in range(60)], user_id="a")
    hits = memory.search("tea number", user_id="a", k=3, rerank=True)
    ((query, asked),) = reranker.asked
    assert query == "tea number"
    assert asked >= 15
    assert [hit.score for hit in hits] == pytest.approx(
        [1 / (1 + len(hit.memory)) for hit in hits], rel=1e-4
    )
    before = len(reranker.asked)
    memory.search("tea number", user_id="a", k=3)
    assert len(reranker.asked) == before
    assert memory.search("tea", user_id="a", rerank=True, threshold=0.5) == []


def test_a_reranker_that_names_what_it_was_not_given(
    open_memory: Callable[..., Memory], reranker: Any
) -> None:
    from memkit.contracts.reranker import Ranked

    reranker.rerank = lambda query, texts, *, k: [Ranked(99, 1.0)]
    memory = open_memory(reranker=reranker)
    memory.add("tea", user_id="a")
    with pytest.raises(ProviderError):
        memory.search("tea", user_id="a", rerank=True)
    reranker.rerank = lambda query, texts, *, k: [Ranked(0, 0.5)]
    assert len(memory.search("tea", user_id="a", rerank=True)) == 1


def test_a_score_halves_with_every_half_life(memory: Memory, clock: Any) -> None:
    def ago(days: float) -> datetime:
        return datetime.fromtimestamp(clock.seconds, UTC) - timedelta(days=days)

    for run, days in (("now", 0), ("one", 30), ("two", 60), ("future", -400)):
        memory.add("green tea", user_id="a", run_id=run, occurred_at=ago(days))
    plain = memory.search("green tea", user_id="a")
    assert len({round(hit.score, 6) for hit in plain}) == 1
    base = plain[0].score
    for recency in ("30d", 30, timedelta(days=30), "720h"):
        scores = {
            hit.run_id: hit.score
            for hit in memory.search("green tea", user_id="a", recency=recency)
        }
        assert scores["now"] == pytest.approx(base, abs=1e-4)
        assert scores["one"] == pytest.approx(base / 2, abs=1e-4)
        assert scores["two"] == pytest.approx(base / 4, abs=1e-4)
        assert scores["future"] == pytest.approx(base, abs=1e-4)


def test_age_counts_from_when_it_was_stored_if_nothing_else_is_known(
    memory: Memory, clock: Any
) -> None:
    memory.add("green tea", user_id="a")
    clock.pass_(10 * 86400)
    (hit,) = memory.search("green tea", user_id="a", recency="10d", explain=True)
    (plain,) = memory.search("green tea", user_id="a")
    assert hit.score == pytest.approx(plain.score / 2, abs=1e-4)
    assert hit.details["age_days"] == pytest.approx(10, abs=1e-3)


def test_the_newer_of_two_that_are_alike_comes_first(memory: Memory, clock: Any) -> None:
    day = datetime.fromtimestamp(clock.seconds, UTC) - timedelta(days=300)
    memory.add("Ana lives in Berlin near the park", user_id="a", occurred_at=day)
    memory.add(
        "Ana lives in Lisbon near the park", user_id="a", occurred_at=day + timedelta(days=299)
    )
    hits = memory.search("in which city does Ana live", user_id="a", recency="30d")
    assert "Lisbon" in hits[0].memory


@pytest.mark.parametrize("mode", ["hybrid", "vector", "text"])
@pytest.mark.parametrize("context", [0.0, 0.85])
def test_a_fresh_memory_stands_before_thousands_of_old_ones_that_fit_better(
    memory: Memory, mode: Any, context: float
) -> None:
    today = datetime.now(UTC)
    memory.add_many(
        [
            {"memory": f"green tea {n}", "user_id": "a", "occurred_at": today - timedelta(days=n)}
            for n in range(500, 3500)
        ],
        progress=False,
    )
    fresh = "green tea is what the neighbour who waters our plants drinks on a long evening"
    memory.add(fresh, user_id="a")
    for k in (1, 3, 100):
        hits = memory.search(
            "green tea", user_id="a", mode=mode, recency="30d", context=context, k=k
        )
        assert hits[0].memory == fresh
        assert len(hits) == k
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)


def test_recency_never_lifts_an_old_memory_that_does_not_fit(
    open_memory: Callable[..., Memory], fake: Any, clock: Any
) -> None:
    vector = fake.vector
    fake.vector = lambda text: -vector("q") if text == "opposite" else vector(text)
    memory = open_memory(embedder=fake)
    memory.add("opposite", user_id="a", occurred_at="1990-01-01")
    (plain,) = memory.search("q", user_id="a", mode="vector")
    (old,) = memory.search("q", user_id="a", mode="vector", recency="1d")
    assert plain.score == pytest.approx(-1, abs=1e-5)
    assert old.score <= plain.score + 1e-6


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "'",
        'a" OR "b',
        "tea AND NOT (",
        "NEAR(tea)",
        "*",
        "tea*",
        "^tea",
        "-tea",
        "terms : tea",
        "scope:u",
        "{x}",
        ";--",
        "\0",
        "% _",
        "() OR ()",
        "tea " * 20_000,
        "x" * 100_000,
        " ".join(f"unseen{i}" for i in range(5000)) + " tea",
        "\n\ttea\r",
        "\u202etea",
        "ｔｅａ",
        "🫖",
    ],
    ids=lambda query: ascii(query[:12]),
)
@pytest.mark.parametrize("mode", ["hybrid", "vector", "text"])
def test_no_query_breaks_a_search(memory: Memory, query: str, mode: Any) -> None:
    memory.add(["green tea", "black coffee"], user_id="a")
    hits = memory.search(query, user_id="a", mode=mode)
    assert all(math.isfinite(hit.score) for hit in hits)
    if mode == "text" and ("tea" in query or query == "ｔｅａ"):
        assert [hit.memory for hit in hits] == ["green tea"]


SENTENCES = {
    "ja": "来月、家族と京都へ旅行します",
    "zh": "她对花生过敏，不能吃花生酱",
    "ko": "저는 서울에서 살고 있습니다",
    "th": "ฉันชอบดื่มชาเขียวตอนเช้า",
    "de": "Müller fährt über die Straße nach Köln",
    "es": "El año que viene quiere aprender a esquiar",
    "ru": "Ёлка стоит у окна, и кошка спит под ней",
    "el": "Ο Γιώργος αγαπάει τη θάλασσα",
    "tr": "İstanbul'da yaşıyor ve ışıkları seviyor",
    "hi": "मुझे हिन्दी संगीत पसंद है",
    "ar": "أنا أحب القهوة في الصباح",
    "he": "אני אוהב קפה בבוקר",
    "vi": "Tôi thích uống trà xanh",
}


@pytest.mark.parametrize(
    ("query", "language"),
    [
        ("京都", "ja"),
        ("旅行", "ja"),
        ("花生", "zh"),
        ("过敏", "zh"),
        ("서울", "ko"),
        ("ชาเขียว", "th"),
        ("ตอนเช้า", "th"),
        ("muller", "de"),
        ("MÜLLER", "de"),
        ("Strasse", "de"),
        ("koln", "de"),
        ("ano", "es"),
        ("año", "es"),
        ("елка", "ru"),
        ("КОШКА", "ru"),
        ("θαλασσα", "el"),
        ("istanbul", "tr"),
        ("संगीत", "hi"),
        ("हिन्दी", "hi"),
        ("القهوة", "ar"),
        ("קפה", "he"),
        ("trà", "vi"),
        ("tra xanh", "vi"),
    ],
)
def test_every_script_is_found_by_its_words(memory: Memory, query: str, language: str) -> None:
    memory.add(list(SENTENCES.values()), user_id="a")
    found = memory.search(query, user_id="a", mode="text")
    assert found[0].memory == SENTENCES[language]
    assert memory.search(query, user_id="a")[0].memory == SENTENCES[language]


def test_half_a_character_in_a_query_is_refused(memory: Memory) -> None:
    memory.add("green tea", user_id="a")
    with pytest.raises(ValidationError, match="surrogate"):
        memory.search("tea\ud800", user_id="a")


def test_a_query_of_stop_words_alone_still_finds(memory: Memory) -> None:
    memory.add(["to be or not to be", "green tea", "The Who"], user_id="a")
    assert (
        memory.search("to be or not to be", user_id="a", mode="text")[0].memory
        == "to be or not to be"
    )
    assert memory.search("the who", user_id="a", mode="text")[0].memory == "The Who"
    # Beside words that mean something they do not count.
    (hit,) = memory.search("what is the tea", user_id="a", mode="text")
    assert hit.memory == "green tea"


# -- the threshold algorithm on its own ----------------------------------------------------------


@pytest.mark.parametrize("seed", range(30))
def test_the_union_of_deepening_lists_is_exact(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n, k = int(rng.integers(1, 3000)), int(rng.integers(1, 60))
    keys = np.arange(n)
    cosine = rng.uniform(-1, 1, n).astype(np.float32) if seed % 2 else np.full(n, -0.3, np.float32)
    words = np.where(rng.random(n) < 0.5, rng.exponential(1, n), 0).astype(np.float32)
    if seed % 3 == 0:
        words = np.where(cosine < 0, words * 4, 0).astype(np.float32)  # The lists disagree.
    weight = float(rng.choice([0.0, 0.3, 1.4]))

    def source(scores: Any, present: Any, ceiling: float) -> Callable[[int], Matches]:
        def search(depth: int) -> Matches:
            order = keys[present][np.argsort(-scores[present], kind="stable")][:depth]
            return Matches(order, scores[order], ceiling=ceiling, lookup=lambda some: scores[some])

        return search

    ceiling = 2.0
    near, worded = source(cosine, np.ones(n, bool), 0.0), source(words, words > 0, ceiling)
    found = fused(
        lambda depth: (near(depth), worded(depth)),
        k=k,
        weight=weight,
        depth=int(rng.choice([1, 10, 100])),
        cosines=lambda some: cosine[some],
    ).best(k)
    expected = cosine + weight * np.minimum(1.5, words / ceiling)
    best = np.sort(expected)[::-1][:k]
    assert found.scores.tolist() == pytest.approx(best.tolist(), abs=1e-5)


def test_memories_without_a_vector_compete_too() -> None:
    """A memory that has no vector has the cosine zero, above everything that is opposite."""
    n = 500
    cosine = np.full(n, -0.9, np.float32)
    words = np.linspace(2, 1, n).astype(np.float32)
    bare = np.arange(n, n + 300)  # Found by their words alone, below all others.

    def vectors(depth: int) -> Matches:
        return Matches(
            np.arange(n)[:depth], cosine[:depth], lookup=lambda some: np.where(some < n, -0.9, 0)
        )

    def text(depth: int) -> Matches:
        keys = np.concatenate([np.arange(n), bare])[:depth]
        scores = np.concatenate([words, np.full(300, 0.9, np.float32)])
        return Matches(keys, scores[:depth], ceiling=2.0, lookup=lambda some: scores[some])

    found = fused(
        lambda depth: (vectors(depth), text(depth)),
        k=5,
        depth=100,
        weight=1.0,
        cosines=lambda some: np.zeros(len(some)),
    ).best(5)
    assert found.scores.tolist() == pytest.approx([0.45] * 5, abs=1e-5)
