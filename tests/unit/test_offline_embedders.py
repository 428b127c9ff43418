"""What the vectors of both offline embedders promise."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from memkit.builtin.multilingual.embedder import MultilingualEmbedder
from memkit.builtin.static.embedder import StaticEmbedder
from memkit.contracts.embedder import Embedder, Vectors

ROOT = Path(__file__).parents[2]

TEXTS = [
    "I can't eat anything with peanuts in it",
    "",
    "The dentist moved my appointment to Thursday",
    "   \n\t ",
    "Unser Hund heißt Bello",
    "我奶奶住在杭州附近的一个村子里",
    "👩‍👩‍👧 !!! ???",
    "word " * 50,
    "a",
] * 5


@pytest.fixture(scope="module", params=[StaticEmbedder, MultilingualEmbedder])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    made: Embedder = request.param()
    return made


def embed(embedder: Embedder, *texts: str) -> Vectors:
    return embedder.embed_batch(texts, kind="document")


def best(embedder: Embedder, query: str, documents: list[str]) -> str:
    similarity = embed(embedder, *documents) @ embedder.embed_query(query)
    return documents[int(similarity.argmax())]


def test_shape_type_and_length(embedder: Embedder) -> None:
    vectors = embed(embedder, *TEXTS)
    assert vectors.shape == (len(TEXTS), embedder.dim) == (len(TEXTS), 256)
    assert vectors.dtype == np.float32
    lengths = np.linalg.norm(vectors, axis=1)
    assert np.all((np.abs(lengths - 1) < 1e-5) | (lengths == 0))


def test_no_texts_give_no_rows(embedder: Embedder) -> None:
    assert embedder.embed_batch([], kind="query").shape == (0, 256)


@pytest.mark.parametrize("text", ["", " ", "\n\t", "...", "?!", "\u0007", "–", "[ ]"])
def test_text_without_content_gives_zeros(embedder: Embedder, text: str) -> None:
    assert not embed(embedder, text).any()
    assert not embedder.embed_query(text, idf=lambda word: 1.0).any()


def test_batch_equals_singles(embedder: Embedder) -> None:
    texts = [*TEXTS, "long text with many words " * 3000]
    singles = np.concatenate([embed(embedder, text) for text in texts])
    np.testing.assert_array_equal(embed(embedder, *texts), singles)


def test_kind_makes_no_difference(embedder: Embedder) -> None:
    np.testing.assert_array_equal(
        embedder.embed_batch(TEXTS, kind="query"), embedder.embed_batch(TEXTS, kind="document")
    )


def test_input_is_left_alone(embedder: Embedder) -> None:
    texts = list(TEXTS)
    embedder.embed_batch(texts, kind="document")
    assert texts == TEXTS


def test_result_is_the_callers_own(embedder: Embedder) -> None:
    first = embed(embedder, "green tea")
    kept = first.copy()
    first[:] = 0
    np.testing.assert_array_equal(embed(embedder, "green tea"), kept)


def test_other_process_gives_the_same_numbers(embedder: Embedder) -> None:
    code = (
        f"from {type(embedder).__module__} import {type(embedder).__name__} as Embedder\n"
        "v = Embedder().embed_batch(['green tea', '緑茶を飲みます'], kind='document')\n"
        "print(v.tobytes().hex())"
    )
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    expected = embed(embedder, "green tea", "緑茶を飲みます")
    found = np.frombuffer(bytes.fromhex(result.stdout.strip()), dtype=np.float32)
    np.testing.assert_allclose(found.reshape(2, 256), expected, atol=1e-6)


def test_paraphrases_are_closer_than_strangers(embedder: Embedder) -> None:
    documents = [
        "I can't eat anything with peanuts in it",
        "My flight was cancelled because of the storm",
        "He drives a beaten-up old Volvo",
        "She speaks fluent Portuguese and a bit of Arabic",
    ]
    assert best(embedder, "Which food allergies should the cook know about?", documents).startswith(
        "I can't eat"
    )
    assert best(embedder, "What kind of car does he own?", documents).startswith("He drives")
    assert best(embedder, "What languages does she know?", documents).startswith("She speaks")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Wie heißt der Hund?", "Unser Hund heißt Bello und mag keine Katzen"),
        ("Wann ist der Termin beim Zahnarzt?", "Der Zahnarzt gab mir einen Termin am Donnerstag"),
        ("¿Qué estudia mi hermano?", "Mi hermano estudia ingeniería en Valencia"),
        ("家里的狗叫什么名字？", "我们家的狗叫旺财，它不喜欢猫"),
        ("夏天坐火车去哪里旅行？", "夏天我们要坐火车去西藏旅行"),
        ("歯医者の予約はいつですか", "歯医者の予約は木曜日の午後です"),
        ("アレルギーは何ですか", "ヘーゼルナッツのアレルギーがあります"),
        ("Как зовут собаку?", "Нашу собаку зовут Бобик"),
        ("강아지 이름이 뭐예요?", "우리 강아지의 이름은 초코예요"),
        ("ما اسم الكلب؟", "اسم الكلب عندنا بوبي"),
    ],
)
def test_other_languages_are_found_by_their_words(
    embedder: Embedder, query: str, expected: str
) -> None:
    documents = [
        "Unser Hund heißt Bello und mag keine Katzen",
        "Der Zahnarzt gab mir einen Termin am Donnerstag",
        "Mi hermano estudia ingeniería en Valencia",
        "Mi abuela vive en un pueblo cerca de Granada",
        "我们家的狗叫旺财，它不喜欢猫",
        "夏天我们要坐火车去西藏旅行",
        "公寓的房租又涨了",
        "歯医者の予約は木曜日の午後です",
        "ヘーゼルナッツのアレルギーがあります",
        "朝はいつも緑茶を飲みます",
        "Нашу собаку зовут Бобик",
        "Мы переезжаем в Казань весной",
        "우리 강아지의 이름은 초코예요",
        "봄에 부산으로 이사해요",
        "اسم الكلب عندنا بوبي",
        "سننتقل إلى بيروت في الربيع",
        "My brother studies engineering",
    ]
    assert best(embedder, query, documents) == expected


def test_latin_word_is_found_where_another_script_sticks_to_it(embedder: Embedder) -> None:
    documents = ["Javaで仕事をしています", "Pythonで仕事をしています", "仕事は楽しいです"]
    assert best(embedder, "python", documents) == documents[1]
    assert best(embedder, "Ｐｙｔｈｏｎ", documents) == documents[1]


def test_punctuation_of_any_script_does_not_count(embedder: Embedder) -> None:
    plain, marked = embed(embedder, "qué tal 你好", "«¿qué tal?» — “你好。”")
    np.testing.assert_allclose(plain, marked, atol=1e-6)


def test_idf_lets_rare_words_lead(embedder: Embedder) -> None:
    common, rare = embed(embedder, "kitchen", "violin")
    plain = embedder.embed_query("kitchen violin")
    weighted = embedder.embed_query(
        "kitchen violin", idf=lambda word: {"kitchen": 0.5, "violin": 6.0}[word]
    )
    assert weighted @ rare > plain @ rare
    assert weighted @ common < plain @ common
    assert np.linalg.norm(weighted) == pytest.approx(1, abs=1e-5)


def test_idf_of_zero_everywhere_gives_zeros(embedder: Embedder) -> None:
    assert not embedder.embed_query("green tea", idf=lambda word: 0.0).any()
    assert not embedder.embed_query("green tea", idf=lambda word: -1.0).any()


def test_text_of_100_kilobytes(embedder: Embedder) -> None:
    text = "The quick brown fox jumps over the lazy dog. " * 2300
    long, short = embed(embedder, text, "The quick brown fox jumps over the lazy dog.")
    # In a long text the second table counts less.
    assert long @ short > (0.999 if isinstance(embedder, StaticEmbedder) else 0.8)
    solid = embed(embedder, "x" * 100_000, "\ud7a3" * 100_000)
    assert np.isfinite(solid).all()


def test_lone_surrogate_does_no_harm(embedder: Embedder) -> None:
    assert np.isfinite(embed(embedder, "broken \ud83d text", "\ud83d")).all()


def test_threads_agree(embedder: Embedder, monkeypatch: pytest.MonkeyPatch) -> None:
    # A small cache makes the threads replace it under each other's hands.
    monkeypatch.setattr(f"{type(embedder).__module__}._CACHED_CHUNKS", 5)
    shared = type(embedder)()
    texts = [f"{word} number {i}" for i, word in enumerate(["tea", "violin", "Hund", "茶"] * 50)]
    results: list[Vectors] = []
    start = threading.Barrier(8)

    def work() -> None:
        start.wait()
        results.append(shared.embed_batch(texts, kind="document"))

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    expected = embedder.embed_batch(texts, kind="document")
    assert len(results) == 8
    # A chunk that is not kept is added to its text in another order than one that is.
    tolerance = 0 if isinstance(embedder, StaticEmbedder) else 1e-6
    for result in results:
        np.testing.assert_allclose(result, expected, rtol=0, atol=tolerance)
