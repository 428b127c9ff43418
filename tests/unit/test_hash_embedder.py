"""The hash embedder: equal words match, on every machine."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pydantic
import pytest

from memkit.builtin import hash as module
from memkit.builtin.configs import HashConfig
from memkit.builtin.hash import HashEmbedder, words
from memkit.contracts.embedder import Vectors

ROOT = Path(__file__).parents[2]


@pytest.fixture
def embedder() -> HashEmbedder:
    return HashEmbedder(HashConfig())


def embed(embedder: HashEmbedder, *texts: str) -> Vectors:
    return embedder.embed_batch(texts, kind="document")


def test_shape_type_and_length(embedder: HashEmbedder) -> None:
    vectors = embed(embedder, "green tea", "緑茶", "")
    assert vectors.shape == (3, 512)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), [1, 1, 0], atol=1e-6)


def test_no_texts_give_no_rows(embedder: HashEmbedder) -> None:
    assert embedder.embed_batch([], kind="query").shape == (0, 512)


@pytest.mark.parametrize("dim", [32, 100, 1000])
def test_dim_is_configurable_and_part_of_the_model(dim: int) -> None:
    embedder = HashEmbedder(HashConfig(dim=dim))
    assert embed(embedder, "green tea").shape == (1, dim)
    assert embedder.dim == dim
    assert str(dim) in embedder.model


def test_config_is_strict() -> None:
    with pytest.raises(pydantic.ValidationError):
        HashConfig(dim=1)
    with pytest.raises(pydantic.ValidationError):
        HashConfig.model_validate({"size": 256})


@pytest.mark.parametrize("text", ["", " ", "\n", "...", "!?", "😀"])
def test_text_without_letters_gives_zeros(embedder: HashEmbedder, text: str) -> None:
    assert not embed(embedder, text).any()
    assert not embedder.embed_query(text, idf=lambda word: 1.0).any()


def test_batch_equals_singles(embedder: HashEmbedder) -> None:
    texts = [f"memory number {i} about tea" for i in range(150)] + ["", "我喜欢绿茶"]
    singles = np.concatenate([embed(embedder, text) for text in texts])
    np.testing.assert_array_equal(embed(embedder, *texts), singles)


# Place -> number.
GOLDEN: dict[str, dict[int, float]] = {
    "green tea": {486: 0.6804, 173: 0.3043, 208: -0.3043, 239: 0.3043},
    "我喜欢绿茶": {224: -0.4364, 251: -0.4364, 320: -0.4364, 408: -0.4364},
}


@pytest.mark.parametrize("text", GOLDEN)
def test_golden_vectors(embedder: HashEmbedder, text: str) -> None:
    vector = embed(embedder, text)[0]
    found = {place: float(vector[place]) for place in GOLDEN[text]}
    assert found == pytest.approx(GOLDEN[text], abs=2e-4)


def test_other_process_with_another_hash_seed_gives_the_same_numbers(
    embedder: HashEmbedder,
) -> None:
    code = (
        "from memkit.builtin.hash import HashEmbedder\n"
        "v = HashEmbedder().embed_batch(['green tea', '緑茶'], kind='document')\n"
        "print(v.tobytes().hex())"
    )
    for seed in ("1", "2"):
        result = subprocess.run(
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        assert bytes.fromhex(result.stdout) == embed(embedder, "green tea", "緑茶").tobytes()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("what tea do I drink", "I drink green tea in the morning"),
        ("Wie heißt der HUND?", "Unser Hund heißt Bello"),
        ("¿dónde vive la abuela?", "mi abuela vive en Granada"),
        ("狗叫什么名字", "我们家的狗叫旺财"),
        ("犬の名前は何ですか", "うちの犬の名前はポチです"),
        ("как зовут собаку", "нашу собаку зовут Бобик"),
        ("강아지 이름", "우리 강아지의 이름은 초코예요"),
        ("कुत्ते का नाम", "हमारे कुत्ते का नाम मोती है।"),
        ("ชื่อหมา", "หมาของเราชื่อมะลิ"),
    ],
)
def test_every_script_is_found_by_its_words(
    embedder: HashEmbedder, query: str, expected: str
) -> None:
    documents = [
        "I drink green tea in the morning",
        "Unser Hund heißt Bello",
        "mi abuela vive en Granada",
        "我们家的狗叫旺财",
        "うちの犬の名前はポチです",
        "нашу собаку зовут Бобик",
        "우리 강아지의 이름은 초코예요",
        "हमारे कुत्ते का नाम मोती है।",
        "ชาเขียวอร่อยมาก",
        "หมาของเราชื่อมะลิ",
        "公寓的房租又涨了",
        "The rent went up again",
    ]
    similarity = embed(embedder, *documents) @ embedder.embed_query(query)
    assert documents[int(similarity.argmax())] == expected


def test_case_and_width_are_folded(embedder: HashEmbedder) -> None:
    one, other = embed(embedder, "Straße 12 café", "ＳＴＲＡＳＳＥ １２ cafe\u0301")
    assert one @ other == pytest.approx(1, abs=1e-6)


def test_parts_of_words_match_somewhat(embedder: HashEmbedder) -> None:
    one, inflected, other = embed(embedder, "gardening", "gardener", "bicycle")
    assert one @ inflected > 0.2 > abs(one @ other)


def test_words_are_cut_where_scripts_change() -> None:
    assert words("Meet in 東京タワー at 7pm, don't_be late") == [
        "meet", "in", "東京タワー", "at", "7pm", "don", "t", "be", "late",
    ]  # fmt: skip


def test_idf_lets_rare_words_lead(embedder: HashEmbedder) -> None:
    common, rare = embed(embedder, "kitchen", "violin")
    plain = embedder.embed_query("Kitchen violin")
    weighted = embedder.embed_query(
        "Kitchen violin", idf=lambda word: {"kitchen": 0.5, "violin": 6.0}[word]
    )
    assert weighted @ rare > plain @ rare
    assert weighted @ common < plain @ common
    np.testing.assert_allclose(
        embedder.embed_query("Kitchen violin", idf=lambda word: 2.0), plain, atol=1e-6
    )


def test_input_is_left_alone(embedder: HashEmbedder) -> None:
    texts = ["one", "two"]
    embedder.embed_batch(texts, kind="query")
    assert texts == ["one", "two"]


def test_long_and_broken_texts(embedder: HashEmbedder) -> None:
    vectors = embed(embedder, "tea " * 25_000, "x" * 100_000, "漢" * 30_000, "broken \ud83d text")
    assert np.isfinite(vectors).all()
    assert vectors.any(axis=1).all()


def test_threads_agree_and_the_cache_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_CACHED_WORDS", 5)
    shared = HashEmbedder()
    texts = [f"memory number {i}" for i in range(200)]
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
    expected = HashEmbedder().embed_batch(texts, kind="document")
    assert len(results) == 8
    for result in results:
        np.testing.assert_array_equal(result, expected)
    # Each thread may add one entry between another's check and its own.
    assert len(shared._cache) <= 5 + 8
