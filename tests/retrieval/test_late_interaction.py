"""Where no memory has a query's words, its words are compared with those of the best candidates."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from benchmarks import paraphrases
from memkit import Memory
from memkit.builtin.multilingual.embedder import MultilingualEmbedder
from memkit.contracts.embedder import Embedder
from memkit.engine.retrieval.late_interaction import NAME, POOL
from memkit.errors import ProviderError, ValidationError

QUERY = "What was his best result in a long race?"
TEXT = "I ran the Boston marathon in under four hours"


def filled(memory: Memory) -> Memory:
    """Two users with more memories than are compared."""
    for user in ("a", "b"):
        facts = [pair.fact for name in ("en", "en-2") for pair in paraphrases.read(name)]
        memory.add_many([{"memory": fact, "user_id": user} for fact in facts], progress=False)
    return memory


@pytest.fixture(scope="module")
def facts() -> Any:
    with Memory(":memory:") as memory:
        yield filled(memory)


def place(memory: Any, **options: Any) -> int:
    return [h.memory for h in memory.search(QUERY, user_id="a", k=120, **options)].index(TEXT)


def test_what_one_word_answers_stands_further_up(facts: Memory) -> None:
    assert place(facts) < place(facts, late_interaction=False)
    assert place(facts, mode="vector") == place(facts, mode="vector", late_interaction=False)


def test_the_paraphrases_that_were_not_tuned_on_are_found() -> None:
    with Memory(":memory:") as memory:
        pairs = paraphrases.read("en")
        ids = [memory.add(pair.fact, user_id="a")[0].id for pair in pairs]

        def found(**options: Any) -> int:
            answers = (memory.search(p.question, user_id="a", k=5, **options) for p in pairs)
            return sum(id_ in [h.id for h in hits] for id_, hits in zip(ids, answers, strict=True))

        assert found() >= 0.92 * len(pairs)
        assert found() > found(late_interaction=False)


def test_the_reasons_say_so_and_add_up(facts: Memory) -> None:
    hits = facts.search(QUERY, user_id="a")
    assert all(0 < hit.reasons[NAME] <= 0.5 for hit in hits)
    assert all(hit.score == pytest.approx(sum(hit.reasons.values())) for hit in hits)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for options in ({"late_interaction": False}, {"mode": "vector"}, {"mode": "text"}):
        assert all(NAME not in hit.reasons for hit in facts.search(QUERY, user_id="a", **options))


def test_how_close_a_hit_is_stays(facts: Memory) -> None:
    def closeness(**options: Any) -> dict[str, float | None]:
        found = facts.search(QUERY, user_id="a", k=120, **options)
        return {hit.id: hit.relevance for hit in found}

    assert closeness() == closeness(late_interaction=False)


def test_words_that_a_memory_has_decide_alone(facts: Memory) -> None:
    query = "marathon Boston four hours"
    with_it, without = (
        facts.search(query, user_id="a", k=20, late_interaction=late) for late in (True, False)
    )
    assert with_it[0].memory == TEXT
    assert [(hit.id, hit.reasons) for hit in with_it] == [(hit.id, hit.reasons) for hit in without]


def test_so_many_are_compared_and_the_rest_stays_below_in_its_order(facts: Memory) -> None:
    with_it, without = (
        [*facts.search(QUERY, user_id="a", k=120, late_interaction=late)] for late in (True, False)
    )
    assert len(with_it) == len(without) == 120
    assert {hit.id for hit in with_it[:POOL]} == {hit.id for hit in without[:POOL]}
    assert [hit.id for hit in with_it[POOL:]] == [hit.id for hit in without[POOL:]]
    least = min(hit.reasons[NAME] for hit in with_it[:POOL])
    assert {hit.reasons[NAME] for hit in with_it[POOL:]} == {least}


@pytest.mark.parametrize("options", [{}, {"context": 0.5}, {"recency": "30d"}], ids=str)
def test_the_first_are_the_same_however_many_are_wanted(
    facts: Memory, options: dict[str, Any]
) -> None:
    many = [hit.id for hit in facts.search(QUERY, user_id="a", k=POOL, **options)]
    for k in (1, 3, 10, 40):
        assert [hit.id for hit in facts.search(QUERY, user_id="a", k=k, **options)] == many[:k]


def test_chats_with_an_assistant_are_left_as_they_are(open_memory: Callable[..., Memory]) -> None:
    memory = open_memory(":memory:")
    memory.add([TEXT, "I like tea"], user_id="a")
    memory.add([{"role": "user", "name": "Ana", "content": "We heat with wood"}], user_id="a")
    assert all(NAME in hit.reasons for hit in memory.search(QUERY, user_id="a"))
    memory.add([{"role": "assistant", "content": "Wood is warm."}], user_id="a")
    assert all(NAME not in hit.reasons for hit in memory.search(QUERY, user_id="a"))
    hits = memory.search(QUERY, user_id="a", where="role = 'user'")
    assert all(NAME in hit.reasons for hit in hits)


def test_the_past_is_searched_alike(facts: Memory) -> None:
    past = facts.as_of(facts.events()[-1].seq)
    assert [(h.id, h.score) for h in past.search(QUERY, user_id="a")] == [
        (h.id, h.score) for h in facts.search(QUERY, user_id="a")
    ]


def test_only_texts_that_may_be_returned_are_compared(
    facts: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    compare = MultilingualEmbedder.late_interaction

    def spy(self: MultilingualEmbedder, query: str, texts: Any, *, idf: Any = None) -> Any:
        seen.extend(texts)
        return compare(self, query, texts, idf=idf)

    monkeypatch.setattr(MultilingualEmbedder, "late_interaction", spy)
    where = "memory contains 'marathon' or memory contains 'violin'"
    hits = facts.search(QUERY, user_id="b", where=where)
    assert {hit.user_id for hit in hits} == {"b"}
    assert sorted(seen) == sorted(hit.memory for hit in hits)


def test_an_embedder_that_does_not_say_so_is_not_asked(
    open_memory: Callable[..., Memory], fake: Any
) -> None:
    for embedder in ("hash", "static", fake):
        memory = open_memory(":memory:", embedder=embedder)
        memory.add(["I ran a marathon", "I like tea"], user_id="a")
        hits = memory.search(QUERY, user_id="a")
        assert hits
        assert all(NAME not in hit.reasons for hit in hits)


def test_an_embedder_has_none_by_itself(fake: Embedder) -> None:
    with pytest.raises(NotImplementedError, match="late interaction"):
        fake.late_interaction("a", ["b"])


@pytest.mark.parametrize(
    "answer",
    [[0.5], [[0.5, 0.5]], [0.5, float("nan")], [0.5, 1.5], [-0.5, 0.5], ValueError("no words")],
    ids=str,
)
def test_an_embedder_that_compares_badly_is_told_of_and_can_be_done_without(
    open_memory: Callable[..., Memory], monkeypatch: pytest.MonkeyPatch, answer: Any
) -> None:
    def compare(self: Any, query: str, texts: Any, *, idf: Any = None) -> Any:
        if isinstance(answer, Exception):
            raise answer
        return np.array(answer, np.float32)

    monkeypatch.setattr(MultilingualEmbedder, "late_interaction", compare)
    memory = open_memory(":memory:")
    memory.add(["I ran a marathon", "I like tea"], user_id="a")
    with pytest.raises(ProviderError, match="late_interaction=False"):
        memory.search(QUERY, user_id="a")
    assert len(memory.search(QUERY, user_id="a", late_interaction=False)) == 2


def test_it_is_a_flag(facts: Memory) -> None:
    with pytest.raises(ValidationError, match="late_interaction"):
        facts.search(QUERY, late_interaction="maybe")  # type: ignore[arg-type] # what is tested


@pytest.mark.parametrize(
    ("query", "near", "far"),
    [
        ("a long race", "I ran a marathon in under four hours", "We heat our house with wood"),
        ("ein langes Rennen", "Ich bin den Marathon gelaufen", "Wir heizen das Haus mit Holz"),
        ("长跑比赛", "我跑完了马拉松", "我们用木头取暖"),
        ("長距離レース", "マラソンを走りました", "薪で家を暖めます"),
        ("سباق طويل", "ركضت في الماراثون", "نحن ندفئ البيت بالخشب"),
    ],
)
def test_words_are_compared_in_any_script(query: str, near: str, far: str) -> None:
    scores = MultilingualEmbedder().late_interaction(query, [near, far, query, "", "?!"])
    assert scores.dtype == np.float32
    assert scores[0] > scores[1]
    assert scores[2] == pytest.approx(1, abs=1e-5)
    assert scores[3] == scores[4] == 0


def test_long_texts_get_less_and_are_read_to_a_bound() -> None:
    embedder = MultilingualEmbedder()
    filler = " ".join(pair.fact for pair in paraphrases.read("en"))
    short, long, longer = embedder.late_interaction(
        "marathon race", [TEXT, f"{TEXT}. {filler}", f"{TEXT}. {filler * 50}"]
    )
    assert short > long > longer > 0


def test_queries_of_any_length_and_without_words_are_taken() -> None:
    embedder = MultilingualEmbedder()
    filler = " ".join(pair.fact for pair in paraphrases.read("en")) * 20
    assert embedder.late_interaction(filler, [TEXT, ""])[1] == 0
    assert not embedder.late_interaction("?!", [TEXT, "tea"]).any()
    assert embedder.late_interaction("tea", []).shape == (0,)
    assert not embedder.late_interaction("tea", [TEXT], idf=lambda word: 0.0).any()
