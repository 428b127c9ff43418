"""The offline embedder of many languages: meaning across languages, and the table it ships with."""

from __future__ import annotations

import zlib
from pathlib import Path

import numpy as np
import pytest

from memkit.builtin.multilingual import embedder as module
from memkit.builtin.multilingual import table
from memkit.builtin.multilingual.embedder import MultilingualEmbedder
from memkit.builtin.static.embedder import StaticEmbedder
from memkit.contracts.embedder import Vectors
from memkit.errors import ProviderError

ROOT = Path(__file__).parents[2]

# One fact in sixteen languages; no two say it in the same words.
DOGS = (
    "Our dog is afraid of thunder",
    "Unser Hund hat Angst vor Gewitter",
    "Nuestro perro tiene miedo de los truenos",
    "Notre chien a peur du tonnerre",
    "O nosso cão tem medo de trovões",
    "Il nostro cane ha paura dei tuoni",
    "Onze hond is bang voor onweer",
    "Nasz pies boi się burzy",
    "Наша собака боится грома",
    "Наш собака боїться грому",
    "Köpeğimiz gök gürültüsünden korkuyor",
    "كلبنا يخاف من الرعد",
    "हमारा कुत्ता गरज से डरता है",
    "我们的狗害怕打雷",
    "うちの犬は雷を怖がります",
    "우리 개는 천둥을 무서워해요",
)
OTHERS = (
    "My sister works at a bank in Lisbon",
    "The train to Berlin leaves at nine",
    "We drink coffee without sugar",
    "He bought a red bicycle for his son",
    "The doctor moved the appointment to Friday",
    "I am learning to play the piano",
    "The kitchen needs new windows",
    "They got married in a small church",
)


@pytest.fixture(scope="module")
def embedder() -> MultilingualEmbedder:
    return MultilingualEmbedder()


def embed(embedder: MultilingualEmbedder, *texts: str) -> Vectors:
    return embedder.embed_batch(texts, kind="document")


@pytest.mark.parametrize("text", DOGS)
def test_a_fact_is_near_to_itself_in_another_language(
    embedder: MultilingualEmbedder, text: str
) -> None:
    similarity = embed(embedder, *DOGS, *OTHERS) @ embed(embedder, text)[0]
    same, others = similarity[: len(DOGS)], similarity[len(DOGS) :]
    assert np.median(same) > others.max() + 0.1


@pytest.mark.parametrize(
    ("question", "answer", "wrong"),
    [
        (
            "Welches Haustier hat sie?",
            "Meine Katze schläft den ganzen Tag",
            "Mein Auto steht in der Garage",
        ),
        ("¿Qué instrumento toca?", "Aprendo violín desde niño", "Vivo cerca del mar"),
        ("他喜欢什么饮料？", "我每天早上喝绿茶", "我住在北京"),
        ("何を飲みますか", "毎朝コーヒーをいれます", "駅の近くに住んでいます"),
        ("Где он живёт?", "Моя квартира в центре Москвы", "Я люблю зелёный чай"),
    ],
)
def test_an_answer_needs_no_word_of_the_question(
    embedder: MultilingualEmbedder, question: str, answer: str, wrong: str
) -> None:
    right, other = embed(embedder, answer, wrong) @ embedder.embed_query(question)
    assert right > other


@pytest.mark.parametrize(
    ("symbol", "name", "other"),
    [("🍕", "pizza", "dentist"), ("🎉🎉", "party", "invoice"), ("❤️", "love", "engine")],
)
def test_a_symbol_means_what_it_is_called(
    embedder: MultilingualEmbedder, symbol: str, name: str, other: str
) -> None:
    shown, right, wrong = embed(embedder, symbol, name, other)
    assert shown @ right > shown @ wrong + 0.2
    bare = embed(embedder, symbol.replace("\ufe0f", ""))[0]
    np.testing.assert_allclose(bare, shown, atol=1e-6)


def test_english_lies_near_to_where_static_puts_it(embedder: MultilingualEmbedder) -> None:
    static = StaticEmbedder().embed_batch(OTHERS, kind="document")
    assert np.all(np.sum(static * embed(embedder, *OTHERS), axis=1) > 0.7)


def test_names_stay_names(embedder: MultilingualEmbedder) -> None:
    ana, also_ana, bea = embed(embedder, "Анастасия звонила", "Анастасия", "Элеонора")
    assert ana @ also_ana > ana @ bea + 0.1


def test_a_full_cache_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CACHED_CHUNKS", 10)
    small, large = MultilingualEmbedder(), MultilingualEmbedder()
    texts = [f"note{i} about tea number {i} {'x' * 70}" for i in range(200)]
    one_by_one = np.concatenate([embed(small, text) for text in texts])
    np.testing.assert_allclose(one_by_one, embed(large, *texts), atol=1e-6)
    assert len(small._chunks()._kept.places) <= 10


def test_the_words_of_a_question_count_less_in_a_query(embedder: MultilingualEmbedder) -> None:
    asked = embedder.embed_query("where does the violin live?", idf=lambda word: 1.0)
    plain = embedder.embed_query("where does the violin live?")
    where, violin = embed(embedder, "where", "violin")
    assert asked @ violin > plain @ violin + 0.03
    assert asked @ where < plain @ where - 0.03


def test_idf_is_asked_for_words(embedder: MultilingualEmbedder) -> None:
    asked = []

    def idf(word: str) -> float:
        asked.append(word)
        return 1.0

    embedder.embed_query("Zoë's café, café in 北京! Haustürschlüssel?", idf=idf)
    assert asked == ["zoë", "s", "café", "in", "北京", "haustürschlüssel"]


# The first six numbers.
GOLDEN: dict[str, list[float]] = {
    "I like green tea": [0.0725, 0.0414, 0.0298, 0.065, 0.0207, 0.0716],
    "Unser Hund heißt Bello": [0.0247, -0.0079, 0.0586, -0.0771, 0.0492, -0.0894],
    "我喜欢绿茶": [0.1007, 0.0618, 0.0188, 0.0235, 0.0237, 0.0256],
    "🍕": [0.181, 0.0, -0.0517, 0.0517, 0.0259, 0.0776],
}


@pytest.mark.parametrize("text", GOLDEN)
def test_golden_vectors(embedder: MultilingualEmbedder, text: str) -> None:
    np.testing.assert_allclose(embed(embedder, text)[0, :6], GOLDEN[text], atol=2e-4)


def test_tables_ship_in_less_than_twenty_megabytes() -> None:
    package = Path(table.__file__).parents[1]
    packed = (len(zlib.compress(path.read_bytes(), 6)) for path in package.rglob("data/*"))
    assert sum(packed) < 19_500_000


def test_damaged_table_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ProviderError, match="Reinstall memkit-core"):
        table.load(tmp_path)
