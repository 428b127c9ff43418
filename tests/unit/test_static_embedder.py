"""The offline embedder: what its vectors promise."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from memkit.builtin.configs import StaticConfig
from memkit.builtin.static import table
from memkit.builtin.static.embedder import Features, StaticEmbedder
from memkit.contracts.embedder import Vectors
from memkit.errors import ProviderError

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def embedder() -> StaticEmbedder:
    return StaticEmbedder(StaticConfig())


def embed(embedder: StaticEmbedder, *texts: str) -> Vectors:
    return embedder.embed_batch(texts, kind="document")


# The first six numbers.
GOLDEN: dict[str, list[float]] = {
    "I like green tea": [0.0568, 0.0157, 0.0654, 0.0703, 0.0400, 0.0779],
    "Unser Hund heißt Bello": [0.0489, -0.0941, 0.0894, 0.0153, -0.0437, -0.0076],
    "我喜欢绿茶": [-0.0167, -0.0501, -0.0501, 0.0835, -0.0835, -0.1169],
}


@pytest.mark.parametrize("text", GOLDEN)
def test_golden_vectors(embedder: StaticEmbedder, text: str) -> None:
    np.testing.assert_allclose(embed(embedder, text)[0, :6], GOLDEN[text], atol=2e-4)


def test_unknown_words_of_other_scripts_differ(embedder: StaticEmbedder) -> None:
    one, other, inflected = embed(embedder, "собака", "переезд", "собаку")
    assert abs(one @ other) < 0.3
    assert one @ inflected > one @ other + 0.1


def test_equal_idf_changes_nothing(embedder: StaticEmbedder) -> None:
    query = "Where does my grandmother live?"
    np.testing.assert_allclose(
        embedder.embed_query(query, idf=lambda word: 3.0),
        embedder.embed_query(query),
        atol=1e-5,
    )


def test_idf_is_asked_for_words_as_the_tokenizer_sees_them(embedder: StaticEmbedder) -> None:
    asked = []

    def idf(word: str) -> float:
        asked.append(word)
        return 1.0

    embedder.embed_query("Zoë's café, café in 北京!", idf=idf)
    # Once a word, and never for punctuation.
    assert asked == ["zoe", "s", "cafe", "in", "北", "京"]


def test_cache_stays_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("memkit.builtin.static.embedder._CACHED_CHUNKS", 10)
    cached = Features(table.load().vocabulary)
    for i in range(100):
        cached.rows(f"word{i} {'y' * 200}{i}")
    assert 0 < len(cached._cache) <= 10
    assert max(map(len, cached._cache)) <= 64


def test_import_needs_numpy_alone() -> None:
    code = (
        "import sys\n"
        "import memkit.builtin.configs, memkit.builtin.configs\n"
        "assert 'numpy' not in sys.modules, 'listing imports numpy'\n"
        "from memkit.builtin.static.embedder import StaticEmbedder\n"
        "StaticEmbedder().embed_query('hello')\n"
        "heavy = {'torch', 'tokenizers', 'transformers', 'scipy', 'pandas', 'sklearn'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT)
    assert result.returncode == 0, result.stderr


def test_table_ships_in_less_than_eight_megabytes() -> None:
    package = Path(table.__file__).parent
    size = sum(p.stat().st_size for p in package.rglob("*") if "__pycache__" not in p.parts)
    assert size < 8_000_000


def test_packing_keeps_four_bits() -> None:
    rows = np.random.default_rng(0).normal(size=(50, 16)).astype(np.float32)
    rows[7] = 0
    nibbles, scales = table.pack(rows)
    assert nibbles.shape == (50, 8)
    found = table.unpack(nibbles, scales, spare=3)
    assert found.shape == (53, 16)
    assert not found[50:].any()
    assert not found[7].any()
    limit = 0.51 * np.abs(rows).max(axis=1, keepdims=True) / 7 + 1e-3
    assert np.all(np.abs(found[:50] - rows) <= limit)


def test_damaged_table_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ProviderError, match="Reinstall memkit-core"):
        table.load(tmp_path)
    (tmp_path / table.VOCABULARY).write_text("[UNK]\na", encoding="utf-8")
    np.save(tmp_path / table.NIBBLES, np.zeros((3, 8), dtype=np.uint8))
    np.save(tmp_path / table.SCALES, np.zeros(3, dtype=np.float16))
    with pytest.raises(ProviderError, match="2 words, 3 rows"):
        table.load(tmp_path)


def test_what_the_embedder_says_of_itself(embedder: StaticEmbedder) -> None:
    assert embedder.model.startswith("static-")
    assert embedder.normalized
    assert embedder.max_batch >= 4096
    assert embedder.text_weight == 0.5
